"""Reads for the pages at the top: few queries, whatever the number of teams."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from msgspec.structs import replace

from accounts.models import Notice, Service, User, service_at
from accounts.selectors import led_services
from assessments.models import AgencyRelease, Assessment, Closure
from home.cards.reads import shown_keys, shown_now
from pages.answers import or_404
from pages.database.prepared import Prepared
from record.document import Record
from reports.content.conversations import FEW
from sharing.models import Share


def _shares_of(services: list[uuid.UUID], today: dt.date) -> QuerySet[Share, tuple[Any, ...]]:
    rows = Share.objects.live(today).filter(service__in=services)
    return rows.order_by("ends_on", "service__name", "reference").values_list(*PRINTED_OF_SHARE)


# What a line about a report prints of it.
PRINTED_OF_SHARE = ("pk", "reference", "ends_on", "service__name", "body__name")
_SHARES = Prepared(_shares_of, list, dt.date)


def live_shares(services: Iterable[Service]) -> Sequence[Mapping[str, Any]]:
    """Return what commissioning bodies can read of these teams today, by the day it ends."""
    rows = _SHARES.rows([service.pk for service in services], timezone.localdate())
    return [dict(zip(PRINTED_OF_SHARE, row, strict=True)) for row in rows]


def open_now(services: Iterable[Service]) -> dict[uuid.UUID, Assessment]:
    """Return each team's open conversation by service; one being put right only if no other."""
    rows = Assessment.objects.open().filter(service__in=list(services))
    talks = rows.select_related("service__organisation")
    ordered = sorted(talks, key=lambda row: (row.reopened_at is None, row.started_at))
    return {row.service_id: row for row in ordered}


def notice_for(user: User, pk: uuid.UUID) -> Notice:
    """Return one of a person's own notices. Raises Http404."""
    return get_object_or_404(user.notices, pk=pk)


def finished_conversation(service: Service, pk: uuid.UUID) -> Closure:
    """Return one of a team's finished conversations as last kept. Raises Http404."""
    rows = Closure.objects.current().of(service).select_related("assessment__service__organisation")
    return get_object_or_404(rows, pk=pk)


def decisions_of(service: Service) -> dict[uuid.UUID, AgencyRelease]:
    """Return the last answer on showing each conversation (its assessment) to the organisation."""
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
    keys = shown_keys([service]).get(service.pk, [])
    rows = Closure.objects.filter(pk__in=keys).in_order()
    return list(rows.select_related("assessment__service__organisation"))


def shown_closure(user: User, pk: uuid.UUID) -> Closure:
    """Return a conversation shown to the organisation this person leads. Raises Http404."""
    rows = shown_now().filter(assessment__service__in=led_services(user))
    closure = get_object_or_404(rows.select_related("assessment__service__organisation"), pk=pk)
    service = closure.assessment.service
    keys = map(uuid.UUID, shown_keys([service]).get(service.pk, []))
    or_404(pk in keys)  # no later number of it is shown
    return closure


def archived_teams(user: User) -> list[Service]:
    """Return the services of this person's teams that no longer run, A to Z."""
    rows = Service.objects.reachable_by(user).filter(archived_on__isnull=False)
    return list(rows.in_name_order())


def for_organisation(record: Record) -> Record:
    """Return a record without who sees to things, why it was put right, and kept notes.

    *Who* sees to a step, or holds the next talk, is a role and never shared; notes are the team's.
    Few people could be told apart by how many there were and which kinds: both stay with the team.
    """
    steps = tuple(replace(step, who="") for step in record.steps)
    talk = replace(record.occasion, next_talk_by="")
    if talk.head_count is None or talk.head_count < FEW:
        talk = replace(talk, head_count=None, people_kinds=())
    return replace(record, reason="", steps=steps, remembered=(), occasion=talk)
