"""Taking out words that should never have been written, of all that was kept and copied."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Erasure, Service, User
from accounts.operations.erasures import noon_of, note_erased
from agreeing.actions import take_words_out_of_ties
from agreeing.models import Tie
from agreeing.selectors import written_between
from assessments.actions import take_out
from assessments.actions.taking_out import LIVE
from assessments.models import Closure, Draft
from pages.database.at_once import hold
from pages.signatures import When
from pages.words import strings_in
from record.document import digest
from record.taking_out import cut, taken_out_mark, texts_in
from reports.content import Report
from reports.content.copies import without_words
from reports.models import WantedPdf
from sharing.models import Reply, Share, ShareFile, WaitAnswer, Waits
from sharing.models.waiting import in_letters_order
from sharing.models.words import SHARE_TEXTS

SALT = "sharing.words_taken_out"


def take_out_everywhere(
    service: Service, *, words: str, by: User | None, at: When = None
) -> list[Closure]:
    """Take these words out of records, live rows and frozen copies; return the records changed.

    A PDF that was made of a copy that held them goes: nobody can take words out of that. That they
    are gone is noted without them (take_words_out_again), so that a restore takes them out again.

    by: nobody, after a restore.
    """
    now = at or timezone.now()
    on = timezone.localdate(now)
    with transaction.atomic():
        closures = take_out(service, words=words, by=by, at=now)
        # What somebody changes in this moment they change before, and it is not written over.
        hold(Share.objects.of(service))
        hold(Tie.objects.filter(service=service))
        hold(Reply.objects.filter(share__service=service))
        take_words_out_of_ties(service, words=words, on=on)
        shares = list(Share.objects.of(service))
        for reply in Reply.objects.filter(share__service=service, words__contains=words):
            rest = cut(reply.words, words, taken_out_mark(on))
            Reply.objects.filter(pk=reply.pk).update(words=rest, version=F("version") + 1)
        for share in shares:
            _out_of_share(share, words, on)
        _out_of_waits(service, words, on)
        # Made and not fetched yet: they are made anew where somebody asks again.
        pdfs = WantedPdf.objects.filter(object_id__in=[service.pk, *(row.pk for row in shares)])
        pdfs.delete()
        if by and not service.practice_of_id:
            _note_taken_out(service, words, at=now)
    return closures


def key_of_words(
    service: Service, words: str, *, time: int = 0, secret: str | None = None
) -> uuid.UUID:
    """Return a key of a team's words, which nobody can make or try without the site's secret.

    `time`: they may be written once more, and be taken out once more: 0 is the first time.
    """
    mac = salted_hmac(SALT, f"{service.pk} {time}\n{words}", secret=secret, algorithm="sha256")
    return uuid.UUID(bytes=mac.digest()[:16])


def _note_taken_out(service: Service, words: str, *, at: dt.datetime) -> None:
    time = 0
    noted = Erasure.objects.filter(kind=Erasure.Kind.WORDS)
    while noted.filter(key=key_of_words(service, words, time=time)).exists():
        time += 1
    note_erased(Erasure.Kind.WORDS, key_of_words(service, words, time=time), at=at)


def _out_of_waits(service: Service, words: str, on: dt.date) -> None:
    """Take them out of what was said to a copy that waits to be sent, and of the answers to it."""
    mark = taken_out_mark(on)

    def without(wishes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        cut_wishes = []
        for wish in wishes:
            new_words, role = cut(wish["words"], words, mark), cut(wish["role"], words, mark)
            cut_wishes.append(wish | {"words": new_words, "role": role})
        return cut_wishes

    for waits in Waits.objects.filter(share__service=service).select_for_update():
        wishes = without(waits.said)
        if wishes != waits.said:
            waits.said = in_letters_order(wishes)
            waits.save(update_fields=["said"])
    for answer in WaitAnswer.objects.filter(share__service=service):
        answer.said = without(answer.said)
        answer.words = cut(answer.words, words, mark)
        answer.save(update_fields=["said", "words"])


def _out_of_share(share: Share, words: str, on: dt.date) -> None:
    values: dict[str, object] = {}
    for name in SHARE_TEXTS:
        text = getattr(share, name)
        rest = cut(text, words, taken_out_mark(on))
        if rest != text:
            values[name] = rest
    if share.digest:  # of a team whose data went nothing is left in it
        report = Report.from_json(share.document)
        document = without_words(report, words, taken_out_mark(on)).to_json()
        if document != report.to_json():
            values |= {"document": document, "digest": digest(document), "words_taken_out_on": on}
            ShareFile.objects.filter(share=share).delete()
    if values:
        Share.objects.filter(pk=share.pk).update(version=F("version") + 1, **values)


# As many lines of a longer text as are tried together: what is taken out is a text of its own.
MOST_LINES = 40


def take_words_out_again(days: Mapping[uuid.UUID, dt.date]) -> int:
    """Take out whatever has one of these keys, with the mark of its day; return how many.

    What is known here as taken out is left alone: who wrote the same words since then keeps them.
    All are noted here, too, so that a copy made of this takes them out again.
    """
    rows = Erasure.objects.filter(kind=Erasure.Kind.WORDS)
    noted = set(rows.values_list("key", flat=True)) if days else set()
    new_days = {key: day for key, day in days.items() if key not in noted}
    if not new_days:
        return 0
    for key, day in new_days.items():
        note_erased(Erasure.Kind.WORDS, key, at=noon_of(day))
    count = 0
    for team in list(Service.objects.order_by("pk").values_list("pk", flat=True)):
        service = Service.objects.get(pk=team)
        for words, day in _words_to_take_out(service, new_days, noted).items():
            take_out_everywhere(service, words=words, by=None, at=noon_of(day))
            count += 1
    return count


def _words_to_take_out(
    service: Service, days: Mapping[uuid.UUID, dt.date], noted: set[uuid.UUID]
) -> dict[str, dt.date]:
    days_by_words: dict[str, dt.date] = {}
    seen = set()
    for text in _texts(service):
        if text in seen:
            continue
        seen.add(text)
        for words in _parts_of(text):
            day = _day_taken_out(service, words, days, noted)
            if day:
                days_by_words[words] = day
    return days_by_words


def _day_taken_out(
    service: Service, words: str, days: Mapping[uuid.UUID, dt.date], noted: set[uuid.UUID]
) -> dt.date | None:
    """Return the day on which these words were taken out, by any secret; none if they stay."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        time = 0
        key = key_of_words(service, words, time=time, secret=secret)
        while key in noted:
            time += 1
            key = key_of_words(service, words, time=time, secret=secret)
        if key in days:
            return days[key]
    return None


def _parts_of(text: str) -> Iterator[str]:
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
        yield from texts_in(closure.record)
    for model, (way, names) in LIVE.items():
        yield from _columns(model._default_manager.filter(**{way: service.pk}), names)
    yield from _columns(Share.objects.of(service), SHARE_TEXTS)
    yield from _columns(Reply.objects.filter(share__service=service), ("words",))
    yield from filter(None, written_between(service))
    yield from _columns(WaitAnswer.objects.filter(share__service=service), ("words",))
    waits = Waits.objects.filter(share__service=service).values_list("said", flat=True)
    answers = WaitAnswer.objects.filter(share__service=service).values_list("said", flat=True)
    drafts = Draft.objects.filter(assessment__service=service).values_list("fields", flat=True)
    for value in [*waits, *answers, *drafts]:
        yield from strings_in(value)


def _columns(rows: Any, names: Iterable[str]) -> Iterator[str]:
    for row in rows.values_list(*names):
        yield from filter(None, row)
