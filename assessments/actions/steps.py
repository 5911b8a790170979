"""What a team tries, and what came of it. Only *what?* is required."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import User
from assessments.actions.guard import Refused, change, refuse_unseen, writing
from assessments.actions.rows import last_row
from assessments.models import Assessment, Step, StepReview
from assessments.models.row import following
from frameworks.models import Line
from pages.signatures import When
from pages.words import tidy
from record.choices import STILL_TRYING, StepState
from record.words.own_words import same_words


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
            review.lines.set(assessment.framework.lines.called_like(last.lines.all()))
        elif was is not None:
            refuse_unseen(review, {"learned": was}, learned=tidy(learned))
        change(review, seen=None, state=state, learned=tidy(learned), removed_at=None)
        log("step_reviewed", by=by, at=now, object_id=step.pk, service=assessment.service)
    return review
