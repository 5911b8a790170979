"""Last time, as a page quotes it, and the newest word of what lives on from talk to talk.

Read from sealed records, never from live rows.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from record.choices import Status
from record.distance.telling import NOT_OFFERED, Telling
from record.document import FactorText, JudgementText, Record, StepText
from record.taking_out import is_taken_out_mark
from record.words import labels
from record.words.days import is_recent
from record.words.own_words import without_end
from record.words.phrases import fill, level_name


@dataclass(frozen=True)
class LastTime:
    """What was said of one line last time.

    `words`: the team's line, else the status's words; of several views each, on a line of its
    own; where there are none at all, the name of what was answered instead of a card. `about`:
    the one thing that was talked about, where it was not the whole place.
    """

    held_on: dt.date
    words: str
    status: str
    level: str
    level_name: str
    about: str = ""


def on_line(record: Record | None, code: str) -> LastTime | None:
    """Return what a record says of the line with this code, or None where it says nothing."""
    if record is None:
        return None
    judgement = record.by_line.get(code, NOT_OFFERED)
    words = _words(record, code, judgement)
    says = judgement.answered and judgement.status != Status.ANOTHER_DAY
    if not words and not says:
        return None
    return LastTime(
        held_on=record.held_on,
        words=words or _name(judgement.status),
        status=judgement.status,
        level=judgement.place.level or "",
        level_name=record.framework.level_name(judgement.place.level),
        about=Telling(record, code).subject,
    )


def last_on_line(
    history: Iterable[Record], code: str, code_in: Callable[[Record], str] | None = None
) -> LastTime | None:
    """Return what the newest record that says something of a line says of it, or None.

    `history`: last talked first. `code_in`: gives the line's code in a record, where another
    edition may have another; an empty one where it has no such line.
    """
    for record in history:
        last = on_line(record, code_in(record) if code_in else code)
        if last is not None:
            return last
    return None


def _words(record: Record, code: str, judgement: JudgementText) -> str:
    line = _unless_taken_out(record.team_line(code)) or _unless_taken_out(judgement.status_words)
    return "\n".join(filter(None, [line, *_views(record, judgement)]))


def _unless_taken_out(words: str) -> str:
    """Return words, or nothing where they were taken out: nobody said what stands there now."""
    return "" if is_taken_out_mark(words) else words


def _views(record: Record, judgement: JudgementText) -> list[str]:
    """Return the several views, each with the card it pointed at behind it, if any."""
    if judgement.status != Status.DIFFERS:
        return []
    views = []
    for view in judgement.views:
        level, words = record.framework.level_name(view.level), _unless_taken_out(view.words)
        if level and not words:
            views.append(fill(_("One view: {level}."), level=[level_name(level)]).plain)
        elif level:
            views.append(f"{without_end(words)} – {level}")
        else:
            views.append(words)
    return views


def _name(status: str) -> str:
    """Return what was answered instead of a card, as the page calls it."""
    if status in {"", Status.PLACED}:
        return ""
    return labels.label(Status, status)


def is_so_now(said_on: dt.date, today: dt.date | None, *, again: dt.date | None) -> bool:
    """Say whether what a team said it does, wants or lacks may be called so now.

    For three months. `again`: the day on which it means to talk again, where it said so when it
    last talked: up to that day, too.
    """
    return is_recent(said_on, today) or (again is not None and today is not None and today <= again)


def talks_again_on(records: Sequence[Record]) -> dt.date | None:
    """Return the day to talk again as last chosen; not one that it has talked since."""
    last = records[-1].occasion
    for record in reversed(records):
        talk = record.occasion
        if talk.next_talk or talk.next_talk_on:
            is_ahead = talk.next_talk_on is not None and talk.next_talk_on > last.held_on
            return talk.next_talk_on if is_ahead or talk is last else None
    return None


Anything = TypeVar("Anything")
Thing = TypeVar("Thing", FactorText, StepText)  # keeps its id from conversation to conversation


def newest(
    records: Sequence[Record], things: Callable[[Record], Iterable[Thing]]
) -> tuple[tuple[Thing, Record], ...]:
    """Return each thing as last told, with its record, the latest told first."""
    pairs: list[tuple[Thing, Record]] = []
    for record in reversed(records):
        pairs += [(thing, record) for thing in things(record)]
    return tuple(first_of_each(pairs, lambda pair: pair[0].id))


def first_of_each(things: Iterable[Anything], key: Callable[[Anything], str]) -> list[Anything]:
    """Return each thing once, as it comes first. `key`: which of them are one."""
    first: dict[str, Anything] = {}
    for thing in things:
        first.setdefault(key(thing), thing)
    return list(first.values())
