"""What would be said of several lines in the same words is said once, with their names.

A sentence that stands under two lines or more leaves them and follows the lines of its head. Where
lines stood before may be told under several heads: then it follows all of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec
from django.utils.translation import gettext as _

from record.distance.movement import Kind, Movement
from record.distance.rows import Row
from record.framework import Struct
from record.sentences.distance import movement_sentence, no_reason
from record.sentences.slots import filled, slots_of
from record.sentences.wording import IS_NOW, SAID_THEN, STOOD_THERE, STOOD_THERE_TOO
from record.words.labels import is_recent
from record.words.own_words import with_end
from record.words.phrases import Sentence, own_words, single_sentences
from reports.content.heads import (
    ANSWERED,
    STOOD,
    Head,
    Item,
    because_of,
    our_sentences,
    row_name,
    with_reasons,
)
from reports.content.pieces import RowText, name_lines

_MOVED = {Kind.FURTHER_ON, Kind.LESS_SO}


class Form(NamedTuple):
    """How a sentence is said of several lines.

    `moved`: what fills it. `opens`: whatever else is said of a line hangs on it, and goes where it
    goes. `is_past`: it tells where a line stood before, and may go under a head of its own.
    """

    words: str
    moved: Movement | None = None
    opens: bool = False
    is_past: bool = False


def without_repeats(heads: Sequence[Head], rows: Sequence[Row]) -> tuple[Head, ...]:
    """Say once what would stand under several lines in the same words.

    `rows`: the lines under these heads, and others.
    """
    forms: dict[str, Form] = {}
    for row in rows:
        forms.update(_forms(row))
    repeats = _Repeats(heads, forms)
    remaining = [_leaving(head, place, repeats) for place, head in enumerate(heads)]
    for place, head in enumerate(remaining):
        alike = (*head.alike, *repeats.of_head(place))
        remaining[place] = msgspec.structs.replace(head, alike=alike)
    before = tuple(repeats.of_several_heads())
    if before:
        remaining.append(Head(STOOD, _("Where some of these were before"), alike=before))
    return tuple(remaining)


class LineByLine(Struct):
    """What is said of each line where no head tells it.

    `alone`: by a line's code, what is said of it alone; `of_several`: what several share, after it.
    """

    alone: dict[str, tuple[Sentence, ...]] = {}
    of_several: tuple[Sentence, ...] = ()


def line_by_line(rows: Sequence[Row]) -> LineByLine:
    """Tell lines one by one, without the team's words, and say once what several share."""
    items = tuple(
        Item(row.line.code, row_name(row), our_sentences(row, headed=False)) for row in rows
    )
    (head,) = without_repeats((Head("", "", items),), rows)
    return LineByLine({item.code: item.sentences for item in head.items}, head.alike)


def rows_without_repeats(rows: Sequence[RowText]) -> tuple[tuple[Sentence, ...], list[RowText]]:
    """Say once, after the rows, what several of them would say in the same words.

    Returns what is said of which rows, and the rows with the team's words alone; nothing and the
    same rows where no two say the same.
    """
    lines_of: dict[Sentence, list[str]] = {}
    worded = []
    for row in rows:
        worded.append(msgspec.structs.replace(row, worded=True))
        words = own_words(row.words.words if row.words else "").plain
        for sentence in row.sentences:
            for single in single_sentences(sentence.without(words)):
                lines_of.setdefault(single, []).append(row.name)
    if all(len(lines) == 1 for lines in lines_of.values()):
        return (), list(rows)
    shared = []
    for single, lines in lines_of.items():
        of_all = len(lines) == len(rows)
        names = name_lines("{names}: ", lines, starts=True)
        shared.append(single if of_all else names.then(single))
    return tuple(shared), worded


def _leaving(head: Head, place: int, repeats: "_Repeats") -> Head:
    """Return a head with what stays under it. A line whose head tells its answer keeps its name."""
    items = []
    for item in head.items:
        sentences = tuple(repeats.own_sentences(item, place))
        if sentences or item.words or head.code in ANSWERED:
            items.append(msgspec.structs.replace(item, sentences=sentences))
    return msgspec.structs.replace(head, items=tuple(items))


