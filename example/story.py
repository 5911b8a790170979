"""Plays a service's story from YAML through the real actions, at the times it tells of."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Service, User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Assessment, Closure, Factor, Step
from frameworks.models import Framework, Level, Line

ZONE = ZoneInfo("Europe/London")
Story = dict[str, Any]


def months_back(today: dt.date, months: int, day: int) -> dt.date:
    """Return that day of the month so many months ago (the day is at most 28)."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day, 28))


def clock(day: dt.date, hour: int = 14) -> Iterator[dt.datetime]:
    """Give one minute after another from an hour of a day on, never in the future."""
    moment = dt.datetime.combine(day, dt.time(hour), ZONE)
    moment = min(moment, timezone.now() - dt.timedelta(hours=2))
    while True:
        yield moment
        moment += dt.timedelta(minutes=1)


@dataclass
class Player:
    """Plays the story of one service: the framework's lines and levels, who types, what is known.

    `people` are those of the cast, by e-mail, where the story names who answers.
    `factors`, `steps` and `closures` remember what was named under which key.
    """

    service: Service
    framework: Framework
    by: User
    manager: User
    today: dt.date
    people: dict[str, User] = field(default_factory=dict)
    factors: dict[str, Factor] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    closures: dict[str, Closure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read lines and levels once."""
        self.lines: dict[str, Line] = {line.code: line for line in self.framework.lines.all()}
        self.levels: dict[str, Level] = {level.code: level for level in self.framework.levels.all()}

    def begin(self, talk: Story) -> Assessment:
        """Begin a conversation some days ago and leave it open."""
        held_on = self.today - dt.timedelta(days=talk["days"])
        self.notes(talk, held_on)
        assessment = self.start(talk, held_on)
        self.fill(assessment, talk, clock(held_on))
        return assessment

    def converse(self, talk: Story) -> Closure:
        """Play one conversation from its notes to what came after it."""
        held_on = months_back(self.today, talk["months"], talk["day"])
        self.notes(talk, held_on)
        times = clock(held_on)
        assessment = self.start(talk, held_on)
        self.fill(assessment, talk, times)
        closure = actions.finish(assessment, by=self.by, at=next(times))
        self.closures[talk["key"]] = closure
        if right := talk.get("put_right"):
            closure = self.closures[talk["key"]] = self.put_right(assessment, right, held_on)
        actions.decide_release(closure, is_shown=talk["show"], by=self.manager, at=next(times))
        for key, answer in talk.get("answers", {}).items():
            actions.answer_ask(
                self.factors[key].ask,
                answer=answer["answer"],
                words=answer["words"],
                may_go_out=answer.get("may_go_out", False),
                by=self.people[answer["by"]] if "by" in answer else self.manager,
                at=next(clock(held_on + dt.timedelta(days=answer["days_after"]), 9)),
            )
        return closure

    def notes(self, talk: Story, held_on: dt.date) -> None:
        """Keep what was worth remembering before the conversation."""
        for note in talk.get("notes", []):
            actions.keep_note(
                service=self.service,
                words=note["words"],
                line=self.lines[note["theme"]] if "theme" in note else None,
                by=self.by,
                at=next(
                    clock(held_on - dt.timedelta(days=note["days_before"]), note.get("hour", 20))
                ),
            )

    def start(self, talk: Story, held_on: dt.date) -> Assessment:
        return actions.start(
            service=self.service,
            framework=self.framework,
            length=talk["length"],
            held_on=held_on,
            about=talk.get("about", ""),
            people_kinds=talk["kinds"],
            head_count=talk["head_count"],
            how_talked=talk.get("how_talked", ""),
            by=self.by,
            at=next(clock(held_on, 10)),
        )

    def fill(self, assessment: Assessment, talk: Story, times: Iterator[dt.datetime]) -> None:
        for code in talk.get("opened", []):
            actions.open_theme(assessment, self.lines[code], by=self.by, at=next(times))
        for code, placement in talk["places"].items():
            self.place(assessment, self.lines[code], placement, times)
        for example in talk["examples"]:
            actions.add_example(
                assessment,
                words=example["words"],
                lines=[self.lines[code] for code in example.get("lines", [])],
                kind=example.get("kind", ""),
                by=self.by,
                at=next(times),
            )
        self.follow(assessment, talk, times)
        self.name(assessment, talk, times)
        for note in talk.get("around", []):
            actions.add_around(
                assessment,
                happened_on=months_back(self.today, note["months"], note["day"]),
                words=note["words"],
                by=self.by,
                at=next(times),
            )
        self.describe(assessment, talk, times)

    def place(
        self, assessment: Assessment, line: Line, placement: Story, times: Iterator[dt.datetime]
    ) -> None:
        """Place a line, by way of its first thought where that was another."""
        change, recast = "", None
        if first := placement.get("first"):
            change = "moved"
            actions.place(assessment, line, self.choice(first), by=self.by, at=next(times))
        if "recast" in placement:
            recast = self.choice(placement["recast"])
        views = []
        for view in placement.get("views", []):
            views.append((self.levels[view["level"]], view.get("step"), view["words"]))
        actions.place(
            assessment,
            line,
            self.choice(placement),
            by=self.by,
            change=change,
            moved_because=placement.get("moved", ""),
            status_words=placement.get("words", ""),
            views=tuple(views),
            why_differs=placement.get("why", ""),
            recast=recast,
            at=next(times),
        )

    def choice(self, placement: Story) -> Choice:
        level = self.levels[placement["level"]] if "level" in placement else None
        return Choice(placement.get("status", "placed"), level, placement.get("step"))

    def follow(self, assessment: Assessment, talk: Story, times: Iterator[dt.datetime]) -> None:
        """Look back on last time's list, steps and answers."""
        for key, state in talk.get("follow", {}).items():
            factor = self.factors[key]
            actions.follow_up(assessment, factor, state=state, by=self.by, at=next(times))
        for key, came in talk.get("looked_back", {}).items():
            step, state, learned = self.steps[key], came["state"], came["learned"]
            at = next(times)
            actions.look_back(assessment, step, state=state, learned=learned, by=self.by, at=at)
        for key, words in talk.get("came_of", {}).items():
            actions.say_what_came_of(
                assessment, self.factors[key].ask, came_of=words, by=self.by, at=next(times)
            )

    def name(self, assessment: Assessment, talk: Story, times: Iterator[dt.datetime]) -> None:
        """Name helps, obstacles, steps, and say the asks more fully."""
        for kind, plural in (("help", "helps"), ("obstacle", "obstacles")):
            for factor in talk.get(plural, []):
                note = actions.name_factor(
                    assessment,
                    kind=kind,
                    words=factor["words"],
                    reach=factor.get("reach", ""),
                    to=factor.get("to", ""),
                    lines=[self.lines[code] for code in factor.get("lines", [])],
                    by=self.by,
                    at=next(times),
                )
                self.factors[factor["key"]] = note.factor
        for step in talk.get("steps", []):
            review = actions.try_step(
                assessment,
                what=step["what"],
                who=step.get("who", ""),
                by_when=step.get("by_when", ""),
                notice=step.get("notice", ""),
                lines=[self.lines[code] for code in step.get("lines", [])],
                by=self.by,
                at=next(times),
            )
            self.steps[step["key"]] = review.step
        for key, parts in talk.get("asks", {}).items():
            actions.put_ask(assessment, self.factors[key].ask, by=self.by, at=next(times), **parts)

    def describe(self, assessment: Assessment, talk: Story, times: Iterator[dt.datetime]) -> None:
        """Say how it was and when to talk again."""
        names = (
            "how_talked_words",
            "opening",
            "talked_over_with",
            "talked_over_said",
            "not_heard",
            "next_talk",
        )
        fields = {name: talk[name] for name in names if name in talk}
        if "needs" in talk:
            fields["next_talk_needs"] = talk["needs"]
        if fields:
            actions.describe(assessment, by=self.by, at=next(times), **fields)

    def put_right(self, assessment: Assessment, right: Story, held_on: dt.date) -> Closure:
        """Put the head count right, some days later."""
        times = clock(held_on + dt.timedelta(days=right["days_after"]), 9)
        actions.put_right(assessment, reason=right["reason"], by=self.manager, at=next(times))
        count, at = right["head_count"], next(times)
        actions.describe(assessment, head_count=count, by=self.manager, at=at)
        return actions.finish(assessment, by=self.manager, at=next(times))
