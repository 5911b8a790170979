"""The record a finished assessment is sealed as: frozen structures, canonical JSON.

Everything about finished assessments (journey, PDF, shares, exports) is read from here and
from nowhere else, so a report of this year can be rebuilt when the tables have moved on.
People stand in it as a UUID and a kind, never by name. Lines and levels are named by code,
with the names and glosses the team read, `{people}` already replaced by the service's own word.
"""

import datetime as dt
import hashlib
from typing import dataclass_transform

import msgspec

FORMAT_VERSION = 1


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))  # heirs are frozen too
class Struct(msgspec.Struct, frozen=True):
    """A frozen structure."""


class LevelText(Struct):
    """A level as the team read it."""

    code: str
    name: str
    order: int
    gloss: str


class LineText(Struct):
    """A line as the team read it.

    `theme` is the code of an element's theme; `glosses` what each level means for a theme.
    """

    code: str
    kind: str
    name: str
    theme: str | None = None
    question: str = ""
    glosses: dict[str, str] = {}


class FrameworkText(Struct):
    """The framework as the team read it: levels in order, lines in framework order."""

    slug: str
    version: str
    name: str
    digest: str
    acknowledgement: str
    licence: str
    step_names: tuple[str, ...]
    levels: tuple[LevelText, ...]
    lines: tuple[LineText, ...]


class ServiceText(Struct):
    """The service as it was on the day."""

    id: str
    name: str
    slug: str
    organisation: str
    people: str
    what_matters: str
    kinds_to_hear: tuple[str, ...]


class Place(Struct):
    """A status, with a level code when placed and a step 1-5 when said more exactly."""

    status: str = ""
    level: str | None = None
    step: int | None = None


class View(Struct):
    """One of several views on a line."""

    words: str
    level: str | None = None
    step: int | None = None


class Judged(Struct):
    """Where the team placed one line. `answered` is False when it was offered and left."""

    line: str
    answered: bool
    place: Place
    first: Place
    status_words: str = ""
    moved_because: str = ""
    why_differs: str = ""
    recast: Place | None = None
    views: tuple[View, ...] = ()


class Example(Struct):
    """What makes the team say so. `team_line` is the line whose first sentence this is."""

    id: str
    words: str
    lines: tuple[str, ...] = ()
    kind: str = ""
    happened_on: dt.date | None = None
    link: str = ""
    team_line: str | None = None


class Answer(Struct):
    """What was answered to an ask. Who answered is not in the record."""

    answer: str
    words: str
    at: dt.datetime


class AskText(Struct):
    """What is asked of others, why, and what they answered so far."""

    id: str
    to: str
    words: str
    why: str = ""
    tried: str = ""
    would_change: str = ""
    meanwhile: str = ""
    came_of: str = ""
    asked_on: dt.date | None = None
    answers: tuple[Answer, ...] = ()


class FactorText(Struct):
    """What the team has going for it (*help*) or what gets in the way (*obstacle*)."""

    id: str
    kind: str
    words: str
    state: str
    reach: str = ""
    lines: tuple[str, ...] = ()
    first_named_on: dt.date | None = None
    ask: AskText | None = None


class StepText(Struct):
    """What the team is trying, or what came of what it tried. `who` is a role, never shared."""

    id: str
    what: str
    state: str
    who: str = ""
    by_when: str = ""
    notice: str = ""
    learned: str = ""
    lines: tuple[str, ...] = ()
    first_named_on: dt.date | None = None


class Around(Struct):
    """What changed around the team."""

    happened_on: dt.date
    words: str


class Remembered(Struct):
    """A note the conversation opened with."""

    words: str
    kept_on: dt.date
    line: str | None = None


class Occasion(Struct):
    """When, how and with whom the team talked.

    `started_at` is the moment it was begun here, in UTC; it puts two talks of one day in order.
    Older records lack it.
    """

    id: str
    held_on: dt.date
    entered_on: dt.date
    length: str
    about: str = ""
    people_kinds: tuple[str, ...] = ()
    head_count: int | None = None
    how_talked: str = ""
    how_talked_words: str = ""
    talked_over_with: str = ""
    talked_over_said: str = ""
    not_heard: str = ""
    opening: str = ""
    next_talk: str = ""
    next_talk_on: dt.date | None = None
    next_talk_needs: tuple[str, ...] = ()
    started_at: str = ""

    @property
    def when(self) -> tuple[dt.date, dt.date, str]:
        """What orders a journey. `entered_on` is the day of `started_at`, which may be lacking."""
        return self.held_on, self.entered_on, self.started_at


class Record(Struct, kw_only=True):
    """A finished assessment, whole. `number` 2 and on are corrections, with their `reason`."""

    format_version: int = FORMAT_VERSION
    number: int
    reason: str = ""
    service: ServiceText
    framework: FrameworkText
    occasion: Occasion
    judged: tuple[Judged, ...] = ()
    examples: tuple[Example, ...] = ()
    factors: tuple[FactorText, ...] = ()
    steps: tuple[StepText, ...] = ()
    around: tuple[Around, ...] = ()
    remembered: tuple[Remembered, ...] = ()

    def to_json(self) -> str:
        """Write canonical JSON: keys sorted, no spaces, UTF-8."""
        return msgspec.json.encode(self, order="sorted").decode()

    @classmethod
    def from_json(cls, document: str) -> "Record":
        """Read it back; raises msgspec.ValidationError when it is not such a record."""
        return msgspec.json.decode(document, type=cls)

    @property
    def spoken(self) -> frozenset[str]:
        """The lines that something was said of, whatever was answered."""
        return frozenset(code for each in self.examples for code in each.lines)

    def team_line(self, line: str) -> str:
        """Return the team's own first sentence on a line, or an empty string."""
        return next((e.words for e in self.examples if e.team_line == line), "")


def digest(document: str) -> str:
    """Return the SHA-256 of a document, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()
