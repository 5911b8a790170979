"""The page for the wall: plain words, no levels, no beads; the team ticks what hangs there."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from math import ceil
from typing import Self

from django.utils.translation import gettext as _
from msgspec.structs import replace

from pages.words import isolated
from record.choices import NEEDS_OTHERS, STILL_TRYING, FactorKind, FactorState
from record.document import AnswerText, FactorText, Record
from record.framework import Struct
from record.last_time import first_of_each, is_so_now
from record.taking_out import is_taken_out_mark
from record.words import labels
from record.words.days import day
from record.words.own_words import as_compared, first_line, same_words, with_end
from reports.content.pieces import Own, month

TALKED = "talked"
KEEP = "keep"
TRY = "trying"
CANNOT = "cannot"

# Sizes of type for one sheet (static/css/journey.css), largest first, and how much of a sheet is
# there: printed lines at size 1, and characters in such a line. Tried in Chromium.
SIZES = {"l": 1.3, "m": 1.12, "s": 0.95, "xs": 0.78}
SHEET, WIDE = 43.5, 72


class WallLine(Struct):
    """One line: people's own words; `about` stands under it."""

    key: str
    words: Own
    about: str = ""


class WallPart(Struct):
    code: str
    title: str
    lines: tuple[WallLine, ...]


class Wall(Struct, kw_only=True):
    """Everything that could hang on the wall, or what was ticked."""

    service: str
    people: str
    day: str
    title: str
    intro: str
    parts: tuple[WallPart, ...]
    next_talk: str

    def only(self, keys: Collection[str]) -> Self:
        parts = []
        for part in self.parts:
            lines = tuple(line for line in part.lines if line.key in keys)
            if lines:
                parts.append(replace(part, lines=lines))
        return replace(self, parts=tuple(parts))

    def _height(self, size: float) -> float:
        """Estimate the height in printed lines of size 1, at a size of type."""
        wide = WIDE / size
        rows = about = 0.0
        for line in chain.from_iterable(part.lines for part in self.parts):
            rows += ceil(len(line.words.words) / wide) + 0.4
            about += 0.9 * ceil(len(line.about) / wide)
        closing = 6 + ceil(len(self.next_talk) / wide) + ceil(len(self.intro) / wide)
        return size * (4 + 2.2 * len(self.parts) + rows + about + closing)

    @property
    def size(self) -> str:
        """How large its letters can be for one sheet: l, m, s or xs."""
        for name, size in SIZES.items():
            if self._height(size) <= SHEET:
                return name
        return "xs"

    @property
    def long(self) -> bool:
        """True where it may not fit one sheet."""
        return self._height(SIZES["xs"]) > SHEET


def build_wall(
    record: Record,
    *,
    today: dt.date | None = None,
    second_name: str = "",
    talked_since: bool = False,
    ended: bool = False,
) -> Wall:
    """Gather everything of one conversation that could hang on the wall.

    `today`: the day it is hung, which may be long after. `second_name`: what the team is called
    where strangers read, if it has one. `talked_since`: it has finished another since.
    `ended`: there is no such team any more, and nothing is said of a next talk.
    """
    service = second_name or record.service.name
    talk = record.occasion
    past = talked_since or ended or not is_so_now(talk.held_on, today, again=talk.next_talk_on)
    trying = _("What we were trying") if past else _("What we are trying")
    cannot = _("What we cannot change by ourselves")
    if past:
        cannot = _("What we could not change by ourselves")
    parts = (
        WallPart(TALKED, _("Some of what we said"), _without_marks(_quotes(record))),
        WallPart(KEEP, _("What we would fight to keep"), _without_marks(_helps(record))),
        WallPart(TRY, trying, _without_marks(first_of_each(_steps(record), _words_of))),
        WallPart(CANNOT, cannot, _without_marks(_obstacles(record, past=past))),
    )
    next_talk = ""
    if not ended:
        on = today or record.held_on
        next_talk = _next_talk(record, on, talked_since=talked_since)
    talked_on = day(record.held_on)
    title = _("We sat down and talked")
    intro = _("On {day} we sat down at {service} and talked about how we work here.")
    if record.occasion.head_count == 1:
        title = _("How we work here")
        intro = _("On {day} one of us sat down at {service} and looked at how we work here.")
    return Wall(
        service=service,
        people=record.service.people,
        day=talked_on,
        title=title,
        intro=intro.format(day=talked_on, service=service),
        parts=tuple(part for part in parts if part.lines),
        next_talk=next_talk,
    )


