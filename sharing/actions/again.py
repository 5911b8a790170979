"""A report is prepared anew from the last copy of it."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from sharing.actions.copying import copy_choices
from sharing.actions.preparing import prepare_share
from sharing.models import Share

# Why now, until when, and when to meet, are said anew each time.
ANEW = frozenset({"purpose", "ends_on", "meet"})


@transaction.atomic
def prepare_again(share: Share, *, by: User, at: dt.datetime | None = None) -> Share:
    """Begin a share with the choices of one that was sent. Twice is as once. Raises Refused."""
    begun = share.issued_anew.filter(state=Share.State.DRAFT).first()
    if begun is not None:
        return begun
    again = prepare_share(service=share.service, body=share.body, by=by, at=at)
    Share.objects.filter(pk=again.pk).update(again_of=share)
    copy_choices(share, again, without=ANEW)
    again.refresh_from_db()
    return again
