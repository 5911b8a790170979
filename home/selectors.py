"""Reads for the pages at the top: few queries, whatever the number of teams.

Pages over many teams read cards and readings only, never live rows and never whole records
(docs/invariants.md, 6). Of an open conversation they learn that there is one; a lead not even that.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    TextField,
)
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404

from accounts.models import (
    Notice,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
    service_at,
)
from accounts.selectors import led_services
from assessments.models import (
    AgencyRelease,
    Ask,
    AskAnswer,
    Assessment,
    Closure,
    Reading,
)
from assessments.models.assessment import OPEN
from assessments.models.closure import ClosureQuerySet
from pages.answers import or_404
from record.choices import Status
from sharing.models import Share

Kept = dict[uuid.UUID, list[uuid.UUID]]  # a team's finished conversations by its id, oldest first


def kept_and_talking(
    services: Iterable[Service],
) -> tuple[Kept, dict[uuid.UUID, "Card"], set[uuid.UUID]]:
    """Return what these teams have finished, as last kept, its cards, and who is talking now.

    Who puts right what was finished is not said to be talking. One query: of many teams there are
    hundreds of conversations.
    """
    new = ExpressionWrapper(OPEN & Q(reopened_at=None), output_field=BooleanField())
    talks = Assessment.objects.filter(service__in=list(services)).annotate(
        is_new=new, card=Cast("closures__card", TextField())
    )
    rows = talks.order_by("closures__held_on", "started_at", "closures__number")
    fields = ("pk", "closures__number", "service_id", "closures", "closures__held_on", "card")
    told = list(rows.values_list(*fields, "is_new"))
    kept = _by_service(row[:4] for row in told if row[3])
    current = {key for closures in kept.values() for key in closures}
    sealed = {row[3]: _card(row[4], row[0], row[5]) for row in told if row[3] in current}
    return kept, sealed, {row[2] for row in told if row[6]}


def shown_by(services: Iterable[Service]) -> Kept:
    """Return what these teams show their own organisation now.

    Of a conversation that was put right: the number that is shown, not the latest.
    """
    rows = _shown().filter(assessment__service__in=list(services)).in_order()
    return _by_service(rows.values_list("assessment", "number", "assessment__service", "pk"))


def _by_service(rows: Iterable[tuple[uuid.UUID, int, uuid.UUID, uuid.UUID]]) -> Kept:
    """Keep the highest number of each conversation, in the order they come."""
    told = list(rows)
    highest: dict[uuid.UUID, int] = {}
    for talk, number, *_rest in told:
        highest[talk] = max(number, highest.get(talk, number))
    found: Kept = {}
    for talk, number, service, closure in told:
        if number == highest[talk]:
            found.setdefault(service, []).append(closure)
    return found


def _shown() -> ClosureQuerySet:
    """Return what teams show their own organisation now: asked of each closure by itself.

    Joined instead, SQLite without statistics would walk every showing there is for each service.
    """
    release = AgencyRelease.objects.filter(
        closure=OuterRef("pk"),
        organisation=OuterRef("assessment__service__organisation"),
        shown=True,
        taken_back_at=None,
    )
    return Closure.objects.filter(Exists(release))


@dataclass(frozen=True, slots=True)
class Card:
    """When a team last talked, and the few words sealed for pages over many teams."""

    held_on: dt.date
    assessment_id: uuid.UUID
    words: dict[str, Any]


def cards(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Card]:
    """Return the cards of these closures; never their documents."""
    rows = Closure.objects.filter(pk__in=list(keys)).annotate(text=Cast("card", TextField()))
    found = rows.values_list("pk", "held_on", "assessment_id", "text")
    return {key: _card(*card) for key, *card in found}


def _card(held_on: dt.date, assessment_id: uuid.UUID, text: str) -> Card:
    """Read a card from its text: a JSONField takes several times as long."""
    return Card(held_on, assessment_id, msgspec.json.decode(text))


@dataclass(frozen=True, slots=True)
class ThemePlace:
    """Where a finished conversation placed a theme: a level's order from 1, a finer place."""

    closure: uuid.UUID
    framework: uuid.UUID
    theme: str
    level: int
    finer: int | None


def theme_places(keys: Iterable[uuid.UUID]) -> list[ThemePlace]:
    """Return where these closures place themes."""
    rows = Reading.objects.filter(
        closure__in=list(keys), line__kind="theme", status=Status.PLACED.value
    )
    fields = ("closure_id", "line__framework_id", "line__code", "level__order", "finer")
    return [ThemePlace(*row) for row in rows.values_list(*fields)]


def answers_to(asks: Iterable[str], *, for_a_lead: bool) -> dict[str, list[AskAnswer]]:
    """Return the answers to these asks, oldest first, by the ask's id.

    `for_a_lead`: with `for_organisation`, given by somebody who leads, or led, the team's
    organisation and was never in the team itself.
    """
    rows = AskAnswer.objects.filter(ask__in=[uuid.UUID(each) for each in asks])
    if for_a_lead:
        rows = rows.annotate(for_organisation=_by_those_who_lead())
    found: dict[str, list[AskAnswer]] = {}
    for row in rows.order_by("at", "pk"):
        found.setdefault(str(row.ask_id), []).append(row)
    return found