def _words_of(line: WallLine) -> str:
    return as_compared(line.words.words)


def _without_marks(lines: Iterable[WallLine]) -> tuple[WallLine, ...]:
    """Return the lines that say something: words that were taken out hang on no wall."""
    return tuple(line for line in lines if not is_taken_out_mark(line.words.words))


def _quotes(record: Record) -> Iterator[WallLine]:
    """Yield what was said, each once, in the place's own words: no name of a line, no level."""
    by_words: dict[str, WallLine] = {}
    for line in record.framework.lines:
        words = first_line(record.team_line(line.code))
        if words:
            by_words.setdefault(as_compared(words), WallLine(line.code, Own(words)))
    for example in record.examples:
        words = first_line(example.words)
        if not example.lines:
            by_words.setdefault(as_compared(words), WallLine(example.id, Own(words)))
    yield from by_words.values()


def _helps(record: Record) -> Iterator[WallLine]:
    for factor in record.factors:
        if factor.kind == FactorKind.HELP and factor.state != FactorState.GONE:
            yield WallLine(factor.id, Own(factor.words))


def _steps(record: Record) -> Iterator[WallLine]:
    for step in record.steps:
        if step.state in STILL_TRYING:
            yield WallLine(step.id, Own(step.what))


def _obstacles(record: Record, *, past: bool) -> Iterator[WallLine]:
    for factor in record.factors:
        needs_others = factor.kind != FactorKind.HELP and factor.reach in NEEDS_OTHERS
        if needs_others and factor.state != FactorState.GONE:
            yield WallLine(factor.id, Own(factor.words), _ask_in_words(factor, past=past))


def _ask_in_words(factor: FactorText, *, past: bool) -> str:
    """Say whom it needs, and what they answered, in their words."""
    if factor.ask is None:
        return ""
    codes = labels.recipients(factor.ask.to, factor.ask.also)
    who = labels.recipients_in_words(codes)
    if not who:
        return ""
    # Nothing is sent by itself: what was put in no words of an ask, and no body answered, was not
    # asked as far as this record knows.
    put = not same_words(factor.ask.words or factor.words, factor.words)
    lead = _("This needed {who}.") if past else _("This needs {who}.")
    if factor.ask.answers and (put or any(answer.body for answer in factor.ask.answers)):
        lead = _("We asked {who}.")
    sentences = [lead.format(who=who)]
    # Each that was asked answers its own part: the last word of each stands.
    last = {answer.body: answer for answer in factor.ask.answers}
    for body, answer in last.items():
        words = _("The answer of {who}: {answer}")
        if len(last) == 1 and len(codes) == 1:
            words = _("The answer: {answer}")
        whose = isolated(body) if body else _("our own organisation")
        sentences.append(words.format(who=whose, answer=_in_words(answer)))
    return " ".join(sentences)


def _in_words(answer: AnswerText) -> str:
    words = answer.words.strip()
    label = labels.answer(answer.answer, words)
    return with_end(f"{label} {words}".strip())


def _next_talk(record: Record, today: dt.date, *, talked_since: bool) -> str:
    talk = record.occasion
    if talked_since:
        return _("We have talked again since.")
    if talk.next_talk_on is not None and talk.next_talk_on < today:
        return _("We meant to talk again in {month}.").format(month=month(talk.next_talk_on))
    if talk.next_talk_on is not None:
        return _("We talk again in {month}.").format(month=month(talk.next_talk_on))
    return _("We have not settled yet when we talk again.")
