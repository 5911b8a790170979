"""*Your teams*: what a manager or lead reads of many teams on one page.

Built in one pass from cards and readings (docs/invariants.md, 6).
Nothing is counted, nothing is compared, nothing turns red.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Service
from home.asks import TeamAsk
from home.cards import coming
from home.cards.miniatures import Miniature
from home.cards.reads import Card, Key
from pages.memory import address
from record.choices import AskedOf, StepState
from record.taking_out import is_taken_out_mark
from record.words import labels
from record.words.own_words import ended, first_line
from record.words.phrases import Sentence, listed

if TYPE_CHECKING:
    from django.core.paginator import Page as NumberedPage

TEAMS_A_PAGE = 20
FIRST_ASKS = 3  # open on the page; the others are folded under them
LONGEST_LINE = 240  # characters of a team's opening on its card
OURS, OTHERS, NOT_SAID = "ours", "others", ""
# What is put to nobody known is the manager's until somebody says whose it is: no ask is lost.
MANAGER_ASKS = {AskedOf.MANAGER.value, AskedOf.ORGANISATION.value, AskedOf.UNKNOWN.value}
LEAD_ASKS = {AskedOf.ORGANISATION.value}


@dataclass(frozen=True, slots=True)
class Obstacle:
    team: str
    words: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What a team tried and what came of it, in a sentence."""

    what: str
    came: str
    learned: str


@dataclass
class Team:
    """A team's card. Nothing in it is from a conversation that is not finished."""

    service: Service
    href: str
    led: bool
    last: Card | None = None
    picture: Miniature | None = None
    talking: bool = False
    people: str = ""
    looked_after: bool = True
    # The finished conversations of it that may be read, oldest first.
    read: Sequence[Key] = ()

    @cached_property
    def offer(self) -> str:
        """Where a lead offers it a talk: every team they lead, whatever it has shown."""
        if self.led:
            return address("offer-talk", self.service.slug)
        return ""

    @cached_property
    def name(self) -> str:
        return self.service.name

    @cached_property
    def card(self) -> dict[str, Any]:
        """The words sealed with its last conversation, and what still holds of earlier ones."""
        if self.last:
            return self.last.words
        return {}

    @cached_property
    def said(self) -> str:
        """One line in the team's words."""
        words = first_line(self.card.get("said", ""))
        if is_taken_out_mark(words):
            return ""
        if len(words) > LONGEST_LINE:
            words = Truncator(words).chars(LONGEST_LINE)
        return words

    @cached_property
    def next_on(self) -> dt.date | None:
        """About when the team wants to talk again, or None."""
        return coming.next_talk_on(self.last)

    @cached_property
    def needs(self) -> str:
        return listed(map(labels.need, self.card.get("next_talk_needs", ())))

    @cached_property
    def tried(self) -> list[Tried]:
        """What it tried, as told when it last talked."""
        found = []
        for each in self.card.get("tried", ()):
            if is_taken_out_mark(each["what"]):
                continue
            found.append(Tried(each["what"], _came_of_it(each["state"]), each["learned"]))
        return found


