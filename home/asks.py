"""Asks, as the team's last kept words have them, for those who may answer."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import OrganisationMembership, Service, ServiceMembership, User
from accounts.selectors import led_services
from assessments.models import Ask, AskAnswer
from home import selectors
from pages.answers import or_404
from pages.database.prepared import Prepared
from record.choices import AskedOf
from record.document import AskText, Record
from record.words import labels
from reports.selectors import kept_conversations

OURS, OTHERS, NOT_SAID = "ours", "others", ""


@dataclass(frozen=True, slots=True)
class TeamAsk:
    """What a team asks of the person who reads, and what was answered last."""

    id: str
    team: str
    service: uuid.UUID
    words: str
    answer: AskAnswer | None = None


@dataclass(frozen=True, slots=True)
class SealedAsk:
    """An ask in the words of the last finished talk that has it; `for_lead`: read from outside."""

    ask: Ask
    service: Service
    text: AskText
    for_lead: bool
    record: Record


def sealed_ask(user: User, pk: uuid.UUID) -> SealedAsk:
    """Return an ask to somebody of its team, or to a lead whom the team showed it.

    Raises Http404 to everybody else, and for an ask that no finished conversation holds yet.
    """
    ask = get_object_or_404(Ask.objects.select_related("factor__service__organisation"), pk=pk)
    service = ask.factor.service
    for_lead = not Service.objects.reachable_by(user).filter(pk=service.pk).exists()
    if for_lead:
        or_404(led_services(user).filter(pk=service.pk).exists())
        closures = selectors.shown_closures(service)
    else:
        closures = kept_conversations(service)
    last = None
    for closure in closures:
        for factor in closure.record.factors:
            if factor.ask and factor.ask.id == str(pk):
                last = SealedAsk(ask, service, factor.ask, for_lead, closure.record)
    return or_404(last)


def put_to(obstacle: Mapping[str, str]) -> tuple[str, ...]:
    """Return everybody a card's obstacle is put to, by code."""
    return labels.recipients(obstacle["to"], obstacle.get("also", "").split())


def needs_of(obstacle: Mapping[str, str]) -> tuple[str, ...]:
    """Return whom an obstacle needs: those it was put to, else whose it is to change, if said."""
    addressees = put_to(obstacle)
    if addressees[0] and addressees[0] != AskedOf.UNKNOWN:
        return addressees
    return ({"ours": OURS, "": NOT_SAID}.get(obstacle["reach"], OTHERS),)


def last_answer(answers: Iterable[AskAnswer], *, only: User | None) -> AskAnswer | None:
    """Return the last of these answers, oldest first.

    `only`: a lead, who reads what they or whoever led before or beside them answered.
    """
    last = None
    for answer in answers:
        is_theirs = only is None or answer.by_id == only.pk
        if is_theirs or getattr(answer, "for_organisation", False):
            last = answer
    return last


def part_of_manager(answers: Iterable[AskAnswer], addressees: Collection[str]) -> list[AskAnswer]:
    """Return the answers that are the manager's part, where others are asked the same.

    Each answers for itself: a body's answer is none of theirs, nor, where the manager is asked
    besides the organisation, is its lead's.
    """
    part = []
    for answer in answers:
        by_body = AskedOf.COMMISSIONER in addressees and answer.body_id
        by_lead = AskedOf.MANAGER in addressees and getattr(answer, "for_organisation", False)
        if len(addressees) == 1 or not (by_body or by_lead):
            part.append(answer)
    return part


def answers_to(asks: Iterable[str], *, for_a_lead: bool) -> dict[str, list[AskAnswer]]:
    """Return the answers to these asks, oldest first, by the ask's id.

    `for_a_lead`: with `for_organisation`, given by somebody who leads, or led, the team's
    organisation and was never in the team itself.
    """
    query = _ANSWERS_FOR_A_LEAD if for_a_lead else _ANSWERS
    answers: dict[str, list[AskAnswer]] = {}
    for row in query.rows(list(map(uuid.UUID, asks))):
        answers.setdefault(str(row.ask_id), []).append(row)
    return answers


def _answers(asks: list[uuid.UUID]) -> QuerySet[AskAnswer]:
    return AskAnswer.objects.filter(ask__in=asks).order_by("order", "pk")


def _by_those_who_lead() -> Q:
    lead = OrganisationMembership.objects.filter(
        user=OuterRef("by"),
        role="lead",
        organisation=OuterRef("ask__factor__service__organisation"),
    )
    member = ServiceMembership.objects.filter(
        user=OuterRef("by"), service=OuterRef("ask__factor__service")
    )
    return Exists(lead) & ~Exists(member)


_ANSWERS = Prepared(_answers, list)
_ANSWERS_FOR_A_LEAD = Prepared(
    lambda asks: _answers(asks).annotate(for_organisation=_by_those_who_lead()), list
)
