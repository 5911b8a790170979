"""Reads for the pages of a conversation: few queries, whatever the number of rows."""

import uuid
from collections.abc import Iterable

from django.http import Http404

from accounts.models import Service, User
from assessments.models import (
    Action,
    ActionReview,
    Ask,
    Assessment,
    Closure,
    ContextNote,
    Draft,
    Evidence,
    Factor,
    FactorNote,
    Judgement,
    Note,
    Submission,
)
from assessments.record import FactorText, Record, StepText
from frameworks.models import Framework, Level, Line
from frameworks.selectors import FrameworkTree, tree_by_id


def assessment(user: User, pk: uuid.UUID) -> Assessment:
    """Return an assessment, with service and organisation, to somebody of its team.

    Raises Http404 to everybody else.
    """
    rows = Assessment.objects.reachable_by(user).select_related("service__organisation")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def tree_of(assessment: Assessment) -> FrameworkTree:
    """Return the framework of an assessment in the words of its service, without a query."""
    return tree_by_id(assessment.framework_id, assessment.service.people)


def line(assessment: Assessment, code: str) -> Line:
    """Return the row of a line of an assessment's framework. Raises Http404."""
    return line_of(assessment.framework_id, code)


def line_of(framework_id: uuid.UUID, code: str) -> Line:
    """Return the row of a line of a framework. Raises Http404."""
    found = Line.objects.core().filter(framework=framework_id, code=code).first()
    if found is None:
        raise Http404
    return found


def lines(assessment: Assessment, codes: Iterable[str]) -> list[Line]:
    """Return the rows of some lines of an assessment's framework, in framework order."""
    wanted = list(codes)
    if not wanted:
        return []
    rows = Line.objects.core().filter(framework=assessment.framework_id, code__in=wanted)
    return list(rows.order_by("order"))


def levels(assessment: Assessment) -> dict[str, Level]:
    """Return the rows of the levels of an assessment's framework, by code."""
    return {level.code: level for level in Level.objects.filter(framework=assessment.framework_id)}


def open_of(service: Service, framework: Framework | None = None) -> Assessment | None:
    """Return what a team has open now, or None."""
    found = service.assessments.open()
    if framework is not None:
        found = found.filter(framework=framework)
    return found.latest_first().first()


def records(service: Service, *, before: Assessment | None = None) -> list[Record]:
    """Return a team's kept records, last talked first; `before`: only those held until then."""
    closures = Closure.objects.current().of(service)
    if before is not None:
        closures = closures.filter(held_on__lte=before.held_on).exclude(assessment=before)
        closures = closures.filter(assessment__framework__slug=tree_of(before).slug)
    documents = closures.in_order().values_list("document", flat=True)
    return [Record.from_json(document) for document in reversed(documents)]


def last_record(assessment: Assessment) -> Record | None:
    """Return what the team kept last before this one (by the day they talked), or None."""
    document = (
        Closure.objects.current()
        .of(assessment.service)
        .filter(
            held_on__lte=assessment.held_on,
            assessment__framework__slug=tree_of(assessment).slug,
        )
        .exclude(assessment=assessment)
        .in_order()
        .values_list("document", flat=True)
        .last()
    )
    return Record.from_json(document) if document else None


def current_closure(assessment: Assessment) -> Closure | None:
    """Return the last number of a finished assessment's record, or None."""
    return assessment.closures.order_by("number").last()


def closure(user: User, pk: uuid.UUID) -> Closure:
    """Return one number of a kept record to somebody of its team. Raises Http404."""
    rows = Closure.objects.reachable_by(user).select_related("assessment__service__organisation")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def numbers(assessment: Assessment) -> list[Closure]:
    """Return every number of an assessment's record, first to last, without the documents."""
    return list(assessment.closures.defer("document", "card").order_by("number"))


def judgement(assessment: Assessment, line_id: uuid.UUID) -> Judgement | None:
    """Return where the team placed a line, or None."""
    return Judgement.objects.filter(
        contribution__assessment=assessment, contribution__kind="team", line=line_id
    ).first()


def begun(assessment: Assessment) -> dict[uuid.UUID, Judgement]:
    """Return the team's judgements by line."""
    rows = Judgement.objects.filter(contribution__assessment=assessment, contribution__kind="team")
    return {row.line_id: row for row in rows}


