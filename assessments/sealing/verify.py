"""Proving that every record is as it was sealed. See docs/invariants.md."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from accounts.models import Erasure, Service
from assessments.models import Assessment, Closure, TakenOut
from assessments.sealing.seal import CARD_RULES, card, readings
from frameworks.models import Level, Publication
from frameworks.selectors import tree_by_id
from record import document as rec

# Closures in memory at a time: a document is some 30 kB.
AT_A_TIME = 200
_says = attrgetter("line_id", "status", "level_id", "finer", "answered")


def problems(teams: QuerySet[Service] | None = None) -> Iterator[str]:
    """Find everything that does not agree, one sentence each; nothing when all is well.

    Of all teams, or of these. Reads a few closures at a time, so that large sets fit into little
    memory.
    """
    digests = dict(Publication.objects.values_list("framework", "digest"))
    levels = dict(Level.objects.values_list("pk", "framework"))
    closures, without = _closures(), _without_record()
    if teams is not None:
        closures = closures.filter(assessment__service__in=teams)
        without = without.filter(service__in=teams)
    rows = closures.iterator(chunk_size=AT_A_TIME)
    for _assessment, numbers in groupby(rows, attrgetter("assessment_id")):
        for expected, closure in enumerate(numbers, start=1):
            for problem in _problems_of(closure, expected, digests, levels):
                yield f"{_title(closure)}: {problem}"
    for assessment in without.select_related("service").iterator():
        which = f"{assessment.service} {assessment.held_on}"
        yield f"conversation {assessment.pk} ({which}): finished, and no record was kept"


def no_longer_provable() -> Iterator[str]:
    """Say which records cannot be proved as they once were, since words were taken out of them."""
    rows = TakenOut.objects.select_related("closure__assessment__service")
    for row in rows.order_by("closure__assessment", "closure__number", "order").iterator():
        yield (
            f"{_title(row.closure)}: words were taken out on {row.day.isoformat()}; it agrees as"
            f" written anew, and as kept before ({row.old_digest}) it can no longer be proved"
        )


def _closures() -> QuerySet[Closure]:
    rows = Closure.objects.filter(assessment__service__practice_of=None)
    rows = rows.select_related("assessment__service").prefetch_related("readings", "taken_out")
    return rows.order_by("assessment", "number")


def _without_record() -> QuerySet[Assessment]:
    was_finished = Q(closed_at__isnull=False) | Q(reopened_at__isnull=False)
    rows = Assessment.objects.filter(was_finished, closures=None, service__practice_of=None)
    # Of a team all of whose data went, the conversation stays empty for what a body said to it.
    erased = Erasure.objects.filter(kind=Erasure.Kind.TEAM).values("key")
    return rows.exclude(service__in=erased).order_by("pk")


def _title(closure: Closure) -> str:
    return f"record {closure.pk} ({closure.assessment}, no. {closure.number})"


def _problems_of(
    closure: Closure, expected: int, digests: dict[Any, str], levels: dict[Any, Any]
) -> Iterator[str]:
    """Find what is wrong with one closure; `expected` is the number it should have."""
    if closure.number != expected:
        yield f"this should be no. {expected}"
    if rec.digest(closure.document) != closure.digest:
        yield "the document is not the one that was sealed (its SHA-256 differs)"
    try:
        record = rec.Record.from_json(closure.document)
    except (msgspec.DecodeError, UnicodeError) as error:
        yield f"the document cannot be read ({error})"
        return
    if not _canonical(closure.document, record):
        yield "the document is not in canonical form"
    if not _taking_out_adds_up(closure):
        yield "words were taken out, and it is not what was written anew then"
    yield from _other_columns(closure, record, digests)
    yield from _levels(closure, record, levels)
    if closure.card.get("rules") == CARD_RULES and card(record) != closure.card:
        yield "the card does not say what the document says"


def _canonical(document: str, record: rec.Record) -> bool:
    """Return whether keys are sorted, nothing stands twice, and typed reading loses nothing.

    An older document may lack fields that have a default since, so one that is not the record
    written out again is looked at more closely.
    """
    if record.to_json() == document:
        return True
    plain = msgspec.json.decode(document)
    again = msgspec.json.encode(plain, order="sorted").decode()
    return again == document and _within(plain, msgspec.json.decode(record.to_json()))


def _within(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return all(name in new and _within(value, new[name]) for name, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_within, old, new))
    return bool(old == new)


def _taking_out_adds_up(closure: Closure) -> bool:
    """Say whether each time words were taken out began where the last ended, up to now."""
    last = None
    for row in closure.taken_out.all():
        if last not in {None, row.old_digest}:
            return False
        last = row.new_digest
    return last in {None, closure.digest}


def _other_columns(closure: Closure, record: rec.Record, digests: dict[Any, str]) -> Iterator[str]:
    """Find columns that do not say what the document says."""
    assessment = closure.assessment
    pairs: Iterable[tuple[str, Any, Any]] = (
        ("number", closure.number, record.number),
        ("reason", closure.reason, record.reason),
        ("day", closure.held_on, record.held_on),
        ("conversation", str(assessment.pk), record.occasion.id),
        ("service", str(assessment.service_id), record.service.id),
        ("framework's digest", digests.get(assessment.framework_id, ""), record.framework.digest),
    )
    for name, row, sealed in pairs:
        if row != sealed:
            yield f"the {name} is not the document's"


def _levels(closure: Closure, record: rec.Record, levels: dict[Any, Any]) -> Iterator[str]:
    """Find places that are not the framework's, and readings that are not the document's."""
    framework = closure.assessment.framework_id
    rows = closure.readings.all()
    if any(row.level_id and levels.get(row.level_id) != framework for row in rows):
        yield "a reading has a level of another framework"
    tree = tree_by_id(framework)
    stray = sorted(_codes(record).difference(level.code for level in tree.levels))
    if stray:
        yield f"the framework has no level {', '.join(stray)}"
        return
    try:
        sealed = Counter(map(_says, readings(closure, record, tree)))
    except KeyError as error:
        yield f"the framework has no line {error.args[0]}"
        return
    if Counter(map(_says, rows)) != sealed:
        yield "the readings do not say what the document says"


def _codes(record: rec.Record) -> set[str]:
    """Return the code of every level that a record places something on."""
    codes: set[str] = set()
    for judgement in record.judgements:
        for place in (judgement.place, judgement.first, judgement.recast, *judgement.views):
            if place and place.level:
                codes.add(place.level)
    return codes
