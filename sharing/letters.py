"""What readers are told by letter: that something is there, and nothing of what it says.

Who wants no letters, or one a week only, finds it when they sign in.
"""

import datetime as dt

from django.urls import reverse

from accounts.actions import write_letter
from accounts.selectors import readers_of
from sharing.models import Share

RECEIVED = "report_received"


def write_to_readers(share: Share, *, at: dt.datetime) -> None:
    """Write to each reader of the body, a letter each. Call it in the transaction of sending."""
    for person in readers_of(share.body):
        if not person.wants_what_waits:
            continue
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
