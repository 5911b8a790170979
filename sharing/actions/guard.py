"""What every act on a share goes through, and whom it tells: on screen, and by letter.

A letter says that something is there, and nothing of what it says. Who wants no letters, or one a
week only, finds it when they sign in.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.actions import has_manager, log, tell, withdraw_letters, withdraw_notice, write_letter
from accounts.models import Organisation, Service, User
from accounts.policy import Act, may, roles_in_service
from accounts.selectors import people_of, readers_of
from pages.database.at_once import Stale
from pages.signatures import When
from sharing.models import OPENINGS_EXPLAINED, Share, ShareOpen


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


MAY_GO = "share_may_go"


def note_act(share: Share, act: str, *, by: User, at: dt.datetime) -> None:
    log(act, by=by, at=at, object_id=share.pk, service=share.service, organisation=share.body)


def tell_about_share(
    share: Share, people: Iterable[User], kind: str, *, at: dt.datetime, **more: Any
) -> None:
    """Tell people something of a report: of its team and its body. `more`: as `tell` takes it."""
    service, body = share.service, share.body
    tell(people, kind, service=service, organisation=body, object_id=share.pk, at=at, **more)


def tell_team(
    share: Share,
    kind: str,
    *,
    at: dt.datetime,
    by: User | None = None,
    until: dt.date | None = None,
) -> None:
    """Tell everybody in the team, whoever did it. `until`: the day that is named."""
    if kind in COPY_IS_OVER or kind == "share_wait":
        withdraw_notice(MAY_GO, share.pk, at=at)
    if kind in COPY_IS_OVER:
        withdraw_letters("share_shown", share.pk, at=at)
    path = share.get_absolute_url() if kind in WAITS else ""
    days = {"until": until, "around": until}
    tell_about_share(share, people_of(share.service), kind, path=path, by=by, at=at, **days)


RECEIVED = "report_received"  # the kind of a reader's letter
# What is told of a report while its body can read it.
WHILE_READ = ("share_received", "share_ends", "share_unread")


def tell_readers(share: Share, *, at: dt.datetime) -> None:
    """Tell everybody who reads for the body, and write to who wants that: as it is sent."""
    readers = list(readers_of(share.body))
    tell_about_share(share, readers, "share_received", around=share.ends_on, at=at)
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


TWO = 2


def may_send(user: User, share: Share) -> bool:
    """Say whether this person may send what the team was shown.

    Where two send: somebody else of the team than who said that it was asked. Without a manager:
    nobody.
    """
    service = share.service
    roles = roles_in_service(user, service)
    if not two_send(service):
        return may(Act.SEND_SHARE, roles)
    said_by_another = share.asked_by_id not in (None, user.pk)
    return may(Act.SEND_AS_SECOND, roles) and said_by_another and has_manager(service)


def two_send(service: Service) -> bool:
    """Say whether two people send what this team was shown: so chosen, and two there are."""
    if service.organisation.sending != Organisation.Sending.TWO:
        return False
    return people_of(service).count() >= TWO


def may_say_asked(user: User, share: Share) -> bool:
    """Say whether this person may say that the team was asked: where two send, its manager."""
    if not two_send(share.service) or share.asked_by_id is not None:
        return False
    return may(Act.SEND_SHARE, roles_in_service(user, share.service))


def may_send_reply(user: User, share: Share, prepared_by: uuid.UUID | None) -> bool:
    """Say whether this person may send a part of a reply that `prepared_by` wrote last.

    Where their body wants two for it, and two there are: somebody else than who wrote it.
    """
    body = share.body
    if body.sending != Organisation.Sending.TWO or readers_of(body).count() < TWO:
        return True
    return prepared_by not in {None, user.pk}


def may_take_back(user: User, share: Share) -> bool:
    """Say whether this person may take a report back, or put away one that is being prepared.

    While nobody manages the team, whoever is in it may, what can be read outside; and so may who
    leads its organisation, without reading it.
    """
    roles = roles_in_service(user, share.service)
    if may(Act.TAKE_BACK_SHARE, roles):
        return True
    if not share.is_live or not may(Act.TAKE_BACK_UNLED, roles):
        return False
    return not has_manager(share.service)


@transaction.atomic
def record_open(share: Share, *, what: str, by: User, at: When = None) -> ShareOpen:
    """Record that somebody read or downloaded it for the first time. Call before a byte goes out.

    Whether they came back to it is nobody's to know, so it is not kept. The team is told of the
    first time of all: that the body opened it, not who.
    """
    now = at or timezone.now()
    is_first = not share.opens.exists()
    first = {"at": now}
    opening, _new = ShareOpen.objects.get_or_create(share=share, user=by, what=what, defaults=first)
    if is_first:
        tell_team(share, "share_opened", at=now)
    return opening


def explain_openings(share: Share, *, by: User, at: When = None) -> None:
    log(OPENINGS_EXPLAINED, by=by, at=at, object_id=share.pk, organisation=share.body)
