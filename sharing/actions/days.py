"""The days: when what the team was shown may go, and what stands in the way of it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import has_manager
from accounts.models import Service
from accounts.selectors import is_of_one
from assessments.actions import Refused
from pages.words import isolated
from record.words.dates import day
from sharing.actions.preparing import refuse_day
from sharing.chosen import kept_for
from sharing.models import Share, WaitAnswer
from sharing.selectors import waits_of


def first_day(service: Service, at: dt.datetime) -> dt.date:
    """Return the first day on which a copy may go that is shown now: whole days lie before it."""
    today = timezone.localdate(at)
    if is_of_one(service):
        return today
    return today + dt.timedelta(days=service.organisation.days_to_read + 1)


def named_day(share: Share, wanted: dt.date | None, at: dt.datetime) -> dt.date:
    """Return the day from which it may go. Raises Refused for one too early or too late."""
    first = first_day(share.service, at)
    if wanted is None or is_of_one(share.service):
        wanted = first
    if wanted < first:
        too_early = _("The team needs whole days to read it: name {day} or a later day.")
        raise Refused(too_early.format(day=day(first)))
    if share.ends_on is not None:
        refuse_day(share.ends_on, at)
        if wanted > share.ends_on:
            too_late = _(
                "It can be read until {last}, so it cannot go on {day} or later. Name an earlier "
                "day, or change until when it can be read."
            )
            raise Refused(too_late.format(last=day(share.ends_on), day=day(wanted)))
    return wanted


def in_the_way(share: Share, at: dt.datetime) -> str:
    """Say why a copy that the team was shown cannot be sent now, or nothing: as a page may say it.

    What was said since nine this morning is not in it: only who sends learns of that.
    """
    if share.has_ended(timezone.localdate(at)):
        return _("Its last day is over. Change the end date first.")
    if not has_manager(share.service):
        return _("Nobody looks after {team} just now, so nothing can be sent.").format(
            team=isolated(share.service.name)
        )
    return is_stale(share) or not_yet(share, at) or _waits(share, at)


def is_stale(share: Share) -> str:
    """Say why the copy is not what would be shown now, or nothing."""
    kept = set(kept_for(share).values_list("pk", flat=True))
    if kept != set(share.closures.values_list("pk", flat=True)):
        return _(
            "A conversation in it was put right since this copy was made. So it cannot be sent as "
            "it is: change it first, and look at it anew."
        )
    if share.was_of_one and not is_of_one(share.service):
        return _(
            "It says that one person works here, and there are more now. So it cannot be sent as "
            "it is: change it first, then show it to the team."
        )
    return ""


def not_yet(share: Share, at: dt.datetime) -> str:
    """Say on which day it can be sent at the earliest, while that is still to come.

    It is so, too, where somebody would like it to wait.
    """
    if share.may_go_on is None or share.may_go_on <= timezone.localdate(at):
        return ""
    return _("It can be sent on {day} at the earliest. Until then the team reads it.").format(
        day=day(share.may_go_on)
    )


def _waits(share: Share, at: dt.datetime) -> str:
    waits = waits_of(share)
    if waits and waits.can_be_seen(at):
        return _(
            "Somebody of the team would like it to wait. It cannot be sent until a manager has "
            "answered on its page and the team could read the answer for a day."
        )
    return _being_read(share.wait_answers.last(), at)


def _being_read(answer: WaitAnswer | None, at: dt.datetime) -> str:
    if answer is None or answer.readable_until <= at:
        return ""
    return _("The team can read the manager’s answer until {moment}. It can be sent then.").format(
        moment=moment(answer.readable_until)
    )


def moment(at: dt.datetime) -> str:
    """Say a day and a time of it, in the site's zone."""
    local = timezone.localtime(at)
    return _("{time} on {day}").format(day=day(local.date()), time=local.strftime("%H:%M"))