@dataclass
class Page:
    """Everything *Your teams* prints."""

    managed: list[Team]
    led: list[Team]
    today: dt.date
    shares: Sequence[Mapping[str, Any]] = ()
    # Which of the pages this is, where there are more teams than fit on one.
    number: "NumberedPage[Service] | None" = None
    asked: list[TeamAsk] = field(default_factory=list)

    @cached_property
    def waiting(self) -> list[TeamAsk]:
        """What nobody has answered yet."""
        return [each for each in self.asked if each.answer is None]

    @property
    def first_waiting(self) -> list[TeamAsk]:
        """What stands open on the page: as many as one takes up at a time."""
        return self.waiting[:FIRST_ASKS]

    @property
    def more_waiting(self) -> list[TeamAsk]:
        return self.waiting[FIRST_ASKS:]

    @cached_property
    def answered(self) -> list[TeamAsk]:
        found = [(each.answer.at, each) for each in self.asked if each.answer]
        found.sort(key=itemgetter(0), reverse=True)
        return [each for _at, each in found]

    @cached_property
    def teams(self) -> list[Team]:
        """All cards of this page, A to Z."""
        return sorted([*self.managed, *self.led], key=lambda team: team.name.lower())

    @cached_property
    def cards(self) -> list[dict[str, Any]]:
        """Each team's card as its template prints it; forms of sentences are looked up once."""
        last, now = _("Last talked: {day}."), _("A conversation is open.")
        heard, unheard = _("Heard: {kinds}."), _("Not heard last time: {kinds}.")
        nothing, first = (
            _("Has not finished a conversation yet."),
            _("The first conversation is open."),
        )
        nobody = _("Nobody looks after it just now.")
        language = get_language()
        found = []
        for team in self.teams:
            card: dict[str, Any] = {"href": team.href, "name": team.name, "picture": team.picture}
            if team.led and not team.last:
                card["when"] = ""  # nothing is said of a team that has shown nothing
            elif team.last:
                card["when"] = last.replace("{day}", coming.day_of(team.last.held_on, language))
                if team.talking:
                    card["when"] += f" {now}"
            else:
                card["when"] = first if team.talking else nothing
            told = []
            if not team.led:  # outside the team few people could be told apart by their kinds
                for form, which in ((heard, "heard"), (unheard, "not_heard")):
                    kinds = team.card.get(which)
                    if kinds:
                        told.append(form.replace("{kinds}", ", ".join(kinds)))
            card["heard"] = " ".join(told)
            card["said"] = team.said
            trying, tried = coming.tries(team.last, today=self.today)
            card["trying"], card["tried"] = list(map(ended, trying)), list(map(ended, tried))
            card["people"], card["offer"] = team.people, team.offer
            card["nobody"] = "" if team.looked_after else nobody
            found.append(card)
        return found

    @cached_property
    def next_talks(self) -> list[tuple[dt.date, Team]]:
        """When teams want to talk again, soonest first.

        A team that is talking now keeps the day it planned, as long as that is still to come.
        """
        found = []
        for team in self.teams:
            day = team.next_on
            if day is not None and (day >= self.today or not team.talking):
                found.append((day, team))
        return sorted(found, key=lambda pair: (pair[0], pair[1].name.lower()))

    @cached_property
    def ahead(self) -> list[Team]:
        """Teams whose day to talk again is still to come, soonest first."""
        return [team for day, team in self.next_talks if day >= self.today]

    @cached_property
    def coming_up(self) -> list[Sentence]:
        """Who talks now; when teams want to talk again and what they need for it, soonest first.

        In sentences. A day that has passed is said, and that is all.
        """
        talking = [team.name for team in self.teams if team.talking]
        ahead = [(day, team.name, team.needs) for day, team in self.next_talks]
        return coming.sentences(talking, ahead, today=self.today)

    @cached_property
    def want_facilitator(self) -> list[Team]:
        """Teams that said that they would like somebody to hold their next talk."""
        return [team for team in self.teams if team.service.facilitator_wanted_on]

    @cached_property
    def tried(self) -> list[Team]:
        return [team for team in self.teams if team.tried]

    @cached_property
    def in_the_way(self) -> list[tuple[str, list[Obstacle]]]:
        """What is still in the way, by who it needs; what is asked of the reader stands above."""
        headings = {
            AskedOf.MANAGER.value: _("Needs their manager"),
            AskedOf.ORGANISATION.value: _("Needs their organisation"),
            AskedOf.COMMISSIONER.value: _("Needs whoever pays for their place"),
            AskedOf.PARTNER.value: _("Needs a partner"),
            OTHERS: _("Needs someone else"),
            OURS: _("In the team’s own hands"),
            NOT_SAID: _("Not said whose it is to change"),
        }
        found: dict[str, list[Obstacle]] = defaultdict(list)
        above = {each.id for each in self.asked}
        for team in self.teams:
            for each in team.card.get("still", ()):
                if each.get("ask") not in above:
                    for need in _needs(each):
                        found[need].append(Obstacle(team.name, each["words"]))
        return [(heading, found[need]) for need, heading in headings.items() if need in found]


def _came_of_it(state: str) -> str:
    if state == StepState.DROPPED:
        return _("They let it go.")
    return labels.step_state(state)


def put_to(obstacle: Mapping[str, str]) -> tuple[str, ...]:
    """Return everybody a card's obstacle is put to, by code."""
    return labels.recipients(obstacle["to"], obstacle.get("also", "").split())


def _needs(obstacle: Mapping[str, str]) -> tuple[str, ...]:
    """Return whom an obstacle needs: those it was put to, else whose it is to change, if said."""
    asked = put_to(obstacle)
    if asked[0] and asked[0] != AskedOf.UNKNOWN:
        return asked
    return ({"ours": OURS, "": NOT_SAID}.get(obstacle["reach"], OTHERS),)
