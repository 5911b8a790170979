"""Distance travelled: a team's occasions as one row per line, and what became of each.

Pure: it knows no Django, no database and no language. A movement is a change of level and nothing
else (docs/sentences.md); where two readings cannot be compared the row breaks and says why.
`sentences.py` puts it into words, `reports/charts.py` draws it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from record.lineage import BACKWARDS, Join, Link, joins_to
from record.movement import Bar, Kind, Movement, movement
from record.points import Arc, Break, Point, Walk, points_of, walk_along
from record.readings import (
    DOES_NOT_APPLY,
    LevelRef,
    LineRef,
    Occasion,
    Place,
    Reading,
    Telling,
    View,
    occasion_of,
)

__all__ = [
    "Arc",
    "Bar",
    "Break",
    "Join",
    "Kind",
    "LevelRef",
    "LineRef",
    "Link",
    "Movement",
    "Occasion",
    "Place",
    "Point",
    "Reading",
    "Row",
    "Telling",
    "View",
    "in_order",
    "journey",
    "movement",
    "occasion_of",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One line over time.

    Args:
        line: as it is called now.
        levels: in order, as they are called now.
        points: every occasion that said something about it, oldest first.
        since_last: set beside the last time it was offered.
        since_placed: where that cannot be compared: set beside the last time that can, or, where
            there is no place now, beside the last time there was one.
        since_first: set beside the first time that can be compared, where that is another one.
        latest: the occasion the row is told from: the last of all.
        former: True for a line that the latest occasion's framework no longer has.
    """

    line: LineRef
    levels: tuple[LevelRef, ...]
    points: tuple[Point, ...]
    since_last: Movement
    latest: Occasion
    since_placed: Movement | None = None
    since_first: Movement | None = None
    former: bool = False

    @property
    def places(self) -> tuple[Point, ...]:
        """The points that can be drawn, oldest first."""
        return tuple(point for point in self.points if point.place is not None)

    @property
    def movements(self) -> tuple[Movement, ...]:
        """Since last time first, since the first time last."""
        others = (self.since_placed, self.since_first)
        return (self.since_last, *(each for each in others if each is not None))


def in_order(occasions: Iterable[Occasion]) -> tuple[Occasion, ...]:
    """Return them by the day they were held, late entries at their own place."""
    return tuple(sorted(occasions, key=lambda each: each.when))


def journey(
    occasions: Iterable[Occasion], links: Iterable[Link] = (), *, apart: Iterable[Occasion] = ()
) -> tuple[Row, ...]:
    """Lay a service's occasions out as one row per line.

    Args:
        occasions: finished conversations of one service, in any order.
        links: typed links between lines of different framework editions.
        apart: its other finished conversations, which are left out. Nothing of them is told. What
            the team said against one of them is not told as if it were about another, and nothing
            they had told already is told for the first time.

    Returns:
        Rows in the order of the latest occasion's framework, for lines that anybody was ever asked
        about; then former lines that became none of these, in the order of theirs.
    """
    ordered = in_order(occasions)
    if not ordered:
        return ()
    latest, links, apart = ordered[-1], tuple(links), in_order(apart)
    rows, used = [], set()
    for line in latest.lines:
        walk = walk_along(line, ordered, latest, links, apart)
        if walk.told:
            rows.append(_row(line, walk))
            used |= {_key(telling) for telling, join in walk.told if not join.broken}
    return (*rows, *_former(ordered, links, used, apart))


def _key(telling: Telling) -> tuple[str, str, str]:
    return (*telling.occasion.edition, telling.reading.line)


def _row(line: LineRef, walk: Walk) -> Row:
    latest, points = walk.latest, points_of(walk)
    if walk.told[-1][0].occasion is latest:
        since_last = _since_last(walk)
    else:
        since_last = _unsaid(line, walk, points)
    return Row(
        line,
        levels=tuple(sorted(latest.levels, key=lambda each: each.order)),
        points=points,
        since_last=since_last,
        latest=latest,
        since_placed=_since_placed(walk, since_last),
        since_first=_since_first(walk, since_last),
    )


