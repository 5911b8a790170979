"""The page for the wall: plain words, no levels, no beads; the team ticks what hangs there."""

from collections.abc import Collection
from math import ceil
from typing import Self

import msgspec
from django.utils.translation import gettext as _

from record import labels
from record.choices import NEEDS_OTHERS, STILL_TRYING, FactorState
from record.document import FactorText, LineText, Record, Struct
from record.phrases import day, mid_sentence
from record.readings import ANOTHER_DAY, first_line
from reports.content.said import Own, month

TALKED = "talked"
KEEP = "keep"
TRY = "trying"
CANNOT = "cannot"

# Sizes of type for one sheet (static/css/journey.css), largest first, and how much of a sheet is
# there: printed lines at size 1, and characters in such a line. Tried in Chromium.
SIZES = {"l": 1.3, "m": 1.12, "s": 0.95, "xs": 0.78}
SHEET, WIDE = 43.5, 72


class WallLine(Struct):
    """One line: people's own words or, where there are none, a name; `about` stands under it."""

    key: str
    words: Own
    about: str = ""


class WallPart(Struct):
    """A heading with its lines."""

    code: str
    title: str
    lines: tuple[WallLine, ...]


class Wall(Struct, kw_only=True):
    """Everything that could hang on the wall, or what was ticked."""

    service: str
    people: str
    day: str
    parts: tuple[WallPart, ...]
    again: str

    def only(self, keys: Collection[str]) -> Self:
        """Keep the ticked lines."""
        parts = (
            msgspec.structs.replace(
                part, lines=tuple(line for line in part.lines if line.key in keys)
            )
            for part in self.parts
        )
        return msgspec.structs.replace(self, parts=tuple(part for part in parts if part.lines))

    def _height(self, size: float) -> float:
        """Estimate the height in printed lines of size 1, at a size of type."""
        wide = WIDE / size
        lines = [line for part in self.parts for line in part.lines]
        rows = sum(ceil(len(line.words.words) / wide) + 0.4 for line in lines)
        about = 0.9 * sum(ceil(len(line.about) / wide) for line in lines)
        closing = 6 + ceil(len(self.again) / wide)
        return size * (4 + 2.2 * len(self.parts) + rows + about + closing)

    @property
    def size(self) -> str:
        """How large its letters can be for one sheet: l, m, s or xs."""
        fits = (name for name, size in SIZES.items() if self._height(size) <= SHEET)
        return next(fits, "xs")

    @property
    def long(self) -> bool:
        """True where it may not fit one sheet."""
        return self._height(SIZES["xs"]) > SHEET


def build_wall(record: Record) -> Wall:
    """Gather everything of one conversation that could hang on the wall."""
    parts = (
        WallPart(TALKED, _("What we talked about"), _talked(record)),
        WallPart(KEEP, _("What we would fight to keep"), _kept(record)),
        WallPart(TRY, _("What we are trying"), _trying(record)),
        WallPart(CANNOT, _("What we cannot change ourselves, and who could"), _cannot(record)),
    )
    return Wall(
        service=record.service.name,
        people=record.service.people,
        day=day(record.occasion.held_on),
        parts=tuple(part for part in parts if part.lines),
        again=_again(record),
    )


def _talked(record: Record) -> tuple[WallLine, ...]:
    """Return what was said about each line, without where it was placed."""
    spoken = {each.line for each in record.judged if each.answered} - {
        each.line for each in record.judged if each.place.status == ANOTHER_DAY
    }
    lines = []
    for line in record.framework.lines:
        words = first_line(record.team_line(line.code))
        if words or line.code in spoken:
            lines.append(_line(line, words))
    loose = (each for each in record.examples if not each.lines)
    return (*lines, *(WallLine(each.id, Own(first_line(each.words))) for each in loose))


def _line(line: LineText, words: str) -> WallLine:
    if not words:
        return WallLine(line.code, Own(line.name))
    about = "" if line.kind == "whole" else _("About {line}").format(line=mid_sentence(line.name))
    return WallLine(line.code, Own(words), about)


def _kept(record: Record) -> tuple[WallLine, ...]:
    return tuple(
        WallLine(each.id, Own(each.words))
        for each in record.factors
        if each.kind == "help" and each.state != FactorState.GONE
    )


def _trying(record: Record) -> tuple[WallLine, ...]:
    return tuple(
        WallLine(each.id, Own(each.what)) for each in record.steps if each.state in STILL_TRYING
    )


def _cannot(record: Record) -> tuple[WallLine, ...]:
    return tuple(
        WallLine(each.id, Own(each.words), _asked(each))
        for each in record.factors
        if each.kind != "help" and each.reach in NEEDS_OTHERS and each.state != FactorState.GONE
    )


def _asked(factor: FactorText) -> str:
    who = labels.asked_of(factor.ask.to) if factor.ask else ""
    if factor.ask is None or not who:
        return ""
    if factor.ask.answers:
        return _("We have asked {who} and have an answer.").format(who=who)
    # Nothing is sent by itself, so nobody has been asked yet as far as this record knows.
    return _("This needs {who}.").format(who=who)


def _again(record: Record) -> str:
    talk = record.occasion
    if talk.next_talk_on is not None:
        return _("We talk again in {month}.").format(month=month(talk.next_talk_on))
    if talk.next_talk and talk.next_talk != "see":
        return _("We talk again {when}.").format(when=labels.next_talk(talk.next_talk))
    return _("We have not settled yet when we talk again.")
