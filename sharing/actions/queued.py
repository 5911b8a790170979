"""Sending in its turn: at once where no other PDF is waited for, else after those."""

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.actions import Stale
from accounts.models import User
from assessments.actions import Refused
from reports.models import WantedPdf
from reports.printing import queue
from sharing.actions.sending import refuse_sending, send
from sharing.actions.who_may import may_send
from sharing.models import Share
from sharing.selectors import team_share

SHARE = "share"


def send_in_turn(share: Share, *, by: User, seen: str) -> bool:
    """Send what was shown, now or in its turn; say whether it went.

    Raises what `send` raises, where that can be said at once.
    """
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


def send_wanted(row: WantedPdf) -> None:
    """Send a report for whoever pressed, if they still may. The file is kept with the share.

    Raises RenderError, Altered; Refused where it cannot be sent any more.
    """
    changed = _(
        "It was changed since you looked, or somebody decided not to send it. So it was not sent."
    )
    try:
        share = team_share(row.user, row.object_id)
    except Http404:
        raise Refused(changed) from None
    if not may_send(row.user, share):
        raise Refused(changed)
    try:
        send(share, by=row.user, seen=row.version)
    except Stale:
        share.refresh_from_db()
        if share.sent_at is None or share.digest != row.version:
            raise Refused(changed) from None
