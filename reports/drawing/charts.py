"""The bead row and the miniature, as SVG.

Pure: it takes plain frozen data and returns text. It works in black and white: the first place is
hollow, those between are small, now is solid; an arc above the rod is further on, a dashed one
below is less so, in the same ink. Only a change of level has an arc. A level without a step is as
wide as its segment, because no middle was said. A gap carries a small mark and its reason.
"""

import re
from collections.abc import Iterable, Sequence

from reports.drawing import sheet
from reports.drawing.sheet import BETWEEN, FIRST, NOW, Bead, Canvas, Rod, Spot, number


def rod(picture: Rod, *, title: str, prefix: str, width: int | None = None) -> str:
    """Draw a bead row. All words stand under it as text of the page, not of the drawing.

    Args:
        title: its sentence, for those who do not see it; it is escaped here. Empty where the
            sentence stands beside the picture: then it is heard once.
        prefix: makes its ids unique on the page.
        width: in pixels, with a viewBox, for print; None for a picture as wide as its place, in
            which beads and letters keep their size.
    """
    canvas = Canvas(picture.levels, width)
    top, below = _room(picture)
    pieces = [segments(canvas, top), *arcs(canvas, picture, top), *wide_beads(canvas, picture, top)]
    pieces += [*view_marks(canvas, picture, top), *round_beads(canvas, picture, top)]
    pieces += end_marks(canvas, picture, top)
    height = top + below
    return _svg("".join(pieces), title=title, prefix=prefix, width=width, height=height)


def miniature(rods: Sequence[Rod]) -> str:
    """Draw a few rods, one for each theme, in one small frame; a sentence beside it says it."""
    width, height, inset = 168, 20 * len(rods) + 8, 12
    frame = (
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" rx="6" fill="#FFF"'
        f' stroke="{sheet.HAIRLINE}" stroke-width="1.5"/>'
    )
    rows = []
    for place, picture in enumerate(rods):
        canvas = Canvas(picture.levels, width - 2 * inset)
        rows.append(_small_rod(canvas, picture, 20 * place + 14))
    body = f'{frame}<g transform="translate({inset} 0)">{"".join(rows)}</g>'
    return _svg(body, title="", prefix="", width=width, height=height)


def rod_key() -> dict[str, str]:
    """The marks of a bead row one by one, for a key. Words stand beside them in the page."""
    mark, y = sheet.LEVELS[2], 14.0
    pieces = {
        FIRST: sheet.hollow_bead(y, mark),
        BETWEEN: sheet.small_bead(y, mark),
        NOW: sheet.solid_bead(y, mark),
        "seen_again": sheet.hollow_bead(y, mark, dotted=True),
        "view": sheet.view_mark(y),
        "break": sheet.break_mark(y),
        "wide": sheet.lozenge("-20", "40", y, 15, mark, solid=True),
        FIRST + sheet.WIDE: sheet.lozenge("-20", "40", y, 17, mark),
        BETWEEN + sheet.WIDE: sheet.bar("-20", "40", y, mark),
        NOW + sheet.WIDE: sheet.lozenge("-20", "40", y, 15, mark, solid=True),
        "seen_again" + sheet.WIDE: sheet.lozenge("-20", "40", y, 17, mark, dots=sheet.DOTS),
        "view" + sheet.WIDE: sheet.lozenge("-20", "40", y, 10, sheet.INK, stroke=1.8),
        sheet.FURTHER_ON: _key_arc(20, -14, dashed=False),
        sheet.LESS_SO: _key_arc(9, 14, dashed=True),
    }
    marks = {}
    for name, piece in pieces.items():
        is_wide = name.endswith("wide") or name in {sheet.FURTHER_ON, sheet.LESS_SO}
        wide = 44 if is_wide else 34
        marks[name] = (
            f'<svg width="{wide}" height="32" viewBox="{-wide / 2:g} -2 {wide} 32"'
            f' aria-hidden="true" focusable="false">{piece}</svg>'
        )
    return marks


