"""Two or three times are offered; one is taken, or others are offered."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import withdraw_notice
from accounts.models import User
from agreeing.actions.ties import hold_tie, tell_other_side, tell_own_side
from agreeing.models import Meeting, Tie
from agreeing.selectors import meeting_seen, standing_meeting
from assessments.actions import Refused, refuse_ended
from pages.database.at_once import Stale
from pages.signatures import When
from pages.words import tidy

OFFERED = "meeting_offered"
FEWEST, MOST = 2, 3


def offer_times(
    tie: Tie,
    times: Sequence[dt.datetime],
    *,
    where: str,
    side: str,
    seen: str,
    by: User,
    at: When = None,
) -> Meeting:
    """Offer two or three times, in answer to others or first. What stood before is over.

    Raises Refused for a time that is past, one named twice, or too few, or a team that has ended;
    Stale when it is not as it was seen (`meeting_seen`).
    """
    now = at or timezone.now()
    where = tidy(where)
    _refuse_times(times, now)
    with transaction.atomic():
        hold_tie(tie)
        refuse_ended(tie.service)
        standing = standing_meeting(tie)
        same = (by.pk, list(times), where)
        if standing and (standing.offered_by_id, standing.times, standing.where) == same:
            return standing  # a second press, or one after Back
        if meeting_seen(tie) != seen:
            raise Stale
        if standing is not None:
            _end(standing, side=side, by=by, at=now)
        first, second, *rest = times
        meeting = Meeting.objects.create(
            tie=tie,
            side=side,
            where=where,
            first=first,
            second=second,
            third=rest[0] if rest else None,
            offered_by=by,
            offered_at=now,
        )
        path = reverse("meeting", args=[tie.pk])
        tell_other_side(tie, OFFERED, by=by, side=side, at=now, path=path)
    return meeting


def take_time(
    meeting: Meeting, time: dt.datetime, *, side: str, by: User, at: When = None
) -> Meeting:
    """Take one of the times that the other side offered.

    Raises Refused for one that is not offered or is past, or a team that has ended; Stale when
    others were offered or one was taken meanwhile.
    """
    now = at or timezone.now()
    if time not in meeting.times or meeting.side == side:
        raise Refused(_("Choose one of the times that are offered."))
    if time <= now:
        raise Refused(_("That time is over. Choose another, or offer other times."))
    with transaction.atomic():
        hold_tie(meeting.tie)
        meeting.refresh_from_db()
        if meeting.over_at is None and meeting.taken == time:
            return meeting  # a second press, or a colleague's
        refuse_ended(meeting.tie.service)
        fresh = Meeting.objects.standing().filter(pk=meeting.pk, taken=None)
        if not fresh.update(taken=time, taken_at=now, taken_by=by):
            raise Stale
        withdraw_notice(OFFERED, meeting.tie_id, at=now)
        tell_other_side(meeting.tie, "meeting_taken", by=by, side=side, at=now)
        tell_own_side(meeting.tie, "meeting_taken", by=by, side=side, at=now)
    meeting.refresh_from_db()
    return meeting


def let_go(meeting: Meeting, *, side: str, by: User) -> Meeting:
    """Let what is offered or taken go, for either side, without a reason. Twice is once."""
    now = timezone.now()
    with transaction.atomic():
        hold_tie(meeting.tie)
        meeting.refresh_from_db()
        if meeting.over_at is None:
            _end(meeting, side=side, by=by, at=now)
            tell_other_side(meeting.tie, "meeting_let_go", by=by, side=side, at=now)
    meeting.refresh_from_db()
    return meeting


def _end(meeting: Meeting, *, side: str, by: User, at: dt.datetime) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(over_at=at, over_by=by)
    withdraw_notice(OFFERED, meeting.tie_id, at=at)
    if meeting.taken:  # colleagues had been told that they meet
        tell_own_side(meeting.tie, "meeting_let_go", by=by, side=side, at=at)


def _refuse_times(times: Sequence[dt.datetime], now: dt.datetime) -> None:
    if not FEWEST <= len(times) <= MOST:
        raise Refused(_("Offer two or three times, so that the others can choose."))
    if len(set(times)) < len(times):
        raise Refused(_("Two of these are the same time. Offer another one."))
    if min(times) <= now:
        raise Refused(_("One of these times is over already. Offer a later one."))
