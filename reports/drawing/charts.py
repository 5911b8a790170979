"""The bead row and the miniature, as SVG.

Pure: it takes plain frozen data and returns text. It works in black and white: the first place is
hollow, those between are small, now is solid; an arc above the rod is further on, a dashed one
below is less so, in the same ink. Only a change of level has an arc. A level without a step is as
wide as its segment, because no middle was said. A gap carries a small mark and its reason.
"""

import re
from collections.abc import Sequence

from reports.drawing import ink
from reports.drawing.beads import (
    arcs,
    end_marks,
    hanging,
    lozenge,
    ring,
    round_beads,
    segments,
    stacks,
    view_marks,
    wide_beads,
)
from reports.drawing.ink import number, safe
from reports.drawing.sheet import BETWEEN, FIRST, FURTHER_ON, LESS_SO, NOW, Canvas, Rod, Spot, curve


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
    """Draw a few rods, one for each theme, small in one frame: where each was first and is now.

    There are no names on it, and no words in it: its page says the same in a sentence beside it.
    """
    width, height, inset = 168, 20 * len(rods) + 8, 12
    frame = (
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" rx="6" fill="#FFF"'
        f' stroke="{ink.HAIRLINE}" stroke-width="1.5"/>'
    )
    rows = []
    for place, picture in enumerate(rods):
        canvas = Canvas(picture.levels, width - 2 * inset)
        rows.append(_small_rod(canvas, picture, 20 * place + 14))
    body = f'{frame}<g transform="translate({inset} 0)">{"".join(rows)}</g>'
    return _svg(body, title="", prefix="", width=width, height=height)


def rod_key() -> dict[str, str]:
    """The marks of a bead row one by one, for a key. Words stand beside them in the page."""
    mark, y = ink.LEVELS[2], 14.0
    pieces = {
        FIRST: ink.hollow_bead(y, mark),
        BETWEEN: ink.small_bead(y, mark),
        NOW: ink.solid_bead(y, mark),
        "first_and_now": ring(y, mark) + ink.solid_bead(y, mark, 9.5),
        "seen_again": ink.hollow_bead(y, mark, dotted=True),
        "view": ink.view_mark(y),
        "break": ink.break_mark(y),
        "wide": lozenge("-20", "40", y, 15, mark, solid=True),
        FURTHER_ON: _key_arc(20, -14, dashed=False),
        LESS_SO: _key_arc(9, 14, dashed=True),
    }
    marks = {}
    for name, piece in pieces.items():
        wide = 44 if name in {"wide", FURTHER_ON, LESS_SO} else 34
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
        body = f'<title id="{name}">{safe(title)}</title>{body}'
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
        if bead.broken or bead.arc == FURTHER_ON:
            above = 34
        if bead.arc == LESS_SO:
            below = 32
    return above, below


def _key_arc(y: float, bend: float, *, dashed: bool) -> str:
    dashes = ink.dashes(ink.DASHES if dashed else "")
    return (
        f'<path d="{curve(-18, 18, y, bend * 0.75)}" fill="none" stroke="{ink.INK}"'
        f' stroke-width="1.6" stroke-linecap="round"{dashes}/>'
    )


def _small_rod(canvas: Canvas, picture: Rod, y: float) -> str:
    width = canvas.x(1)
    pieces = [
        f'<line x1="0" x2="{width}" y1="{y}" y2="{y}" stroke="{ink.HAIRLINE}" stroke-width="2"/>'
    ]
    for level in range(1, canvas.levels):
        edge = canvas.x(level / canvas.levels)
        pieces.append(
            f'<line x1="{edge}" x2="{edge}" y1="{y - 4}" y2="{y + 4}" stroke="{ink.HAIRLINE}"/>'
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
        return lozenge(x, width, y, height, mark, solid=solid, stroke=1.8)
    if solid:
        piece = ink.circle(y, 5.5, fill=mark, stroke=ink.INK, width=1.2)
    else:
        piece = ink.circle(y, 8.5 if shared else 4.4, fill="#FFF", stroke=mark, width=1.8)
    return canvas.at(canvas.centre(spot), piece)