def _svg(body: str, *, title: str, prefix: str, width: int | None, height: float) -> str:
    name = re.sub(r"[^\w-]", "", prefix, flags=re.ASCII) + "-title"
    size = f'width="100%" height="{number(height)}"'
    if width is not None:
        size = f'width="{width}" height="{number(height)}" viewBox="0 0 {width} {number(height)}"'
    heard = 'aria-hidden="true" focusable="false"'
    if title:
        heard = f'role="img" aria-labelledby="{name}"'
        body = f'<title id="{name}">{sheet.safe(title)}</title>{body}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rod" {size} {heard}'
        f' overflow="visible">{body}</svg>'
    )


def _room(picture: Rod) -> tuple[float, float]:
    """Height above and below the middle of the rod: as much as it needs."""
    above = below = 19
    shared = [*stacks(picture, wide=False).values(), *stacks(picture, wide=True).values()]
    if any(map(hanging, shared)):
        below = 30
    if picture.before or picture.after:
        above = 34
    for bead in picture.beads:
        if bead.broken or bead.arc == sheet.FURTHER_ON:
            above = 34
        if bead.arc == sheet.LESS_SO:
            below = 32
    return above, below


def _key_arc(y: float, bend: float, *, dashed: bool) -> str:
    dashes = sheet.dashes(sheet.DASHES if dashed else "")
    return (
        f'<path d="{sheet.curve(-18, 18, y, bend * 0.75)}" fill="none" stroke="{sheet.INK}"'
        f' stroke-width="1.6" stroke-linecap="round"{dashes}/>'
    )


def _small_rod(canvas: Canvas, picture: Rod, y: float) -> str:
    width = canvas.x(1)
    pieces = [
        f'<line x1="0" x2="{width}" y1="{y}" y2="{y}" stroke="{sheet.HAIRLINE}" stroke-width="2"/>'
    ]
    for level in range(1, canvas.levels):
        edge = canvas.x(level / canvas.levels)
        pieces.append(
            f'<line x1="{edge}" x2="{edge}" y1="{y - 4}" y2="{y + 4}" stroke="{sheet.HAIRLINE}"/>'
        )
    ends = {bead.role: bead.spot for bead in picture.beads if bead.role != BETWEEN}
    first, now = ends.get(FIRST), ends.get(NOW)
    if first is not None:
        pieces.append(_small_mark(canvas, first, y, solid=False, shared=first == now))
    if now is not None:
        pieces.append(_small_mark(canvas, now, y, solid=True))
    return "".join(pieces)


def _small_mark(canvas: Canvas, spot: Spot, y: float, *, solid: bool, shared: bool = False) -> str:
    mark = canvas.ink(spot)
    if spot.step is None:
        start, end = canvas.segment(spot, 0.02)
        height = 13 if shared else 8
        x, width = canvas.x(start), canvas.x(end - start)
        return sheet.lozenge(x, width, y, height, mark, solid=solid, stroke=1.8)
    if solid:
        piece = sheet.circle(y, 5.5, fill=mark, stroke=sheet.INK, width=1.2)
    else:
        piece = sheet.circle(y, 8.5 if shared else 4.4, fill="#FFF", stroke=mark, width=1.8)
    return canvas.at(canvas.centre(spot), piece)


def segments(canvas: Canvas, y: float) -> str:
    """The rod: a tinted length for each level, with fine dividers."""
    pieces = []
    for level in range(canvas.levels):
        start, end = level / canvas.levels + 0.005, (level + 1) / canvas.levels - 0.005
        pieces.append(
            f'<line x1="{canvas.x(start)}" x2="{canvas.x(end)}" y1="{number(y)}" y2="{number(y)}"'
            f' stroke="{sheet.tint(sheet.colour(level, canvas.levels))}" stroke-width="6"'
            ' stroke-linecap="round"/>'
        )
        if level:
            edge = canvas.x(level / canvas.levels)
            pieces.append(
                f'<line x1="{edge}" x2="{edge}" y1="{number(y - 11)}" y2="{number(y + 11)}"'
                f' stroke="{sheet.HAIRLINE}" stroke-width="1.4"/>'
            )
    return "".join(pieces)


