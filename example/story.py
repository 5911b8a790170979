"""Plays a service's story from YAML through the real actions, at the times it tells of.

What a place to practise in needs; the demo's stories have more (`demo/player.py`).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from accounts.models import Service, User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Assessment, Closure, Factor, Step
from frameworks.models import Framework, Level, Line

Story = dict[str, Any]


def months_back(today: dt.date, months: int, day: int) -> dt.date:
    """Return that day of the month so many months ago (the day is at most 28)."""
    return today + relativedelta(months=-months, day=min(day, 28))


def clock(day: dt.date, hour: int = 14) -> Iterator[dt.datetime]:
    """Give one minute after another from an hour of a day on, never in the future."""
    moment = dt.datetime.combine(day, dt.time(hour), timezone.get_default_timezone())
    moment = min(moment, timezone.now() - dt.timedelta(hours=2))
    while True:
        yield moment
        moment += dt.timedelta(minutes=1)


@dataclass
class Player:
    """Plays the story of one service: the framework's lines and levels, who types, what is known.

    `factors` and `steps` remember what was named under which key.
    """

    service: Service
    framework: Framework
    by: User
    manager: User
    today: dt.date
    factors: dict[str, Factor] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read lines and levels once."""
        self.lines: dict[str, Line] = {line.code: line for line in self.framework.lines.all()}
        self.levels: dict[str, Level] = {level.code: level for level in self.framework.levels.all()}

    def converse(self, talk: Story) -> Closure:
        """Play one conversation from its notes to what came after it."""
        held_on = months_back(self.today, talk["months"], talk["day"])
        assessment = self.talk(talk, held_on)
        closure = self.finish(assessment, talk)
        at = next(self.times)
        actions.decide_release(closure, is_shown=talk["show"], by=self.manager, at=at)
        return closure

    def talk(self, talk: Story, held_on: dt.date) -> Assessment:
        """Keep what was worth remembering before the conversation, and say everything in it."""
        for note in talk.get("notes", []):
            before = held_on - dt.timedelta(days=note["days_before"])
            actions.keep_note(
                service=self.service,
                words=note["words"],
                line=self.lines[note["theme"]] if "theme" in note else None,
                by=self.by,
                at=next(clock(before, note.get("hour", 20))),
            )
        self.times = clock(held_on)
        assessment = actions.start(
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
        self.fill(assessment, talk)
        return assessment

    def signature(self) -> dict[str, Any]:
        """Return who types, and when: a minute after what they typed before."""
        return {"by": self.by, "at": next(self.times)}

    def fill(self, assessment: Assessment, talk: Story) -> None:
        for code, placement in talk["places"].items():
            self.place(assessment, self.lines[code], placement)
        for example in talk["examples"]:
            actions.add_example(
                assessment,
                words=example["words"],
                lines=self.lines_of(example),
                kind=example.get("kind", ""),
                **self.signature(),
            )
        self.follow(assessment, talk)
        self.name(assessment, talk)
        self.describe(assessment, talk)

    def lines_of(self, part: Story) -> list[Line]:
        return [self.lines[code] for code in part.get("lines", [])]

    def place(self, assessment: Assessment, line: Line, placement: Story) -> None:
        actions.place(assessment, line, self.choice(placement), **self.signature())

    def choice(self, placement: Story) -> Choice:
        level = self.levels[placement["level"]] if "level" in placement else None
        return Choice(placement.get("status", "placed"), level, placement.get("step"))

    def follow(self, assessment: Assessment, talk: Story) -> None:
        """Look back on last time's list and steps."""
        for key, state in talk.get("follow", {}).items():
            actions.follow_up(assessment, self.factors[key], state=state, **self.signature())
        for key, came in talk.get("looked_back", {}).items():
            actions.look_back(assessment, self.steps[key], **came, **self.signature())

    def name(self, assessment: Assessment, talk: Story) -> None:
        """Name helps, obstacles and steps."""
        for kind, plural in (("help", "helps"), ("obstacle", "obstacles")):
            for factor in talk.get(plural, []):
                note = actions.name_factor(
                    assessment,
                    kind=kind,
                    words=factor["words"],
                    reach=factor.get("reach", ""),
                    to=factor.get("to", ""),
                    lines=self.lines_of(factor),
                    **self.signature(),
                )
                self.factors[factor["key"]] = note.factor
        for step in talk.get("steps", []):
            review = actions.try_step(
                assessment,
                what=step["what"],
                who=step.get("who", ""),
                by_when=step.get("by_when", ""),
                notice=step.get("notice", ""),
                lines=self.lines_of(step),
                **self.signature(),
            )
            self.steps[step["key"]] = review.step

    def describe(self, assessment: Assessment, talk: Story) -> None:
        """Say when to talk again."""
        actions.describe(assessment, next_talk=talk["next_talk"], **self.signature())

    def finish(self, assessment: Assessment, _talk: Story) -> Closure:
        return actions.finish(assessment, **self.signature())
