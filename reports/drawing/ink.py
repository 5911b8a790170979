"""Small pieces of SVG: numbers, text that cannot break out, marks and beads.

Pure. Everything is said in presentation attributes: the pages' policy allows no inline style.
"""

import re
from collections.abc import Sequence

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
    """Give a piece its name; nothing for an empty one."""
    if text:
        return f"<title>{safe(text)}</title>"
    return ""


def group(pieces: Sequence[str], name: str = "") -> str:
    """Hold pieces together under one name."""
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
    """Return how a stroke is broken; nothing where it is not."""
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