def arcs(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """Changes of level, and the mark of a break on its way."""
    for before, bead in zip(picture.beads, picture.beads[1:], strict=False):
        start, end = canvas.centre(bead.recast or before.spot), canvas.centre(bead.spot)
        dashed = bead.arc == sheet.LESS_SO
        side = 1 if dashed else -1
        if bead.arc:
            yield canvas.arc(start, end, y + side * 8, side * 18, dashed=dashed)
        if bead.broken:
            # On the arc where there is one, else on the way, clear of both beads.
            middle = y + side * (26 if bead.arc else 25)
            mark = sheet.group([sheet.break_mark(middle)], bead.broken)
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
            pieces.append(sheet.ring(y, mark, dots=sheet.DOTS))
        elif spot in seen_again:
            pieces.append(sheet.hollow_bead(y, mark, dotted=True))
        if FIRST in roles and NOW in roles:
            pieces.append(sheet.ring(y, mark))
        if NOW in roles:
            pieces.append(sheet.solid_bead(y, mark, 9.5 if pieces else 11))
        elif FIRST in roles:
            pieces.append(sheet.hollow_bead(y, mark))
        elif BETWEEN in roles:
            pieces.append(sheet.small_bead(y, mark))
        yield canvas.at(canvas.centre(spot), sheet.group(pieces, _labels(beads)))
        under = hanging(beads)
        for place, bead in enumerate(under):
            offset = number((place - (len(under) - 1) / 2) * 12)
            shifted = f'<g transform="translate({offset} 0)">{sheet.small_bead(y + 22, mark)}</g>'
            yield canvas.at(canvas.centre(spot), sheet.group([shifted], bead.label))


def wide_beads(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """Levels said without a step: as wide as their segment."""
    seen_again = {bead.recast for bead in picture.beads}
    for spot, beads in stacks(picture, wide=True).items():
        mark, roles = canvas.ink(spot), _roles(beads)
        start, end = canvas.segment(spot, 0.018)
        x, width = canvas.x(start), canvas.x(end - start)
        pieces = []
        if spot in seen_again:
            pieces.append(sheet.lozenge(x, width, y, 27 if beads else 17, mark, dots=sheet.DOTS))
        if FIRST in roles:
            pieces.append(sheet.lozenge(x, width, y, 26 if NOW in roles else 17, mark))
        if NOW in roles:
            pieces.append(sheet.lozenge(x, width, y, 15, mark, solid=True))
        if BETWEEN in roles:
            alone = set(roles) == {BETWEEN}
            pieces.append(sheet.bar(x, width, y if alone else y + 21, mark))
        yield sheet.group(pieces, _labels(beads))


def _labels(beads: Sequence[Bead]) -> str:
    return "; ".join(dict.fromkeys(bead.label for bead in beads if bead.label))


def view_marks(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """The places of several views, small and hollow."""
    for spot in dict.fromkeys(picture.views):
        if spot.step is not None:
            yield canvas.at(canvas.centre(spot), sheet.view_mark(y))
            continue
        start, end = canvas.segment(spot, 0.04)
        yield sheet.lozenge(canvas.x(start), canvas.x(end - start), y, 10, sheet.INK, stroke=1.8)


def end_marks(canvas: Canvas, picture: Rod, y: float) -> Iterable[str]:
    """The marks of a row that begins after a break or ends in one."""
    for fraction, reason in ((0.015, picture.before), (0.985, picture.after)):
        if reason and picture.beads:
            yield canvas.at(fraction, sheet.group([sheet.break_mark(y - 24)], reason))
