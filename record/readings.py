"""What each conversation said about each line, as plain frozen data.

Distance travelled is computed from these and from nothing else. They know no Django and no
database; `occasion_of` builds them from a sealed record.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from record.document import Judged, Record

PLACED = "placed"
DOES_NOT_APPLY = "does_not_apply"
ANOTHER_DAY = "another_day"
DIFFERS = "differs"
NOT_OURS = "not_ours"

SEEN_CLEARLY = "seen_clearly"
TEAM = "team"
THEME = "theme"


@dataclass(frozen=True, slots=True)
class LevelRef:
    """A level as the people of an occasion read it. A higher `order` is further along."""

    code: str
    name: str
    order: int


@dataclass(frozen=True, slots=True)
class LineRef:
    """A line as the people of an occasion read it; `theme` is the code of an element's theme."""

    code: str
    name: str
    kind: str
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A level by code, and the step 1-5 inside it where somebody said it more exactly."""

    level: str
    step: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One of several views on a line: its words, and a place if it has one."""

    words: str
    level: str | None = None
    step: int | None = None

    @property
    def place(self) -> Place | None:
        """Where this view puts the line."""
        return None if self.level is None else Place(self.level, self.step)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one occasion said about one line.

    Args:
        line: the line's code.
        status: placed, does_not_apply, another_day, differs, not_ours, or empty.
        answered: False where the line was offered and nobody answered.
        spoken: True where something was said of it, be it without a card.
        level, step: the place; only with status *placed*. Steps are 1 to 5.
        words: the team's own line.
        reason: why it is not what it was last time, as the team chose it: we_changed,
            seen_clearly, around_us, people, or empty.
        recast_level, recast_step: with *seen_clearly*, where the team would have put it last
            time, knowing what it knows now.
        status_words: what was said with a status other than *placed*.
        voice: who tells; only the same voice is compared. So far only the team does.
        kept_back: the team keeps this one within the team: nothing of it is shown. So far a team
            keeps a whole conversation or none of it, and no record sets this.
        views: the several views, with status *differs*.
    """

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
    voice: str = TEAM
    kept_back: bool = False
    views: tuple[View, ...] = ()

    @property
    def place(self) -> Place | None:
        """The place that may be shown, or None."""
        if self.kept_back or self.status != PLACED or self.level is None:
            return None
        return Place(self.level, self.step)

    @property
    def recast(self) -> Place | None:
        """Where the team would have put it last time, or None."""
        if self.kept_back or self.reason != SEEN_CLEARLY or self.recast_level is None:
            return None
        return Place(self.recast_level, self.recast_step)

    @property
    def unanswered(self) -> bool:
        """True where the line was offered and neither a card nor another answer was chosen."""
        return not self.answered or not self.status

    @property
    def passed_over(self) -> bool:
        """True where the line was offered and nobody took it up, not in words either."""
        return self.unanswered and not self.spoken and not self.words


@dataclass(frozen=True, slots=True)
class Occasion:
    """One finished conversation, with the words its people read and what they said.

    Args:
        held_on: the day people talked. It orders a journey, late entries included.
        entered_on: the day it was typed in; orders two of the same day.
        started_at: the moment it was begun, where that is known; orders two typed in on one day.
        readings: by line code. A line that was not offered has none.
        other_words: told in other words then, and typed in later: never compared with ours. No
            record sets this yet.

    Raises:
        ValueError: a reading names a line or level that this occasion's framework has not.
    """

    id: str
    held_on: dt.date
    entered_on: dt.date
    framework: str
    version: str
    levels: tuple[LevelRef, ...]
    lines: tuple[LineRef, ...]
    readings: Mapping[str, Reading] = field(default_factory=dict)
    other_words: bool = False
    started_at: str = ""

    def __post_init__(self) -> None:
        lines = {line.code for line in self.lines}
        levels = {level.code for level in self.levels}
        for code, reading in self.readings.items():
            if code != reading.line or code not in lines:
                message = f"{self.framework} {self.version} has no line {code!r}."
                raise ValueError(message)
            named = (reading.level, reading.recast_level, *(view.level for view in reading.views))
            unknown = {level for level in named if level is not None} - levels
            if unknown:
                message = f"{self.framework} {self.version} has no level {sorted(unknown)}."
                raise ValueError(message)

    @property
    def edition(self) -> tuple[str, str]:
        """The framework's slug and major version: inside one edition, codes mean the same."""
        return self.framework, self.version.split(".", maxsplit=1)[0]

    @property
    def scale(self) -> tuple[str, ...]:
        """The level codes in order. Only equal scales are compared."""
        return tuple(level.code for level in sorted(self.levels, key=lambda each: each.order))

    @property
    def when(self) -> tuple[dt.date, dt.date, str, str]:
        """What orders a journey; the id only makes it the same whatever comes in first."""
        return self.held_on, self.entered_on, self.started_at, self.id

    def line(self, code: str) -> LineRef:
        """Return the line with this code."""
        return next(line for line in self.lines if line.code == code)

    def level(self, code: str) -> LevelRef:
        """Return the level with this code."""
        return next(level for level in self.levels if level.code == code)


@dataclass(frozen=True, slots=True)
class Telling:
    """One reading with the occasion it was said on.

    `apart`: that occasion is left out. Nothing of it is told; it only tells what others were said
    against.
    """

    occasion: Occasion
    reading: Reading
    apart: bool = False

    @property
    def line(self) -> LineRef:
        """The line, as it was called then."""
        return self.occasion.line(self.reading.line)

    @property
    def place(self) -> Place | None:
        """The place that may be shown, or None."""
        return self.reading.place

    @property
    def level(self) -> LevelRef | None:
        """The level, as it was called then, or None."""
        return None if self.place is None else self.occasion.level(self.place.level)

    @property
    def said(self) -> str:
        """The team's own line: its first written line, or nothing."""
        return "" if self.reading.kept_back else first_line(self.reading.words)

    @property
    def status_said(self) -> str:
        """What was said with a status: its first written line, or nothing."""
        return "" if self.reading.kept_back else first_line(self.reading.status_words)


def first_line(words: str) -> str:
    """Return the first line that holds anything, trimmed."""
    return next((line.strip() for line in words.splitlines() if line.strip()), "")


def occasion_of(record: Record, *, other_words: bool = False) -> Occasion:
    """Build an occasion from a sealed record.

    Returns:
        The team's own readings, with the names of lines and levels as the team read them.
    """
    text, talk = record.framework, record.occasion
    return Occasion(
        id=talk.id,
        held_on=talk.held_on,
        entered_on=talk.entered_on,
        framework=text.slug,
        version=text.version,
        levels=tuple(LevelRef(each.code, each.name, each.order) for each in text.levels),
        lines=tuple(
            LineRef(each.code, each.name, each.kind, each.theme or "") for each in text.lines
        ),
        readings={judged.line: _reading(record, judged) for judged in record.judged},
        other_words=other_words,
        started_at=talk.started_at,
    )


def _reading(record: Record, judged: Judged) -> Reading:
    recast = judged.recast
    return Reading(
        line=judged.line,
        status=judged.place.status,
        answered=judged.answered,
        level=judged.place.level,
        step=judged.place.step,
        spoken=judged.line in record.spoken,
        words=record.team_line(judged.line),
        reason=judged.why_differs,
        recast_level=recast.level if recast is not None else None,
        recast_step=recast.step if recast is not None else None,
        status_words=judged.status_words,
        views=tuple(View(view.words, view.level, view.step) for view in judged.views),
    )
