"""An example and a step are added; any row is changed and taken out in one way."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import User
from assessments.actions.guard import (
    Refused,
    change,
    refuse_other_teams,
    refuse_unseen,
    stay_open,
    tidy_fields,
    writing,
)
from assessments.models import AroundNote, Assessment, Example, Factor, Step, StepReview
from assessments.models.row import PointingRow, WordsRow, following
from frameworks.models import Line
from frameworks.selectors import lines_in
from pages.database.prepared import Prepared
from pages.database.prepared_writes import PreparedInsert
from pages.signatures import When
from pages.words import tidy
from record.choices import STILL_TRYING, StepState
from record.taking_out import is_taken_out_mark
from record.words.own_words import same_words

R = TypeVar("R", bound=WordsRow)
P = TypeVar("P", bound=PointingRow)


def edit_row(
    assessment: Assessment,
    row: R,
    *,
    seen: int | None,
    by: User,
    lines: Iterable[Line] | None = None,
    **fields: Any,
) -> R:
    """Change what a row says, and the lines it points to where `lines` are given.

    Without words it is taken out. Raises Stale when somebody else changed it since version `seen`.
    """
    fields = tidy_fields(fields)
    if not fields[row.text]:
        return remove_row(assessment, row, by=by, seen=seen)
    with writing(assessment) as now:
        change(row, seen=seen, **fields)
        if lines is not None and isinstance(row, PointingRow):
            point(row, lines)
        about = row.subject_id
        log(f"{row.noun}_edited", by=by, at=now, object_id=about, service=assessment.service)
    return row


def remove_row(assessment: Assessment, row: R, *, by: User, seen: int | None = None) -> R:
    """Take a row out of this conversation; earlier ones keep what they say. Raises Stale."""
    with writing(assessment) as now:
        about = row.subject_id
        if isinstance(row, AroundNote):
            change(row, seen=seen, words="")
            row.delete()
        else:
            change(row, seen=seen, removed_at=now)
        if isinstance(row, Example):
            leave_team_line(row)
        log(f"{row.noun}_removed", by=by, at=now, object_id=about, service=assessment.service)
    return row


def last_row(assessment: Assessment, thing: Factor | Step, rows: "QuerySet[P]") -> P:
    """Return the last of these rows, all of one thing, that an earlier conversation kept.

    By the day they talked: a late entry takes up what was said before it. Raises Refused for
    another team's thing, or where there is none.
    """
    refuse_other_teams(assessment, thing)
    earlier = rows.filter(
        removed_at=None,
        assessment__closed_at__isnull=False,
        assessment__held_on__lte=assessment.held_on,
    ).exclude(assessment=assessment)
    last = earlier.order_by("assessment__held_on", "assessment__started_at").last()
    if last is None:
        raise Refused(_("That is not on the list from last time."))
    return last


def point(row: PointingRow, lines: Iterable[Line]) -> None:
    """Point a row to these lines; an example leaves its place on one it no longer points to."""
    lines = list(lines)
    row.lines.set(lines)
    if isinstance(row, Example) and row.team_line not in lines:
        leave_team_line(row)


def leave_team_line(example: Example) -> None:
    """Make the next example on the same line the team's line for it."""
    line = example.team_line
    if line is None:
        return
    heir = next_on_line(example)
    change(example, seen=None, team_line=None)
    if heir:
        change(heir, seen=None, team_line=line)


def next_on_line(example: Example) -> Example | None:
    """Return the next example on the line whose team line this is, if there is one to read."""
    others = example.contribution.examples.filter(removed_at=None, team_line=None)
    for other in others.filter(lines=example.team_line):
        if not is_taken_out_mark(other.words):
            return other
    return None


NO_LINE = uuid.UUID(int=0)

_Pointing = Example.lines.through
_ADD = PreparedInsert(Example, among="contribution")
_POINT = PreparedInsert(_Pointing)