def _by_those_who_lead() -> Q:
    led = OrganisationMembership.objects.filter(
        user=OuterRef("by"),
        role="lead",
        organisation=OuterRef("ask__factor__service__organisation"),
    )
    inside = ServiceMembership.objects.filter(
        user=OuterRef("by"), service=OuterRef("ask__factor__service")
    )
    return Exists(led) & ~Exists(inside)


def live_shares(services: Iterable[Service]) -> Sequence[Mapping[str, Any]]:
    """Return what commissioning bodies can read of these teams today, by the day it ends."""
    rows = Share.objects.live().filter(service__in=list(services))
    ordered = rows.order_by("ends_on", "service__name", "reference")
    return list(ordered.values("pk", "reference", "ends_on", "service__name", "body__name"))


def open_now(services: Iterable[Service]) -> dict[uuid.UUID, Assessment]:
    """Return each team's open conversation by service; one being put right only if no other."""
    rows = Assessment.objects.open().filter(service__in=list(services))
    found = rows.select_related("service__organisation")
    by_now = sorted(found, key=lambda row: (row.reopened_at is None, row.started_at))
    return {row.service_id: row for row in by_now}


def notice_for(user: User, pk: uuid.UUID) -> Notice:
    """Return one of a person's own notices. Raises Http404."""
    return get_object_or_404(user.notices, pk=pk)


def team_of(service: Service) -> list[ServiceMembership]:
    """Return the live memberships of a team, managers first, then by name."""
    rows = service.memberships.filter(ended_on=None, user__is_active=True).select_related("user")
    return sorted(rows, key=lambda each: (each.role != "manager", each.user.display_name.lower()))


def kept_of(service: Service) -> list[Closure]:
    """Return a team's finished conversations, latest first, with assessment, without documents."""
    rows = Closure.objects.current().of(service).in_order()
    return list(rows.select_related("assessment").defer("document"))[::-1]


def kept_one(service: Service, pk: uuid.UUID) -> Closure:
    """Return one of a team's finished conversations as last kept. Raises Http404."""
    rows = Closure.objects.current().of(service).select_related("assessment__service__organisation")
    return get_object_or_404(rows, pk=pk)


def decisions_of(service: Service) -> dict[uuid.UUID, AgencyRelease]:
    """Return the last answer on showing each conversation to the team's organisation.

    By assessment. It may be about an earlier number than the latest.
    """
    rows = AgencyRelease.objects.filter(
        closure__assessment__service=service, organisation=service.organisation_id
    )
    ordered = rows.select_related("closure").defer("closure__document").order_by("decided_at", "pk")
    return {row.closure.assessment_id: row for row in ordered}


def shown_release(service: Service, pk: uuid.UUID) -> AgencyRelease:
    """Return an answer "yes" of this team on showing a conversation. Raises Http404."""
    rows = AgencyRelease.objects.filter(closure__assessment__service=service, shown=True)
    return get_object_or_404(rows.select_related("closure__assessment__service"), pk=pk)


def led_service(user: User, slug: str) -> Service:
    """Return a service of a provider this person leads. Raises Http404."""
    return service_at(led_services(user), slug)


def shown_closures(service: Service) -> list[Closure]:
    """Return what a team shows its organisation now, whole, oldest first."""
    keys = shown_by([service]).get(service.pk, [])
    rows = Closure.objects.filter(pk__in=keys).in_order()
    return list(rows.select_related("assessment__service__organisation"))


def shown_closure(user: User, pk: uuid.UUID) -> Closure:
    """Return a conversation that a team shows the organisation this person leads.

    Raises Http404 for anything else, taken back and put right included.
    """
    rows = _shown().filter(assessment__service__in=led_services(user))
    found = get_object_or_404(rows.select_related("assessment__service__organisation"), pk=pk)
    service = found.assessment.service
    or_404(pk in shown_by([service]).get(service.pk, []))  # no later number of it is shown
    return found


def ask_with_service(pk: uuid.UUID) -> Ask:
    """Return an ask with whose it is; who may read it is asked next. Raises Http404."""
    return get_object_or_404(Ask.objects.select_related("factor__service__organisation"), pk=pk)


def leads_a_provider(user: User) -> bool:
    """Say whether this person leads an organisation that runs services, now."""
    live = user.organisation_memberships.filter(ended_on=None, role="lead")
    return live.filter(organisation__kind=Organisation.Kind.PROVIDER).exists()


def is_of_team(user: User, service: Service) -> bool:
    """Say whether this person is in the team now."""
    return Service.objects.reachable_by(user).filter(pk=service.pk).exists()


def leads(user: User, service: Service) -> bool:
    """Say whether this person leads the provider that runs the service now."""
    return led_services(user).filter(pk=service.pk).exists()


def kept_closures(service: Service) -> list[Closure]:
    """Return a team's finished conversations as last kept, whole, oldest first."""
    return list(Closure.objects.current().of(service).in_order().select_related("assessment"))


def archived_teams(user: User) -> list[Service]:
    """Return the services of this person's teams that no longer run, A to Z."""
    rows = Service.objects.reachable_by(user).filter(archived_on__isnull=False)
    return list(rows.in_name_order())
