"""What was said in a conversation so far."""

import uuid
from collections.abc import Container, Iterable
from typing import TypeVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Service
from assessments.models import (
    AroundNote,
    Assessment,
    Example,
    Factor,
    FactorNote,
    Judgement,
    Note,
    Step,
    StepReview,
)
from assessments.models.row import PointingRow
from frameworks.models import Line
from pages.database.prepared import Prepared
from record.choices import StepState

P = TypeVar("P", bound=PointingRow)


def _placed(team: uuid.UUID, line: uuid.UUID) -> QuerySet[Judgement]:
    return Judgement.objects.filter(contribution=team, line=line)


_PLACED = Prepared(_placed, uuid.UUID, uuid.UUID)


def judgement(assessment: Assessment, line_id: uuid.UUID) -> Judgement | None:
    """Return where the team placed a line, or None."""
    return _PLACED.first(assessment.team_id, line_id)


def begun(assessment: Assessment) -> dict[uuid.UUID, Judgement]:
    rows = Judgement.objects.filter(contribution=assessment.team_id)
    return {row.line_id: row for row in rows}


def _given(team: uuid.UUID) -> QuerySet[Example]:
    return Example.objects.filter(contribution=team, removed_at=None)


def _given_on(team: uuid.UUID, line: uuid.UUID) -> QuerySet[Example]:
    return _given(team).filter(lines=line)


_ON_LINE = Prepared(_given_on, uuid.UUID, uuid.UUID)


def examples(assessment: Assessment, line_id: uuid.UUID | None = None) -> list[Example]:
    """Return the examples given, oldest first; `line_id`: only those on that line."""
    if line_id is None:
        return list(_given(assessment.team_id))
    return list(_ON_LINE.rows(assessment.team_id, line_id))


def example(assessment: Assessment, pk: uuid.UUID, *, gone: bool = False) -> Example:
    """Return one example of an assessment with its lines. Raises Http404.

    `gone`: also one that was taken out, for whoever was typing in it; so with the others below.
    """
    rows = Example.objects.filter(contribution__assessment=assessment)
    return _with_lines(rows, pk, gone=gone)


def _with_lines(rows: QuerySet[P], pk: uuid.UUID, *, gone: bool) -> P:
    if not gone:
        rows = rows.filter(removed_at=None)
    return get_object_or_404(rows.prefetch_related("lines"), pk=pk)


def lines_with_examples(assessment: Assessment) -> set[uuid.UUID]:
    rows = Line.objects.filter(examples__contribution=assessment.team_id, examples__removed_at=None)
    return set(rows.values_list("pk", flat=True))


def factor_notes(assessment: Assessment) -> list[FactorNote]:
    """Return what an assessment has of helps and obstacles, oldest first, with factor and ask."""
    rows = assessment.factor_notes.filter(removed_at=None)
    return list(rows.select_related("factor__ask"))


def states_of(notes: Iterable[FactorNote]) -> dict[str, str]:
    """Return how each help and obstacle stands by these notes, by the factor's id."""
    return {str(note.factor_id): note.state for note in notes}


def new_here(notes: Iterable[FactorNote], inherited: Container[str]) -> list[FactorNote]:
    """Return the notes on what no earlier time has named. `inherited`: what some has, by id."""
    return [note for note in notes if str(note.factor_id) not in inherited]


def pages_begun(assessment: Assessment) -> set[str]:
    """Return which of the pages *around* and *try* hold something of this conversation."""
    found = {
        "around": assessment.factor_notes.filter(removed_at=None),
        "try": assessment.step_reviews.filter(removed_at=None),
    }
    return {page for page, rows in found.items() if rows.exists()}


def notes_about(assessment: Assessment, line_id: uuid.UUID) -> list[FactorNote]:
    rows = assessment.factor_notes.filter(removed_at=None, lines=line_id)
    return list(rows.select_related("factor__ask"))


def factor_note(assessment: Assessment, pk: uuid.UUID, *, gone: bool = False) -> FactorNote:
    """Return one of them with its lines. Raises Http404."""
    return _with_lines(assessment.factor_notes.select_related("factor__ask"), pk, gone=gone)


def factor(assessment: Assessment, pk: str) -> Factor:
    """Return something this team named, in any conversation. Raises Http404."""
    return get_object_or_404(Factor, service=assessment.service_id, pk=pk)


def reviews(assessment: Assessment) -> list[StepReview]:
    """Return what an assessment has of things tried, oldest first."""
    return list(assessment.step_reviews.filter(removed_at=None))


def reviews_about(assessment: Assessment, line_id: uuid.UUID) -> list[StepReview]:
    rows = assessment.step_reviews.filter(removed_at=None, lines=line_id)
    return list(rows.filter(state=StepState.TRYING))


def review(assessment: Assessment, pk: uuid.UUID, *, gone: bool = False) -> StepReview:
    """Return one of them with its lines. Raises Http404."""
    return _with_lines(assessment.step_reviews.all(), pk, gone=gone)


def step(assessment: Assessment, pk: str) -> Step:
    """Return something this team tried, in any conversation. Raises Http404."""
    return get_object_or_404(Step, service=assessment.service_id, pk=pk)


def around_note(assessment: Assessment, pk: uuid.UUID, *, gone: bool = False) -> AroundNote:
    """Return one thing that changed around the team. Raises Http404.

    `gone`: of one that was taken out nothing stays but the event; then a row that was never saved.
    """
    taken_out = assessment.service.events.filter(act="around_removed", object_id=pk)
    if gone and taken_out.exists():
        return AroundNote(pk=pk, assessment=assessment, happened_on=assessment.held_on)
    return get_object_or_404(assessment.around_notes, pk=pk)


def notes_of(assessment: Assessment, line_ids: Iterable[uuid.UUID] | None = None) -> list[Note]:
    """Return the notes an assessment opened with, oldest first; on some lines if asked."""
    if not getattr(assessment, "has_notes", True):
        return []
    rows = Note.objects.filter(read_in=assessment.pk)
    if line_ids is not None:
        here = Line.objects.filter(pk__in=list(line_ids))
        rows = rows.filter(line__in=Line.objects.called_like(here))
    # Prefetched: most lines have no note, and then nobody's name is asked for.
    return list(rows.prefetch_related("signed_by").oldest_first())


def waiting_notes(service: Service) -> list[Note]:
    """Return the notes that wait for a team's next conversation, oldest first."""
    rows = Note.objects.waiting().filter(service=service).select_related("line", "signed_by")
    return list(rows.oldest_first())


def is_taken_out(service: Service, pk: uuid.UUID) -> bool:
    """Say whether a note of a team was taken out: then there is nothing left of it."""
    return service.events.filter(act="note_taken_out", object_id=pk).exists()


def note(service: Service, pk: uuid.UUID) -> Note:
    """Return one note of a team, whether read or waiting. Raises Http404."""
    rows = Note.objects.filter(service=service).select_related("read_in", "service")
    return get_object_or_404(rows, pk=pk)
