"""What the pages of many teams read besides: one query each."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Grouping, Service, ServiceMembership, User
from assessments.models import Ask
from pages.database.prepared import Prepared


def services_with_asks(to: Iterable[str]) -> QuerySet[Ask, uuid.UUID]:
    """Return the keys of services that have ever put something to one of these, or to several."""
    asked = Ask.objects.filter(Q(to__in=list(to)) | ~Q(also=[]))
    return asked.values_list("factor__service", flat=True)


def _people_of(services: list[uuid.UUID]) -> QuerySet[ServiceMembership, tuple[Any, ...]]:
    live = ServiceMembership.objects.filter(
        service__in=services, ended_on=None, user__is_active=True
    )
    return live.order_by("user__display_name").values_list(
        "service_id", "role", "user__display_name"
    )


_PEOPLE = Prepared(_people_of, list)


def people_by_team(services: Iterable[Service]) -> dict[uuid.UUID, str]:
    """Return who is in each of these teams, by name, managers first: one query."""
    rows = _PEOPLE.rows([each.pk for each in services])
    names: dict[uuid.UUID, list[str]] = {}
    manager = ServiceMembership.Role.MANAGER
    for service, _role, name in sorted(rows, key=lambda row: row[1] != manager):
        names.setdefault(service, []).append(name)
    return {service: ", ".join(found) for service, found in names.items()}


def names_of(services: QuerySet[Service]) -> list[tuple[str, bool]]:
    """Return what each of these teams is called, and whether it is in a grouping."""
    in_one = Grouping.services.through.objects.filter(service=OuterRef("pk"))
    rows = services.order_by().annotate(in_one=Exists(in_one))
    return list(rows.values_list("name", "in_one"))


def readable_groupings(user: User, led: Sequence[uuid.UUID]) -> QuerySet[Grouping]:
    """Return the groupings whose names somebody may read: of teams they manage, or lead, A to Z.

    `led`: the organisations they lead.
    """
    managed = Service.objects.managed_by(user).filter(groupings__isnull=False)
    mine = Q(pk__in=managed.values("groupings")) | Q(organisation__in=led)
    return Grouping.objects.filter(mine).in_name_order()
