"""What a reader's opening leaves behind."""

import datetime as dt

from django.utils import timezone

from accounts.actions import log
from accounts.models import Event, User
from sharing.actions.guard import tell_team
from sharing.models import OPENINGS_EXPLAINED, Share, ShareOpen


def record_open(share: Share, *, what: str, by: User, at: dt.datetime | None = None) -> ShareOpen:
    """Record that it was read or downloaded. Call before a byte goes out.

    The team is told of the first time: that the body opened it, not who.
    """
    now = at or timezone.now()
    if not share.opens.exists():
        tell_team(share, "share_opened", at=now)
    return ShareOpen.objects.create(share=share, user=by, what=what, at=now)


def explain_openings(share: Share, *, by: User, at: dt.datetime | None = None) -> Event:
    """Record that this reader was told that openings are recorded, before their first."""
    return log(OPENINGS_EXPLAINED, by=by, at=at, object_id=share.pk, organisation=share.body)
