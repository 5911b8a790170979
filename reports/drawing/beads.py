"""The pieces of a bead row: the rod, its arcs, its beads and its marks.

Pure. Every function takes the canvas, what it shows, and the rod's height `y` in pixels.
"""

from collections.abc import Iterable, Sequence

from reports.drawing import ink
from reports.drawing.ink import number
from reports.drawing.sheet import BETWEEN, FIRST, LESS_SO, NOW, Bead, Canvas, Rod, Spot


def segments(canvas: Canvas, y: float) -> str:
    """The rod: a tinted length for each level, with fine dividers."""
    pieces = []
    for level in range(canvas.levels):
        start, end = level / canvas.levels + 0.005, (level + 1) / canvas.levels - 0.005
        pieces.append(
            f'<line x1="{canvas.x(start)}" x2="{canvas.x(end)}" y1="{number(y)}" y2="{number(y)}"'
            f' stroke="{ink.tint(ink.colour(level, canvas.levels))}" stroke-width="6"'
            ' stroke-linecap="round"/>'
        )
        if level:
            edge = canvas.x(level / canvas.levels)
            pieces.append(
                f'<line x1="{edge}" x2="{edge}" y1="{number(y - 11)}" y2="{number(y + 11)}"'
                f' stroke="{ink.HAIRLINE}" stroke-width="1.4"/>'
            )
    return "".join(pieces)


def arcs(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """Changes of level, and the mark of a break on its way."""
    for before, bead in zip(picture.beads, picture.beads[1:], strict=False):
        start, end = canvas.centre(bead.recast or before.spot), canvas.centre(bead.spot)
        dashed = bead.arc == LESS_SO
        side = 1 if dashed else -1
        if bead.arc:
            yield canvas.arc(start, end, y + side * 8, side * 18, dashed=dashed)
        if bead.broken:
            # On the arc where there is one, else on the way, clear of both beads.
            middle = y + side * (26 if bead.arc else 25)
            mark = ink.group([ink.break_mark(middle)], bead.broken)
            yield canvas.at((start + end) / 2, mark)


def stacks(picture: Rod, *, wide: bool) -> dict[Spot, list[Bead]]:
    """Beads by place; those that stand alone, and those that have to share."""
    stacks: dict[Spot, list[Bead]] = {}
    for bead in picture.beads:
        for spot in (bead.spot, bead.recast):
            if spot is not None and (spot.step is None) == wide:
                stacks.setdefault(spot, [])
        if (bead.spot.step is None) == wide:
            stacks[bead.spot].append(bead)
    return stacks


def _roles(beads: Sequence[Bead]) -> list[str]:
    return [bead.role for bead in beads]


def hanging(beads: Sequence[Bead]) -> list[Bead]:
    """Beads between first and now whose place is taken: they hang under it."""
    between = [bead for bead in beads if bead.role == BETWEEN]
    if len(between) < len(beads):
        return between
    return between[1:]


def round_beads(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """Places said with a step."""
    seen_again = {bead.recast for bead in picture.beads}
    # Now is drawn last, so that a neighbour never covers it.
    shared = sorted(stacks(picture, wide=False).items(), key=lambda pair: NOW in _roles(pair[1]))
    for spot, beads in shared:
        mark, roles = canvas.ink(spot), _roles(beads)
        pieces = []
        if spot in seen_again and beads:
            pieces.append(ring(y, mark, dots=ink.DOTS))
        elif spot in seen_again:
            pieces.append(ink.hollow_bead(y, mark, dotted=True))
        if FIRST in roles and NOW in roles:
            pieces.append(ring(y, mark))
        if NOW in roles:
            pieces.append(ink.solid_bead(y, mark, 9.5 if pieces else 11))
        elif FIRST in roles:
            pieces.append(ink.hollow_bead(y, mark))
        elif BETWEEN in roles:
            pieces.append(ink.small_bead(y, mark))
        yield canvas.at(canvas.centre(spot), ink.group(pieces, _labels(beads)))
        under = hanging(beads)
        for place, bead in enumerate(under):
            offset = number((place - (len(under) - 1) / 2) * 12)
            shifted = f'<g transform="translate({offset} 0)">{ink.small_bead(y + 22, mark)}</g>'
            yield canvas.at(canvas.centre(spot), ink.group([shifted], bead.label))


def wide_beads(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """Levels said without a step: as wide as their segment."""
    seen_again = {bead.recast for bead in picture.beads}
    for spot, beads in stacks(picture, wide=True).items():
        mark, roles = canvas.ink(spot), _roles(beads)
        start, end = canvas.segment(spot, 0.018)
        x, width = canvas.x(start), canvas.x(end - start)
        pieces = []
        if spot in seen_again:
            pieces.append(lozenge(x, width, y, 27 if beads else 17, mark, dots=ink.DOTS))
        if FIRST in roles:
            pieces.append(lozenge(x, width, y, 26 if NOW in roles else 17, mark))
        if NOW in roles:
            pieces.append(lozenge(x, width, y, 15, mark, solid=True))
        if BETWEEN in roles:
            alone = set(roles) == {BETWEEN}
            pieces.append(_bar(x, width, y if alone else y + 21, mark))
        yield ink.group(pieces, _labels(beads))


def _labels(beads: Sequence[Bead]) -> str:
    return "; ".join(dict.fromkeys(bead.label for bead in beads if bead.label))


def view_marks(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """The places of several views, small and hollow."""
    for spot in dict.fromkeys(picture.views):
        if spot.step is not None:
            yield canvas.at(canvas.centre(spot), ink.view_mark(y))
            continue
        start, end = canvas.segment(spot, 0.04)
        yield lozenge(canvas.x(start), canvas.x(end - start), y, 10, ink.INK, stroke=1.8)


def end_marks(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """The marks of a row that begins after a break or ends in one."""
    for fraction, reason in ((0.015, picture.before), (0.985, picture.after)):
        if reason and picture.beads:
            yield canvas.at(fraction, ink.group([ink.break_mark(y - 24)], reason))


def ring(y: float, mark: str, *, dots: str = "") -> str:
    """A first place around a bead that has come to stand on it; dotted: seen again."""
    return ink.circle(y, 15.4, fill=ink.PAPER, stroke=mark, width=2.4, dots=dots)


def lozenge(
    x: str,
    width: str,
    y: float,
    height: float,
    mark: str,
    *,
    solid: bool = False,
    dots: str = "",
    stroke: float = 2.6,
) -> str:
    """A level without a step; `solid` is now, dotted is seen again."""
    fill, edge = ink.PAPER, mark
    if solid:
        fill, edge, stroke = mark, ink.INK, 1.8
    return (
        f'<rect x="{x}" y="{number(y - height / 2)}" width="{width}" height="{number(height)}"'
        f' rx="{number(height / 2)}" fill="{fill}" stroke="{edge}"'
        f' stroke-width="{number(stroke)}"{ink.dashes(dots)}/>'
    )


def _bar(x: str, width: str, y: float, mark: str) -> str:
    return (
        f'<rect x="{x}" y="{number(y - 4)}" width="{width}" height="8" rx="4" fill="{mark}"'
        f' stroke="{ink.PAPER}" stroke-width="1.6"/>'
    )
