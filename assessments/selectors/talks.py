"""A conversation itself: who may reach it, its framework's rows, its records, its drafts."""

import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Service, User
from assessments.models import Assessment, Closure, Draft, Note, Submission
from frameworks.models import Framework, Level, Line
from frameworks.selectors import core_levels, core_lines, tree_for
from frameworks.tree import FrameworkTree
from pages.answers import or_404
from pages.database.prepared import Prepared


def _reached(user: uuid.UUID, pk: uuid.UUID) -> QuerySet[Assessment]:
    rows = Assessment.objects.reachable_by(User(pk=user)).select_related("service__organisation")
    has_notes = Exists(Note.objects.filter(read_in=OuterRef("pk")))
    return rows.annotate(has_notes=has_notes).filter(pk=pk)


# Every page of a conversation begins with it.
_REACHED = Prepared(_reached, uuid.UUID, uuid.UUID)


def assessment(user: User, pk: uuid.UUID) -> Assessment:
    """Return an assessment, with service and organisation, to somebody of its team.

    With `team_role`, and `has_notes`: most open with none, and then no page looks for any. Raises
    Http404 to everybody else.
    """
    return or_404(_REACHED.first(user.pk, pk) if user.is_active else None)


def tree_of(assessment: Assessment) -> FrameworkTree:
    """Return the framework of an assessment in its service's words and voice, without a query."""
    return tree_for(assessment.service, assessment.framework_id)


def line(assessment: Assessment, code: str) -> Line:
    """Return the row of a line of an assessment's framework. Raises Http404."""
    return line_of(assessment.framework_id, code)


def line_of(framework_id: uuid.UUID, code: str) -> Line:
    """Return the row of a line of a framework. Raises Http404."""
    return or_404(core_lines(framework_id).get(code))


def lines(assessment: Assessment, codes: Iterable[str]) -> list[Line]:
    """Return the rows of some lines of an assessment's framework, in framework order."""
    return lines_of(assessment.framework_id, codes)


def lines_of(framework_id: uuid.UUID, codes: Iterable[str]) -> list[Line]:
    """Return the rows of some lines of a framework, in framework order."""
    wanted = set(codes)
    return [line for code, line in core_lines(framework_id).items() if code in wanted]


def levels(assessment: Assessment) -> dict[str, Level]:
    """Return the rows of the levels of an assessment's framework, by code."""
    return core_levels(assessment.framework_id)


def open_of(service: Service, framework: Framework | None = None) -> Assessment | None:
    """Return what a team has open now, of one framework whatever its version, or None."""
    found = service.assessments.open()
    if framework is not None:
        found = found.filter(framework_slug=framework.slug)
    return found.latest_first().first()


def current_closure(assessment: Assessment) -> Closure | None:
    """Return the last number of a finished assessment's record, or None."""
    return assessment.closures.order_by("number").last()


def closure(user: User, pk: uuid.UUID) -> Closure:
    """Return one number of a kept record to somebody of its team. Raises Http404."""
    rows = Closure.objects.reachable_by(user).select_related("assessment__service__organisation")
    return get_object_or_404(rows, pk=pk)


def numbers(assessment: Assessment) -> list[Closure]:
    """Return every number of an assessment's record, first to last, without the documents."""
    return list(assessment.closures.defer("document", "card").order_by("number"))


def _draft(user: uuid.UUID, talk: uuid.UUID, page: str) -> QuerySet[Draft]:
    return Draft.objects.filter(user=user, assessment=talk, page=page)


_DRAFT = Prepared(_draft, uuid.UUID, uuid.UUID, str)


def draft_of(user: User, assessment: Assessment, page: str) -> Draft | None:
    """Return what this person typed on a page and did not save, or None."""
    found = _DRAFT.first(user.pk, assessment.pk, page)
    if found and found.is_fresh:
        return found
    return None


def drafts(assessment: Assessment) -> list[Draft]:
    """Return everybody's unsaved pages of an assessment, with whose they are."""
    rows = Draft.objects.fresh().filter(assessment=assessment).select_related("user")
    return list(rows.order_by("page", "saved_at"))


def sent_before(key: uuid.UUID) -> bool:
    return Submission.objects.filter(pk=key).exists()
