"""Showing, sending and taking back.

Showing freezes the report; sending renders it once and stores the bytes. Rendering happens outside
any transaction; every change of state is one conditional UPDATE, so that two managers, or one who
presses twice, do it once. See docs/invariants.md, 8 to 10.
"""

import datetime as dt

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.actions import withdraw_letters, withdraw_notices
from accounts.models import Erasure, Notice, User
from agreeing.actions import refuse_body, show_tie
from assessments.actions import Refused
from pages.database.at_once import Stale, one_at_a_time
from pages.signatures import When
from record.document import digest
from reports.models import WantedPdf
from reports.printing import queue
from reports.printing.pdf import Reason, RenderError
from reports.printing.render import report_pdf
from sharing.actions.guard import (
    RECEIVED,
    WHILE_READ,
    change_share,
    may_send,
    note_act,
    tell_readers,
    tell_team,
)
from sharing.actions.inviting import ask_in, take_back_invitation_for
from sharing.actions.preparing import refuse_day
from sharing.actions.waiting import drop_waits, in_the_way, named_day, refuse_while_waiting
from sharing.models import Share, ShareFile, Waits
from sharing.report import current_closures, preview
from sharing.selectors import frozen_report, team_share

State = Share.State
WAITING = (State.SHOWN, State.RENDER_FAILED)
NOT_SHOWN = dict.fromkeys(("shown_at", "shown_by", "may_go_on", "asked_at", "asked_by"))
NOT_SENT = gettext_lazy(
    "It was changed since you looked, or somebody decided not to send it. So it was not sent."
)


def show_to_team(
    share: Share,
    *,
    by: User,
    seen: int | None = None,
    may_go_on: dt.date | None = None,
    at: When = None,
) -> Share:
    """Freeze the exact copy and tell everybody in the team.

    `may_go_on`: the first day on which it may go, or the first there is. Raises Refused when a
    choice is missing or no longer possible or that day is too early; Stale when it is not as it
    was at version `seen` (where that is not said: as it is in `share`).
    """
    now = at or timezone.now()
    refuse_body(share.service, share.body)
    taken_out = Erasure.objects.filter(kind=Erasure.Kind.WORDS)
    before = taken_out.count()
    document = preview(share, at=now).to_json()
    if share.ends_on is not None:
        refuse_day(share.ends_on, now)
    first_day = named_day(share, may_go_on, now)
    closures = list(current_closures(share))
    with transaction.atomic():
        one_at_a_time(share.service)  # whoever takes words out does so before, or of the copy too
        if taken_out.count() != before:
            raise Stale
        change_share(
            share,
            states=[State.DRAFT],
            version=share.version if seen is None else seen,
            values={
                "state": State.SHOWN,
                "document": document,
                "digest": digest(document),
                "shown_at": now,
                "shown_by": by,
                "may_go_on": first_day,
            },
        )
        share.closures.set(closures)
        Waits.objects.create(share=share)
        tell_team(share, "share_shown", by=by, until=first_day, at=now)
        note_act(share, "share_shown", by=by, at=now)
    return share


def change_first(share: Share, *, by: User, at: When = None) -> Share:
    """Go back to preparing: the frozen copy is dropped, the team is told. Raises Stale."""
    now = at or timezone.now()
    with transaction.atomic():
        change_share(
            share,
            states=WAITING,
            values={"state": State.DRAFT, "document": "", "digest": "", **NOT_SHOWN},
        )
        drop_waits(share)
        tell_team(share, "share_changing", at=now)
        note_act(share, "share_changing", by=by, at=now)
    return share


def send(share: Share, *, by: User, seen: str | None = None, at: When = None) -> Share:
    """Send what was shown: make the PDF once, store it, let the body read it.

    `seen` is the digest of the copy the person looked at (where that is not said: the one in
    `share`). Raises Stale when that copy is not waiting to be sent; Refused when something stands
    in the way (`in_the_way`), or somebody would like it to wait; RenderError when the PDF could not
    be made: then the share says so and can be sent again.
    """
    now = at or timezone.now()
    copy = share.digest if seen is None else seen
    refuse_sending(share, seen=copy, at=now)
    content = _render(share, by=by, at=now)
    with transaction.atomic():
        if share.invites:
            one_at_a_time(share.body)  # before its report, as everywhere (docs/adr/0004)
        values = {"state": State.SENT, "sent_at": now, "sent_by": by}
        change_share(share, states=WAITING, digest=copy, values=values)
        refuse_while_waiting(share)
        # While the PDF was made the body may have ended, or somebody let `by` go.
        refuse_body(share.service, share.body)
        _refuse_who_may_not(by, share)
        drop_waits(share)
        file = {"content": content, "digest": digest(content), "size": len(content)}
        ShareFile.objects.create(share=share, made_at=now, **file)
        ask_in(share, by=by, at=now)
        show_tie(share.service, share.body, by=by, at=now)
        tell_team(share, "share_sent", at=now)
        tell_readers(share, at=now)
        note_act(share, "share_sent", by=by, at=now)
    return share


