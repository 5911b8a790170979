"""What every act on a share goes through, and whom it tells: on screen, and by letter.

A letter says that something is there, and nothing of what it says. Who wants no letters, or one a
week only, finds it when they sign in.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse

from accounts.actions import Stale, log, tell, withdraw_letters, write_letter
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


RECEIVED = "report_received"  # the kind of a reader's letter


def tell_readers(share: Share, *, at: dt.datetime) -> None:
    """Tell everybody who reads for the body, and write to who wants that: as it is sent."""
    readers = list(readers_of(share.body))
    tell(
        readers,
        "share_received",
        service=share.service,
        organisation=share.body,
        object_id=share.pk,
        at=at,
    )
    for person in readers:
        if person.wants_what_waits:
            write_letter(
                RECEIVED,
                user=person,
                service=share.service,
                organisation=share.body,
                object_id=share.pk,
                path=reverse("shared-report", args=[share.reference]),
                details={"until": share.ends_on.isoformat() if share.ends_on else ""},
                at=at,
            )
