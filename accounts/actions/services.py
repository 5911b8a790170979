"""What a team says of itself; a lead offers it a talk, and it would like somebody to hold one.

The latter are said and nothing follows by itself: an offer that nobody takes up leaves no mark.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.events import log, tell
from accounts.models import Notice, Service, User
from pages.database.at_once import change_as_seen, one_at_a_time, values_in
from pages.signatures import When


def first_words(service: Service, *, at: dt.datetime) -> bool:
    """Note that the team writes something down, the first time; say whether it still goes on.

    One at a time for each team, on both databases: a second press waits and finds the first, and
    a lead who puts herself in at this very moment (office) comes before these words or not at all.
    """
    rows = Service.with_practice.filter(pk=service.pk, archived_on=None)
    return bool(rows.update(first_words_at=Coalesce(F("first_words_at"), Value(at))))


@transaction.atomic
def describe_service(service: Service, *, by: User, at: When = None, **values: Any) -> Service:
    """Say what a team calls its people, what matters to it, and which kinds there are to hear.

    `values`: any of people_word, what_matters and kinds_to_hear; the others stay as they are, and
    what it says already is not said again. Records that are kept already go on saying what the team
    said then. Raises Stale where somebody else has said something else than `service` holds.
    """
    if values_in(service, values) != values and change_as_seen(service, values):
        log("service_described", by=by, at=at, object_id=service.pk, service=service)
    return service


TALK_OFFERED = "talk_offered"
SAME_OFFER = dt.timedelta(hours=1)


@transaction.atomic
def offer_talk(service: Service, *, around: dt.date, by: User) -> None:
    """Ask everybody in a team whether they would like to talk around a month.

    The same offer once more within the hour is the one that is there. An earlier one of the same
    person that is still unread gives way to this one. Whether anybody reads it, and what they make
    of it, is told to nobody. Raises ValidationError where nobody is in it to be asked.
    """
    people = User.objects.in_team_of(service).exclude(pk=by.pk)
    if not people:
        raise ValidationError(_("Nobody is in this team yet. Ask somebody in first."))
    now = timezone.now()
    one_at_a_time(by)  # a second press waits and finds what the first told
    mine = Notice.objects.filter(kind=TALK_OFFERED, service=service, about=by)
    if mine.filter(around=around, created_at__gt=now - SAME_OFFER).exists():
        return  # a second press, or one after Back
    earlier = mine.unread()
    earlier.update(read_at=now)
    tell(people, TALK_OFFERED, service=service, about=by, around=around, at=now)
    log(TALK_OFFERED, by=by, at=now, service=service)


@transaction.atomic
def want_facilitator(service: Service, *, is_wanted: bool, by: User) -> Service:
    """Say that the team would like somebody to hold its next talk, or not any more."""
    day = timezone.localdate() if is_wanted else None
    others = Service.objects.exclude(facilitator_wanted_on__isnull=not is_wanted)
    rows = others.filter(pk=service.pk)
    if rows.update(facilitator_wanted_on=day):
        act = "facilitator_wanted" if is_wanted else "facilitator_not_wanted"
        log(act, by=by, service=service)
    service.refresh_from_db(fields=["facilitator_wanted_on"])
    return service