def examples(assessment: Assessment, line_id: uuid.UUID | None = None) -> list[Evidence]:
    """Return the examples given, oldest first; `line_id`: only those on that line."""
    rows = Evidence.objects.filter(
        contribution__assessment=assessment, contribution__kind="team", removed_at=None
    )
    if line_id is not None:
        rows = rows.filter(lines=line_id)
    return list(rows)


def example(assessment: Assessment, pk: uuid.UUID) -> Evidence:
    """Return one example of an assessment with its lines. Raises Http404."""
    rows = Evidence.objects.filter(contribution__assessment=assessment, removed_at=None)
    found = rows.prefetch_related("lines").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def factor_notes(assessment: Assessment) -> list[FactorNote]:
    """Return what an assessment has of helps and obstacles, oldest first, with factor and ask."""
    rows = assessment.factor_notes.filter(removed_at=None)
    return list(rows.select_related("factor__ask"))


def notes_about(assessment: Assessment, line_id: uuid.UUID) -> list[FactorNote]:
    """Return those of them that point to a line."""
    rows = assessment.factor_notes.filter(removed_at=None, lines=line_id)
    return list(rows.select_related("factor__ask"))


def factor_note(assessment: Assessment, pk: uuid.UUID) -> FactorNote:
    """Return one of them with its lines. Raises Http404."""
    rows = assessment.factor_notes.filter(removed_at=None, pk=pk)
    found = rows.select_related("factor__ask").prefetch_related("lines").first()
    if found is None:
        raise Http404
    return found


def reviews(assessment: Assessment) -> list[ActionReview]:
    """Return what an assessment has of things tried, oldest first."""
    return list(assessment.action_reviews.filter(removed_at=None))


def reviews_about(assessment: Assessment, line_id: uuid.UUID) -> list[ActionReview]:
    """Return those of them that are to be tried about a line."""
    rows = assessment.action_reviews.filter(removed_at=None, lines=line_id)
    return list(rows.filter(state=ActionReview.State.TRYING))


def review(assessment: Assessment, pk: uuid.UUID) -> ActionReview:
    """Return one of them. Raises Http404."""
    found = assessment.action_reviews.filter(removed_at=None, pk=pk).first()
    if found is None:
        raise Http404
    return found


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


def notes_of(assessment: Assessment, line_ids: Iterable[uuid.UUID] | None = None) -> list[Note]:
    """Return the notes an assessment opened with, oldest first; on some lines if asked."""
    rows = assessment.notes.oldest_first().select_related("signed_by")
    if line_ids is not None:
        rows = rows.filter(line__in=list(line_ids))
    return list(rows)


def waiting_notes(service: Service) -> list[Note]:
    """Return the notes that wait for a team's next conversation, oldest first."""
    rows = Note.objects.waiting().filter(service=service).select_related("line", "signed_by")
    return list(rows.oldest_first())


def draft(user: User, assessment: Assessment, page: str) -> Draft | None:
    """Return what this person typed on a page and did not save, or None."""
    return Draft.objects.filter(user=user, assessment=assessment, page=page).first()


def drafts(assessment: Assessment) -> list[Draft]:
    """Return everybody's unsaved pages of an assessment, with whose they are."""
    rows = Draft.objects.filter(assessment=assessment).select_related("user")
    return list(rows.order_by("page", "saved_at"))


def factor(assessment: Assessment, pk: str) -> Factor:
    """Return something this team named, in any conversation. Raises Http404."""
    found = Factor.objects.filter(service=assessment.service_id, pk=pk).first()
    if found is None:
        raise Http404
    return found


def action(assessment: Assessment, pk: str) -> Action:
    """Return something this team tried, in any conversation. Raises Http404."""
    found = Action.objects.filter(service=assessment.service_id, pk=pk).first()
    if found is None:
        raise Http404
    return found


def lines_with_examples(assessment: Assessment) -> set[uuid.UUID]:
    """Return the lines on which the team gave an example."""
    rows = Line.objects.filter(
        evidence__contribution__assessment=assessment,
        evidence__contribution__kind="team",
        evidence__removed_at=None,
    )
    return set(rows.values_list("pk", flat=True))


def sent_before(key: uuid.UUID) -> bool:
    """Say whether a form with this key was saved before."""
    return Submission.objects.filter(pk=key).exists()


def context_note(assessment: Assessment, pk: uuid.UUID) -> ContextNote:
    """Return one thing that changed around the team. Raises Http404."""
    found = assessment.context_notes.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
