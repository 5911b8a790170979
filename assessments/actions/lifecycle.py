"""From start to finish, and afterwards."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log, withdraw_notice, withdraw_notices
from accounts.models import Notice, Service, User
from accounts.selectors import managers_of
from assessments.actions.asks import put_back, tell_asked, withdraw_answers
from assessments.actions.drafts import tell_of_unsaved
from assessments.actions.guard import (
    GOES_ON,
    NotOpen,
    Refused,
    begin_words,
    change,
    refuse_unseen,
    refuse_while_put_right,
    tidy_fields,
    writing,
)
from assessments.models import Assessment, Closure, Contribution, Note
from assessments.sealing.seal import seal
from frameworks.models import Framework, Line
from pages.signatures import When
from pages.words import tidy
from record.choices import AskedOf, Length
from record.document import Occasion

# What a record tells of the occasion, but for what is so by itself; and until when it stays open.
DESCRIBABLE = {*Occasion.__struct_fields__, "open_until"}
DESCRIBABLE -= {"id", "length", "entered_on", "started_at"}
MONTHS_UNTIL = {"month": 1, "quarter": 3, "half_year": 6}


class AlreadyOpen(Exception):
    """The team has one open already; carry on with it."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(assessment)
        self.assessment = assessment


def start(
    *,
    service: Service,
    framework: Framework,
    length: str,
    by: User,
    held_on: dt.date | None = None,
    opened: Iterable[Line] = (),
    at: When = None,
    **occasion: Any,
) -> Assessment:
    """Start an assessment; the notes kept since the last one come with it.

    `opened`: the themes of a longer one that are open from the start. `occasion`: what else is
    known of it already, as for `describe`.

    Raises AlreadyOpen when the team has one open, Refused for a day in the future or a service
    that no longer runs.
    """
    now = at or timezone.now()
    held_on = held_on or timezone.localdate(now)
    _refuse_future(held_on, now)
    with _one_open(service, framework.slug):
        begin_words(service, at=now)
        assessment = Assessment.objects.create(
            service=service,
            framework=framework,
            framework_slug=framework.slug,
            length=length,
            held_on=held_on,
            started_at=now,
            started_by=by,
            **tidy_fields(occasion),
        )
        Contribution.objects.create(pk=assessment.team_id, assessment=assessment, kind="team")
        assessment.opened_themes.set(opened)
        Note.objects.waiting().filter(service=service).update(read_in=assessment)
        # Nobody is told any more that the team would like to talk again: it talks.
        withdraw_notices(Notice.objects.filter(kind="talk_again", service=service), at=now)
        log("started", by=by, at=now, object_id=assessment.pk, service=service)
    return assessment


