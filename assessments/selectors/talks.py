"""A conversation: who may reach it, its framework's rows, records, drafts; what it has so far."""

import uuid
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Service, ServiceMembership, User
from assessments.models import (
    AroundNote,
    Assessment,
    Closure,
    Draft,
    Example,
    Factor,
    FactorNote,
    Judgement,
    Note,
    Step,
    StepReview,
    Submission,
)
from assessments.models.row import PointingRow
from frameworks.models import Framework, Level, Line
from frameworks.selectors import codes_in, core_levels, core_lines, tree_for
from frameworks.tree import FrameworkTree
from pages.answers import or_404
from pages.database.prepared import Prepared
from record.choices import StepState
from record.document import FactorText


def _reached(user: uuid.UUID, pk: uuid.UUID) -> QuerySet[Assessment]:
    rows = Assessment.objects.reachable_by(User(pk=user)).select_related("service__organisation")
    has_notes = Exists(Note.objects.filter(read_in=OuterRef("pk")))
    team = ServiceMembership.objects.active().filter(service=OuterRef("service"))
    has_others = Exists(team.exclude(user=user))
    return rows.annotate(has_notes=has_notes, has_others=has_others).filter(pk=pk)


# Every page of a conversation begins with it.
_REACHED = Prepared(_reached, uuid.UUID, uuid.UUID)


def assessment(user: User, pk: uuid.UUID) -> Assessment:
    """Return an assessment, with service and organisation, to somebody of its team.

    With `team_role`; with `has_notes` and `has_others` (in the team): most open with none, or with
    some, and then no page looks for any, or for who speaks. Raises Http404 to everybody else.
    """
    return or_404(_REACHED.first(user.pk, pk) if user.is_active else None)


def tree_of(assessment: Assessment) -> FrameworkTree:
    """Return the framework of an assessment in its service's words and voice, without a query."""
    return tree_for(assessment.service, assessment.framework_id)


def line(assessment: Assessment, code: str) -> Line:
    """Return the row of a line of an assessment's framework. Raises Http404."""
    return or_404(core_lines(assessment.framework_id).get(code))


def lines(assessment: Assessment, codes: Iterable[str]) -> list[Line]:
    """Return the rows of some lines of an assessment's framework, in framework order."""
    rows, codes = core_lines(assessment.framework_id), set(codes)
    return [line for code, line in rows.items() if code in codes]


def levels(assessment: Assessment) -> dict[str, Level]:
    return core_levels(assessment.framework_id)


def open_of(service: Service, framework: Framework | None = None) -> Assessment | None:
    """Return what a team has open now, of one framework whatever its version, or None."""
    talks = service.assessments.open()
    if framework is not None:
        talks = talks.filter(framework_slug=framework.slug)
    return talks.latest_first().first()


def current_closure(assessment: Assessment) -> Closure | None:
    return assessment.closures.order_by("number").last()


def closure(user: User, pk: uuid.UUID) -> Closure:
    """Return one number of a kept record to somebody of its team. Raises Http404."""
    rows = Closure.objects.reachable_by(user).select_related("assessment__service__organisation")
    return get_object_or_404(rows, pk=pk)


def numbers(assessment: Assessment) -> list[Closure]:
    """Return every number of an assessment's record, first to last, without the documents."""
    return list(assessment.closures.defer("document", "card").order_by("number"))


_DRAFT = Prepared(
    lambda user, talk, page: Draft.objects.filter(user=user, assessment=talk, page=page),
    *(uuid.UUID, uuid.UUID, str),
)


def draft_of(user: User, assessment: Assessment, page: str) -> Draft | None:
    """Return what this person typed on a page and did not save, or None."""
    draft = _DRAFT.first(user.pk, assessment.pk, page)
    if draft and draft.is_fresh:
        return draft
    return None


def drafts(assessment: Assessment) -> list[Draft]:
    rows = Draft.objects.fresh().filter(assessment=assessment).select_related("user")
    return list(rows.order_by("page", "saved_at"))


def unsaved_words(user: User, assessment: Assessment) -> list[tuple[str, str]]:
    """Return what this person typed there and did not save, each after a question left open."""
    drafts = Draft.objects.fresh().filter(user=user, assessment=assessment).order_by("saved_at")
    closure = current_closure(assessment) if drafts else None
    typed = []
    for draft in drafts:
        for words in draft.words_not_in(closure.document if closure else ""):
            typed.append(("", words))
    return typed


def was_saved(key: uuid.UUID | None) -> bool:
    return key is not None and Submission.objects.filter(pk=key).exists()


P = TypeVar("P", bound=PointingRow)


_PLACED = Prepared(
    lambda team, line: Judgement.objects.filter(contribution=team, line=line), uuid.UUID, uuid.UUID
)


def judgement(assessment: Assessment, line_id: uuid.UUID) -> Judgement | None:
    return _PLACED.first(assessment.team_id, line_id)


