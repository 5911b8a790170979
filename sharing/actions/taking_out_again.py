"""Taking out again the words that a copy from before has brought back.

Which words they were is noted nowhere. Each text of a team is made into a key, as it was when they
were taken out (key_of_words), and compared.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings

from accounts.models import Erasure, Service
from accounts.operations.erased import noon_of, note_erased
from agreeing.selectors import written_between
from assessments.actions.taking_out import LIVE
from assessments.models import Closure, Draft
from record.taking_out import written
from sharing.actions.taking_out import SAID, key_of_words, take_out_everywhere
from sharing.models import Reply, Share, WaitAnswer, Waits

# As many lines of a longer text as are tried together: what is taken out is a text of its own.
MOST_LINES = 40


def take_words_out_again(listed: Mapping[uuid.UUID, dt.date]) -> int:
    """Take out whatever has one of these keys, with the mark of its day; say how many there were.

    What is known here as taken out is left alone: who wrote the same words since then keeps them.
    All are noted here, too, so that a copy made of this takes them out again.
    """
    rows = Erasure.objects.filter(kind=Erasure.Kind.WORDS)
    known = set(rows.values_list("key", flat=True)) if listed else set()
    gone = {key: day for key, day in listed.items() if key not in known}
    if not gone:
        return 0
    for key, day in gone.items():
        note_erased(Erasure.Kind.WORDS, key, at=noon_of(day))
    count = 0
    for team in list(Service.objects.order_by("pk").values_list("pk", flat=True)):
        service = Service.objects.get(pk=team)
        for words, day in _found(service, gone, known).items():
            take_out_everywhere(service, words=words, by=None, at=noon_of(day))
            count += 1
    return count


def _found(
    service: Service, gone: Mapping[uuid.UUID, dt.date], known: set[uuid.UUID]
) -> dict[str, dt.date]:
    """Return which of a team's words these are, and since when they are out."""
    found: dict[str, dt.date] = {}
    seen = set()
    for text in _texts(service):
        if text in seen:
            continue
        seen.add(text)
        for words in _pieces(text):
            day = _gone_on(service, words, gone, known)
            if day:
                found[words] = day
    return found


def _gone_on(
    service: Service, words: str, gone: Mapping[uuid.UUID, dt.date], known: set[uuid.UUID]
) -> dt.date | None:
    """Return the day on which these words were taken out; none where they are to stay.

    A secret that was used before still counts.
    """
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        time = 0
        key = key_of_words(service, words, time=time, secret=secret)
        while key in known:
            time += 1
            key = key_of_words(service, words, time=time, secret=secret)
        if key in gone:
            return gone[key]
    return None


def _pieces(text: str) -> Iterator[str]:
    """Return what `cut` would find in a text: all of it, lines of it, or what is after a colon."""
    yield text
    lines = text.split("\n")
    for first in range(len(lines)):
        for last in range(first, min(len(lines), first + MOST_LINES)):
            piece = "\n".join(lines[first : last + 1])
            yield piece
            while ": " in piece.partition("\n")[0]:
                piece = piece.partition(": ")[2]
                yield piece


def _texts(service: Service) -> Iterator[str]:
    """Return every text of a team that words are taken out of; of a report, what its record has."""
    for closure in Closure.objects.of(service).iterator():
        yield from written(closure.record)
    for model, (way, names) in LIVE.items():
        yield from _columns(model._default_manager.filter(**{way: service.pk}), names)
    yield from _columns(Share.objects.of(service), SAID)
    yield from _columns(Reply.objects.filter(share__service=service), ("words",))
    yield from filter(None, written_between(service))
    yield from _columns(WaitAnswer.objects.filter(share__service=service), ("words",))
    waits = Waits.objects.filter(share__service=service).values_list("said", flat=True)
    answers = WaitAnswer.objects.filter(share__service=service).values_list("said", flat=True)
    drafts = Draft.objects.filter(assessment__service=service).values_list("fields", flat=True)
    for value in [*waits, *answers, *drafts]:
        yield from _strings(value)


def _columns(rows: Any, names: Iterable[str]) -> Iterator[str]:
    for row in rows.values_list(*names):
        yield from filter(None, row)


def _strings(value: Any) -> Iterator[str]:
    """Return every text inside what is stored as JSON."""
    if isinstance(value, str) and value:
        yield value.replace("\r\n", "\n")
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
