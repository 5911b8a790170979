"""What a team asks of others, and the answers."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import Organisation, User
from assessments.actions.guard import (
    Refused,
    change,
    refuse_other_teams,
    refuse_unseen,
    tidied,
    writing,
)
from assessments.actions.telling import tell_answered
from assessments.models import Ask, AskAnswer, Assessment
from assessments.models.order import following
from assessments.sealing.asks import told_before
from pages.words import tidy
from record.choices import Answered

PARTS = {"to", "also", "words", "why", "tried", "would_change", "meanwhile"}


def put_ask(
    assessment: Assessment,
    ask: Ask,
    *,
    by: User,
    seen: int | None = None,
    key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
    **parts: Any,
) -> Ask:
    """Say an ask more fully: to whom, why, what was tried, what it would change, meanwhile.

    Raises Refused for another team's ask, Stale when somebody else did since version `seen`.
    """
    if set(parts) - PARTS:
        raise TypeError(f"cannot put {sorted(set(parts) - PARTS)}")
    refuse_other_teams(assessment, ask.factor)
    parts = tidied(parts)
    with writing(assessment, key=key, at=at) as now:
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
    at: dt.datetime | None = None,
) -> AskAnswer:
    """Answer what a team asks. The next conversation opens on it; said twice, it is one answer.

    Args:
        may_go_out: they agree that the team may print it in a report for somebody outside; a body,
            that other bodies that are asked the same may read it.
        body: the commissioning body for which this person answers.

    Raises Refused for an answer without its words (*let's talk* may stand alone).
    """
    if answer not in set(Answered):
        raise Refused(_("Choose one of the answers."))
    if answer != Answered.TALK and not tidy(words):
        raise Refused(_("Finish the sentence: the team will read it next time they talk."))
    now = at or timezone.now()
    with transaction.atomic():
        # A second press waits here and finds what the first did.
        Ask.objects.filter(pk=ask.pk).update(version=F("version"))
        last = ask.answers.filter(by=by, body=body).last()
        said = (answer, tidy(words), tidy(about_when), may_go_out)
        if last and (last.answer, last.words, last.about_when, last.may_go_out) == said:
            return last
        given = AskAnswer.objects.create(
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
            tell_answered(ask, service, by=by, at=now)
        log("ask_answered", by=by, at=now, object_id=ask.pk, service=service, organisation=body)
    return given


def say_what_came_of(
    assessment: Assessment,
    ask: Ask,
    *,
    came_of: str,
    by: User,
    was: str | None = None,
    key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Ask:
    """Say what came of an ask that was answered. Raises Stale where it is not what it `was`."""
    refuse_other_teams(assessment, ask.factor)
    with writing(assessment, key=key, at=at) as now:
        if was is not None:
            refuse_unseen(ask, {"came_of": was}, came_of=tidy(came_of))
        change(ask, seen=None, came_in=assessment, came_of=tidy(came_of))
        log("ask_came_of", by=by, at=now, object_id=ask.pk, service=assessment.service)
    return ask


def put_back(assessment: Assessment) -> None:
    """Put asks back into the words of before: the conversation that changed them is set aside."""
    changed = Ask.objects.filter(Q(put_in=assessment) | Q(came_in=assessment))
    told = told_before(assessment) if changed.exists() else {}
    for ask in changed:
        if str(ask.pk) in told:
            where, before = told[str(ask.pk)]
            parts = {name: getattr(before, name) for name in (*PARTS, "came_of")}
            parts["also"] = list(before.also or ())  # none in a record from before there was any
            change(ask, seen=None, put_in_id=where, came_in_id=where, **parts)
