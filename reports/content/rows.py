"""A line over time: its sentences, and the points for its bead row."""

import datetime as dt

from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.distance.movement import Bar
from record.distance.points import Point
from record.distance.rows import Row
from record.distance.telling import Telling
from record.document import Place, View
from record.framework import Struct
from record.sentences.distance import break_words, empty_words, row_sentences, without_place
from record.words.dates import in_month
from record.words.phrases import Sentence, fill, opening
from reports.content.pieces import Own, own
from reports.drawing.sheet import Segment, Spot


class Mark(Struct):
    """One conversation on a row.

    `spot` is empty where there is nothing to draw; `told` says the place or the answer in words.
    `now` is the latest conversation of all. `broken` says why it is not joined to the one before
    (or, without a spot, why there is nothing to draw); `recast` is where the team, saying this,
    would have put the one before; `views` are the places of those who saw it differently.
    """

    held_on: dt.date
    occasion: str
    told: str
    line: Own | None = None
    spot: Spot | None = None
    joined: bool = False
    arc: str = ""
    broken: str = ""
    recast: Spot | None = None
    views: tuple[Spot, ...] = ()
    now: bool = False


class RowText(Struct, kw_only=True):
    """A line: sentences first, then what its rod shows.

    `kind` is the line's (whole, theme, element), `moved` what became of it since last time
    (record.movement.Kind), `empty` the words on a rod that has nothing on it. `words` is the
    team's last line on it, `words_when` when that was said ("In March") where it was not last
    time. `worded` where these stand instead of the sentences, which stand elsewhere but for what is
    said of it `alone`. `edition`: of a former line, which framework it is of ("pies-2"): another
    one may have the same code.
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
        return " ".join(each.plain for each in self.sentences)

    @property
    def drawn(self) -> bool:
        """True where there is a bead to draw."""
        return any(mark.spot or mark.views for mark in self.marks)

    @property
    def latest_first(self) -> tuple[Mark, ...]:
        """The points, newest first."""
        return tuple(reversed(self.marks))


def row_text(row: Row) -> RowText:
    """Put a row into words and points."""
    words, words_when = _last_words(row)
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
        sentences=row_sentences(row, named=False),
        levels=tuple(Segment(each.code, each.name, each.order) for each in row.levels),
        marks=tuple(_mark(point, row) for point in row.points),
        empty=empty,
        former=row.former,
        words=words,
        words_when=words_when,
        edition=edition,
    )


def _last_words(row: Row) -> tuple[Own | None, str]:
    """Return the last line the team said of it, and when, where that was not last time."""
    for point in reversed(row.points):
        telling = point.telling
        if not _words(point):
            continue
        if telling.record is row.latest:
            return Own(telling.words), ""
        month = in_month(telling.record.occasion.held_on, row.today or row.latest.occasion.held_on)
        return Own(telling.words), opening(month).text
    return None, ""


def _words(point: Point) -> str:
    """Return the team's line on it; what was split or merged has a row of its own for that."""
    return "" if _of_another(point) else point.telling.words


def _of_another(point: Point) -> Bar | None:
    """Say whether this was told of a line that was split or merged since; which of the two."""
    broken = point.broken
    if broken and broken.record is point.telling.record and broken.bar in {Bar.SPLIT, Bar.MERGED}:
        return broken.bar
    return None


def _mark(point: Point, row: Row) -> Mark:
    telling = point.telling
    return Mark(
        held_on=telling.record.occasion.held_on,
        occasion=telling.record.occasion.id,
        told=_told(point),
        line=own(_words(point)),
        spot=_spot(point.place),
        joined=point.joined,
        arc=point.arc.value,
        broken=break_words(point.broken, row) if point.broken else "",
        recast=_spot(point.recast),
        views=_views(telling) if point.place is None and not _of_another(point) else (),
        now=telling.record is row.latest,
    )


def _told(point: Point) -> str:
    """Say where this conversation put it, or of which line it was told: its level is that one's."""
    bar = _of_another(point)
    if bar is None:
        return told(point.telling)
    form = _("then part of “{name}”") if bar is Bar.SPLIT else _("then “{name}” and others")
    return fill(form, name=point.telling.line.name).plain


def _spot(place: Place | View | None) -> Spot | None:
    if place and place.level:
        return Spot(place.level, place.finer)
    return None


def _views(telling: Telling) -> tuple[Spot, ...]:
    return tuple(filter(None, map(_spot, telling.views)))


def told(telling: Telling) -> str:
    """Say where one conversation put a line: "Here and there, a little", or its other answer."""
    if telling.place is None:
        return without_place(telling)
    return telling.record.framework.place_name(telling.place.level, telling.place.finer)
