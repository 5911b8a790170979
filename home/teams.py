"""*Your teams*: what a manager or lead reads of many teams on one page.

Built in one pass from cards and readings (design.md 3.6). Order and words: users.md section 6.
Nothing is counted, nothing is compared, nothing turns red.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Service, User
from accounts.selectors import led_services, managed_services
from assessments.models import Ask, AskAnswer, Assessment, Closure
from assessments.models.step import ActionReview
from assessments.reading import listed
from assessments.readings import first_line
from home import selectors
from home.miniatures import Miniature, Places, by_closure, miniature
from home.selectors import Kept
from sharing.models import Share

LONGEST_LINE = 240  # characters of a team's opening on its card
OURS, OTHERS = "ours", "others"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a team asks of the person who reads, and what was answered last."""

    id: str
    team: str
    words: str
    answer: AskAnswer | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something in a team's way."""

    team: str
    words: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What a team tried and what came of it, in a sentence."""

    what: str
    came: str
    learned: str


@dataclass(slots=True)
class Team:
    """A team's card. Nothing in it is from a conversation that is not finished."""

    service: Service
    href: str
    led: bool
    kept: Sequence[Kept] = ()
    closure: Closure | None = None
    picture: Miniature | None = None
    talking: bool = False

    @property
    def name(self) -> str:
        """What the team is called."""
        return self.service.name

    @property
    def card(self) -> dict[str, Any]:
        """The words sealed with its last conversation."""
        return self.closure.card if self.closure else {}

    @property
    def said(self) -> str:
        """One line in the team's words."""
        return Truncator(first_line(self.card.get("said", ""))).chars(LONGEST_LINE)

    @property
    def heard(self) -> str:
        """Who took part last time, by kind."""
        return listed(self.card["heard"]) if self.card.get("heard") else ""

    @property
    def not_heard(self) -> str:
        """Who did not, by kind."""
        return listed(self.card["not_heard"]) if self.card.get("not_heard") else ""

    @property
    def next_on(self) -> dt.date | None:
        """About when the team wants to talk again, or None."""
        day = self.card.get("next_talk_on")
        return dt.date.fromisoformat(day) if day else None

    @property
    def needs(self) -> str:
        """What it needs for that."""
        labels = dict(Assessment.Need.choices)
        return listed(str(labels.get(n, n)) for n in self.card.get("next_talk_needs", ()) or [""])

    @property
    def tried(self) -> list[Tried]:
        """What it tried, as told when it last talked."""
        came = {
            ActionReview.State.HAPPENED: _("It happened."),
            ActionReview.State.PARTLY: _("Partly, or still going."),
            ActionReview.State.DROPPED: _("They let it go."),
        }
        return [
            Tried(each["what"], came.get(each["state"], ""), each["learned"])
            for each in self.card.get("tried", ())
        ]


@dataclass(slots=True)
class Page:
    """Everything *Your teams* prints."""

    managed: list[Team]
    led: list[Team]
    today: dt.date
    shares: list[Share] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    @property
    def waiting(self) -> list[Asked]:
        """What nobody has answered yet."""
        return [each for each in self.asked if each.answer is None]

    @property
    def answered(self) -> list[Asked]:
        """What was answered, the last answer first."""
        found = [(each.answer.at, each) for each in self.asked if each.answer]
        return [each for _at, each in sorted(found, key=lambda pair: pair[0], reverse=True)]

    @property
    def teams(self) -> list[Team]:
        """All cards, A to Z: managed ones, and led ones that showed something."""
        return sorted([*self.managed, *self.led], key=lambda team: team.name.lower())

    @property
    def coming_up(self) -> list[Team]:
        """Teams that said when they want to talk again and are not talking now, soonest first."""
        waiting = [team for team in self.teams if team.next_on and not team.talking]
        return sorted(waiting, key=lambda team: (team.next_on, team.name.lower()))

    @property
    def tried(self) -> list[Team]:
        """Teams that told what came of something."""
        return [team for team in self.teams if team.card.get("tried")]

    @property
    def in_the_way(self) -> list[tuple[str, list[Obstacle]]]:
        """What is still in the way, by who it needs; what is asked of the reader stands above."""
        headings = {
            Ask.To.MANAGER.value: _("Needs their manager"),
            Ask.To.ORGANISATION.value: _("Needs their organisation"),
            Ask.To.COMMISSIONER.value: _("Needs the council, who pays"),
            Ask.To.PARTNER.value: _("Needs a partner"),
            OTHERS: _("Needs someone else"),
            OURS: _("Theirs to change"),
        }
        found: dict[str, list[Obstacle]] = {need: [] for need in headings}
        above = {each.id for each in self.asked}
        for team in self.teams:
            for each in team.card.get("still", ()):
                if each["ask"] not in above:
                    found[_need(each)].append(Obstacle(team.name, each["words"]))
        return [(headings[need], rows) for need, rows in found.items() if rows]


