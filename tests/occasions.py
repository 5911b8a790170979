"""Conversations for the tests of distance travelled: short to write, plain to read."""

import datetime as dt
from dataclasses import dataclass

from msgspec import structs

from record.distance.telling import Telling
from record.document import KEPT_BACK, ExampleText, JudgementText, Occasion, Place, Record, View
from record.framework import FrameworkText, LevelText, LineText
from tests.records import a_service

LEVELS = (
    LevelText("minds", "On our minds", 1, ""),
    LevelText("here", "Here and there", 2, ""),
    LevelText("usual", "Usual here", 3, ""),
    LevelText("rooted", "Well rooted", 4, ""),
)
THEMES = tuple(
    LineText(code, "theme", name)
    for code, name in (
        ("awareness", "Psychological awareness"),
        ("training", "Training and support"),
        ("learning", "Learning and enquiry"),
        ("spaces", "Spaces of opportunity"),
        ("three-rs", "The Three Rs"),
    )
)
ELEMENTS = (
    LineText("reflective", "element", "Reflective practice", "learning"),
    LineText("enquiry", "element", "A culture of enquiry", "learning"),
    LineText("sector", "element", "Sector engagement", "learning"),
)
WHOLE = LineText("whole", "whole", "The place as a whole")
LINES = (WHOLE, *THEMES, *ELEMENTS)

MAY, MARCH, NOVEMBER = dt.date(2025, 5, 6), dt.date(2026, 3, 3), dt.date(2026, 11, 12)


@dataclass(frozen=True)
class Words:
    """What a conversation said of one line; `spoken`: also in words of no team's line."""

    line: str
    status: str = ""
    answered: bool = True
    spoken: bool = False
    level: str | None = None
    step: int | None = None
    words: str = ""
    reason: str = ""
    recast_level: str | None = None
    recast_step: int | None = None
    status_words: str = ""
    kept_back: bool = False
    views: tuple[View, ...] = ()

    @property
    def judgement(self) -> JudgementText:
        """As a record has it."""
        status = KEPT_BACK if self.kept_back else self.status
        return JudgementText(
            self.line,
            answered=self.answered,
            place=Place(status, self.level, self.step),
            first=Place(),
            status_words=self.status_words,
            why_differs=self.reason,
            recast=place(self.recast_level, self.recast_step) if self.recast_level else None,
            views=self.views,
        )

    @property
    def examples(self) -> list[ExampleText]:
        """What makes the team say so."""
        examples = []
        if self.words:
            examples.append(ExampleText("", self.words, (self.line,), team_line=self.line))
        if self.spoken:
            examples.append(ExampleText("", "More of it", (self.line,)))
        return examples


def at(line, level, step=None, **more):
    """A line with a place."""
    return Words(line, "placed", level=level, step=step, **more)


def left(line, **more):
    """What is sealed for a line that was offered and not answered."""
    return Words(line, "another_day", answered=False, **more)


def talk(held_on, *sayings, version="2.0", levels=LEVELS, lines=LINES, slug="pies", **more):
    """A record; its id is its date unless told."""
    more = {"id": held_on.isoformat(), "entered_on": held_on, "length": "more"} | more
    return Record(
        number=1,
        service=a_service(),
        framework=FrameworkText(slug, version, "PIEs", "", "", "", (), levels, lines),
        occasion=Occasion(held_on=held_on, **more),
        judgements=tuple(saying.judgement for saying in sayings),
        examples=tuple(example for saying in sayings for example in saying.examples),
    )


def telling(held_on, words, **more):
    """What one conversation told of one line."""
    return Telling(talk(held_on, words, **more), words.line)


def place(level, step=None):
    """A place."""
    return Place("placed", level, step)


def nudged(record, by):
    """The same with every finer place moved on by so much."""
    judgements = []
    for judgement in record.judgements:
        step = judgement.place.finer
        if step is not None:
            moved = structs.replace(judgement.place, finer=(step - 1 + by) % 5 + 1)
            judgements.append(structs.replace(judgement, place=moved))
        else:
            judgements.append(judgement)
    return structs.replace(record, judgements=tuple(judgements))
