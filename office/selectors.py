"""Reads for the pages with which an organisation runs itself. None reads a word of a team."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Grouping, Organisation, Service, ServiceMembership, User


def organisations_of(user: User) -> list[Organisation]:
    """Return the organisations this person leads now, of either kind, A to Z."""
    live = user.organisation_memberships.filter(ended_on=None, role="lead")
    rows = Organisation.objects.led_by(user).in_use().filter(pk__in=live.values("organisation"))
    return list(rows.in_name_order())


def led_organisation(user: User, slug: str) -> Organisation:
    """Return an organisation that runs services and that this person leads. Raises Http404."""
    return get_object_or_404(Organisation.objects.led_by(user).in_use(), slug=slug)


def team_in(organisation: Organisation, slug: str) -> Service:
    """Return one of an organisation's teams, closed ones included. Raises Http404."""
    rows = organisation.services.select_related("organisation")
    return get_object_or_404(rows, slug=slug)


def grouping_in(organisation: Organisation, pk: uuid.UUID) -> Grouping:
    """Return one of an organisation's groupings. Raises Http404."""
    return get_object_or_404(organisation.groupings.select_related("organisation"), pk=pk)


def teams_in(
    organisation: Organisation, *, words: str = "", grouping: Grouping | None = None
) -> QuerySet[Service]:
    """Return an organisation's teams in use, A to Z: those with these words in a name."""
    rows = Service.objects.in_use().filter(organisation=organisation)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(second_name__icontains=word))
    if grouping is not None:
        rows = rows.filter(groupings=grouping)
    return rows.in_name_order()


def closed_teams_in(organisation: Organisation) -> list[Service]:
    """Return an organisation's teams that were closed, A to Z."""
    rows = organisation.services.filter(archived_on__isnull=False)
    return list(rows.order_by("name", "slug"))


@dataclass
class TeamRow:
    """A team as its lead arranges it: names only."""

    service: Service
    managers: list[str] = field(default_factory=list)
    groupings: list[str] = field(default_factory=list)


def team_rows(services: Iterable[Service]) -> list[TeamRow]:
    """Return a row for each team: who looks after it, which groupings it is in. Two queries."""
    rows = {service.pk: TeamRow(service) for service in services}
    for live in live_in(rows).filter(role="manager"):
        rows[live.service_id].managers.append(live.user.display_name)
    grouped = Grouping.services.through.objects.filter(service__in=list(rows))
    names = grouped.order_by("grouping__name").values_list("service", "grouping__name")
    for key, name in names:
        rows[key].groupings.append(name)
    return list(rows.values())


def live_in(keys: Iterable[uuid.UUID]) -> QuerySet[ServiceMembership]:
    """Return who is in these teams now and may sign in, by name."""
    rows = ServiceMembership.objects.filter(
        service__in=list(keys), ended_on=None, user__is_active=True
    )
    return rows.select_related("user").order_by("user__display_name", "pk")
