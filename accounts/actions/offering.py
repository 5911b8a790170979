"""A lead offers a team a talk, and a team says that it would like somebody to hold one.

Both are said and nothing follows by itself: an offer that nobody takes up leaves no mark.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.actions.events import log, tell
from accounts.models import Notice, Service, User

TALK_OFFERED = "talk_offered"
SAME_OFFER = dt.timedelta(hours=1)


@transaction.atomic
def offer_talk(
    service: Service, *, around: dt.date, by: User, at: dt.datetime | None = None
) -> None:
    """Ask everybody in a team whether they would like to talk around a month.

    The same offer once more within the hour is the one that is there. An earlier one of the same
    person that is still unread gives way to this one. Whether anybody reads it, and what they make
    of it, is told to nobody.
    """
    now = at or timezone.now()
    mine = Notice.objects.filter(kind=TALK_OFFERED, service=service, about=by)
    if mine.filter(around=around, created_at__gt=now - SAME_OFFER).exists():
        return  # a second press, or one after Back
    earlier = mine.unread()
    earlier.update(read_at=now)
    people = User.objects.get_queryset().in_team_of(service).exclude(pk=by.pk)
    tell(people, TALK_OFFERED, service=service, about=by, around=around, at=now)
    log(TALK_OFFERED, by=by, at=now, service=service)


@transaction.atomic
def want_facilitator(
    service: Service, *, wanted: bool, by: User, at: dt.datetime | None = None
) -> Service:
    """Say that the team would like somebody to hold its next talk, or not any more."""
    day = timezone.localdate(at) if wanted else None
    rows = Service.objects.filter(pk=service.pk).exclude(facilitator_wanted_on__isnull=not wanted)
    if rows.update(facilitator_wanted_on=day):
        act = "facilitator_wanted" if wanted else "facilitator_not_wanted"
        log(act, by=by, at=at, service=service)
    service.refresh_from_db(fields=["facilitator_wanted_on"])
    return service
