"""What comes up by itself: a day to talk again, a report that ends, a week that is over.

Once a day, by a timer. Run twice, it tells nothing twice.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.actions import tell, withdraw_letters, withdraw_notice, withdraw_notices, write_letter
from accounts.models import Letter, Notice, OrganisationMembership, Service, User
from accounts.selectors import managers_of, notices_for, overseen_services, people_of
from agreeing.models import Meeting
from assessments.models import Assessment
from home.find.gathering import who_asks
from mirror.actions import WHILE_LINKED
from mirror.models import Pair
from pages.database.one_by_one import do_all, one_by_one
from sharing.actions import RECEIVED, WHILE_READ, tell_about_share, tell_may_go
from sharing.models import Share

WEEK, TWO_WEEKS = dt.timedelta(days=7), dt.timedelta(days=14)
MONDAY = 0


def tell_days(*, at: dt.datetime) -> int:
    """Tell all of it; return how many things were told. Raises as do_all."""
    parts = [
        ("What is over", partial(_withdraw_what_is_over, at)),
        ("Days to talk", partial(_days_to_talk, at)),
        ("Links whose one side has ended", partial(_links_over, at)),
        ("Reports that end", partial(_reports_that_end, at)),
        ("Reports without readers", partial(_reports_that_nobody_can_read, at)),
        ("Reports that may go", partial(tell_may_go, at)),
    ]
    if timezone.localtime(at).weekday() == MONDAY:
        parts.append(("Letters of the week", partial(_weeks, at)))
    return sum(do_all(parts).values())


def _withdraw_what_is_over(at: dt.datetime) -> int:
    """Put away what was told of a report that has run out, and of days that have gone by.

    That somebody can read it, or will talk soon, is no longer so; nor is a link with a side that
    has ended, and what was asked may be answered, or gone from what the team asks.
    """
    today = timezone.localdate(at)
    ended_shares = Share.objects.filter(state=Share.State.SENT, ends_on__lt=today)
    past_talks = Assessment.objects.filter(next_talk_on__lt=today)
    standing = Meeting.objects.standing()
    offered = standing.filter(taken=None, first__lt=at, second__lt=at).exclude(third__gt=at)
    taken_meetings = standing.filter(taken__lt=at)
    rows = Notice.objects.all()
    of_ended = rows.filter(object_id__in=ended_shares.values("pk"))
    withdraw_notices(of_ended.filter(kind__in=WHILE_READ), at=at)
    waiting_letters = Letter.objects.waiting().filter(kind=RECEIVED)
    for share in ended_shares.filter(pk__in=waiting_letters.values("object_id")):
        withdraw_letters(RECEIVED, share.pk, at=at)
    withdraw_notices(rows.filter(kind="talk_again", object_id__in=past_talks.values("pk")), at=at)
    for kind, meetings in (("meeting_offered", offered), ("meeting_taken", taken_meetings)):
        withdraw_notices(rows.filter(kind=kind, object_id__in=meetings.values("tie")), at=at)
    link_notices = rows.unread().filter(kind__in=WHILE_LINKED)
    pairs = Pair.objects.with_sides().filter(pk__in=link_notices.values("object_id"))
    over = [pair.pk for pair in pairs if pair.over_since]
    withdraw_notices(link_notices.filter(object_id__in=over), at=at)
    withdraw_answered_asks(at=at)
    return 0


def withdraw_answered_asks(service: Service | None = None, *, at: dt.datetime) -> None:
    """Put away that a team, or any, asks something, for whom nothing of it waits any more."""
    notices = Notice.objects.unread().filter(kind="asked").select_related("user")
    if service is not None:
        notices = notices.filter(service=service)
    for notice in notices:
        if notice.service_id and notice.object_id:
            teams = overseen_services(notice.user).filter(pk=notice.service_id)
            if not who_asks(notice.user, teams):
                withdraw_notice("asked", notice.object_id, people=[notice.user], at=at)


def _days_to_talk(at: dt.datetime) -> int:
    """Tell a team a week before the day it chose to talk again; not where it talks already.

    The day holds until a later talk says something of it or is held on it, as on *Your teams*.
    """
    today = timezone.localdate(at)
    later = Assessment.objects.filter(
        Q(held_on__gte=OuterRef("next_talk_on")) | ~Q(next_talk="", closed_at__isnull=False),
        service=OuterRef("service"),
        set_aside_at=None,
        started_at__gt=OuterRef("started_at"),
    )
    soon = Assessment.objects.finished().filter(next_talk_on__range=(today, today + WEEK))
    due = soon.filter(~Exists(later), service__archived_on=None).select_related("service")

    def tell_day(talk: Assessment) -> None:
        tell(
            people_of(talk.service),
            "talk_again",
            service=talk.service,
            object_id=talk.pk,
            path=talk.service.get_absolute_url(),
            until=talk.next_talk_on,
            around=talk.next_talk_on,
            at=at,
        )

    return _tell_once("talk_again", due, tell_day)


def _tell_once(kind: str, rows: QuerySet[Any], tell_of: Callable[[Any], None]) -> int:
    """Tell of those of which nobody has a notice: asked again of each, for another host may."""
    notices = Notice.objects.filter(kind=kind).exclude(object_id=None)

    def tell_unless_told(row: Any) -> bool:
        if notices.filter(object_id=row.pk).exists():
            return False
        tell_of(row)
        return True

    return one_by_one(rows.exclude(pk__in=notices.values("object_id")), tell_unless_told)


def _links_over(at: dt.datetime) -> int:
    """Tell the side of a link that goes on where the other has ended within the week."""
    since = timezone.localdate(at) - WEEK
    over = Q(service__archived_on__gte=since, body_team__archived_on=None) | Q(
        service__archived_on=None, body_team__archived_on__gte=since
    )

    def tell_over(pair: Pair) -> None:
        team = pair.service if pair.service.archived_on is None else pair.body_team
        if team:
            tell(people_of(team), "mirror_ended", service=team, object_id=pair.pk, at=at)

    return _tell_once("mirror_ended", Pair.objects.live().filter(over).with_sides(), tell_over)


def _reports_that_end(at: dt.datetime) -> int:
    """Tell who manages a team two weeks before the last day of a report."""
    today = timezone.localdate(at)
    shares = Share.objects.filter(state=Share.State.SENT, body__closed_on=None)
    soon = shares.filter(ends_on__range=(today, today + TWO_WEEKS))

    def tell_end(share: Share) -> None:
        path, last_day = share.get_absolute_url(), share.ends_on
        about = {"path": path, "until": last_day, "around": last_day}
        tell_about_share(share, managers_of(share.service), "share_ends", at=at, **about)

    return _tell_once("share_ends", soon.select_related("service", "body"), tell_end)


def _reports_that_nobody_can_read(at: dt.datetime) -> int:
    """Tell who manages a team where the last who read for a body has left."""
    readers = OrganisationMembership.objects.active().filter(organisation=OuterRef("body"))
    live = Share.objects.live().select_related("service", "body").defer("document")
    notices = Notice.objects.unread().filter(kind="share_unread")
    notices.filter(object_id__in=live.filter(Exists(readers)).values("pk")).update(read_at=at)

    def tell_unread(share: Share) -> None:
        managers, last_day = managers_of(share.service), share.ends_on
        tell_about_share(share, managers, "share_unread", around=last_day, at=at)

    return _tell_once("share_unread", live.filter(~Exists(readers)), tell_unread)


def _weeks(at: dt.datetime) -> int:
    """Write to who wants one letter a week, where there is something new."""
    people = User.objects.filter(is_active=True, letters_wanted=User.Letters.WEEKLY)
    return one_by_one(people, lambda person: _tell_week(person, at))


def _tell_week(person: User, at: dt.datetime) -> bool:
    """Write to this person what is new since their last such letter, or of a week."""
    letters = Letter.objects.filter(kind="weekly", user=person)
    last = letters.aggregate(last=Max("written_at"))["last"] or at - WEEK
    was_written = last > at - WEEK + dt.timedelta(hours=12)
    if was_written or not person.has_mailbox:
        return False
    places = set()
    for notice in notices_for(person):
        if notice.created_at > last:
            places.add(notice.place.name_outside if notice.place else "")
    if places:
        home, details = reverse("home"), {"places": sorted(places)}
        write_letter("weekly", user=person, path=home, details=details, at=at)
    return bool(places)
