"""What there is, for checks from outside: accounts, roles, objects and their addresses."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch

from accounts.models import User
from demo.addresses import addresses
from demo.people import PASSWORD
from demo.planting import Canary

# Every kind of object, with the way to the slug of its service (empty: it belongs to none).
TALK = "assessment__service__slug"
KINDS = {
    "accounts.Organisation": "",
    "accounts.User": "",
    "accounts.Service": "slug",
    "accounts.ServiceMembership": "service__slug",
    "accounts.OrganisationMembership": "",
    "accounts.Deletion": "service__slug",
    "accounts.Erasure": "",
    "accounts.Event": "service__slug",
    "accounts.FormerAddress": "service__slug",
    "accounts.Grouping": "",
    "accounts.Invitation": "service__slug",
    "accounts.KeptPost": "",
    "accounts.LetIn": "service__slug",
    "accounts.Letter": "service__slug",
    "accounts.Notice": "service__slug",
    "accounts.SignIn": "",
    "frameworks.Framework": "",
    "frameworks.Companion": "",
    "frameworks.Offer": "",
    "frameworks.Publication": "",
    "frameworks.Line": "",
    "frameworks.Level": "",
    "frameworks.LevelGloss": "",
    "frameworks.Prompt": "",
    "frameworks.Voice": "",
    "assessments.Assessment": "service__slug",
    "assessments.Submission": TALK,
    "assessments.Contribution": TALK,
    "assessments.Judgement": f"contribution__{TALK}",
    "assessments.Difference": f"judgement__contribution__{TALK}",
    "assessments.Example": f"contribution__{TALK}",
    "assessments.Factor": "service__slug",
    "assessments.FactorNote": TALK,
    "assessments.Ask": "factor__service__slug",
    "assessments.AskAnswer": "ask__factor__service__slug",
    "assessments.Step": "service__slug",
    "assessments.StepReview": TALK,
    "assessments.AroundNote": TALK,
    "assessments.Note": "service__slug",
    "assessments.Draft": TALK,
    "assessments.Closure": TALK,
    "assessments.TakenOut": f"closure__{TALK}",
    "assessments.Reading": f"closure__{TALK}",
    "assessments.AgencyRelease": f"closure__{TALK}",
    "agreeing.Tie": "service__slug",
    "agreeing.Understanding": "tie__service__slug",
    "agreeing.Remark": "understanding__tie__service__slug",
    "agreeing.CameOf": "understanding__tie__service__slug",
    "agreeing.Meeting": "tie__service__slug",
    "reports.WantedPdf": "",
    "mirror.Pair": "service__slug",
    "mirror.Showing": "pair__service__slug",
    "sharing.Reply": "share__service__slug",
    "sharing.Share": "service__slug",
    "sharing.ShareAsk": "share__service__slug",
    "sharing.ShareFile": "share__service__slug",
    "sharing.ShareOpen": "share__service__slug",
    "sharing.Waits": "share__service__slug",
    "sharing.WaitAnswer": "share__service__slug",
}


def manifest(canaries: list[Canary]) -> dict[str, Any]:
    """Return everything a check from outside needs, as seed_demo's docstring tells."""
    return {
        "password": PASSWORD,
        "accounts": [_account(person) for person in User.objects.order_by("email")],
        "objects": list(_objects()),
        "canaries": canaries,
    }


def _account(person: User) -> dict[str, Any]:
    roles = [
        f"{row.role}:{row.service.slug}"
        for row in person.service_memberships.live().select_related("service")
    ]
    roles += [
        f"{row.role}:{row.organisation.slug}"
        for row in person.organisation_memberships.live().select_related("organisation")
    ]
    roles += ["staff"] if person.is_staff else []
    roles += [f"person:{person.email}"]
    return {
        "id": str(person.pk),
        "email": person.email,
        "active": person.is_active,
        "roles": sorted(roles) if person.is_active else [],
    }


def _objects() -> Iterator[dict[str, Any]]:
    by_object = addresses()
    for label, path in KINDS.items():
        # Places to practise in too: `objects` leaves them out.
        rows = apps.get_model(label)._base_manager.order_by("pk")
        slugs = dict(rows.values_list("pk", path)) if path else {}
        for row in rows:
            yield {
                "model": label,
                "id": str(row.pk),
                "service": slugs.get(row.pk),
                "url": _own_address(row),
                "urls": by_object.get((label, str(row.pk)), []),
            }


def _own_address(row: Model) -> str | None:
    own = getattr(row, "get_absolute_url", None)
    try:
        return str(own()) if own else None
    except NoReverseMatch:
        return None
