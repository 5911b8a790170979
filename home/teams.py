"""*Your teams*: what a manager or lead reads of many teams on one page.

Built in one pass from cards and readings (docs/invariants.md, 6).
Nothing is counted, nothing is compared, nothing turns red.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Service
from home.asks import NOT_SAID, OTHERS, OURS, TeamAsk, needs_of
from home.cards import coming
from home.cards.miniatures import Miniature
from home.cards.reads import Card, Key
from pages.memory import address
from record.choices import AskedOf, StepState
from record.taking_out import is_taken_out_mark
from record.words import days, labels
from record.words.own_words import first_line, with_end
from record.words.phrases import Sentence, listed

if TYPE_CHECKING:
    from django.core.paginator import Page as NumberedPage

TEAMS_A_PAGE = 20
FIRST_ASKS = 3  # open on the page; the others are folded under them
LONGEST_LINE = 240  # characters of a team's opening on its card
# What is put to nobody known is the manager's until somebody says whose it is: no ask is lost.
MANAGER_ASKS = {AskedOf.MANAGER.value, AskedOf.ORGANISATION.value, AskedOf.UNKNOWN.value}
LEAD_ASKS = {AskedOf.ORGANISATION.value}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is in the way of a team. `day`: when it said so, where that may not be called so now."""

    team: str
    words: str
    day: str = ""


Group = tuple[str, list[Obstacle]]  # what needs somebody, under its heading


@dataclass(frozen=True, slots=True)
class TriedStep:
    """What a team tried and what came of it, in a sentence."""

    what: str
    outcome: str
    learned: str


@dataclass
class Team:
    """A team's card. Nothing in it is from a conversation that is not finished."""

    service: Service
    href: str
    is_led: bool
    last: Card | None = None
    picture: Miniature | None = None
    is_talking: bool = False
    people: str = ""
    has_manager: bool = True
    # The finished conversations of it that may be read, oldest first.
    closures: Sequence[Key] = ()

    @cached_property
    def offer(self) -> str:
        """Where a lead offers it a talk: every team they lead, whatever it has shown."""
        if self.is_led:
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
    def opening(self) -> str:
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
    def tried_steps(self) -> list[TriedStep]:
        """What it tried, as told when it last talked."""
        steps = []
        for step in self.card.get("tried", ()):
            if is_taken_out_mark(step["what"]):
                continue
            outcome = labels.step_state(step["state"])
            if step["state"] == StepState.DROPPED:
                outcome = _("They let it go.")
            steps.append(TriedStep(step["what"], outcome, step["learned"]))
        return steps