def add_example(
    assessment: Assessment,
    *,
    words: str,
    by: User,
    lines: Iterable[Line] = (),
    kind: str = "",
    happened_on: dt.date | None = None,
    link: str = "",
    at: When = None,
) -> Example:
    """Add an example for none, one or several lines.

    The first on a line becomes the team's line for it. The same words of the same lines again are
    the example that is there: a browser's Back fills them into a form drawn anew. Raises Refused
    without words, NotOpen.
    """
    words = tidy(words)
    if not words:
        raise Refused(_("Write an example first. One line is plenty."))
    lines = list(dict.fromkeys(lines))
    with writing(assessment, at=at) as now:
        stay_open(assessment, lines)
        first = lines[0] if lines else None
        existing = list(_EXISTING.rows(assessment.team_id, words, first.pk if first else NO_LINE))
        same = _same_example(existing, words, lines)
        if same:
            details = {"kind": kind, "happened_on": happened_on, "link": link}
            more = {name: value for name, value in details.items() if value}
            if more:
                change(same, seen=None, **more)
            return same
        for row in existing:
            if first and row.team_line_id == first.pk:
                if is_taken_out_mark(row.words):
                    change(row, seen=None, team_line=None)
                else:
                    first = None
        example = Example(
            contribution_id=assessment.team_id,
            words=words,
            kind=kind,
            happened_on=happened_on,
            link=link,
            team_line=first,
            added_at=now,
            added_by_id=by.pk,
        )
        _ADD(example)
        for line in lines:
            _POINT(_Pointing(example_id=example.pk, line_id=line.pk))
        log("example_added", by=by, at=now, object_id=example.pk, service=assessment.service)
    return example


def _existing(team: uuid.UUID, words: str, first: uuid.UUID) -> QuerySet[Example]:
    """Return the examples in these very words, and the one that is the team's line for `first`."""
    same = Q(words=words) | Q(team_line=first)
    rows = Example.objects.filter(same, contribution=team, removed_at=None)
    return rows.only("words", "team_line")


_EXISTING = Prepared(_existing, uuid.UUID, str, uuid.UUID)


def _same_example(examples: list[Example], words: str, lines: list[Line]) -> Example | None:
    """Return the example in these very words about these very lines, or None."""
    about = set(lines)
    candidates = [example for example in examples if example.words == words]
    prefetch_related_objects(candidates, "lines")
    for example in candidates:
        if set(example.lines.all()) == about:
            return example
    return None


def try_step(
    assessment: Assessment,
    *,
    what: str,
    by: User,
    who: str = "",
    by_when: str = "",
    notice: str = "",
    lines: Iterable[Line] = (),
    at: When = None,
) -> StepReview:
    """Write down something to try. `who` is a role. Raises Refused without *what*.

    The same words again are the same step, with what is said of it now and was not before.
    """
    if not tidy(what):
        raise Refused(_("Say what you will try. The rest can wait."))
    details = {"who": tidy(who), "by_when": tidy(by_when), "notice": tidy(notice)}
    with writing(assessment, at=at) as now:
        review = _same_step(assessment, tidy(what), details)
        if review:
            more = {name: text for name, text in details.items() if not getattr(review, name)}
            if any(more.values()):
                change(review, seen=None, **more)
        else:
            review = StepReview.objects.create(
                step=Step.objects.create(service=assessment.service, first_named_in=assessment),
                assessment=assessment,
                what=tidy(what),
                added_at=now,
                order=following(StepReview, assessment=assessment),
                **details,
            )
        review.lines.add(*lines)
        log("step_named", by=by, at=now, object_id=review.step_id, service=assessment.service)
    return review


def _same_step(assessment: Assessment, what: str, details: Mapping[str, str]) -> StepReview | None:
    """Return the step of this assessment that is tried in these words, unless it differs in one."""
    rows = assessment.step_reviews.filter(removed_at=None, state__in=STILL_TRYING)
    for row in rows:
        if same_words(row.what, what) and not _differs(row, details):
            return row
    return None


def _differs(row: StepReview, details: Mapping[str, str]) -> bool:
    return any(text and getattr(row, name) not in {"", text} for name, text in details.items())


def look_back(
    assessment: Assessment,
    step: Step,
    *,
    state: str,
    by: User,
    learned: str = "",
    was: str | None = None,
    at: When = None,
) -> StepReview:
    """Say what came of something tried: did it happen, what did we learn.

    *Partly* and *not yet* keep it among what the team is trying. Raises Refused for another
    team's step or a state that is no answer, Stale where what was learned is not what it `was`.
    """
    if state not in set(StepState) - {StepState.TRYING}:
        raise Refused(_("Choose what came of it."))
    with writing(assessment, at=at) as now:
        last = last_row(assessment, step, step.reviews.all())
        review, created = StepReview.objects.get_or_create(
            step=step,
            assessment=assessment,
            defaults={
                "what": last.what,
                "who": last.who,
                "by_when": last.by_when,
                "notice": last.notice,
                "added_at": now,
                "order": following(StepReview, assessment=assessment),
            },
        )
        if created:
            about = last.lines.select_related("framework")
            review.lines.set(lines_in(assessment.framework, about))
        elif was is not None:
            refuse_unseen(review, {"learned": was}, learned=tidy(learned))
        change(review, seen=None, state=state, learned=tidy(learned), removed_at=None)
        log("step_reviewed", by=by, at=now, object_id=step.pk, service=assessment.service)
    return review
