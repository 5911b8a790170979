"""Distance travelled: a team's conversations as one row per line, and what became of each.

Pure: it knows no Django, no database and no language. A movement is a change of level and nothing
else (docs/sentences.md); where two tellings cannot be compared the row breaks and says why.
`record/sentences/` puts it into words, `reports/drawing/charts.py` draws it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from record.choices import Status
from record.distance.movement import Bar, Kind, Movement, Order, movement
from record.distance.points import Point, Walk, points_of, stranger_bar, walk_along
from record.distance.telling import Telling, oldest_first
from record.document import Record
from record.framework import (
    BACKWARDS,
    JOINED,
    Join,
    LevelText,
    LineText,
    Link,
    joins_to,
    retirement,
)

Key = tuple[str, str, str]  # a framework's slug and major version, and a line's code


@dataclass(frozen=True, slots=True)
class Row:
    """One line over time.

    Args:
        line: as it is called now.
        levels: in order, as they are called now.
        points: every conversation that said something about it, oldest first.
        since_last: set beside the last time it was offered.
        since_placed: where that cannot be compared: set beside the last time that can, or, where
            there is no place now, beside the last time there was one.
        since_first: set beside the first time that can be compared, where that is another one.
        latest: the record the row is told from: the last of all.
        former: True for a line that the latest record's framework does not have.
        today, subjects: as for `rows_of`.
        order: the ids of all talks that are told, oldest first, by their days.
    """

    line: LineText
    levels: tuple[LevelText, ...]
    points: tuple[Point, ...]
    since_last: Movement
    latest: Record
    since_placed: Movement | None = None
    since_first: Movement | None = None
    former: bool = False
    today: dt.date | None = None
    subjects: bool = True
    order: Order = field(default_factory=dict)

    @property
    def places(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.place is not None)

    @property
    def passed_over(self) -> bool:
        """True where no talk that is told took the line up."""
        return all(point.telling.passed_over for point in self.points)

    @property
    def movements(self) -> tuple[Movement, ...]:
        """Since last time first, since the first time last."""
        return tuple(filter(None, (self.since_last, self.since_placed, self.since_first)))


def rows_of(
    records: Iterable[Record],
    links: Iterable[Link] = (),
    *,
    apart: Iterable[Record] = (),
    today: dt.date | None = None,
    subjects: bool = True,
    code: str = "",
) -> tuple[Row, ...]:
    """Lay a service's conversations out as one row per line.

    Args:
        records: of finished conversations of one service, in any order.
        links: typed links between lines of different framework editions.
        apart: of its other finished conversations, which are left out. Nothing of them is told.
            What the team said against one of them is not told as if it were about another, and
            nothing they had told already is told for the first time.
        today: the day of the letter or page. Without it things are told as on the latest day.
        subjects: whether the one thing that a talk was about may be told; else only that it was
            about one.
        code: of the only line that is wanted; the others are not worked out then.

    In the order of the latest record's framework, for lines that anybody was ever asked about; then
    former lines that became none of these, in the order of theirs.
    """
    ordered = oldest_first(records)
    if not ordered:
        return ()
    latest, links, apart = ordered[-1], tuple(links), oldest_first(apart)
    rows: list[Row] = []
    used: set[Key] = set()
    for line in latest.framework.lines:
        walk = walk_along(line, ordered, latest, links, apart)
        if walk.tellings:
            used |= _joined(walk)
            if code in {"", line.code}:
                rows.append(_row(line, walk))
    for line, walk in _former(ordered, links, used, apart):
        if code in {"", line.code}:
            rows.append(_ended(line, walk, ordered, links))
    context = {"today": today, "subjects": subjects, "order": order_of(ordered)}
    return tuple(_for_reader(row, context) for row in rows)


def order_of(ordered: Iterable[Record]) -> Order:
    """Return the ids of talks by their days. `ordered`: oldest first."""
    order: dict[dt.date, list[str]] = {}
    for record in ordered:
        order.setdefault(record.held_on, []).append(record.occasion.id)
    return order


def _for_reader(row: Row, context: dict[str, Any]) -> Row:
    """Return the row as it is told on a day, to somebody."""
    adjusted = replace(row, since_last=replace(row.since_last, **context), **context)
    if row.since_placed:
        adjusted = replace(adjusted, since_placed=replace(row.since_placed, **context))
    if row.since_first:
        adjusted = replace(adjusted, since_first=replace(row.since_first, **context))
    return adjusted


def _joined(walk: Walk) -> set[Key]:
    """Return the lines that this row tells of as one."""
    keys = set()
    for telling, join in walk.tellings:
        if not join.broken:
            keys.add((*telling.record.framework.edition, telling.code))
    return keys


def _row(line: LineText, walk: Walk) -> Row:
    points = tuple(points_of(walk))
    if walk.tellings[-1][0].record is walk.latest:
        since_last = _since_last(walk)
    else:
        bar = Bar.OPENED_NOW if walk.opened else Bar.NOT_OFFERED_NOW
        since_last = _unsaid(line, walk.latest, points, bar)
    return Row(
        line,
        levels=walk.latest.framework.ordered_levels,
        points=points,
        since_last=since_last,
        latest=walk.latest,
        since_placed=_since_placed(walk, since_last),
        since_first=_since_first(walk, since_last),
    )


def _unsaid(
    line: LineText, latest: Record, points: Sequence[Point], bar: Bar, join: Join = JOINED
) -> Movement:
    """The latest conversation did not ask about this line itself: say so, and where it stood."""
    last_placed: Telling | None = None
    for point in points:
        if point.place is not None:
            last_placed = point.telling
    later = Telling(latest, line.code, was_asked=False)
    return Movement(Kind.NOT_COMPARABLE, later, last_placed, bar=bar, join=join)


def _since_last(walk: Walk) -> Movement:
    later, _own = walk.tellings[-1]
    if len(walk.tellings) > 1:
        earlier, join = walk.tellings[-2]
        return movement(earlier, later, join=join, between=walk.between(earlier, later))
    if walk.stranger is not None and later.place is not None:
        return Movement(Kind.NOT_COMPARABLE, later, bar=stranger_bar(walk))
    return movement(None, later, between=walk.before(later))


def _since_placed(walk: Walk, since_last: Movement) -> Movement | None:
    later = since_last.later
    if since_last.compared or later.kept_back or later is not walk.tellings[-1][0]:
        return None
    if later.status == Status.DOES_NOT_APPLY:
        return None  # where it stood is not said of what does not apply
    is_told = since_last.bar is not Bar.OTHER_SUBJECT
    if is_told and later.place is None and since_last.earlier and since_last.earlier.place:
        return None  # where it stood has been said
    for earlier, join in reversed(walk.tellings[:-2]):
        moved = movement(earlier, later, join=join, between=walk.between(earlier, later))
        had_place = later.place is None and moved.earlier is not None and moved.earlier.place
        if moved.compared or had_place:
            return moved
    return None


def _since_first(walk: Walk, since_last: Movement) -> Movement | None:
    later = since_last.later
    if later is not walk.tellings[-1][0]:
        return None
    comparable = []
    for telling, join in walk.tellings[:-1]:
        if movement(telling, later, join=join).compared:
            comparable.append((telling, join))
    # The nearest one is since_last or since_placed already.
    if len(comparable) < 2:  # noqa: PLR2004 -- a first and a last
        return None
    first, join = comparable[0]
    between = [telling for telling, _join in comparable[1:]] + walk.between(first, later)
    between.sort(key=lambda telling: telling.record.occasion.when)
    return movement(first, later, join=join, between=between)


def _former(
    ordered: Sequence[Record], links: tuple[Link, ...], used: set[Key], apart: Sequence[Record]
) -> Iterator[tuple[LineText, Walk]]:
    """Lines that ended: told from the last record that had them, and never said to be now."""
    for number in reversed(range(len(ordered) - 1)):
        record = ordered[number]
        for line in record.framework.lines:
            key = (*record.framework.edition, line.code)
            if key in used or line.code not in record.by_line:
                continue
            walk = walk_along(line, ordered[: number + 1], record, links, apart)
            used |= _joined(walk) | {key}
            if walk.tellings:
                yield line, walk


def _ended(line: LineText, walk: Walk, ordered: Sequence[Record], links: tuple[Link, ...]) -> Row:
    latest, bar, join = ordered[-1], Bar.NOT_OFFERED_NOW, JOINED
    if latest.framework.edition != walk.latest.framework.edition:
        broken = _broken_in(line, walk, ordered, links)
        retired = retirement(walk.latest.framework, line, links)
        if broken is not None:
            join = broken
            bar = Bar(BACKWARDS[join.kind])
        elif retired is not None:
            bar, join = Bar.RETIRED, Join(note=retired.note)
        else:
            bar = _other_framework(walk, ordered)
    points = tuple(points_of(walk))
    return Row(
        line,
        levels=walk.latest.framework.ordered_levels,
        points=points,
        since_last=_unsaid(line, latest, points, bar, join),
        latest=latest,
        former=True,
    )


def _broken_in(
    line: LineText, walk: Walk, ordered: Sequence[Record], links: tuple[Link, ...]
) -> Join | None:
    """Return how a line that ended was split up or merged, by the first edition that did so.

    A later one may have undone it: what the first noted, as of now, is left to that edition.
    """
    then, now = walk.latest.framework, ordered[-1].framework
    for record in ordered[ordered.index(walk.latest) + 1 :]:
        successors = joins_to(record.framework, line, then, links)
        if successors and successors[0][1].broken:
            join = successors[0][1]
            return join if record.framework.edition == now.edition else replace(join, note="")
    return None


def _other_framework(walk: Walk, ordered: Sequence[Record]) -> Bar:
    """Say whether the team has left the framework of a line, or only its last talk used another."""
    then, now = walk.latest.framework, ordered[-1].framework
    if then.slug == now.slug:
        return Bar.OTHER_VERSION
    before = ordered[: ordered.index(walk.latest)]
    has_left = all(record.framework.slug != now.slug for record in before)
    if has_left:
        return Bar.OTHER_FRAMEWORK
    return Bar.NOT_THIS_FRAMEWORK
