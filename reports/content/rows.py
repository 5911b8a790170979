"""A line over time: sentences, points of its bead row and their key; lines that are no more."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.distance.movement import Bar, bar_then
from record.distance.points import Break, Point
from record.distance.rows import Row
from record.document import Place, Record, View
from record.framework import Struct
from record.sentences.bars import break_words, empty_words, without_place
from record.sentences.claims import when_of
from record.sentences.distance import row_sentences
from record.words.days import is_recent
from record.words.own_words import in_a_line, with_end, without_end
from record.words.phrases import fill, opening
from reports.content.conversations import framework_name
from reports.content.pieces import Mark, Own, RowText, own
from reports.drawing.sheet import BETWEEN, FIRST, FURTHER_ON, LESS_SO, NOW, WIDE, Segment, Spot

# What is told of a line that is divided up in another way now.
WAS_ANOTHER = {
    Bar.SPLIT: gettext_lazy("then part of “{name}”"),
    Bar.MERGED: gettext_lazy("then “{name}” and others"),
    Bar.REGROUPED: gettext_lazy("then “{name}”, divided up in another way"),
}


def row_text(row: Row) -> RowText:
    words, words_when = last_words(row)
    empty = edition = ""
    if not row.places:
        empty = empty_words(row)
    if row.former:
        edition = "-".join(row.points[-1].telling.record.framework.edition)
    return RowText(
        code=row.line.code,
        name=row.line.name,
        kind=row.line.kind,
        theme=row.line.theme or "",
        moved=row.since_last.kind.value,
        sentences=row_sentences(row, above=said_with_words(row)),
        levels=tuple(map(Segment.from_row, row.levels)),
        marks=tuple(_mark(point, row) for point in row.points),
        empty=empty,
        former=row.former,
        words=words,
        words_when=words_when,
        edition=edition,
    )


def _mark(point: Point, row: Row) -> Mark:
    telling = point.telling
    return Mark(
        held_on=telling.record.held_on,
        occasion=telling.record.occasion.id,
        answer=_answer(point),
        line=own(line_words(point)),
        spot=_spot(point.place),
        joined=point.joined,
        arc=point.arc.value if point.arc else "",
        broken=break_words(point.broken, row) if point.broken else "",
        recast=_spot(point.recast),
        views=_views(point, row),
        now=telling.record is row.latest,
    )


def _answer(point: Point) -> str:
    """Say where one conversation put a line, or its other answer; or of which line it was told."""
    telling, bar = point.telling, of_another(point)
    if bar is not None:
        return fill(str(WAS_ANOTHER[bar]), name=telling.line.name).plain
    if telling.place is None:
        return without_place(telling)
    return telling.record.framework.place_name(telling.place.level, telling.place.finer)


def _spot(place: Place | View | None) -> Spot | None:
    if place and place.level:
        return Spot(place.level, place.finer)
    return None


def _views(point: Point, row: Row) -> tuple[Spot, ...]:
    """Return the places of those who see it differently now: those of before are not drawn."""
    telling = point.telling
    if telling.record is not row.latest or point.place is not None or of_another(point):
        return ()
    return tuple(filter(None, map(_spot, telling.views)))


FORMER = "former-"  # what the code of such a group begins with


def former_rows(records: Sequence[Record], rows: Sequence[RowText]) -> dict[str, list[RowText]]:
    """Return former rows by the name of the framework they were last told in."""
    names = {record.occasion.id: framework_name(record) for record in records}
    by_framework: dict[str, list[RowText]] = {}
    for row in rows:
        if row.former:
            by_framework.setdefault(names[row.marks[-1].occasion], []).append(row)
    return by_framework


def former_title(framework: str) -> str:
    """Head them: true whether the team has left that framework or will take it up again."""
    return _("What we looked at with {framework}").format(framework=framework)


NO_BEAD = "wide"
ROUND = (FIRST, BETWEEN, NOW)


class KeyMark(Struct):
    """A mark (a key of `charts.rod_key`) and what it means."""

    name: str
    words: str


def marks_shown(rows: Sequence[RowText], *, today: dt.date) -> tuple[KeyMark, ...]:
    """Return the marks that these rows show, in the order of a story, as told on `today`."""
    marks: set[str] = set()
    recent = True
    for row in rows:
        marks.update(_marks(row))
        if any(mark.now and not is_recent(mark.held_on, today) for mark in row.marks):
            recent = False
    meanings = {
        FIRST: _("first"),
        BETWEEN: _("between"),
        NOW: _("now") if recent else _("last"),
        NO_BEAD: _("a card, no bead on it"),
        FURTHER_ON: _("further on"),
        LESS_SO: _("less so"),
        "seen_again": _("where we would put it now") if recent else _("where we put it later"),
        "view": _("one of several views"),
        "break": _("cannot be set beside the time before"),
    }
    if marks.isdisjoint(ROUND):  # there is nothing else to tell a card from
        marks.discard(NO_BEAD)
    key = []
    for name, words in meanings.items():
        if name in marks:
            key.append(KeyMark(name, words))
        elif name + WIDE in marks:
            key.append(KeyMark(name + WIDE, words))
    return tuple(key)


def _marks(row: RowText) -> Iterator[str]:
    if row.marks and row.marks[-1].now:
        for view in row.marks[-1].views:
            yield _as_drawn("view", view)
    before = 0
    for mark in row.marks:
        if mark.spot is None:
            continue
        yield mark.arc
        role = NOW
        if not mark.now:
            role = BETWEEN if before else FIRST
            before += 1
        yield _as_drawn(role, mark.spot)
        if mark.spot.step is None:
            yield NO_BEAD
        if mark.recast:
            yield _as_drawn("seen_again", mark.recast)
    if any(mark.spot for mark in row.marks) and any(mark.broken for mark in row.marks):
        yield "break"


def _as_drawn(name: str, spot: Spot) -> str:
    """Name a mark as the page draws it: a card without a bead is as wide as its level."""
    return name + WIDE if spot.step is None else name


def last_words(row: Row) -> tuple[Own | None, str]:
    """Return the last words the team said of it, and when, where that was not last time.

    Its line; else what it said with another answer than a card, and which. Of last time that stands
    in the sentences.
    """
    point = _quoted(row)
    if point is None:
        return None, ""
    telling = point.telling
    if telling.record is row.latest:
        return Own(telling.words), ""
    if line_words(point):
        when = when_of(telling.record.occasion, row.latest.occasion, row.today, row.order)
        return Own(telling.words), opening(when).text
    then = break_words(Break(bar_then(telling), telling.record), row)
    return Own(_answer_words(point, row)), without_end(then)


def _quoted(row: Row) -> Point | None:
    """Return the last point whose words are quoted: its line, or those of another answer."""
    over = False  # an older answer is, once the last talk gave one in words
    for point in reversed(row.points):
        if line_words(point):
            return point
        if not over and _answer_words(point, row):
            if point.telling.record is not row.latest:
                return point
            over = True
    return None


def said_with_words(row: Row) -> Collection[str]:
    """Return what stands before the words that are quoted of a row: how it was answered then."""
    point = _quoted(row)
    if point is None or line_words(point) or point.telling is not row.since_last.earlier:
        return ()
    return {bar_then(point.telling)}


def _answer_words(point: Point, row: Row) -> str:
    """Return what was said with an answer that is no card, by each who saw it differently.

    Why a line had no place is over once it has one.
    """
    telling = point.telling
    if of_another(point) or telling.place is not None:
        return ""
    views = []
    for view in telling.views:
        if view.words.strip():
            views.append(with_end(in_a_line(view.words)))
    if views or row.since_last.later.place is not None:
        return " ".join(views)
    return telling.status_words


def line_words(point: Point) -> str:
    """Return the team's line on it; what was split or merged has a row of its own for that."""
    return "" if of_another(point) else point.telling.words


def of_another(point: Point) -> Bar | None:
    """Say whether this was told of a line that was split or merged since, and how."""
    broken = point.broken
    if broken and broken.record is point.telling.record and broken.bar in WAS_ANOTHER:
        return broken.bar
    return None