def _unsaid(line: LineRef, walk: Walk, points: Sequence[Point]) -> Movement:
    """The latest occasion did not ask about this line itself: say so, and where it stood."""
    later = Telling(walk.latest, Reading(line.code, answered=False))
    placed = (point.telling for point in reversed(points) if point.place is not None)
    bar = Bar.OPENED_NOW if walk.opened else Bar.NOT_OFFERED_NOW
    return Movement(Kind.NOT_COMPARABLE, later, next(placed, None), bar=bar)


def _since_last(walk: Walk) -> Movement:
    later, _own = walk.told[-1]
    if len(walk.told) > 1:
        earlier, join = walk.told[-2]
        return movement(earlier, later, join=join, between=walk.between(earlier, later))
    if walk.stranger is not None and later.place is not None:
        return Movement(Kind.NOT_COMPARABLE, later, bar=Bar.OTHER_FRAMEWORK)
    return movement(None, later, between=walk.before(later))


def _since_placed(walk: Walk, since_last: Movement) -> Movement | None:
    later = since_last.later
    if since_last.compared or later.reading.kept_back or later is not walk.told[-1][0]:
        return None
    if later.reading.status == DOES_NOT_APPLY:
        return None  # where it stood is not said of what does not apply
    if later.place is None and since_last.earlier is not None and since_last.earlier.place:
        return None  # where it stood has been said
    for earlier, join in reversed(walk.told[:-2]):
        moved = movement(earlier, later, join=join, between=walk.between(earlier, later))
        stood = later.place is None and moved.earlier is not None and moved.earlier.place
        if moved.compared or stood:
            return moved
    return None


def _since_first(walk: Walk, since_last: Movement) -> Movement | None:
    later = since_last.later
    if later is not walk.told[-1][0]:
        return None
    ways = [
        (telling, join)
        for telling, join in walk.told[:-1]
        if movement(telling, later, join=join).compared
    ]
    # The nearest one is since_last or since_placed already.
    if len(ways) < 2:  # noqa: PLR2004 -- a first and a last
        return None
    first, join = ways[0]
    between = [telling for telling, _join in ways[1:]] + walk.between(first, later)
    between.sort(key=lambda telling: telling.occasion.when)
    return movement(first, later, join=join, between=between)


def _former(
    ordered: Sequence[Occasion],
    links: tuple[Link, ...],
    used: set[tuple[str, str, str]],
    apart: Sequence[Occasion],
) -> list[Row]:
    """Lines that ended: told from the last occasion that had them, and never said to be now."""
    latest, rows = ordered[-1], []
    for place in reversed(range(len(ordered) - 1)):
        occasion = ordered[place]
        for line in occasion.lines:
            key = (*occasion.edition, line.code)
            if key in used or line.code not in occasion.readings:
                continue
            walk = walk_along(line, ordered[: place + 1], occasion, links, apart)
            used |= {_key(telling) for telling, join in walk.told if not join.broken} | {key}
            if walk.told:
                rows.append(_ended(line, walk, latest, links))
    return rows


def _ended(line: LineRef, walk: Walk, latest: Occasion, links: tuple[Link, ...]) -> Row:
    became = joins_to(latest, line, walk.latest, links)
    bar = Bar.NOT_OFFERED_NOW
    if latest.edition != walk.latest.edition:
        crossed = became and became[0][1].broken
        bar = Bar(BACKWARDS[became[0][1].kind]) if crossed else Bar.OTHER_FRAMEWORK
    points = points_of(walk)
    placed = (point.telling for point in reversed(points) if point.place is not None)
    return Row(
        line,
        levels=tuple(sorted(walk.latest.levels, key=lambda each: each.order)),
        points=points,
        since_last=Movement(
            Kind.NOT_COMPARABLE,
            Telling(latest, Reading(line.code, answered=False)),
            next(placed, None),
            bar=bar,
        ),
        latest=latest,
        former=True,
    )
