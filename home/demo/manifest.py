"""What there is, for checks from outside: accounts, roles, objects and their addresses."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch, get_resolver

from accounts.models import Service, User
from assessments.models import Assessment, Closure
from home.demo.people import PASSWORD
from home.demo.planting import Canary
from sharing.models import Share

# Every kind of object, with the way to the slug of its service (empty: it belongs to none).
KINDS = {
    "accounts.Organisation": "",
    "accounts.User": "",
    "accounts.Service": "slug",
    "assessments.Assessment": "service__slug",
    "assessments.Judgement": "contribution__assessment__service__slug",
    "assessments.Evidence": "contribution__assessment__service__slug",
    "assessments.Factor": "service__slug",
    "assessments.FactorNote": "assessment__service__slug",
    "assessments.Ask": "factor__service__slug",
    "assessments.Action": "service__slug",
    "assessments.ActionReview": "assessment__service__slug",
    "assessments.ContextNote": "assessment__service__slug",
    "assessments.Note": "service__slug",
    "assessments.Draft": "assessment__service__slug",
    "assessments.Closure": "assessment__service__slug",
    "assessments.AgencyRelease": "closure__assessment__service__slug",
    "sharing.Share": "service__slug",
    "accounts.KeptPost": "",
    "accounts.Notice": "service__slug",
    "frameworks.Framework": "",
    "frameworks.Line": "",
    "frameworks.Level": "",
}
# How an address begins, whose it is, and which of its fields stands there.
ADDRESSES: tuple[tuple[str, type[Model], str], ...] = (
    ("s/%(slug)s/", Service, "slug"),
    ("conversation/%(pk)s/", Assessment, "pk"),
    ("record/%(pk)s/", Closure, "pk"),
    ("share/%(pk)s/", Share, "pk"),
    ("shared/%(reference)s/", Share, "reference"),
)


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
        for row in person.service_memberships.filter(ended_on=None).select_related("service")
    ]
    roles += [
        f"{row.role}:{row.organisation.slug}"
        for row in person.organisation_memberships.filter(ended_on=None).select_related(
            "organisation"
        )
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
    addresses = _addresses()
    for label, path in KINDS.items():
        model = apps.get_model(label)
        rows = model._default_manager.order_by("pk")
        slugs = dict(rows.values_list("pk", path)) if path else {}
        for row in rows:
            yield {
                "model": label,
                "id": str(row.pk),
                "service": slugs.get(row.pk),
                "url": _own_address(row),
                "urls": [
                    "/" + form % {name: getattr(row, name)}
                    for form, name in addresses.get(model, [])
                ],
            }


def _own_address(row: Model) -> str | None:
    own = getattr(row, "get_absolute_url", None)
    try:
        return str(own()) if own else None
    except NoReverseMatch:
        return None


def _addresses() -> dict[type[Model], list[tuple[str, str]]]:
    """Find every address that names one object and nothing else."""
    found: dict[type[Model], list[tuple[str, str]]] = {}
    resolver = get_resolver()
    forms = {
        form: parameters
        for name in resolver.reverse_dict
        for possible in resolver.reverse_dict.getlist(name)
        for form, parameters in possible[0]
    }
    for form, parameters in sorted(forms.items()):
        for begin, model, name in ADDRESSES:
            if form.startswith(begin) and parameters == [name]:
                found.setdefault(model, []).append((form, name))
    return found
