"""Last time, as a page quotes it: read from a sealed record, never from live rows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models.contribution import Status
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
    if not words and (judged is None or not judged.answered or _is_left(judged)):
        return None
    return LastTime(
        held_on=record.occasion.held_on,
        words=words,
        status=judged.place.status if judged else "",
        level=(judged.place.level or "") if judged else "",
        level_name=_level_name(record, judged),
    )


def last_on_line(history: Iterable[Record], code: str) -> LastTime | None:
    """Return what the newest record that says something of a line says of it, or None.

    `history`: last talked first.
    """
    said = (on_line(record, code) for record in history)
    return next((each for each in said if each), None)


def hoped(record: Record) -> list[str]:
    """Return what the team was going to try."""
    return [step.what for step in record.steps if step.state in {"trying", "partly", "not_yet"}]


def _is_left(judged: Judged) -> bool:
    """Say whether the line was left for another day, which says nothing of it."""
    return judged.place.status == Status.ANOTHER_DAY


def _level_name(record: Record, judged: Judged | None) -> str:
    code = judged.place.level if judged else None
    return next((level.name for level in record.framework.levels if level.code == code), "")
