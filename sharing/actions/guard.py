"""What every act on a share goes through, and what can go wrong."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F

from accounts.actions import Stale, log, tell, withdraw_letters
from accounts.models import User
from accounts.selectors import people_of, readers_of
from sharing.models import Share


def change_share(
    share: Share, *, states: Iterable[str], values: dict[str, Any], **seen: Any
) -> None:
    """Change a share in one conditional UPDATE, so that two people do one thing once.

    Args:
        states: those it may be in.
        values: the fields to set.
        seen: fields that must still be as the person saw them.

    Raises Stale when it is not as it was; `share` then still says what was seen.
    """
    as_seen = Share.objects.filter(pk=share.pk, state__in=list(states), **seen)
    if not as_seen.update(version=F("version") + 1, **values):
        raise Stale
    share.refresh_from_db()


# What waits for somebody in the team, so that a letter tells of it; all else is told on screen.
COPY_IS_OVER = {"share_changing", "share_sent", "share_taken_back", "share_put_away"}
WAITS = {"share_shown", "share_answered", "share_wait", "share_wait_answered"}


def note_act(share: Share, act: str, *, by: User, at: dt.datetime) -> None:
    """Record who did what to a share."""
    log(act, by=by, at=at, object_id=share.pk, service=share.service, organisation=share.body)


def tell_team(
    share: Share,
    kind: str,
    *,
    at: dt.datetime,
    by: User | None = None,
    until: dt.date | None = None,
) -> None:
    """Tell everybody in the team, whoever did it. `until`: the day that a letter names."""
    if kind in COPY_IS_OVER:
        withdraw_letters("share_shown", share.pk, at=at)
    tell(
        people_of(share.service),
        kind,
        service=share.service,
        organisation=share.body,
        object_id=share.pk,
        path=share.get_absolute_url() if kind in WAITS else "",
        until=until,
        by=by,
        at=at,
    )


def tell_readers(share: Share, *, at: dt.datetime) -> None:
    """Tell everybody who reads for the body."""
    tell(
        readers_of(share.body),
        "share_received",
        service=share.service,
        organisation=share.body,
        object_id=share.pk,
        at=at,
    )
