"""One line over time, as points: what was told when, what joins them and what breaks the row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from record.lineage import Join, Link, joins_to
from record.movement import Bar, Kind, Movement, bar_then, movement
from record.readings import ANOTHER_DAY, LineRef, Occasion, Place, Telling


class Arc(StrEnum):
    """How a place is drawn to the one before it."""

    NONE = ""
    FURTHER_ON = "further_on"
    LESS_SO = "less_so"


@dataclass(frozen=True, slots=True)
class Break:
    """Why a row is interrupted, and the occasion that reason comes from."""

    bar: Bar
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Point:
    """One occasion on a row.

    Args:
        telling: what was said, and when.
        place: on the row's own levels, or None where there is nothing to draw.
        joined: whether it can be compared with the place before it.
        arc: the change of level from the place before it, drawn with a gap where not joined.
        broken: why it is not joined.
        recast: where the team, saying this, would have put the place before it.
    """

    telling: Telling
    place: Place | None = None
    joined: bool = False
    arc: Arc = Arc.NONE
    broken: Break | None = None
    recast: Place | None = None


@dataclass(slots=True)
class Walk:
    """What a walk along the occasions has met so far."""

    latest: Occasion
    told: list[tuple[Telling, Join]] = field(default_factory=list)
    opened: bool = False  # the last occasion opened this theme instead of placing it
    stranger: Occasion | None = None  # the time before used a framework no line of which joins
    apart: list[tuple[Telling, Join]] = field(default_factory=list)  # told by those left out

    def between(self, earlier: Telling, later: Telling) -> list[Telling]:
        """What was left out between two and can be compared with them, oldest first."""
        return [
            telling
            for telling, join in self.apart
            if earlier.occasion.when < telling.occasion.when < later.occasion.when
            and movement(telling, later, join=join).compared
        ]

    def before(self, later: Telling) -> list[Telling]:
        """What was said before this and is left out, oldest first."""
        return [
            telling
            for telling, _join in self.apart
            if telling.occasion.when < later.occasion.when
            and not telling.reading.passed_over
            and telling.reading.status != ANOTHER_DAY
        ]


def walk_along(
    line: LineRef,
    ordered: Sequence[Occasion],
    latest: Occasion,
    links: tuple[Link, ...],
    apart: Sequence[Occasion] = (),
) -> Walk:
    """Gather what the occasions up to `latest` told about one of its lines, in order.

    `apart`: the occasions that are left out, in order.
    """
    walk = Walk(latest)
    for occasion in ordered:
        walk.opened = False
        joins = joins_to(occasion, line, latest, links)
        if occasion is not latest:
            walk.stranger = None if joins else occasion
        for code, join in joins:
            walk.opened = _opened(occasion, code)
            reading = occasion.readings.get(code)
            if reading is not None and not walk.opened:
                walk.told.append((Telling(occasion, reading), join))
                break
    for occasion in apart:
        for code, join in joins_to(occasion, line, latest, links):
            reading = occasion.readings.get(code)
            if reading is not None:
                walk.apart.append((Telling(occasion, reading, apart=True), join))
                break
    return walk


def _opened(occasion: Occasion, code: str) -> bool:
    """True where a theme was not placed itself because people talked about its elements.

    The theme keeps the place it had, and its row goes on.
    """
    reading = occasion.readings.get(code)
    if reading is not None and not reading.unanswered:
        return False
    return any(
        line.theme == code and not occasion.readings[line.code].passed_over
        for line in occasion.lines
        if line.code in occasion.readings
    )


def points_of(walk: Walk) -> tuple[Point, ...]:
    """Turn what was told into points, each with its join to the place before or its break."""
    points: list[Point] = []
    before: Telling | None = None
    gap: Break | None = None
    if walk.stranger is not None and len(walk.told) == 1:
        gap = Break(Bar.OTHER_FRAMEWORK, walk.stranger)
    for telling, join in walk.told:
        bar = _no_place(telling, join, walk.latest)
        if bar is not None:
            here = Break(bar, telling.occasion)
            points.append(Point(telling, broken=here))
            gap = gap or here
            continue
        between = [] if before is None else walk.between(before, telling)
        points.append(_point(before, telling, join, gap, between))
        before, gap = telling, None
    return tuple(points)


def _no_place(telling: Telling, join: Join, latest: Occasion) -> Bar | None:
    """Why nothing of this can be drawn on the row, or None."""
    if join.broken:
        return Bar(join.kind)
    if telling.place is None:
        return bar_then(telling.reading)
    then = telling.occasion
    if then.scale != latest.scale or then.other_words != latest.other_words:
        return Bar.OTHER_WORDS
    return None


def _point(
    before: Telling | None,
    telling: Telling,
    join: Join,
    gap: Break | None,
    between: Sequence[Telling],
) -> Point:
    place = telling.place
    if before is None:
        return Point(telling, place, broken=gap)
    moved = movement(before, telling, join=join, between=between)
    if gap is None and moved.bar is not None:
        gap = Break(moved.bar, before.occasion)
    recast = moved.recast if gap is None else None
    return Point(
        telling,
        place,
        joined=gap is None,
        arc=_arc(moved, across=gap is not None),
        broken=gap,
        recast=recast,
    )


def _arc(moved: Movement, *, across: bool) -> Arc:
    """A change of level. What is seen more clearly is no fall: its arc starts at the recast.

    `across` a gap the recast is not drawn, and so no arc from it.
    """
    if moved.went is None or (across and moved.kind is Kind.SEEN_MORE_CLEARLY):
        return Arc.NONE
    return Arc(moved.went.value)
