"""What a bead row shows, as plain frozen data; where things lie on it; and small pieces of SVG.

Pure, and free of Django: a report keeps the places as they are. Everything is said in presentation
attributes: the pages' policy allows no inline style.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from record.framework import Struct

PAPER = "#FBFAF7"
INK = "#1E2329"
HAIRLINE = "#B9B4AA"
DOTS, DASHES = "2.4 2.6", "4.5 4.5"  # where a place would be put now; a level less than before
# Cool on purpose: nothing that could be read as a traffic light.
LEVELS = ("#5B6672", "#2D6CA2", "#4A4E9D", "#7A2F78")

# What XML 1.0 cannot hold at all, and what would turn the direction of a whole line.
_UNFIT = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd\\U00010000-\\U0010ffff]"
    "|[\\u202a-\\u202e\\u2066-\\u2069]"
)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def safe(text: str) -> str:
    """Escape text for SVG, quotes too, without control characters and lone surrogates."""
    return _UNFIT.sub("", text).translate(_ESCAPES)


def number(value: float) -> str:
    """Write a length with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def title(text: str) -> str:
    if text:
        return f"<title>{safe(text)}</title>"
    return ""


def group(pieces: Sequence[str], name: str = "") -> str:
    body = "".join(pieces)
    if name:
        return f"<g>{title(name)}{body}</g>"
    return body


def shade(level: int, levels: int) -> int:
    """Choose among the inks: the first and last stay the first and last with fewer or more."""
    if levels <= 1:
        return 0
    return round(level * (len(LEVELS) - 1) / (levels - 1))


def colour(level: int, levels: int) -> str:
    return LEVELS[shade(level, levels)]