@contextmanager
def _one_open(service: Service, slug: str) -> Iterator[None]:
    """Open one inside, in a transaction. Raises AlreadyOpen where the team has one open."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        existing = service.assessments.open().filter(framework_slug=slug).first()
        if existing is None:
            raise
        raise AlreadyOpen(existing) from error


def describe(
    assessment: Assessment,
    *,
    by: User,
    was: Mapping[str, str] | None = None,
    at: When = None,
    **fields: Any,
) -> Assessment:
    """Set what is known about the occasion: any of DESCRIBABLE.

    Raises TypeError for another field, Refused for a day in the future, Stale where one of its
    texts is not what it was (`was`).
    """
    unknown = set(fields) - DESCRIBABLE
    if unknown:
        raise TypeError(f"cannot describe {sorted(unknown)}")
    if {"held_on", "next_talk"} & set(fields) and "next_talk_on" not in fields:
        held_on = fields.get("held_on", assessment.held_on)
        fields["next_talk_on"] = _next_talk_on(
            assessment.months_count_from(held_on, timezone.localdate(at or timezone.now())),
            fields.get("next_talk", assessment.next_talk),
        )
    fields = tidy_fields(fields)
    with writing(assessment, at=at) as now:
        if "held_on" in fields:
            _refuse_future(fields["held_on"], now)
        if was:
            refuse_unseen(assessment, was, **fields)
        change(assessment, seen=None, **fields)
        log("described", by=by, at=now, object_id=assessment.pk, service=assessment.service)
    return assessment


def grow(assessment: Assessment, *, length: str, by: User) -> Assessment:
    """Make it longer: a coffee break may grow to five themes, those to *more*. Never back."""
    order = list(Length)
    if order.index(Length(length)) < order.index(Length(assessment.length)):
        raise Refused(_("A longer conversation cannot be made shorter. Leave out what you like."))
    with writing(assessment) as now:
        refuse_while_put_right(assessment)
        Assessment.objects.filter(pk=assessment.pk).update(length=length)
        log("grew", by=by, at=now, object_id=assessment.pk, service=assessment.service)
    assessment.refresh_from_db()
    return assessment


def finish(assessment: Assessment, *, by: User, at: When = None) -> Closure:
    """Finish and keep it: flip the state first, then read and seal. Raises NotOpen."""
    now = at or timezone.now()
    with transaction.atomic():
        reason = assessment.reopen_reason
        finished = Assessment.objects.open().filter(GOES_ON, pk=assessment.pk)
        if not finished.update(
            closed_at=now, closed_by=by, reopened_at=None, reopened_by=None, reopen_reason=""
        ):
            raise NotOpen
        assessment.refresh_from_db()
        closure = seal(assessment, by=by, at=now, reason=reason)
        tell_of_unsaved(assessment, by=by, at=now, document=closure.document)
        managers = managers_of(assessment.service).exclude(pk=by.pk)
        # What nobody has said whose it is waits for the team's manager, who says so.
        tell_asked(managers, assessment, [AskedOf.MANAGER, AskedOf.UNKNOWN], at=now)
        withdraw_answers(assessment, at=now)
        log("finished", by=by, at=now, object_id=closure.pk, service=assessment.service)
    return closure


def set_aside(assessment: Assessment, *, by: User, at: When = None) -> Assessment:
    """Set aside one begun by mistake: kept, closed for writing, in no journey. Raises NotOpen."""
    now = at or timezone.now()
    refuse_while_put_right(assessment)
    with transaction.atomic():
        rows = Assessment.objects.open().filter(pk=assessment.pk, reopened_at=None)
        if not rows.update(set_aside_at=now, set_aside_by=by):
            raise NotOpen
        # What was kept for the next conversation waits for the next one.
        Note.objects.filter(read_in=assessment).update(read_in=None, in_record=True)
        put_back(assessment)
        tell_of_unsaved(assessment, by=by, at=now, document="")
        log("set_aside", by=by, at=now, object_id=assessment.pk, service=assessment.service)
    assessment.refresh_from_db()
    return assessment


def put_right(assessment: Assessment, *, reason: str, by: User, at: When = None) -> Assessment:
    """Open a finished assessment again to put something right, with the reason.

    Raises Refused without a reason, AlreadyOpen while the team has another open, NotOpen where it
    is not finished or its service no longer runs: nobody could write in it, or finish it again.
    """
    now = at or timezone.now()
    if not tidy(reason):
        raise Refused(_("Say what needs putting right, in a line."))
    with _one_open(assessment.service, assessment.framework_slug):
        rows = Assessment.objects.finished().filter(GOES_ON, pk=assessment.pk)
        if not rows.update(
            closed_at=None,
            closed_by=None,
            reopened_at=now,
            reopened_by=by,
            reopen_reason=tidy(reason),
        ):
            raise NotOpen
        withdraw_notice("unsaved", assessment.pk, at=now)
        log("put_right", by=by, at=now, object_id=assessment.pk, service=assessment.service)
    assessment.refresh_from_db()
    return assessment


def _refuse_future(held_on: dt.date, now: dt.datetime) -> None:
    if held_on > timezone.localdate(now):
        raise Refused(_("The day you talked cannot be in the future."))


def _next_talk_on(counted_from: dt.date, next_talk: str) -> dt.date | None:
    """Return the day some months on (the last of a shorter month), or none."""
    if next_talk not in MONTHS_UNTIL:
        return None
    return counted_from + relativedelta(months=MONTHS_UNTIL[next_talk])
