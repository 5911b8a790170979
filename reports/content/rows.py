"""A line over time: its sentences, and the points for its bead row."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.distance import Point, Row
from record.document import Record, Struct
from record.phrases import ended, in_month, opening
from record.readings import Occasion, Place, Telling
from record.sentences import break_words, empty_words, row_sentences
from reports.content.said import Own, Said, own, said

StepNames = Mapping[str, Sequence[str]]  # by the occasion's id


class Level(Struct):
    """A segment of a rod."""

    code: str
    name: str
    order: int


class Spot(Struct):
    """A place on a rod."""

    level: str
    step: int | None = None


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
    time. `worded` where these stand instead of the sentences, which stand elsewhere.
    """

    code: str
    name: str
    kind: str
    theme: str
    moved: str
    sentences: tuple[Said, ...]
    levels: tuple[Level, ...]
    marks: tuple[Mark, ...]
    empty: str = ""
    former: bool = False
    words: Own | None = None
    words_when: str = ""
    worded: bool = False

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

    def as_a_whole(self, line: Own | None) -> "RowText":
        """Return the row without the team's line, for where that stands above it."""
        if line is None:
            return self
        sentences = [each.without(ended(line.words)) for each in self.sentences]
        kept = tuple(each for each in sentences if each)
        return msgspec.structs.replace(self, sentences=kept, words=None, words_when="")


def step_names(records: Sequence[Record]) -> StepNames:
    """Return each conversation's names for the finer places."""
    return {record.occasion.id: record.framework.step_names for record in records}


def row_text(row: Row, steps: StepNames) -> RowText:
    """Put a row into words and points."""
    words, words_when = _last_words(row)
    return RowText(
        code=row.line.code,
        name=row.line.name,
        kind=row.line.kind,
        theme=row.line.theme,
        moved=row.since_last.kind.value,
        sentences=tuple(said(each) for each in row_sentences(row, named=False)),
        levels=tuple(Level(each.code, each.name, each.order) for each in row.levels),
        marks=tuple(_mark(point, row.latest, steps) for point in row.points),
        empty="" if row.places else empty_words(row),
        former=row.former,
        words=words,
        words_when=words_when,
    )


def _last_words(row: Row) -> tuple[Own | None, str]:
    """Return the last line the team said of it, and when, where that was not last time."""
    for point in reversed(row.points):
        telling = point.telling
        if telling.said:
            latest = telling.occasion is row.latest
            held_on = telling.occasion.held_on
            month = opening(in_month(held_on, row.latest.held_on)).text
            return Own(telling.said), "" if latest else month
    return None, ""


def _mark(point: Point, now: Occasion, steps: StepNames) -> Mark:
    telling = point.telling
    return Mark(
        held_on=telling.occasion.held_on,
        occasion=telling.occasion.id,
        told=told(telling, steps),
        line=own(telling.said),
        spot=_spot(point.place),
        joined=point.joined,
        arc=point.arc.value,
        broken=break_words(point.broken, now) if point.broken else "",
        recast=_spot(point.recast),
        views=_views(telling) if point.place is None else (),
        now=telling.occasion is now,
    )


def _spot(place: Place | None) -> Spot | None:
    return None if place is None else Spot(place.level, place.step)


def _views(telling: Telling) -> tuple[Spot, ...]:
    if telling.reading.kept_back:
        return ()
    places = (_spot(view.place) for view in telling.reading.views)
    return tuple(spot for spot in places if spot is not None)


def told(telling: Telling, steps: StepNames) -> str:
    """Say where one conversation put a line: "Here and there, a little", or its other answer."""
    reading = telling.reading
    if reading.kept_back:
        return _("kept within the team")
    if telling.level is not None:
        finer = steps.get(telling.occasion.id, ())
        step = reading.step
        if step is not None and 0 < step <= len(finer):
            return f"{telling.level.name}, {finer[step - 1]}"
        return telling.level.name
    if reading.passed_over:
        return _("not talked about")
    if reading.unanswered:
        return str(_NO_PLACE)
    return str(_STATUS.get(reading.status, _NO_PLACE))


_NO_PLACE = gettext_lazy("no place")
_STATUS = {
    "another_day": gettext_lazy("left for another day"),
    "differs": gettext_lazy("we don't all see it the same way"),
    "does_not_apply": gettext_lazy("does not apply here, for now"),
    "not_ours": gettext_lazy("it isn't ours to change"),
}
