"""Reads for the mirror: each starts from a team that somebody is in."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, Service, User
from assessments.models import Closure
from frameworks.models import Framework
from frameworks.selectors import published
from mirror.models import Pair, Showing


def pairs_of(team: Service) -> list[Pair]:
    return list(Pair.objects.of(team).with_sides().latest_first())


def pair_of(team: Service, pk: uuid.UUID) -> Pair:
    return get_object_or_404(Pair.objects.of(team).with_sides(), pk=pk)


def bodies_to_ask(team: Service, *, not_linked_by: str = "") -> QuerySet[Organisation]:
    """Return the commissioning bodies a team can ask, A to Z; none that another asked in.

    `not_linked_by`: nor one that it has asked already about this framework.
    """
    pairs = Pair.objects.live().filter(service=team, framework_slug=not_linked_by)
    pairs = pairs.exclude(pk__in=Pair.objects.without_their_team())
    offered = Organisation.objects.offered_to(team).exclude(pk__in=pairs.values("body"))
    return offered.in_name_order()


def asks_that_wait(body: Organisation) -> QuerySet[Pair]:
    """Return the links a body was asked for that no team of it has agreed to, latest first."""
    waiting = Pair.objects.live().filter(body=body, body_team=None, service__archived_on=None)
    return waiting.with_sides().latest_first()


def two_sided() -> list[Framework]:
    """Return the frameworks that services and bodies both answer, first offered first."""
    frameworks = published().with_sides().first_offered_first()
    return [row for row in frameworks if row.for_services and row.for_bodies]  # type: ignore[attr-defined]


def side_of(pair: Pair, team: Service) -> str:
    if pair.service_id == team.pk:
        return Showing.Side.SERVICE
    return Showing.Side.BODY


def latest_closure(team: Service, slug: str) -> Closure | None:
    rows = Closure.objects.current().of(team).filter(assessment__framework_slug=slug)
    return rows.select_related("assessment").in_order().last()


@dataclass(frozen=True)
class Sides:
    """Who has said *show* so far: the showing of the one who looks, and of the other."""

    ours: Showing | None
    theirs: Showing | None

    @property
    def both_say_show(self) -> bool:
        return self.ours is not None and self.theirs is not None


def sides(pair: Pair, team: Service) -> Sides:
    rows = pair.showings.select_related("closure__assessment")
    by_side = {showing.side: showing for showing in rows}
    own = side_of(pair, team)
    (other,) = set(Showing.Side.values) - {own}
    return Sides(by_side.get(own), by_side.get(other))


def is_open(pair: Pair) -> bool:
    return pair.goes_on and pair.showings.count() == len(Showing.Side.values)


def read_elsewhere(closure: Closure) -> Iterator[str]:
    """Give the names of the teams that read a record side by side with their own now."""
    rows = Showing.objects.filter(closure=closure)
    showings = rows.select_related("pair__service", "pair__body_team", "pair__body")
    for showing in showings:
        pair = showing.pair
        if not is_open(pair) or pair.body_team is None:
            continue
        other = pair.body_team if showing.side == Showing.Side.SERVICE else pair.service
        yield other.name


def people_of_body(body: Organisation) -> set[uuid.UUID]:
    """Return who is at a body now: who reads or leads for it, and who is in its teams."""
    readers = User.objects.in_organisation(body).values_list("pk", flat=True)
    teams = User.objects.filter(
        is_active=True,
        service_memberships__service__organisation=body,
        service_memberships__service__archived_on=None,
        service_memberships__ended_on=None,
    )
    return {*readers, *teams.values_list("pk", flat=True)}


def body_is_one_person(body: Organisation) -> bool:
    return len(people_of_body(body)) == 1