def _refuse_who_may_not(by: User, share: Share) -> None:
    if not may_send(by, share):
        raise Refused(NOT_SENT)


def refuse_sending(share: Share, *, seen: str, at: When = None) -> None:
    """Raise what stands in the way of sending the copy `seen`: Stale, or Refused."""
    if share.state not in WAITING or share.digest != seen:
        raise Stale
    why = in_the_way(share, at or timezone.now())
    if why:
        raise Refused(why)


def say_team_was_asked(share: Share, *, by: User) -> Share:
    """Say, where two people send, that the team was asked; somebody else sends it then.

    Raises Stale when it is not waiting to be sent, or it was said; Refused for what is in the way.
    """
    now = timezone.now()
    refuse_sending(share, seen=share.digest, at=now)
    with transaction.atomic():
        values = {"asked_at": now, "asked_by": by}
        change_share(share, states=WAITING, digest=share.digest, asked_at=None, values=values)
        tell_team(share, "share_asked", at=now)
        note_act(share, "share_asked", by=by, at=now)
    return share


def take_back(share: Share, *, by: User, at: When = None) -> Share:
    """End it at once, whatever it has come to. Raises Stale when it was taken back already."""
    now = at or timezone.now()
    with transaction.atomic():
        if share.body.brought_by_id:
            one_at_a_time(share.body)  # before its report, as everywhere (docs/adr/0004)
        change_share(
            share,
            states=[State.DRAFT, *WAITING, State.SENT],
            values={"state": State.TAKEN_BACK, "taken_back_at": now, "taken_back_by": by},
        )
        drop_waits(share)
        if share.shown_at:  # nobody was told of one that was only prepared
            tell_team(share, "share_taken_back" if share.sent_at else "share_put_away", at=now)
        take_back_invitation_for(share, at=now)
        withdraw_notices(Notice.objects.filter(kind__in=WHILE_READ, object_id=share.pk), at=now)
        withdraw_letters(RECEIVED, share.pk, at=now)
        note_act(share, "share_taken_back", by=by, at=now)
    return share


def _render(share: Share, *, by: User, at: dt.datetime) -> bytes:
    """Make the PDF. Raises RenderError; Stale when it was sent or changed meanwhile."""
    try:
        return report_pdf(frozen_report(share))
    except RenderError as error:
        if error.reason is not Reason.BUSY:
            _note_failure(share, by=by, at=at)
        # What is being made may be this very one, so nothing is said of a failure.
        elif not Share.objects.filter(pk=share.pk, state__in=WAITING, digest=share.digest).exists():
            raise Stale from error
        raise


def _note_failure(share: Share, *, by: User, at: dt.datetime) -> None:
    """Say on the share that the PDF was not made, unless it was sent or changed meanwhile."""
    seen = share.digest
    try:
        with transaction.atomic():
            change_share(share, states=WAITING, digest=seen, values={"state": State.RENDER_FAILED})
            note_act(share, "share_not_made", by=by, at=at)
    except Stale:
        share.refresh_from_db()
        raise


SHARE = "share"


def send_in_turn(share: Share, *, by: User, seen: str) -> bool:
    """Send what was shown, now or in its turn; say whether it went. Raises as `send`."""
    refuse_sending(share, seen=seen)
    row = queue.ask_for_pdf(SHARE, share.pk, user=by, version=seen)
    if row.done_at is None:
        queue.make_now(row)
    if row.done_at is None:
        return False
    queue.hand_over(row)
    if row.why:
        raise Refused(row.why)
    return True


def send_from_queue(row: WantedPdf) -> None:
    """Send a report for whoever pressed, if they still may. The file is kept with the share.

    Raises RenderError, Altered; Refused where it cannot be sent any more.
    """
    try:
        share = team_share(row.user, row.object_id)
    except Http404:
        raise Refused(NOT_SENT) from None
    _refuse_who_may_not(row.user, share)
    try:
        send(share, by=row.user, seen=row.version)
    except Stale:
        share.refresh_from_db()
        if share.sent_at is None or share.digest != row.version:
            raise Refused(NOT_SENT) from None
