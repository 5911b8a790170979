"""What a bead row shows, as plain frozen data, and where things lie on it.

Pure, and free of Django: a report keeps these structures as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from record.framework import Struct
from reports.drawing import ink
from reports.drawing.ink import number

FIRST, BETWEEN, NOW = "first", "between", "now"
FURTHER_ON, LESS_SO = "further_on", "less_so"
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
        return ink.colour(self._order[spot.level], self.levels)

    def arc(self, start: float, end: float, y: float, bend: float, *, dashed: bool) -> str:
        """Draw an arc from one fraction to another; `bend` is negative above the rod."""
        attributes = f'fill="none" stroke="{ink.INK}" stroke-width="1.6" stroke-linecap="round"'
        if dashed:
            attributes += ink.dashes(ink.DASHES)
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
