"""When the tests of sharing happen, and what they send."""

import datetime as dt
from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.unchanging import unchanging

TODAY = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
SHOWN = NOON - dt.timedelta(days=3)
UNTIL = dt.date(2027, 5, 20)
# The first day on which it may go that is shown today.
FIRST_DAY = "2026-11-23"
BYTES = b"%PDF-1.7 the bytes that were sent"

Clock = Callable[[dt.datetime], None]
SignedIn = Callable[[User], Client]


def same(answer: HttpResponse) -> tuple[int, str]:
    """Return an answer's status and words, to be compared."""
    return answer.status_code, unchanging(answer.content.decode())
