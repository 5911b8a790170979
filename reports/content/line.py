"""One line over time: where it stood, what was said, and what moved it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from msgspec.structs import replace

from frameworks.selectors import links_of
from record.choices import WhyDiffers
from record.distance.movement import Kind, Movement, movement
from record.distance.points import Point
from record.distance.rows import Row, rows_of
from record.document import JudgementText, Record, View
from record.framework import Struct
from record.read_back.lines import example_about
from record.words import labels
from record.words.phrases import fill
from reports.content.conversations import as_of_day, attendance_sentence, talk_titles
from reports.content.pieces import ExampleItem, Mark, Own, RowText, own
from reports.content.rows import of_another, row_text


class ViewItem(Struct):
    """One of several views, with where it puts the line."""

    words: Own | None
    place: str


class Entry(Struct, kw_only=True):
    """What one conversation said about the line. `answer` is the place or the other answer."""

    held_on: dt.date
    day: str
    answer: str
    who: str
    broken: str = ""
    first_thought: str = ""
    moved_because: Own | None = None
    status_words: Own | None = None
    why_differs: str = ""
    recast: str = ""
    examples: tuple[ExampleItem, ...] = ()
    views: tuple[ViewItem, ...] = ()


class LineStory(Struct, kw_only=True):
    """One line over time, newest first; no entries where it was never talked about."""

    row: RowText
    entries: tuple[Entry, ...]


def build_line_story(
    records: Sequence[Record], code: str, *, today: dt.date, edition: str = "", ended: bool = False
) -> LineStory | None:
    """Tell one line over time from records, oldest first; None where none has talked about it.

    `today`: the day it is read. `edition`: of which framework, for a former line; without it the
    first of that code. `ended`: there is no such team any more.
    """
    if not records:
        return None
    today = as_of_day(today, records, ended=ended)
    titles = talk_titles(records)
    links = links_of(records)
    for row in rows_of(records, links, code=code, today=today):
        text = row_text(row)
        if edition in {"", text.edition}:
            if row.passed_over:
                return LineStory(row=text, entries=())
            entries = []
            for point, mark, moved in zip(row.points, text.marks, _moves(row), strict=True):
                title = titles[mark.occasion]
                entries.append(_entry(point, mark, moved, title=title))
            return LineStory(row=text, entries=tuple(reversed(entries)))
    return None


def _moves(row: Row) -> Iterator[Movement | None]:
    """Yield of each conversation what became of the line since it was placed before, or None."""
    before = None
    for point in row.points:
        placed = point.place is not None
        yield movement(before, point.telling) if before and placed else None
        if placed:
            before = point.telling


def _entry(point: Point, mark: Mark, moved: Movement | None, *, title: str) -> Entry:
    """Return what one conversation said: of the line as it was called then."""
    record, code = point.telling.record, point.telling.code
    entry = Entry(
        held_on=mark.held_on,
        day=title,
        answer=mark.answer,
        who=attendance_sentence(record),
        broken=mark.apart,
    )
    if of_another(point):  # what was said of that one stands with it
        return entry
    judgement = point.telling.judgement
    examples = []
    for example in record.examples:
        if code in example.lines:
            about = ", ".join(example_about(example))
            examples.append(ExampleItem(Own(example.words), about, example.link))
    # A reason is told where the line did not stay as it was since the time it was given against.
    why, recast = "", None
    if moved is not None and (moved.went or moved.kind is Kind.SEEN_MORE_CLEARLY):
        why, recast = moved.reason or "", moved.recast
    return replace(
        entry,
        first_thought=_first_thought(record, judgement),
        moved_because=own(judgement.moved_because),
        status_words=own(judgement.status_words),
        why_differs=labels.label(WhyDiffers, why),
        recast=record.framework.level_name(recast.level) if recast else "",
        examples=tuple(examples),
        views=tuple(_view(record, view) for view in judgement.views),
    )


def _first_thought(record: Record, judgement: JudgementText) -> str:
    """Say the first thought where the bead was moved after the talk."""
    first = judgement.first
    if not judgement.answered or not first.level or first == judgement.place:
        return ""
    place = record.framework.place_name(first.level, first.finer)
    return fill(_("First thought: {place}."), place=place).plain


def _view(record: Record, view: View) -> ViewItem:
    return ViewItem(own(view.words), record.framework.place_name(view.level, view.finer))