def _need(obstacle: dict[str, str]) -> str:
    """Return who an obstacle needs: the one it was put to, else whose it is to change."""
    if obstacle["to"] and obstacle["to"] != Ask.To.UNKNOWN:
        return obstacle["to"]
    return OURS if obstacle["reach"] == "ours" else OTHERS


def your_teams(user: User, *, today: dt.date) -> Page:
    """Gather what this person may read of the teams they manage or lead.

    A team they manage: its finished conversations. A team they only lead: what it shows its
    organisation, and whether it showed anything at all; the others are not even named.
    """
    managed = list(managed_services(user))
    own = {service.pk for service in managed}
    led = [service for service in led_services(user) if service.pk not in own]
    kept = selectors.kept_by(managed) + (selectors.shown_by(led) if led else [])
    last = {each.service_id: each for each in kept}
    closures = selectors.cards(each.id for each in last.values())
    places = by_closure(selectors.theme_places(each.id for each in kept))
    talking = selectors.talking(managed)
    page = Page(
        managed=[_team(each, kept, places, led=False) for each in managed],
        led=[_team(each, kept, places, led=True) for each in led if each.pk in last],
        today=today,
        shares=selectors.live_shares(managed),
    )
    for team in page.teams:
        known = last.get(team.service.pk)
        team.closure = closures.get(known.id) if known else None
        team.talking = team.service.pk in talking
    page.asked = _asked(page.teams, user)
    return page


def _team(service: Service, kept: Iterable[Kept], places: Places, *, led: bool) -> Team:
    own = [each for each in kept if each.service_id == service.pk]
    return Team(
        service=service,
        href=reverse("shown-team" if led else "service", args=[service.slug]),
        led=led,
        kept=own,
        picture=miniature(own, places, name=service.slug) if own else None,
    )


def _asked(teams: Sequence[Team], user: User) -> list[Asked]:
    """Return what teams ask of whoever reads, each with its last answer.

    Of a lead only what is for the organisation; and a lead reads back only their own answers:
    what a manager answers stays in the team until the team shows it.
    """
    found = [
        (team, each)
        for team in teams
        for each in team.card.get("still", ())
        if each["ask"] and each["to"] in (LEAD_ASKS if team.led else MANAGER_ASKS)
    ]
    answers = selectors.answers_to(each["ask"] for _team, each in found)
    return [
        Asked(
            id=each["ask"],
            team=team.name,
            words=each["asked"] or each["words"],
            answer=last_answer(answers.get(each["ask"], ()), only=user if team.led else None),
        )
        for team, each in found
    ]


def last_answer(answers: Iterable[AskAnswer], *, only: User | None) -> AskAnswer | None:
    """Return the last of these answers, oldest first; with `only`, that person's last."""
    mine = [each for each in answers if only is None or each.by_id == only.pk]
    return mine[-1] if mine else None


MANAGER_ASKS = {Ask.To.MANAGER.value, Ask.To.ORGANISATION.value}
LEAD_ASKS = {Ask.To.ORGANISATION.value}
