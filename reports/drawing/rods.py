"""From a row of a report to its picture."""

from reports.content.rows import Mark, RowText
from reports.drawing import charts


def picture(row: RowText) -> charts.Rod:
    """Return what a row's bead row shows: the first place, those between, and now."""
    placed = [mark for mark in row.marks if mark.spot is not None]
    last = row.marks[-1] if row.marks else None
    beads = tuple(
        charts.Bead(
            spot=mark.spot,
            role=_role(mark, first=not place),
            label=mark.told,
            arc=mark.arc,
            broken=mark.broken if place else "",
            recast=mark.recast,
        )
        for place, mark in enumerate(placed)
        if mark.spot is not None
    )
    return charts.Rod(
        levels=row.levels,
        beads=beads,
        views=last.views if last and last.now else (),
        before=placed[0].broken if placed else "",
        after=last.broken if beads and last and last.spot is None and not last.views else "",
        words=row.empty,
    )


def _role(mark: Mark, *, first: bool) -> str:
    if mark.now:
        return charts.NOW
    return charts.FIRST if first else charts.BETWEEN
