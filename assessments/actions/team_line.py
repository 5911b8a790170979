"""Which example is the team's line for a line: the first on it that was not taken out."""

from collections.abc import Iterable

from assessments.actions.guard import change
from assessments.models import Example
from assessments.models.row import PointingRow
from frameworks.models import Line


def point(row: PointingRow, lines: Iterable[Line]) -> None:
    """Point a row to these lines; an example leaves its place on one it no longer points to."""
    lines = list(lines)
    row.lines.set(lines)
    if isinstance(row, Example) and row.team_line not in lines:
        leave_team_line(row)


def leave_team_line(example: Example) -> None:
    """Make the next example on the same line the team's line for it."""
    line = example.team_line
    if line is None:
        return
    change(example, seen=None, team_line=None)
    others = example.contribution.examples.filter(lines=line, removed_at=None, team_line=None)
    heir = others.exclude(pk=example.pk).first()
    if heir:
        change(heir, seen=None, team_line=line)
