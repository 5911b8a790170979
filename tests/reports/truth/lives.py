"""Teams that live through the real actions, with a plain ledger of what was typed and answered.

The same number lives the same life: talks over two versions of a framework, some typed in late,
some put right or set aside, and now and then words that are taken out. Every text holds a mark
("q12z") of its own, so that it is known wherever it stands.
"""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from assessments import actions
from assessments.actions import Choice
from assessments.models import Ask, Assessment, Factor, Step
from frameworks.selectors import forget_trees
from tests.factories import OrganisationFactory, ServiceFactory
from tests.frameworks.second_tiny import load_second_tiny
from tests.frameworks.tiny import load_tiny
from tests.people import in_team

MARK = re.compile(r"q\d+zb?")
# How people write: marks of lists, headings, questions, quotations, and what our sentences say too.
FORMS = (
    "We saw {} today", "{}.", "{}?", "“{}”", "We will {} on Monday", "{} …", "The {}, and",
    "- {}\n- and more {}b", "Strengths:\n{}", "1. {}\n2. {}b", "{}b first.\n\nThen {} came.",
    "It happened: {}", "Not yet {}", "We let it go {}", "Now {}", "Still {}", "Partly {}",
    "Mr. {} said: “no”.", "ليلة {}", "I will {}", "Because {}", "{}!",
)  # fmt: skip
NAMES = {
    "1.0": {"soil": "Soil", "light": "Light", "worms": "Worms", "water": "Water",
            "windows": "Windows", "whole": "The whole garden"},
    "2.0": {"soil": "Soil", "light": "Light", "worms": "Earthworms", "rain": "Rain",
            "pond": "Pond", "lamp": "Lamp", "whole": "The whole garden"},
}  # fmt: skip
OF = {
    "1.0": {"soil": ("worms", "water"), "light": ("windows",)},
    "2.0": {"soil": ("worms", "rain", "pond"), "light": ("lamp",)},
}
LEVELS = ("seed", "shoot", "leaf", "tree", "forest")
STATUSES = ("does_not_apply", "another_day", "differs", "not_ours")


@dataclass(eq=False)
class Talk:
    """One talk as it is kept in the end: by a line's code what was answered and the level."""

    day: dt.date
    at: dt.datetime
    version: str
    row: Assessment
    offered: list[str]
    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    steps: dict[Step, str] = field(default_factory=dict)
    # The levels that some pointed to, where they did not all see a line the same way.
    seen: dict[str, set[str]] = field(default_factory=dict)

    @property
    def when(self) -> tuple[dt.date, dt.datetime]:
        """What puts talks in order."""
        return self.day, self.at


@dataclass(frozen=True)
class Typed:
    """A text: what it is, in which talk it was typed, of which line."""

    kind: str
    talk: Talk
    words: str
    code: str = ""


