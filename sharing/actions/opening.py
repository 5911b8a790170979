"""What a reader's opening leaves behind."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.actions import log
from accounts.models import User
from sharing.actions.guard import tell_team
from sharing.models import OPENINGS_EXPLAINED, Share, ShareOpen


@transaction.atomic
def record_open(share: Share, *, what: str, by: User, at: dt.datetime | None = None) -> ShareOpen:
    """Record that somebody read or downloaded it for the first time. Call before a byte goes out.

    Whether they came back to it is nobody's to know, so it is not kept. The team is told of the
    first time of all: that the body opened it, not who.
    """
    now = at or timezone.now()
    is_first = not share.opens.exists()
    opened, _new = ShareOpen.objects.get_or_create(
        share=share, user=by, what=what, defaults={"at": now}
    )
    if is_first:
        tell_team(share, "share_opened", at=now)
    return opened


def explain_openings(share: Share, *, by: User, at: dt.datetime | None = None) -> None:
    """Record that this reader was told that openings are recorded, before their first."""
    log(OPENINGS_EXPLAINED, by=by, at=at, object_id=share.pk, organisation=share.body)
