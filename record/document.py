"""The record a finished assessment is sealed as: frozen structures, canonical JSON.

Everything about finished assessments (journey, PDF, shares, exports) is read from here and
from nowhere else, so a report of this year can be rebuilt when the tables have moved on.
People stand in it as a UUID and a kind, never by name. Lines and levels are named by code,
with the names and glosses the team read, `{people}` already replaced by the service's own word.
"""

import datetime as dt
import hashlib
from functools import cached_property
from itertools import chain
from typing import Self

import msgspec

from record.choices import Status, WhyDiffers
from record.framework import FrameworkText, Struct, readable

FORMAT_VERSION = 1
# What a line says in a record made for a reader from whom the team keeps it; never sealed.
KEPT_BACK = "kept_back"


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
    """A status, with a level code when placed and a finer place 1-5 in it when said so."""

    status: str = ""
    level: str | None = None
    finer: int | None = msgspec.field(default=None, name="step")


class View(Struct):
    """One of several views on a line."""

    words: str
    level: str | None = None
    finer: int | None = msgspec.field(default=None, name="step")


class JudgementText(Struct):
    """Where the team placed one line. `answered` is False when it was offered and left.

    `why_differs`: why it is not what it was last time. `recast`: where the team, seeing it more
    clearly, would have put it then.
    """

    line: str
    answered: bool
    place: Place
    first: Place
    status_words: str = ""
    moved_because: str = ""
    why_differs: str = ""
    recast: Place | None = None
    views: tuple[View, ...] = ()

    @property
    def status(self) -> str:
        """What was answered, or an empty text: what nobody took up is sealed as another day."""
        return self.place.status if self.answered else ""

    @property
    def kept_back(self) -> bool:
        """True where the team keeps this one: nothing of it is shown."""
        return self.status == KEPT_BACK

    @property
    def unanswered(self) -> bool:
        """True where it was offered and neither a card nor another answer was chosen."""
        return not self.status

    @property
    def shown_place(self) -> Place | None:
        """The place that may be shown, or None."""
        placed = self.status == Status.PLACED and self.place.level is not None
        return self.place if placed else None

    @property
    def shown_recast(self) -> Place | None:
        """Where the team would have put it last time, or None."""
        if self.kept_back or self.why_differs != WhyDiffers.SEEN_CLEARLY:
            return None
        return self.recast if self.recast and self.recast.level else None


class ExampleText(Struct):
    """What makes the team say so. `team_line` is the line whose first sentence this is."""

    id: str
    words: str
    lines: tuple[str, ...] = ()
    kind: str = ""
    happened_on: dt.date | None = None
    link: str = ""
    team_line: str | None = None


class AnswerText(Struct, omit_defaults=True):
    """What was answered to an ask, about when, by which body, if one did. Never by whom."""

    answer: str
    words: str
    at: dt.datetime
    about_when: str = ""
    body: str = ""
    body_id: str = ""
    may_go_out: bool = False  # whoever answered agreed that the team prints it for others


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
    answers: tuple[AnswerText, ...] = ()
    # Whom else it is put to, by code: each answers its own part. Not in what was sealed before.
    also: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


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


class AroundNoteText(Struct):
    """What changed around the team."""

    happened_on: dt.date
    words: str


class NoteText(Struct):
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
    next_talk_by: str = ""
    started_at: str = ""

    @property
    def when(self) -> tuple[dt.date, dt.date, str, str]:
        """What orders a journey, late entries at their own place.

        `entered_on` is the day of `started_at`, which may be lacking; the id only makes the order
        the same whatever comes in first.
        """
        return self.held_on, self.entered_on, self.started_at, self.id


class Document(Struct):
    """What is sealed or frozen."""

    def to_json(self) -> str:
        """Write canonical JSON: keys sorted, no spaces, UTF-8."""
        return msgspec.json.encode(self, order="sorted").decode()

    @classmethod
    def from_json(cls, document: str) -> Self:
        """Read it back; raises msgspec.ValidationError when it is not such a one."""
        return msgspec.json.decode(document, type=cls)


@readable
class Record(Document, kw_only=True, dict=True):  # a dict, for what is worked out once
    """A finished assessment, whole. `number` 2 and on are corrections, with their `reason`."""

    format_version: int = FORMAT_VERSION
    number: int
    reason: str = ""
    service: ServiceText
    framework: FrameworkText
    occasion: Occasion
    judgements: tuple[JudgementText, ...] = msgspec.field(default=(), name="judged")
    examples: tuple[ExampleText, ...] = ()
    factors: tuple[FactorText, ...] = ()
    steps: tuple[StepText, ...] = ()
    around: tuple[AroundNoteText, ...] = ()
    remembered: tuple[NoteText, ...] = ()

    @property
    def held_on(self) -> dt.date:
        return self.occasion.held_on

    @cached_property
    def by_line(self) -> dict[str, JudgementText]:
        """Where the team placed each line, by the line's code."""
        return {judgement.line: judgement for judgement in self.judgements}

    @property
    def has_answers(self) -> bool:
        return any(judgement.answered for judgement in self.judgements)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The lines that something was said of, whatever was answered."""
        return frozenset(chain.from_iterable(example.lines for example in self.examples))

    @cached_property
    def team_lines(self) -> dict[str, str]:
        """What the team said first of each line, whole, by the line's code."""
        words: dict[str, str] = {}
        for example in self.examples:
            if example.team_line:
                words.setdefault(example.team_line, example.words)
        return words

    def team_line(self, line: str) -> str:
        return self.team_lines.get(line, "")

    def tells_of(self, line: str) -> bool:
        """Say whether a line was offered, or talked about in words alone, as over coffee."""
        return line in self.by_line or line in self.spoken

    def passed_over(self, line: str) -> bool:
        """Say whether nobody took up a line that was offered, not in words either."""
        judgement = self.by_line.get(line)
        return (judgement is None or judgement.unanswered) and line not in self.spoken


def digest(document: str | bytes) -> str:
    """Return the SHA-256 of a document or a file, in hexadecimal."""
    content = document.encode() if isinstance(document, str) else document
    return hashlib.sha256(content).hexdigest()
