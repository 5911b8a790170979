"""What a team asks of others and the answers; whether its organisation sees that it asks."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log, tell, withdraw_notice, withdraw_notices
from accounts.models import Notice, Organisation, User
from accounts.selectors import leads_of, people_of
from assessments.actions.guard import (
    Refused,
    change,
    refuse_ended,
    refuse_other_teams,
    refuse_unseen,
    tidy_fields,
    writing,
)
from assessments.models import AgencyRelease, Ask, AskAnswer, Assessment, Closure
from assessments.models.row import following
from assessments.sealing.asks import asks_on_record
from pages.database.at_once import one_at_a_time
from pages.signatures import When
from pages.words import tidy
from record.choices import Answered, AskedOf


def withdraw_answers(assessment: Assessment, *, at: dt.datetime) -> None:
    """Tell no more that an answer opens the next conversation: it opened this one."""
    notices = Notice.objects.filter(
        kind="ask_answered",
        service=assessment.service,
        created_at__lt=assessment.started_at,
        created_at__date__lte=assessment.held_on,
    )
    withdraw_notices(notices, at=at)


def tell_asked(
    people: Iterable[User], assessment: Assessment, whom: Iterable[str], *, at: dt.datetime
) -> None:
    """Tell people that a conversation asks something of them; `whom`: as what they are asked."""
    service, codes = assessment.service, set(whom)
    asks = Ask.objects.filter(Q(asked_in=assessment) | Q(put_in=assessment))
    if not any(codes & set(ask.asked_of) for ask in asks):
        return
    tell(
        people,
        "asked",
        service=service,
        organisation=service.organisation,
        object_id=assessment.pk,
        path=reverse("your-teams"),
        at=at,
    )


PARTS = {"to", "also", "words", "why", "tried", "would_change", "meanwhile"}


def put_ask(
    assessment: Assessment,
    ask: Ask,
    *,
    by: User,
    seen: int | None = None,
    at: When = None,
    **parts: Any,
) -> Ask:
    """Say an ask more fully: to whom, why, what was tried, what it would change, meanwhile.

    Raises Refused for another team's ask, Stale when somebody else did since version `seen`.
    """
    if set(parts) - PARTS:
        raise TypeError(f"cannot put {sorted(set(parts) - PARTS)}")
    refuse_other_teams(assessment, ask.factor)
    parts = tidy_fields(parts)
    with writing(assessment, at=at) as now:
        change(ask, seen=seen, put_in=assessment, **parts)
        log("ask_put", by=by, at=now, object_id=ask.pk, service=assessment.service)
    return ask


def answer_ask(
    ask: Ask,
    *,
    answer: str,
    words: str,
    by: User,
    about_when: str = "",
    may_go_out: bool = False,
    body: Organisation | None = None,
    at: When = None,
) -> AskAnswer:
    """Answer what a team asks. The next conversation opens on it; said twice, it is one answer.

    Args:
        may_go_out: they agree that the team may print it in a report for somebody outside; a body,
            that other bodies that are asked the same may read it.
        body: the commissioning body for which this person answers.

    Raises Refused for an answer without its words (*let's talk* may stand alone), and where the
    team has ended, since no conversation opens with it; a body answers the report that it reads.
    """
    if answer not in set(Answered):
        raise Refused(_("Choose one of the answers."))
    if answer != Answered.TALK and not tidy(words):
        raise Refused(_("Finish the sentence: the team will read it next time they talk."))
    now = at or timezone.now()
    with transaction.atomic():
        one_at_a_time(ask)  # a second press waits and finds what the first did
        if body is None:
            refuse_ended(ask.factor.service)
        last = ask.answers.filter(by=by, body=body).last()
        parts = (answer, tidy(words), tidy(about_when), may_go_out)
        if last and (last.answer, last.words, last.about_when, last.may_go_out) == parts:
            return last
        row = AskAnswer.objects.create(
            ask=ask,
            answer=answer,
            words=tidy(words),
            about_when=tidy(about_when),
            may_go_out=may_go_out,
            body=body,
            by=by,
            at=now,
            order=following(AskAnswer, ask=ask),
        )
        service = ask.factor.service
        if body is None:  # what a body answers is told with its reply
            tell(
                people_of(service),
                "ask_answered",
                service=service,
                object_id=ask.pk,
                path=service.get_absolute_url(),
                by=by,
                at=now,
            )
        log("ask_answered", by=by, at=now, object_id=ask.pk, service=service, organisation=body)
    return row


def say_what_came_of(
    assessment: Assessment,
    ask: Ask,
    *,
    came_of: str,
    by: User,
    was: str | None = None,
    at: When = None,
) -> Ask:
    """Say what came of an ask that was answered. Raises Stale where it is not what it `was`."""
    refuse_other_teams(assessment, ask.factor)
    with writing(assessment, at=at) as now:
        if was is not None:
            refuse_unseen(ask, {"came_of": was}, came_of=tidy(came_of))
        change(ask, seen=None, came_in=assessment, came_of=tidy(came_of))
        log("ask_came_of", by=by, at=now, object_id=ask.pk, service=assessment.service)
    return ask


def put_back(assessment: Assessment) -> None:
    """Put asks back into the words of before: the conversation that changed them is set aside."""
    asks = Ask.objects.filter(Q(put_in=assessment) | Q(came_in=assessment))
    on_record = asks_on_record(assessment) if asks.exists() else {}
    for ask in asks:
        if str(ask.pk) in on_record:
            where, before = on_record[str(ask.pk)]
            parts = {name: getattr(before, name) for name in (*PARTS, "came_of")}
            parts["also"] = list(before.also or ())  # none in a record from before there was any
            change(ask, seen=None, put_in_id=where, came_in_id=where, **parts)


def decide_release(closure: Closure, *, is_shown: bool, by: User, at: When = None) -> AgencyRelease:
    """Answer whether the organisation sees this one. A later answer replaces an earlier one.

    The answer is about the conversation: what was shown of it under an earlier number (before
    something was put right) is replaced too. The same answer once more changes nothing.
    """
    now = at or timezone.now()
    service = closure.assessment.service
    with transaction.atomic():
        one_at_a_time(closure.assessment)
        live = AgencyRelease.objects.filter(
            closure__assessment=closure.assessment_id,
            organisation=service.organisation,
            taken_back_at=None,
        )
        same = live.filter(closure=closure, shown=is_shown).first()
        if same:
            return same
        live.update(taken_back_at=now, taken_back_by=by)
        _withdraw_from_leads(closure, at=now)
        release = AgencyRelease.objects.create(
            closure=closure,
            organisation=service.organisation,
            shown=is_shown,
            decided_at=now,
            decided_by=by,
        )
        act = "kept_from_organisation"
        if is_shown:
            act = "shown_to_organisation"
            leads = leads_of(service.organisation)
            tell_asked(leads, closure.assessment, [AskedOf.ORGANISATION], at=now)
        log(act, by=by, at=now, object_id=closure.pk, service=service)
    return release


def take_back_release(release: AgencyRelease, *, by: User) -> AgencyRelease:
    """Stop showing it to the organisation, at once."""
    now = timezone.now()
    with transaction.atomic():
        rows = AgencyRelease.objects.filter(pk=release.pk, taken_back_at=None)
        if rows.update(taken_back_at=now, taken_back_by=by):
            _withdraw_from_leads(release.closure, at=now)
            log(
                "taken_back_from_organisation",
                by=by,
                at=now,
                object_id=release.closure_id,
                service=release.closure.assessment.service,
            )
    release.refresh_from_db()
    return release


def _withdraw_from_leads(closure: Closure, *, at: dt.datetime) -> None:
    """Take back what leads were told, where a conversation is shown to them no longer."""
    assessment = closure.assessment
    leads = set(leads_of(assessment.service.organisation)) - set(people_of(assessment.service))
    withdraw_notice("asked", assessment.pk, people=leads, at=at)
