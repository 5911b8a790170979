"""Who speaks on a page that tells of a team's talks: the team, or the one person it is and was."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse

from accounts.models import Service, ServiceMembership
from assessments.models import Assessment
from record.document import Occasion, Record
from record.words.singular import html_in_singular, names_in


def is_by_one(service: Service, talks: Iterable[Occasion | Assessment]) -> bool:
    """Say whether one person is the whole team, and nobody else was there when it talked.

    Where a talk does not say how many were there, whoever was in the team that day may have been.
    """
    days = []  # days on which nobody said how many they were
    for talk in talks:
        if talk.head_count is None:
            days.append(talk.held_on)
        elif talk.head_count > 1:
            return False
    team = list(service.memberships.select_related("user"))
    if len([member for member in team if member.ended_on is None and member.user.is_active]) != 1:
        return False
    return all(len(_in_team(team, day)) <= 1 for day in days)


def _in_team(team: Sequence[ServiceMembership], day: dt.date) -> set[UUID]:
    there = set()
    for member in team:
        if member.since <= day and (member.ended_on is None or member.ended_on >= day):
            there.add(member.user_id)
    return there


@dataclass(frozen=True)
class Teller:
    """How pages about these talks speak. `names` are said as they are, whoever speaks.

    `ended`: there is no such team any more, so nothing is told as if it were so now.
    """

    by_one: bool
    names: frozenset[str] = frozenset()
    ended: bool = False

    def beside(self, record: Record) -> "Teller":
        """Return how a page speaks that says this record in sentences, too."""
        return replace(self, names=self.names.union(_inside_sentences(record)))

    def page(self, response: HttpResponse) -> HttpResponse:
        """Return a page as whoever speaks there says it."""
        if self.by_one:
            html = html_in_singular(response.content.decode(), self.names)
            response.content = html.encode()
        return response


def teller_today(service: Service, names: Iterable[str] = ()) -> Teller:
    """Return how a team's own pages speak: as one person once that person has kept a talk.

    Before that nobody knows how many will sit down together, whoever has come in by now.
    `names`: what else stands there under a name that is no word of ours.
    """
    talks = list(service.assessments.filter(set_aside_at=None))
    ended = service.archived_on is not None
    has_kept = any(talk.is_finished or talk.is_being_put_right for talk in talks)
    if not has_kept or not is_by_one(service, talks):
        return Teller(by_one=False, ended=ended)
    return Teller(by_one=True, names=frozenset({*_names_of(service), *names}), ended=ended)


def teller_of(service: Service, records: Iterable[Record]) -> Teller:
    """Return how pages that tell of a team by these records speak."""
    records, ended = list(records), service.archived_on is not None
    if not is_by_one(service, (record.occasion for record in records)):
        return Teller(by_one=False, ended=ended)
    names = _names_of(service)
    for record in records:
        names.update(names_in(record.framework), _inside_sentences(record))
    return Teller(by_one=True, names=frozenset(names), ended=ended)


def _names_of(service: Service) -> set[str]:
    names = {service.name, service.second_name, service.organisation.name, service.people}
    return {*names, settings.SITE_NAME}


def _inside_sentences(record: Record) -> Iterator[str]:
    """Yield names, and what people wrote that stands inside sentences of ours, unmarked."""
    yield from (record.service.name, record.service.organisation, record.service.people)
    yield from record.occasion.people_kinds
    yield " ".join(record.occasion.about.split())
    for factor in record.factors:
        if factor.ask is not None:
            yield from (answer.words.strip() for answer in factor.ask.answers)