def tint(ink: str) -> str:
    """Mix an ink with paper, so that the rod stands behind its beads."""
    pairs = ((int(ink[at : at + 2], 16), int(PAPER[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one * 0.38 + two * 0.62):02X}" for one, two in pairs)


def dashes(pattern: str) -> str:
    if pattern:
        return f' stroke-dasharray="{pattern}"'
    return ""


def circle(y: float, r: float, *, fill: str, stroke: str, width: float, dots: str = "") -> str:
    """Draw a circle on the local origin's vertical."""
    return (
        f'<circle cy="{number(y)}" r="{number(r)}" fill="{fill}" stroke="{stroke}"'
        f' stroke-width="{number(width)}"{dashes(dots)}/>'
    )


def hollow_bead(y: float, ink: str, *, dotted: bool = False) -> str:
    """The first place; dotted: where the team would put it now. Paper keeps neighbours apart."""
    halo = f'<circle cy="{number(y)}" r="11.1" fill="{PAPER}"/>'
    if dotted:
        return halo + circle(y, 8.5, fill=PAPER, stroke=ink, width=2.5, dots=DOTS)
    return halo + circle(y, 8.5, fill=PAPER, stroke=ink, width=3)


def small_bead(y: float, ink: str) -> str:
    """A place between the first and now."""
    return circle(y, 5.5, fill=ink, stroke=PAPER, width=1.6)


def solid_bead(y: float, ink: str, r: float = 11) -> str:
    """The place now, with its highlight."""
    return (
        f'<circle cy="{number(y)}" r="{number(r + 2.6)}" fill="{PAPER}"/>'
        + circle(y, r, fill=ink, stroke=INK, width=1.8)
        + f'<circle cx="{number(-r * 0.34)}" cy="{number(y - r * 0.36)}"'
        f' r="{number(r * 0.24)}" fill="#FFF"/>'
    )


def ring(y: float, mark: str, *, dots: str = "") -> str:
    """A first place around a bead that has come to stand on it; dotted: seen again."""
    return circle(y, 15.4, fill=PAPER, stroke=mark, width=2.4, dots=dots)


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
    fill, edge = PAPER, mark
    if solid:
        fill, edge, stroke = mark, INK, 1.8
    return (
        f'<rect x="{x}" y="{number(y - height / 2)}" width="{width}" height="{number(height)}"'
        f' rx="{number(height / 2)}" fill="{fill}" stroke="{edge}"'
        f' stroke-width="{number(stroke)}"{dashes(dots)}/>'
    )


def bar(x: str, width: str, y: float, mark: str) -> str:
    return (
        f'<rect x="{x}" y="{number(y - 4)}" width="{width}" height="8" rx="4" fill="{mark}"'
        f' stroke="{PAPER}" stroke-width="1.6"/>'
    )


def view_mark(y: float) -> str:
    """One of several views: small and hollow."""
    return circle(y, 5, fill=PAPER, stroke=INK, width=1.8)


def break_mark(y: float) -> str:
    """A gap, as on a map: two short strokes on paper."""
    return (
        f'<rect x="-7" y="{number(y - 7)}" width="14" height="14" rx="3" fill="{PAPER}"/>'
        f'<path d="M-4.5,{number(y + 5)}l4,-10M.5,{number(y + 5)}l4,-10" stroke="{INK}"'
        ' stroke-width="1.6" stroke-linecap="round" fill="none"/>'
    )


FIRST, BETWEEN, NOW = "first", "between", "now"
FURTHER_ON, LESS_SO = "further_on", "less_so"
WIDE = "_wide"  # behind the name of a mark of the key: its like on a card without a bead
STEPS = 5


class Segment(Struct):
    code: str
    name: str
    order: int


class Spot(Struct):
    """A place on a rod: a level's code, and a step 1-5 or None."""

    level: str
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Bead:
    """One place over time.

    `role` is first, between or now; `label` says it in words; `arc` is the change of level from
    the bead before it (further_on, less_so or empty); `broken` is the reason why it is not joined
    to that bead; `recast` is where the team would now put that bead, and the arc starts there.
    """

    spot: Spot
    role: str
    label: str = ""
    arc: str = ""
    broken: str = ""
    recast: Spot | None = None


@dataclass(frozen=True, slots=True)
class Rod:
    """Everything one bead row shows.

    `levels` are those from left to right; `views` the places of several views now; `before`
    and `after` the reasons why the row begins late or has no place now; `words` stand on a rod
    without any bead.
    """

    levels: tuple[Segment, ...]
    beads: tuple[Bead, ...] = ()
    views: tuple[Spot, ...] = ()
    before: str = ""
    after: str = ""
    words: str = ""


class Canvas:
    """Where things are: in fractions of the rod, drawn at a fixed width or at any."""

    def __init__(self, levels: Sequence[Segment], width: int | None) -> None:
        self.levels, self.width = len(levels), width
        self._order = {level.code: place for place, level in enumerate(levels)}

    def x(self, fraction: float) -> str:
        if self.width is None:
            return f"{number(fraction * 100)}%"
        return number(fraction * self.width)

    def at(self, fraction: float, piece: str) -> str:
        """Put a piece where `fraction` is its origin."""
        if self.width is None:
            return f'<svg x="{self.x(fraction)}" overflow="visible">{piece}</svg>'
        return f'<g transform="translate({self.x(fraction)} 0)">{piece}</g>'

    def centre(self, spot: Spot) -> float:
        """The fraction at which a place lies."""
        inside = 0.5 if spot.step is None else (spot.step - 0.5) / STEPS
        return (self._order[spot.level] + inside) / self.levels

    def segment(self, spot: Spot, margin: float) -> tuple[float, float]:
        """The fractions at which a place's level begins and ends, less a margin on both sides."""
        level = self._order[spot.level]
        return level / self.levels + margin, (level + 1) / self.levels - margin

    def ink(self, spot: Spot) -> str:
        return colour(self._order[spot.level], self.levels)

    def arc(self, start: float, end: float, y: float, bend: float, *, dashed: bool) -> str:
        """Draw an arc from one fraction to another; `bend` is negative above the rod."""
        attributes = f'fill="none" stroke="{INK}" stroke-width="1.6" stroke-linecap="round"'
        if dashed:
            attributes += dashes(DASHES)
        left, right = sorted((start, end))
        if self.width is not None:
            path = curve(left * self.width, right * self.width, y, bend)
            return f'<path d="{path}" {attributes}/>'
        # At any width: the curve is stretched, its stroke is not.
        return (
            f'<svg x="{self.x(left)}" width="{self.x(right - left)}" height="1"'
            ' viewBox="0 0 100 1" preserveAspectRatio="none" overflow="visible">'
            f'<path d="{curve(0, 100, y, bend)}" vector-effect="non-scaling-stroke"'
            f" {attributes}/></svg>"
        )


def curve(left: float, right: float, y: float, bend: float) -> str:
    """The path of an arc whose middle is `bend` pixels from `y`."""
    quarter, peak = (right - left) / 4, number(y + bend * 4 / 3)
    return (
        f"M{number(left)},{number(y)}C{number(left + quarter)},{peak}"
        f" {number(right - quarter)},{peak} {number(right)},{number(y)}"
    )