def judgements(assessment: Assessment) -> dict[uuid.UUID, Judgement]:
    """Return where the team placed its lines, by the line's key."""
    rows = Judgement.objects.filter(contribution=assessment.team_id)
    return {row.line_id: row for row in rows}


_ON_LINE = Prepared(
    lambda team, line: Example.objects.filter(contribution=team, removed_at=None, lines=line),
    *(uuid.UUID, uuid.UUID),
)


def examples(assessment: Assessment, line_id: uuid.UUID) -> list[Example]:
    return list(_ON_LINE.rows(assessment.team_id, line_id))


def row(model: type[P], assessment: Assessment, pk: uuid.UUID, *, with_removed: bool = False) -> P:
    """Return a row with its lines; `with_removed`: also one taken out. Raises Http404."""
    way = "contribution__assessment" if model is Example else "assessment"
    rows = model._default_manager.filter(**{way: assessment})
    if not with_removed:
        rows = rows.filter(removed_at=None)
    return get_object_or_404(rows.prefetch_related("lines"), pk=pk)


def lines_with_examples(assessment: Assessment) -> set[uuid.UUID]:
    rows = Line.objects.filter(examples__contribution=assessment.team_id, examples__removed_at=None)
    return set(rows.values_list("pk", flat=True))


def factor_notes(assessment: Assessment, line_id: uuid.UUID | None = None) -> list[FactorNote]:
    """Return helps and obstacles, on one line if asked, oldest first, with factor and ask."""
    rows = assessment.factor_notes.filter(removed_at=None)
    if line_id is not None:
        rows = rows.filter(lines=line_id)
    return list(rows.select_related("factor__ask"))


def states_of(notes: Iterable[FactorNote]) -> dict[str, str]:
    """Return how each help and obstacle stands by these notes, by the factor's id."""
    return {str(note.factor_id): note.state for note in notes}


def new_here(notes: Iterable[FactorNote], factors: Iterable[FactorText]) -> list[FactorNote]:
    """Return the notes on what is none of these factors, which earlier times have named."""
    inherited = {factor.id for factor in factors}
    return [note for note in notes if str(note.factor_id) not in inherited]


def pages_begun(assessment: Assessment) -> set[str]:
    """Return which of the pages *around* and *try* hold something of this conversation."""
    pages = set()
    if assessment.factor_notes.filter(removed_at=None).exists():
        pages.add("around")
    if assessment.step_reviews.filter(removed_at=None).exists():
        pages.add("try")
    return pages


def factor(assessment: Assessment, pk: str) -> Factor:
    """Return something this team named, in any conversation. Raises Http404."""
    return get_object_or_404(Factor, service=assessment.service_id, pk=pk)


def reviews(assessment: Assessment) -> list[StepReview]:
    return list(assessment.step_reviews.filter(removed_at=None))


def reviews_about(assessment: Assessment, line_id: uuid.UUID) -> list[StepReview]:
    rows = assessment.step_reviews.filter(removed_at=None, lines=line_id)
    return list(rows.filter(state=StepState.TRYING))


def step(assessment: Assessment, pk: str) -> Step:
    """Return something this team tried, in any conversation. Raises Http404."""
    return get_object_or_404(Step, service=assessment.service_id, pk=pk)


def around_note(assessment: Assessment, pk: uuid.UUID, *, with_removed: bool = False) -> AroundNote:
    """Return one thing that changed around the team. Raises Http404.

    `with_removed`: of one that was taken out only the event stays; then a row never saved.
    """
    taken_out = assessment.service.events.filter(act="around_removed", object_id=pk)
    if with_removed and taken_out.exists():
        return AroundNote(pk=pk, assessment=assessment, happened_on=assessment.held_on)
    return get_object_or_404(assessment.around_notes, pk=pk)


def notes_of(assessment: Assessment, line_ids: Iterable[uuid.UUID] | None = None) -> list[Note]:
    """Return the notes an assessment opened with, oldest first; on some lines if asked."""
    if not getattr(assessment, "has_notes", True):
        return []
    rows = Note.objects.filter(read_in=assessment.pk)
    # Prefetched: most lines have no note, and then nobody's name is asked for.
    rows = rows.select_related("line__framework").prefetch_related("signed_by")
    notes = list(rows.oldest_first())
    if line_ids is None:
        return notes
    tree = tree_of(assessment)
    codes = {tree.line_by_id(key).code for key in line_ids}
    return [note for note in notes if codes.intersection(codes_in(tree.edition, note.line))]


def waiting_notes(service: Service) -> list[Note]:
    rows = Note.objects.waiting().filter(service=service).select_related("line", "signed_by")
    return list(rows.oldest_first())


def is_taken_out(service: Service, pk: uuid.UUID) -> bool:
    """Say whether a note of a team was taken out: then there is nothing left of it."""
    return service.events.filter(act="note_taken_out", object_id=pk).exists()


def note(service: Service, pk: uuid.UUID) -> Note:
    """Return one note of a team, whether read or waiting. Raises Http404."""
    rows = Note.objects.filter(service=service).select_related("read_in", "service")
    return get_object_or_404(rows, pk=pk)
