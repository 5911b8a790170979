"""What earlier conversations said, read from their sealed records."""

import uuid
from collections.abc import Iterable

from django.http import Http404

from accounts.models import Service
from assessments.models import Ask, Assessment, Closure
from assessments.record import FactorText, Record, StepText
from assessments.selectors.talks import tree_of


def records(service: Service, *, before: Assessment | None = None) -> list[Record]:
    """Return a team's kept records, last talked first; `before`: only those before it."""
    closures = Closure.objects.current().of(service)
    if before is not None:
        closures = Closure.objects.before(before)
        closures = closures.filter(assessment__framework__slug=tree_of(before).slug)
    documents = closures.in_order().values_list("document", flat=True)
    return [Record.from_json(document) for document in reversed(documents)]


def last_record(assessment: Assessment) -> Record | None:
    """Return what the team kept last before this one (by the day they talked), or None."""
    slug = tree_of(assessment).slug
    documents = Closure.objects.before(assessment).values_list("document", flat=True)
    # The first is nearly always of the same framework; then nothing more is read.
    for document in documents[:1]:
        record = Record.from_json(document)
        if record.framework.slug == slug:
            return record
    same = documents.filter(assessment__framework__slug=slug).first()
    return Record.from_json(same) if same else None


def known_factors(history: list[Record]) -> list[FactorText]:
    """Return what earlier times named and none has called gone, as the last to speak had it."""
    return [f for f in _latest(history, "factors") if f.state != "gone"]


def known_steps(history: list[Record]) -> list[StepText]:
    """Return what earlier times were trying and none has ended, as the last to speak had it."""
    return [s for s in _latest(history, "steps") if s.state in {"trying", "partly", "not_yet"}]


def _latest(history: list[Record], part: str) -> list:  # type: ignore[type-arg]  # of what `part` holds
    """Return each thing once, in the words of the newest record that has it."""
    found: dict[str, object] = {}
    for record in history:
        for each in getattr(record, part):
            found.setdefault(each.id, each)
    return list(found.values())


def answered_asks(factor_ids: Iterable[str]) -> list[Ask]:
    """Return the asks about these factors that somebody answered, with their answers."""
    keys = [uuid.UUID(each) for each in factor_ids]
    if not keys:
        return []
    rows = Ask.objects.filter(factor__in=keys, answers__isnull=False).distinct()
    return list(rows.select_related("asked_in").prefetch_related("answers"))


def ask(assessment: Assessment, pk: uuid.UUID) -> Ask:
    """Return what this team asks of others, in any conversation, with answers. Raises Http404."""
    rows = Ask.objects.filter(factor__service=assessment.service_id, pk=pk)
    found = rows.select_related("factor", "asked_in").prefetch_related("answers").first()
    if found is None:
        raise Http404
    return found


def latest_words(ask: Ask) -> str:
    """Return what gets in the way, as the last conversation that has it put it."""
    notes = ask.factor.notes.filter(removed_at=None).order_by("assessment__held_on", "added_at")
    return notes.values_list("words", flat=True).last() or ""
