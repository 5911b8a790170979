"""Last time, as a page quotes it: read from a sealed record, never from live rows."""

import datetime as dt
from dataclasses import dataclass

from assessments.record import Judged, Record


@dataclass(frozen=True)
class LastTime:
    """What was said of one line last time. `words` is the team's line, else the status's words."""

    held_on: dt.date
    words: str
    status: str
    level: str
    level_name: str


def on_line(record: Record | None, code: str) -> LastTime | None:
    """Return what a record says of the line with this code, or None where it says nothing."""
    if record is None:
        return None
    judged = next((each for each in record.judged if each.line == code), None)
    words = record.team_line(code) or (judged.status_words if judged else "")
    if not words and (judged is None or not judged.answered):
        return None
    return LastTime(
        held_on=record.occasion.held_on,
        words=words,
        status=judged.place.status if judged else "",
        level=(judged.place.level or "") if judged else "",
        level_name=_level_name(record, judged),
    )


def hoped(record: Record) -> list[str]:
    """Return what the team was going to try."""
    return [step.what for step in record.steps if step.state in {"trying", "partly", "not_yet"}]


def _level_name(record: Record, judged: Judged | None) -> str:
    code = judged.place.level if judged else None
    return next((level.name for level in record.framework.levels if level.code == code), "")
