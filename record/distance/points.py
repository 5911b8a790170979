"""One line over time, as points: what was told when, what joins them and what breaks the row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from record.choices import Status
from record.distance.movement import Bar, Kind, Movement, bar_then, movement
from record.distance.telling import Telling
from record.document import Place, Record
from record.framework import Join, LineText, Link, joins_to
from record.words.own_words import same_words


@dataclass(frozen=True, slots=True)
class Break:
    """Why a row is interrupted, and the record that reason comes from."""

    bar: Bar
    record: Record


@dataclass(frozen=True, slots=True)
class Point:
    """One conversation on a row.

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
    arc: Kind | None = None
    broken: Break | None = None
    recast: Place | None = None


@dataclass(slots=True)
class Walk:
    """What a walk along the conversations up to `latest` has met so far.

    `opened`: the last one opened this theme instead of placing it. `stranger`: of a line told once,
    the time before where it used a framework no line of which joins. `apart`: what those that are
    left out told.
    """

    latest: Record
    tellings: list[tuple[Telling, Join]] = field(default_factory=list)
    opened: bool = False
    stranger: Record | None = None
    apart: list[tuple[Telling, Join]] = field(default_factory=list)

    def between(self, earlier: Telling, later: Telling) -> list[Telling]:
        """What was left out between two and can be compared with them, oldest first."""
        start, end = earlier.record.occasion.when, later.record.occasion.when
        tellings = []
        for telling, join in self.apart:
            inside = start < telling.record.occasion.when < end
            if inside and movement(telling, later, join=join).compared:
                tellings.append(telling)
        return tellings

    def before(self, later: Telling) -> list[Telling]:
        """What was said before this and is left out, oldest first."""
        tellings = []
        for telling, _join in self.apart:
            earlier = telling.record.occasion.when < later.record.occasion.when
            if earlier and not telling.passed_over and telling.status != Status.ANOTHER_DAY:
                tellings.append(telling)
        return tellings


def _leads_to(latest: Record, links: tuple[Link, ...]) -> bool:
    """Say whether links tell where the lines of a record's framework come from.

    They tell it of every line, so one that they lead to from nowhere is new.
    """
    return any(link.ends[1][:2] == latest.framework.edition for link in links)


def _has_namesake(record: Record, line: LineText, latest: Record) -> bool:
    """Say whether a record of the same framework tells of another line of this name."""
    if record.framework.slug != latest.framework.slug:
        return False
    for other in record.framework.lines:
        if same_words(other.name, line.name) and not record.passed_over(other.code):
            return True
    return False


def stranger_bar(walk: Walk) -> Bar:
    """Say what the time before was: of another framework, or of another version of this one."""
    if walk.stranger is not None and walk.stranger.framework.slug == walk.latest.framework.slug:
        return Bar.OTHER_VERSION
    return Bar.OTHER_FRAMEWORK


def walk_along(
    line: LineText,
    ordered: Sequence[Record],
    latest: Record,
    links: tuple[Link, ...],
    apart: Sequence[Record] = (),
) -> Walk:
    """Gather what the conversations up to `latest`, and those `apart`, told about a line."""
    walk = Walk(latest)
    for record in ordered:
        walk.opened = False
        for code, join in joins_to(record.framework, line, latest.framework, links):
            walk.opened = is_opened(record, code)
            if record.tells_of(code) and not walk.opened:
                walk.tellings.append((Telling(record, code), join))
                break
    if all(telling.in_words_alone for telling, _join in walk.tellings):
        walk.tellings = []  # it has no row, and stands with the words of its talk
    if len(walk.tellings) == 1:
        talks_before = ordered[: ordered.index(walk.tellings[0][0].record)]
        walk.stranger = _stranger_among(talks_before, line, latest, links)
    for record in apart:
        for code, join in joins_to(record.framework, line, latest.framework, links):
            if record.tells_of(code):
                walk.apart.append((Telling(record, code, apart=True), join))
                break
    return walk


def _stranger_among(
    talks: Sequence[Record], line: LineText, latest: Record, links: tuple[Link, ...]
) -> Record | None:
    """Return the last of these talks where it used a framework no line of which joins."""
    stranger: Record | None = None
    namesake: Record | None = None
    for record in talks:
        joins = joins_to(record.framework, line, latest.framework, links)
        stranger = None if joins or _leads_to(latest, links) else record
        if joins:
            namesake = None
        elif _has_namesake(record, line, latest):
            namesake = record
    # The framework calls it new, and the team has talked of what had that very name.
    return stranger or namesake


def is_opened(record: Record, theme: str) -> bool:
    """True where a theme was not placed itself because people talked about its elements.

    The theme keeps the place it had, and its row goes on.
    """
    judgement = record.by_line.get(theme)
    if judgement is not None and not judgement.unanswered:
        return False
    for line in record.framework.lines:
        offered = line.theme == theme and line.code in record.by_line
        if offered and not record.passed_over(line.code):
            return True
    return False


def points_of(walk: Walk) -> Iterator[Point]:
    """Turn what was told into points, each with its join to the place before or its break."""
    before: Telling | None = None
    gap: Break | None = None
    if walk.stranger is not None and len(walk.tellings) == 1:
        gap = Break(stranger_bar(walk), walk.stranger)
    for telling, join in walk.tellings:
        bar = _no_place(telling, join, walk.latest)
        if bar is not None:
            gap = Break(bar, telling.record)  # the nearest, as the row is read from the last time
            yield Point(telling, broken=gap)
        else:
            between = [] if before is None else walk.between(before, telling)
            yield _point(before, telling, join, gap, between)
            before, gap = telling, None


def _no_place(telling: Telling, join: Join, latest: Record) -> Bar | None:
    """Why nothing of this can be drawn on the row, or None."""
    if join.broken:
        return Bar(join.kind)
    if telling.place is None:
        return bar_then(telling)
    if telling.record.framework.scale != latest.framework.scale:
        return Bar.OTHER_WORDS
    return None


def _point(
    before: Telling | None,
    telling: Telling,
    join: Join,
    gap: Break | None,
    between: Sequence[Telling],
) -> Point:
    if before is None:
        return Point(telling, telling.place, broken=gap)
    moved = movement(before, telling, join=join, between=between)
    if gap is None and moved.bar is not None:
        gap = Break(moved.bar, before.record)
    if gap is not None:
        return Point(telling, telling.place, arc=_arc(moved, across=True), broken=gap)
    arc = _arc(moved, across=False)
    return Point(telling, telling.place, joined=True, arc=arc, recast=moved.recast)


def _arc(moved: Movement, *, across: bool) -> Kind | None:
    """A change of level. What is seen more clearly is no fall: its arc starts at the recast.

    `across` a gap the recast is not drawn, and so no arc from it.
    """
    if across and moved.kind is Kind.SEEN_MORE_CLEARLY:
        return None
    return moved.went
