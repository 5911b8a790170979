"""Any two conversations side by side, with what else changed between them."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from record.distance.telling import oldest_first
from record.document import Record
from record.framework import Struct
from record.words import labels
from record.words.dates import day
from record.words.own_words import same_words
from record.words.phrases import Sentence, listed
from reports.content.conversations import Conversation, build_conversation, framework_name, heads
from reports.content.journey import (
    AroundItem,
    ThemeRows,
    by_theme,
    changes_around,
    lay_out,
    told_on,
)
from reports.content.rows import Mark, RowText


class Beside(Struct):
    """One line in both conversations. A side is empty where the line was not part of it.

    `missing`: why a side is empty, the earlier first.
    """

    code: str
    name: str
    kind: str
    then: Mark | None
    now: Mark | None
    sentences: tuple[Sentence, ...]
    row: RowText
    missing: tuple[str, str]


class PairGroup(Struct):
    """A theme's pairs."""

    code: str
    name: str
    pairs: tuple[Beside, ...]


class Comparison(Struct, kw_only=True):
    """Two conversations: what else changed first, then line by line."""

    earlier: Conversation
    later: Conversation
    also: tuple[str, ...]
    around: tuple[AroundItem, ...]
    groups: tuple[PairGroup, ...]


def build_comparison(
    one: Record, other: Record, *, among: Sequence[Record], today: dt.date
) -> Comparison:
    """Set two records side by side, the earlier first.

    `among`: all of the service's records, for what happened between the two and what the later
    was told against. `today`: the day it is read.
    """
    earlier, later = oldest_first((one, other))
    ids = {earlier.occasion.id, later.occasion.id}
    apart = [record for record in among if record.occasion.id not in ids]
    on = told_on(today, (earlier, later), others=apart)
    laid = lay_out((earlier, later), apart=apart, today=on)
    around = []
    for item in changes_around(among):
        if earlier.occasion.held_on < item.happened_on <= later.occasion.held_on:
            around.append(item)
    groups = by_theme((earlier, later), laid.rows)
    return Comparison(
        earlier=build_conversation(earlier, inside=True),
        later=build_conversation(later, inside=True),
        also=(*_also(earlier, later), *_between(earlier, later, among)),
        around=tuple(around),
        groups=tuple(_pairs(group, earlier, later) for group in groups),
    )


def _pairs(group: ThemeRows, earlier: Record, later: Record) -> PairGroup:
    pairs = []
    for row in group.rows:
        marks = {mark.occasion: mark for mark in row.marks}
        pairs.append(
            Beside(
                row.code,
                row.name,
                row.kind,
                marks.get(earlier.occasion.id),
                marks.get(later.occasion.id),
                row.sentences,
                row,
                (_missing(row, earlier), _missing(row, later)),
            )
        )
    return PairGroup(group.code, group.name, tuple(pairs))


def _missing(row: RowText, record: Record) -> str:
    """Say why a conversation told nothing of a line: it was not offered, or there is no such."""
    if any(line.code == row.code for line in record.framework.lines):
        return _("Not part of this conversation.")
    return _("The framework we used that day does not ask about it.")


def _also(earlier: Record, later: Record) -> Iterator[str]:
    """Say what else was different, so that nobody reads all of it as movement."""
    then, now = earlier.occasion, later.occasion
    unknown, whole = _("not written down"), _("the whole place")
    pairs = (
        (
            _("Who was in the room: first {first}; later {later}."),
            heads(earlier, inside=True) or unknown,
            heads(later, inside=True) or unknown,
        ),
        (
            _("How long we had: first {first}; later {later}."),
            labels.length(then.length),
            labels.length(now.length),
        ),
        (
            _("How we talked: first {first}; later {later}."),
            labels.how_talked(then.how_talked) or unknown,
            labels.how_talked(now.how_talked) or unknown,
        ),
        (
            _("What it was about: first {first}; later {later}."),
            " ".join(then.about.split()) or whole,
            " ".join(now.about.split()) or whole,
        ),
        (
            _("Which words we used: first {first}; later {later}."),
            framework_name(earlier),
            framework_name(later),
        ),
    )
    for form, first, next_time in pairs:
        if not same_words(first, next_time):
            yield form.format(first=first, later=next_time)


def _between(earlier: Record, later: Record, among: Sequence[Record]) -> Iterator[str]:
    days = []
    for record in among:
        if earlier.occasion.held_on < record.occasion.held_on < later.occasion.held_on:
            days.append(day(record.occasion.held_on))
    if days:
        yield _("We also talked on {days}.").format(days=listed(days))
    for record in (earlier, later):
        held = day(record.occasion.held_on)
        if record.number > 1:
            yield _("The record of {day} was put right later.").format(day=held)
        if record.occasion.entered_on > record.occasion.held_on:
            entered = day(record.occasion.entered_on)
            form = _("The talk of {day} was written down here on {entered}.")
            yield form.format(day=held, entered=entered)
