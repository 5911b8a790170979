"""A line over time: sentences, points of its bead row and their key; lines that are no more."""

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.distance.movement import Bar
from record.distance.points import Point
from record.distance.rows import Row
from record.distance.telling import Telling
from record.document import Place, Record, View
from record.framework import Struct
from record.sentences.distance import break_words, empty_words, row_sentences, without_place
from record.words.dates import is_recent
from record.words.phrases import Sentence, fill, own_words, single_sentences
from reports.content.conversations import framework_name
from reports.content.last_words import last_words, line_words, of_another
from reports.content.pieces import Own, name_lines, own
from reports.drawing.sheet import Segment, Spot


class Mark(Struct):
    """One conversation on a row.

    `spot` is empty where there is nothing to draw; `answer` says the place or the other answer in
    words. `now` is the latest conversation of all. `broken` says why it is not joined to the one
    before (or, without a spot, why there is nothing to draw); `recast` is where the team, saying
    this, would have put the one before; `views` are the places of those who saw it differently.
    """

    held_on: dt.date
    occasion: str
    answer: str = msgspec.field(name="told")  # as reports were frozen
    line: Own | None = None
    spot: Spot | None = None
    joined: bool = False
    arc: str = ""
    broken: str = ""
    recast: Spot | None = None
    views: tuple[Spot, ...] = ()
    now: bool = False

    @property
    def apart(self) -> str:
        """Why its place is not joined to the one before; of the last one the sentences say it."""
        return self.broken if self.spot and not self.now else ""


class RowText(Struct, kw_only=True):
    """A line: sentences first, then what its rod shows.

    `kind` is the line's (whole, theme, element), `moved` what became of it since last time
    (record.movement.Kind), `empty` the words on a rod that has nothing on it. `words` is the
    last that the team said of it, `words_when` when that was ("In March", "In March it did not
    apply here") where it was not last time. `worded` where these stand instead of the sentences,
    which stand elsewhere but for what is said of it `alone`. `edition`: of a former line,
    which framework it is of ("pies-2"): another one may have the same code.
    """

    code: str
    name: str
    kind: str
    theme: str
    moved: str
    sentences: tuple[Sentence, ...]
    levels: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    empty: str = ""
    former: bool = False
    words: Own | None = None
    words_when: str = ""
    worded: bool = False
    edition: str = ""
    # Not in copies that were frozen before there was any.
    alone: tuple[Sentence, ...] | UnsetType = UNSET

    @property
    def plain(self) -> str:
        """The sentences as plain text: the text alternative of the rod."""
        return " ".join(sentence.plain for sentence in self.sentences)

    @property
    def drawn(self) -> bool:
        return any(mark.spot or mark.views for mark in self.marks)

    @property
    def latest_first(self) -> tuple[Mark, ...]:
        return tuple(reversed(self.marks))


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
        sentences=row_sentences(row),
        levels=tuple(Segment(level.code, level.name, level.order) for level in row.levels),
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
        held_on=telling.record.occasion.held_on,
        occasion=telling.record.occasion.id,
        answer=_answer(point),
        line=own(line_words(point)),
        spot=_spot(point.place),
        joined=point.joined,
        arc=point.arc.value,
        broken=break_words(point.broken, row) if point.broken else "",
        recast=_spot(point.recast),
        views=_views(point, row),
        now=telling.record is row.latest,
    )


def _answer(point: Point) -> str:
    """Say where this conversation put it, or of which line it was told: its level is that one's."""
    bar = of_another(point)
    if bar is None:
        return place_or_answer(point.telling)
    form = _("then part of “{name}”") if bar is Bar.SPLIT else _("then “{name}” and others")
    return fill(form, name=point.telling.line.name).plain


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


def place_or_answer(telling: Telling) -> str:
    """Say where one conversation put a line: "Here and there, a little", or its other answer."""
    if telling.place is None:
        return without_place(telling)
    return telling.record.framework.place_name(telling.place.level, telling.place.finer)


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


class KeyMark(Struct):
    """A mark (a key of `charts.rod_key`) and what it means."""

    name: str
    words: str


def marks_shown(rows: Sequence[RowText], *, today: dt.date) -> tuple[KeyMark, ...]:
    """Return the marks that these rows show, in the order of a story.

    `today`: the day they are told on; the last one may not be where a line is now.
    """
    marks: set[str] = set()
    recent = True
    for row in rows:
        marks |= _marks(row)
        if any(mark.now and not is_recent(mark.held_on, today) for mark in row.marks):
            recent = False
    meanings = {
        "first": _("first"),
        "between": _("between"),
        "now": _("now") if recent else _("last"),
        "wide": _("a card, no bead on it"),
        "further_on": _("further on"),
        "less_so": _("less so"),
        "seen_again": _("where we would put it now") if recent else _("where we put it later"),
        "view": _("one of several views"),
        "break": _("cannot be set beside the time before"),
    }
    return tuple(KeyMark(name, words) for name, words in meanings.items() if name in marks)


def _marks(row: RowText) -> set[str]:
    placed = [mark for mark in row.marks if mark.spot]
    marks = {mark.arc for mark in placed if mark.arc}
    last = row.marks[-1] if row.marks else None
    if last and last.now and last.views:
        marks.add("view")
    if not placed:
        return marks
    before = len(placed)
    if placed[-1].now:
        marks.add("now")
        before -= 1
    if before:
        marks.add("first")
    if before > 1:
        marks.add("between")
    for mark in placed:
        if mark.spot and mark.spot.step is None:
            marks.add("wide")
        if mark.recast:
            marks.add("seen_again")
    if any(mark.broken for mark in row.marks):
        marks.add("break")
    return marks