class _Repeats:
    """Finds what is said more than once under some heads, and gathers whom it is said of."""

    def __init__(self, heads: Sequence[Head], forms: Mapping[str, Form]) -> None:
        self.forms = forms
        self.said: dict[str, str] = {}  # what is said of several lines, by what is said of one
        self.counts: Counter[tuple[str, int]] = Counter()
        for place, head in enumerate(heads):
            for item in head.items:
                self.counts.update(self._key(sentence, place) for sentence in item.sentences)
        # By what is said: the sentence, and the names of its lines by the place of their head.
        self.lines_by_sentence: dict[str, tuple[Sentence, dict[int, list[str]]]] = {}

    def _key(self, sentence: Sentence, place: int) -> tuple[str, int]:
        """Return what is said, and under which head it has to stay; -1 where under any."""
        plain = sentence.plain
        if plain not in self.said:
            self.said[plain] = self._of_lines(sentence, ()).plain
        form = self.forms.get(plain)
        return self.said[plain], -1 if form and form.is_past else place

    def _of_lines(self, sentence: Sentence, lines: Sequence[str]) -> Sentence:
        form = self.forms.get(sentence.plain)
        if form is None:
            return name_lines("{names}: ", lines, starts=True).then(sentence)
        if form.moved is None:
            return name_lines(form.words, lines)
        slots = slots_of(form.moved, form.words) | {"because": because_of(form.moved.reason)}
        return name_lines(form.words, lines, slots=slots)

    def own_sentences(self, item: Item, place: int) -> Iterator[Sentence]:
        """Yield what stays with a line under the head of that place; gather the rest."""
        opened = False
        for sentence in item.sentences:
            key, form = self._key(sentence, place), self.forms.get(sentence.plain)
            if self.counts[key] == 1 and not (opened and form):
                yield sentence
                continue
            _first, by_head = self.lines_by_sentence.setdefault(key[0], (sentence, {}))
            by_head.setdefault(place, []).append(item.name)
            opened = opened or (form is not None and form.opens)

    def of_head(self, place: int) -> Iterator[Sentence]:
        """Yield what lines of that head share; that nobody said why, before what it is of."""
        silent: list[str] = []
        for sentence, by_head in self.lines_by_sentence.values():
            if place not in by_head or self._has_several_heads(sentence, by_head):
                continue
            lines = by_head[place]
            if sentence == no_reason():
                silent = lines
            elif silent == lines:
                yield no_reason().and_then(self._of_lines(sentence, lines))
                silent = []
            else:
                if silent:
                    yield self._of_lines(no_reason(), silent)
                    silent = []
                yield self._of_lines(sentence, lines)

    def of_several_heads(self) -> Iterator[Sentence]:
        """Yield where lines of several heads stood before."""
        for sentence, by_head in self.lines_by_sentence.values():
            if self._has_several_heads(sentence, by_head):
                yield self._of_lines(sentence, list(chain.from_iterable(by_head.values())))

    def _has_several_heads(self, sentence: Sentence, by_head: Mapping[int, list[str]]) -> bool:
        form = self.forms.get(sentence.plain)
        return len(by_head) > 1 and form is not None and form.is_past


def _forms(row: Row) -> Iterator[tuple[str, Form]]:
    """Yield how a row's sentences are said of several lines."""
    yield no_reason().plain, Form(_("We have not said why: {names}."), opens=True)
    for moved in row.movements:
        if moved.later.was_asked and not moved.later.subject:
            yield from _forms_of(moved, row)


def _forms_of(moved: Movement, row: Row) -> Iterator[tuple[str, Form]]:
    """Yield how what became of a line is said of several."""
    recent = is_recent(moved.later.record.occasion.held_on, moved.today)
    alone = _alone(moved, row)
    if moved.later.level is not None:
        words = _("{Now} now: {names}.") if recent else _("{Now} {at}: {names}.")
        yield filled(moved, *IS_NOW).plain, Form(words, moved)
        if moved.kind is Kind.FIRST_TIME:
            yield alone, Form(words, moved)
    if moved.earlier is None or moved.earlier.level is None or moved.earlier.subject:
        return
    before = Form(_("{Then} {when}: {names}."), moved, is_past=True)
    for form in (STOOD_THERE, STOOD_THERE_TOO, SAID_THEN):
        yield filled(moved, form).plain, before
    if moved.kind in _MOVED:
        yield alone, Form(_moved(moved, recent=recent), moved, opens=True)
    elif moved.kind is Kind.AS_IT_WAS and moved is row.since_last:
        yield alone, Form(_as_it_was(recent=recent), moved)
    elif moved.kind is Kind.AS_IT_WAS:
        yield alone, before


def _alone(moved: Movement, row: Row) -> str:
    """Return what became of a line, without the team's words and what else is said."""
    after = None if moved is row.since_last else row.since_last
    together = movement_sentence(moved, after=after).without(with_end(moved.later.words))
    for single in single_sentences(with_reasons(together)):
        if single != no_reason():
            return single.plain
    return ""


def _moved(moved: Movement, *, recent: bool) -> str:
    if recent and because_of(moved.reason):
        return _("{Now} now, {then} {when}, {because}: {names}.")
    if recent:
        return _("{Now} now, {then} {when}: {names}.")
    if because_of(moved.reason):
        return _("{Now} {at}, {then} {when}, {because}: {names}.")
    return _("{Now} {at}, {then} {when}: {names}.")


def _as_it_was(*, recent: bool) -> str:
    return _("{Now} now, as {when}: {names}.") if recent else _("{Now} {at}, as {when}: {names}.")