@dataclass
class Page:
    """Everything *Your teams* prints."""

    managed_teams: list[Team]
    led_teams: list[Team]
    today: dt.date
    shares: Sequence[Mapping[str, Any]] = ()
    # Which of the pages this is, where there are more teams than fit on one.
    number: "NumberedPage[Service] | None" = None
    asks: list[TeamAsk] = field(default_factory=list)

    @cached_property
    def open_asks(self) -> list[TeamAsk]:
        return [ask for ask in self.asks if ask.answer is None]

    @property
    def first_open_asks(self) -> list[TeamAsk]:
        """What stands open on the page: as many as one takes up at a time."""
        return self.open_asks[:FIRST_ASKS]

    @property
    def more_open_asks(self) -> list[TeamAsk]:
        return self.open_asks[FIRST_ASKS:]

    @cached_property
    def answered_asks(self) -> list[TeamAsk]:
        pairs = [(ask.answer.at, ask) for ask in self.asks if ask.answer]
        pairs.sort(key=itemgetter(0), reverse=True)
        return [ask for _at, ask in pairs]

    @cached_property
    def teams(self) -> list[Team]:
        """All cards of this page, A to Z."""
        return sorted([*self.managed_teams, *self.led_teams], key=lambda team: team.name.lower())

    @cached_property
    def cards(self) -> list[dict[str, Any]]:
        """Each team's card as its template prints it; forms of sentences are looked up once."""
        last_form, open_form = _("Last talked: {day}."), _("A conversation is open.")
        heard_form, unheard_form = _("Heard: {kinds}."), _("Not heard last time: {kinds}.")
        nothing = _("Has not finished a conversation yet.")
        first = _("The first conversation is open.")
        nobody = _("Nobody manages it just now.")
        language = get_language()
        cards = []
        for team in self.teams:
            card: dict[str, Any] = {"href": team.href, "name": team.name, "picture": team.picture}
            if team.is_led and not team.last:
                card["when"] = ""  # nothing is said of a team that has shown nothing
            elif team.last:
                day = coming.day_of(team.last.held_on, language)
                card["when"] = last_form.replace("{day}", day)
                if team.is_talking:
                    card["when"] += f" {open_form}"
            else:
                card["when"] = first if team.is_talking else nothing
            sentences = []
            if not team.is_led:  # outside the team few people could be told apart by their kinds
                for form, which in ((heard_form, "heard"), (unheard_form, "not_heard")):
                    kinds = team.card.get(which)
                    if kinds:
                        sentences.append(form.replace("{kinds}", ", ".join(kinds)))
            card["heard"] = " ".join(sentences)
            card["opening"] = team.opening
            trying, tried = coming.tries(team.last, today=self.today)
            card["trying"], card["tried"] = list(map(with_end, trying)), list(map(with_end, tried))
            card["people"], card["offer"] = team.people, team.offer
            card["nobody"] = "" if team.has_manager else nobody
            cards.append(card)
        return cards

    @cached_property
    def ahead(self) -> list[Team]:
        return ahead(self.teams, self.today)

    @cached_property
    def coming_up(self) -> list[Sentence]:
        """Who talks now; when teams want to talk again and what they need for it, soonest first.

        In sentences. A day that has passed is said, and that is all. A team that is talking now
        keeps the day it planned, as long as that is still to come.
        """
        talking = [team.name for team in self.teams if team.is_talking]
        planned = []
        for team in sorted(self.teams, key=_day_and_name):
            day = team.next_on
            if day is not None and (day >= self.today or not team.is_talking):
                planned.append((day, team.name, team.needs))
        return coming.sentences(talking, planned, today=self.today)

    @cached_property
    def want_facilitator(self) -> list[Team]:
        return list(filter(attrgetter("service.facilitator_wanted_on"), self.teams))

    @cached_property
    def teams_that_tried(self) -> list[Team]:
        return list(filter(attrgetter("tried_steps"), self.teams))

    @property
    def in_the_way(self) -> list[Group]:
        """What is still in the way, by who it needs; what is asked of the reader stands above."""
        return self._by_need(now=True)

    @property
    def was_in_the_way(self) -> list[Group]:
        """The same of what teams said so long ago that it may not be called so now."""
        return self._by_need(now=False)

    @cached_property
    def _obstacles(self) -> dict[bool, dict[str, list[Obstacle]]]:
        """What is not asked of the reader above: what is so now, or was, by who it needs."""
        ids_above = {ask.id for ask in self.asks}
        day_in_words = cache(days.day)  # formatting is slow, and days are few
        by_need: dict[bool, dict[str, list[Obstacle]]] = {True: {}, False: {}}
        for team in self.teams:
            for words in team.card.get("still", ()):
                if words.get("ask") not in ids_above:
                    now = coming.still_holds(words["said_on"], team.last, today=self.today)
                    day = "" if now else day_in_words(words["said_on"])
                    obstacle = Obstacle(team.name, words["words"], day)
                    for need in needs_of(words):
                        by_need[now].setdefault(need, []).append(obstacle)
        return by_need

    def _by_need(self, *, now: bool) -> list[Group]:
        pays = _("Needed whoever pays for their place"), _("Needs whoever pays for their place")
        headings = {
            AskedOf.MANAGER.value: (_("Needed their manager"), _("Needs their manager")),
            AskedOf.ORGANISATION.value: (
                _("Needed their organisation"),
                _("Needs their organisation"),
            ),
            AskedOf.COMMISSIONER.value: pays,
            AskedOf.PARTNER.value: (_("Needed a partner"), _("Needs a partner")),
            OTHERS: (_("Needed someone else"), _("Needs someone else")),
            OURS: (_("In the team’s own hands"),) * 2,
            NOT_SAID: (_("Not said whose it was to change"), _("Not said whose it is to change")),
        }
        by_need = self._obstacles[now]
        return [(forms[now], by_need[need]) for need, forms in headings.items() if need in by_need]


def ahead(teams: Iterable[Team], today: dt.date) -> list[Team]:
    """Return teams whose day to talk again is still to come, soonest first."""
    coming_up = [team for team in teams if team.next_on and team.next_on >= today]
    return sorted(coming_up, key=_day_and_name)


def _day_and_name(team: Team) -> tuple[dt.date, str]:
    return team.next_on or dt.date.max, team.name.lower()
