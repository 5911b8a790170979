"""Every address of the site that names an object, by object."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.apps import apps
from django.urls import get_resolver

from record.choices import Length
from sharing.models import Reply


@dataclass(frozen=True)
class Fit:
    """Addresses that begin like this name one object of this model.

    `ways`: from the model to what stands in the address, by parameter; `also`: what of ours can
    stand there; `only`: which objects it holds for.
    """

    begin: str
    model: str
    ways: dict[str, str]
    also: dict[str, list[str]] = field(default_factory=dict)
    only: dict[str, Any] = field(default_factory=dict)

    def values(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Give the key of every object with what stands in its addresses, in a fixed order."""
        rows = apps.get_model(self.model)._base_manager.filter(**self.only)
        keys = rows.order_by("pk", *self.ways.values()).values_list("pk", *self.ways.values())
        ours = [
            dict(zip(self.also, choice, strict=True)) for choice in product(*self.also.values())
        ]
        for pk, *parts in keys.distinct():
            parameters = dict(zip(self.ways, map(str, parts), strict=True))
            yield from ((str(pk), parameters | more) for more in ours)


# The first that fits counts.
FITS = (
    Fit("framework/", "frameworks.Framework", {"slug": "slug", "version": "version"}),
    Fit(
        "s/%(slug)s/start/",
        "accounts.Service",
        {"slug": "slug"},
        also={"length": Length.values},
    ),
    Fit(
        "s/%(slug)s/line/",
        "accounts.Service",
        {"slug": "slug", "code": "assessments__closures__readings__line__code"},
        only={"assessments__closures__readings__isnull": False},
    ),
    Fit(
        "s/%(slug)s/show/",
        "assessments.Closure",
        {"slug": "assessment__service__slug", "pk": "pk"},
    ),
    Fit(
        "s/%(slug)s/shown/",
        "assessments.AgencyRelease",
        {"slug": "closure__assessment__service__slug", "pk": "pk"},
    ),
    Fit("s/%(slug)s/mirror/%(pk)s/", "mirror.Pair", {"slug": "service__slug", "pk": "pk"}),
    Fit("s/%(slug)s/remember/", "assessments.Note", {"slug": "service__slug", "row": "pk"}),
    *(
        Fit(
            f"s/%(slug)s/team/{begin}/",
            "accounts.User",
            {"slug": "service_memberships__service__slug", "pk": "pk"},
            only={"service_memberships__ended_on": None, "service_memberships__isnull": False},
        )
        for begin in ("person", "let-in")
    ),
    Fit("s/", "accounts.Service", {"slug": "slug"}),
    Fit(
        "body/",
        "accounts.User",
        {"slug": "organisation_memberships__organisation__slug", "pk": "pk"},
        only={"organisation_memberships__organisation__kind": "commissioner"},
    ),
    Fit("body/", "accounts.Organisation", {"slug": "slug"}, only={"kind": "commissioner"}),
    Fit("site/people/", "accounts.User", {"pk": "pk"}),
    Fit(
        "site/of/%(slug)s/",
        "accounts.User",
        {"slug": "organisation_memberships__organisation__slug", "pk": "pk"},
        only={
            "organisation_memberships__ended_on": None,
            "organisation_memberships__isnull": False,
        },
    ),
    Fit("site/of/", "accounts.Organisation", {"slug": "slug"}),
    Fit("ask/team/", "accounts.Service", {"slug": "slug"}),
    Fit("ask/organisation/", "accounts.Organisation", {"slug": "slug"}),
    Fit("ask/", "accounts.Invitation", {"pk": "pk"}),
    Fit("our/", "accounts.Service", {"slug": "organisation__slug", "team": "slug"}),
    Fit(
        "our/%(slug)s/team/%(team)s/person/",
        "accounts.User",
        {
            "slug": "service_memberships__service__organisation__slug",
            "team": "service_memberships__service__slug",
            "pk": "pk",
        },
        only={"service_memberships__ended_on": None, "service_memberships__isnull": False},
    ),
    Fit(
        "our/%(slug)s/team/%(team)s/report/",
        "sharing.Share",
        {"slug": "service__organisation__slug", "team": "service__slug", "pk": "pk"},
    ),
    Fit(
        "our/%(slug)s/people/",
        "accounts.User",
        {"slug": "organisation_memberships__organisation__slug", "pk": "pk"},
        only={"organisation_memberships__role": "lead"},
    ),
    Fit(
        "our/%(slug)s/left/",
        "accounts.User",
        {"slug": "service_memberships__service__organisation__slug", "pk": "pk"},
        only={"service_memberships__ended_on__isnull": False},
    ),
    Fit(
        "our/",
        "accounts.Grouping",
        {"slug": "organisation__slug", "pk": "pk"},
    ),
    Fit("our/", "accounts.Organisation", {"slug": "slug"}, only={"kind": "provider"}),
    Fit("teams/asked/", "assessments.Ask", {"pk": "pk"}),
    Fit("teams/shown/", "assessments.Closure", {"pk": "pk"}),
    Fit("teams/", "accounts.Service", {"slug": "slug"}),
    *(
        Fit(
            f"conversation/%(pk)s/{begin}/",
            "assessments.Assessment",
            {"pk": "pk", "code": "framework__lines__code"},
            only={"framework__lines__kind": "theme"},
        )
        for begin in ("open", "shut")
    ),
    Fit(
        "conversation/%(pk)s/place/",
        "assessments.Assessment",
        {"pk": "pk", "code": "framework__lines__code"},
        only={"framework__lines__kind__in": ["theme", "element"]},
    ),
    Fit(
        "conversation/%(pk)s/example/",
        "assessments.Example",
        {"pk": "contribution__assessment", "row": "pk"},
    ),
    Fit(
        "conversation/%(pk)s/ask/",
        "assessments.Ask",
        {"pk": "factor__notes__assessment", "row": "pk"},
    ),
    Fit("conversation/%(pk)s/around/", "assessments.FactorNote", {"pk": "assessment", "row": "pk"}),
    Fit(
        "conversation/%(pk)s/whose/",
        "assessments.Factor",
        {"pk": "notes__assessment", "row": "pk"},
        only={"kind": "obstacle"},
    ),
    Fit("conversation/%(pk)s/try/", "assessments.StepReview", {"pk": "assessment", "row": "pk"}),
    Fit(
        "conversation/%(pk)s/context/", "assessments.AroundNote", {"pk": "assessment", "row": "pk"}
    ),
    Fit("conversation/", "assessments.Assessment", {"pk": "pk"}),
    Fit("record/", "assessments.Closure", {"pk": "pk"}),
    Fit("with/", "agreeing.Tie", {"pk": "pk"}),
    Fit("share/", "sharing.Share", {"pk": "pk"}),
    Fit(
        "shared/%(reference)s/reply/",
        "sharing.ShareAsk",
        {"reference": "share__reference", "ask": "ask"},
        only={"included": True},
    ),
    Fit(
        "shared/%(reference)s/reply/",
        "sharing.Share",
        {"reference": "reference"},
        also={"about": [about for about in Reply.About.values if about != Reply.About.ASK]},
    ),
    Fit("shared/", "sharing.Share", {"reference": "reference"}),
    Fit("account/kept/", "accounts.KeptPost", {"key": "pk"}),
    Fit("notices/", "accounts.Notice", {"pk": "pk"}),
)


def addresses() -> dict[tuple[str, str], list[str]]:
    """Return all addresses of every object, by model ("sharing.Share") and key."""
    by_object: dict[tuple[str, str], list[str]] = {}
    fitting: dict[int, list[str]] = {}
    for _name, form, parameters in forms():
        for number, fit in enumerate(FITS):
            if form.startswith(fit.begin) and set(parameters) == fit.ways.keys() | fit.also.keys():
                fitting.setdefault(number, []).append(form)
                break
    for number, its_forms in fitting.items():
        fit = FITS[number]
        for pk, values in fit.values():
            by_object.setdefault((fit.model, pk), []).extend(
                "/" + form % values for form in its_forms
            )
    return by_object


def forms() -> list[tuple[str, str, list[str]]]:
    """Return every named address of the site: its name, how it is written, its parameters."""
    resolver = get_resolver()
    spaces = [("", "", resolver)]
    spaces += [(f"{s}:", begin, inner) for s, (begin, inner) in resolver.namespace_dict.items()]
    return sorted(
        (space + name, begin + form, parameters)
        for space, begin, inner in spaces
        for name in inner.reverse_dict
        if isinstance(name, str)
        for possible in inner.reverse_dict.getlist(name)
        for form, parameters in possible[0]
    )