class Life:
    """A team, its talks, and everything that was typed, by its mark."""

    def __init__(self, number: int) -> None:
        self.dice = random.Random(number)  # noqa: S311 -- the same life each time, no secret
        organisation = OrganisationFactory(name="Oak Trust")
        slug = f"alder-{number}"
        self.service = ServiceFactory(organisation=organisation, name="Alder House", slug=slug)
        self.manager = in_team(self.service, "manager", "Mina Manager")
        self.by = in_team(self.service, "contributor", "Con Tributor")
        self.grown = self.odds(0.4)
        self.frameworks = {"1.0": load_tiny(), "2.0": load_second_tiny(levels=self.grown)}
        forget_trees()
        self.talks: list[Talk] = []
        self.typed: dict[str, Typed] = {}
        self.erased: set[str] = set()
        self.factors: dict[Factor, Talk] = {}
        self.steps: dict[Step, Talk] = {}
        self.now = dt.datetime(2024, 1, 8, 9, tzinfo=dt.UTC)
        self.now += dt.timedelta(days=self.dice.randrange(300))

    def odds(self, chance: float) -> bool:
        return self.dice.random() < chance

    def say(self, kind: str, talk: Talk, code: str = "") -> str:
        """Return a text with a new mark, and remember it."""
        mark = f"q{len(self.typed) + 1}z"
        words = self.dice.choice(FORMS)
        if kind in {"about", "who"}:
            words = "We saw {} today"
        words = words.replace("{}b", f"{mark}b").replace("{}", mark)
        for put_in in MARK.findall(words):
            self.typed[put_in] = Typed(kind, talk, words, code)
        return words

    def live(self) -> None:
        """Talk a few times, and put right, enter late and take out now and then."""
        version = "1.0"
        for number in range(self.dice.choice((1, 2, 3, 4, 5, 6))):
            if number and self.odds(0.2):
                version = "2.0"
            self.talk(self.now.date(), version)
            if self.talks and self.odds(0.15):
                late = self.talks[-1].day - dt.timedelta(days=self.dice.randrange(1, 60))
                self.talk(late, self.talks[0].version)
            if self.talks and self.odds(0.25):
                self.put_right(self.dice.choice(self.talks))
            self.now += dt.timedelta(days=self.dice.choice((0, 1, 20, 33, 70, 95, 180, 400)))
        if self.talks and self.odds(0.3):
            self.take_out()

    def clock(self) -> Callable[[], dict[str, Any]]:
        """Return what gives who does it and when, a minute later each time."""

        def minutes() -> Iterator[dt.datetime]:
            while True:
                self.now += dt.timedelta(minutes=1)
                yield self.now

        times = minutes()
        return lambda: {"by": self.by, "at": next(times)}

    def talk(self, day: dt.date, version: str) -> None:
        """Hold a talk on a day, and keep it or set it aside."""
        act, framework = self.clock(), self.frameworks[version]
        length = self.dice.choice(("coffee", "themes", "themes", "more", "more"))
        row = actions.start(
            service=self.service,
            framework=framework,
            length=length,
            held_on=day,
            head_count=self.dice.choice((None, 1, 2, 5, 9)),
            **act(),
        )
        talk = Talk(day, self.now, version, row, [])
        if length != "coffee":
            talk.offered += ["soil", "light"]
        for theme in OF[version] if length == "more" else ():
            if self.odds(0.7):
                actions.open_theme(row, self.line(talk, theme), **act())
                talk.offered += OF[version][theme]
        self.answer(talk, act)
        self.name(talk, act)
        self.tell(talk, act)
        if self.odds(0.07):
            actions.set_aside(row, **act())
            self.erased |= {mark for mark, typed in self.typed.items() if typed.talk is talk}
            for rows in (self.factors, self.steps):
                for key in [key for key, first in rows.items() if first is talk]:
                    del rows[key]
            return
        actions.finish(row, **act())
        self.talks.append(talk)

    def line(self, talk: Talk, code: str) -> Any:
        return self.frameworks[talk.version].lines.get(code=code)

    def answer(self, talk: Talk, act: Callable[[], dict[str, Any]]) -> None:
        """Answer lines, and say what makes the team say so."""
        coffee = not talk.offered
        for code in ["whole"] if coffee and self.odds(0.5) else talk.offered:
            if self.odds(0.9):
                self.place(talk, code, act)
        for code in ["whole"] if coffee else talk.offered:
            for _number in range(self.dice.choice((0, 1, 1, 2))):
                words = self.say("example", talk, code)
                actions.add_example(talk.row, words=words, lines=[self.line(talk, code)], **act())

    def place(
        self, talk: Talk, code: str, act: Callable[[], dict[str, Any]], change: str = ""
    ) -> None:
        """Place a line, or answer otherwise."""
        more: dict[str, Any] = {"change": change}
        if self.odds(0.2):
            status = self.dice.choice(STATUSES)
            choice = Choice(status)
            if status == "differs":
                views = [(self.level(talk), None, self.say("view", talk, code)) for _n in range(2)]
                more["views"] = tuple(views)
                talk.seen[code] = {level.code for level, _finer, _words in views}
            elif self.odds(0.7):
                more["status_words"] = self.say("status", talk, code)
            talk.answers[code] = (status, "")
        else:
            level = self.level(talk)
            choice = Choice("placed", level, self.dice.choice((None, 1, 3, 5)))
            talk.answers[code] = ("placed", level.code)
            why = self.dice.choice(("", "", "we_changed", "seen_clearly", "around_us", "people"))
            more["why_differs"] = why
            if why == "seen_clearly" and self.odds(0.6):
                more["recast"] = Choice("placed", self.level(talk))
        actions.place(talk.row, self.line(talk, code), choice, **more, **act())

    def level(self, talk: Talk) -> Any:
        return self.frameworks[talk.version].levels.get(code=self.dice.choice(self.scale(talk)))

    def scale(self, talk: Talk) -> tuple[str, ...]:
        """Return the codes of the levels that a talk could choose among."""
        return LEVELS if talk.version == "2.0" and self.grown else LEVELS[:4]

    def name(self, talk: Talk, act: Callable[[], dict[str, Any]]) -> None:
        """Look back on what was named and tried, and name and try more."""
        for factor, first in list(self.factors.items()):
            if first.day <= talk.day and self.odds(0.6):
                state = self.dice.choice(("still", "easier", "gone"))
                actions.follow_up(talk.row, factor, state=state, **act())
        for step, first in list(self.steps.items()):
            if first.day <= talk.day and self.odds(0.6):
                state = self.dice.choice(("happened", "partly", "not_yet", "dropped"))
                learned = self.say("learned", talk) if self.odds(0.6) else ""
                actions.look_back(talk.row, step, state=state, learned=learned, **act())
                talk.steps[step] = state
        for _number in range(self.dice.choice((0, 1, 2))):
            self.name_factor(talk, act)
        for _number in range(self.dice.choice((0, 1, 2))):
            what, who = self.say("step", talk), self.say("who", talk)
            step = actions.try_step(talk.row, what=what, who=who, **act()).step
            self.steps[step], talk.steps[step] = talk, "trying"

    def name_factor(self, talk: Talk, act: Callable[[], dict[str, Any]]) -> None:
        kind = self.dice.choice(("help", "obstacle", "obstacle"))
        form: dict[str, Any] = {"kind": kind, "words": self.say(kind, talk)}
        if kind == "obstacle":
            form["reach"] = self.dice.choice(("", "ours", "someone_else", "both"))
            form["to"] = self.dice.choice(("", "manager", "commissioner", "partner"))
        factor = actions.name_factor(talk.row, **form, **act()).factor
        self.factors[factor] = talk
        ask = Ask.objects.filter(factor=factor).first()
        if ask is not None and self.odds(0.5):
            words, why = self.say("ask", talk), self.say("ask", talk)
            actions.put_ask(talk.row, ask, words=words, why=why, **act())

    def tell(self, talk: Talk, act: Callable[[], dict[str, Any]]) -> None:
        """Say what else there is to say of a talk."""
        if self.odds(0.5):
            on = talk.day - dt.timedelta(days=self.dice.randrange(40))
            actions.add_around(talk.row, happened_on=on, words=self.say("around", talk), **act())
        fields = {}
        for name in ("opening", "not_heard", "next_talk_by"):
            if self.odds(0.3):
                fields[name] = self.say(name, talk)
        if self.odds(0.3):
            fields["about"] = self.say("about", talk)
        actions.describe(talk.row, **fields, **act())

    def put_right(self, talk: Talk) -> None:
        """Place some lines otherwise, and take an example out."""
        act = self.clock()
        actions.put_right(talk.row, reason=self.say("reason", talk), **act())
        talk.row.refresh_from_db()
        for code in sorted(talk.answers):
            if self.odds(0.4):
                self.erased |= self.marks_on(talk, code)
                self.place(talk, code, act, self.dice.choice(("slip", "moved")))
        row = talk.row.team.examples.filter(removed_at=None).first()
        if row is not None and self.odds(0.5):
            actions.remove_row(talk.row, row, by=self.by)
            self.erased |= set(MARK.findall(row.words))
        actions.finish(talk.row, **act())

    def marks_on(self, talk: Talk, code: str) -> set[str]:
        """Return the marks of what an answer was explained with: another answer has none of it."""
        if talk.answers[code][0] != "differs":
            return set()
        marks = [m for m, typed in self.typed.items() if (typed.talk, typed.code) == (talk, code)]
        return {mark for mark in marks if self.typed[mark].kind == "view"}

    def take_out(self) -> None:
        """Take one text out of everything."""
        kinds = {"example", "view", "step", "help", "obstacle", "opening", "learned", "ask"}
        there = [
            m for m, typed in self.typed.items() if m not in self.erased and typed.kind in kinds
        ]
        if there:
            words = self.typed[self.dice.choice(there)].words
            actions.take_out(self.service, words=words.strip(), by=self.manager, at=self.now)
            self.erased |= set(MARK.findall(words))
