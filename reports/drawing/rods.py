"""From a row of a report to its picture."""

from reports.content.rows import RowText
from reports.drawing import charts


def picture(row: RowText) -> charts.Rod:
    """Return what a row's bead row shows: the first place, those between, and now."""
    beads: list[charts.Bead] = []
    before = after = ""
    for mark in row.marks:
        if mark.spot is None:
            continue
        role, broken = charts.BETWEEN, mark.broken
        if not beads:
            role, before, broken = charts.FIRST, mark.broken, ""
        if mark.now:
            role = charts.NOW
        beads.append(charts.Bead(mark.spot, role, mark.told, mark.arc, broken, mark.recast))
    views: tuple[charts.Spot, ...] = ()
    if row.marks:
        last = row.marks[-1]
        if last.now:
            views = last.views
        if beads and last.spot is None and not last.views:
            after = last.broken
    return charts.Rod(row.levels, tuple(beads), views, before, after, row.empty)
