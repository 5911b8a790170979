"""Last time, as a page quotes it: read from a sealed record, never from live rows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from record import labels
from record.choices import Status
from record.document import Judged, Record


@dataclass(frozen=True)
class LastTime:
    """What was said of one line last time.

    `words`: the team's line, else the status's words; of several views each, on a line of its
    own; where there are none at all, the name of what was answered instead of a card.
    """

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
    words = _words(record, code, judged)
    if not words and (judged is None or not judged.answered or _is_left(judged)):
        return None
    return LastTime(
        held_on=record.occasion.held_on,
        words=words or _name(judged),
        status=judged.place.status if judged else "",
        level=(judged.place.level or "") if judged else "",
        level_name=_level_name(record, judged.place.level if judged else None),
    )


def last_on_line(history: Iterable[Record], code: str) -> LastTime | None:
    """Return what the newest record that says something of a line says of it, or None.

    `history`: last talked first.
    """
    said = (on_line(record, code) for record in history)
    return next((each for each in said if each), None)


def _words(record: Record, code: str, judged: Judged | None) -> str:
    said = record.team_line(code) or (judged.status_words if judged else "")
    return "\n".join(each for each in (said, *_views(record, judged)) if each)


def _views(record: Record, judged: Judged | None) -> list[str]:
    """Return the several views, each behind the card it pointed at, if any."""
    if judged is None or judged.place.status != Status.DIFFERS:
        return []
    told = ((_level_name(record, view.level), view.words) for view in judged.views)
    return [": ".join(each for each in parts if each) for parts in told]


def _name(judged: Judged | None) -> str:
    """Return what was answered instead of a card, as the page calls it."""
    status = judged.place.status if judged else ""
    return "" if status in {"", Status.PLACED} else labels.label(Status, status)


def _is_left(judged: Judged) -> bool:
    """Say whether the line was left for another day, which says nothing of it."""
    return judged.place.status == Status.ANOTHER_DAY


def _level_name(record: Record, code: str | None) -> str:
    return next((level.name for level in record.framework.levels if level.code == code), "")
