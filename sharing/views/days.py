"""What the pages of a copy that waits to be sent say of its days and of *Please wait*."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.policy import Act, may, roles_in_service
from sharing.actions.days import in_the_way, not_yet
from sharing.actions.who_may import may_say_asked, two_send
from sharing.models import Share
from sharing.models.waiting import worth_printing
from sharing.selectors import waits_of


def may_wait(user: User, share: Share) -> bool:
    """Say whether this person may ask that it waits: whether they did is not asked."""
    if not share.waits_to_be_sent:
        return False
    return may(Act.ASK_TO_WAIT, roles_in_service(user, share.service))


def days_of(user: User, share: Share) -> dict[str, Any]:
    """Return what the page of a share that waits to be sent shows besides."""
    now = timezone.now()
    waits = waits_of(share)
    said = waits.can_be_seen(now) if waits else []
    return {
        "in_the_way": in_the_way(share, now),
        "not_yet": not_yet(share, now),
        "is_asked_to_wait": bool(said),
        "said": worth_printing(said),
        "wait_answers": list(share.wait_answers.select_related("by")),
        "may_wait": may_wait(user, share),
        "two_send": two_send(share.service),
        "may_say_asked": may_say_asked(user, share),
    }
