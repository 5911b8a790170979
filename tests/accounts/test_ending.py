"""When a sign-in ends: an hour after the last request, twelve hours at most, and told truly."""

import datetime as dt
import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse
from django.utils import timezone

from accounts.signing_in.signed_in import BEGAN
from tests.factories import UserFactory

HOUR = 60 * 60


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that goes on when it is told to."""
    began = time.time()

    def at(seconds):
        monkeypatch.setattr(time, "time", lambda: began + seconds)

    at(0)
    return at


@pytest.fixture
def here(client, db):
    client.force_login(UserFactory())
    return client


def is_in(client):
    client.get(reverse("letters"))
    return SESSION_KEY in client.session


def test_hour_without_a_request_ends_it(here, clock):
    assert is_in(here)
    clock(HOUR - 1)
    assert is_in(here)
    clock(2 * HOUR)
    assert not is_in(here)


def test_twelve_hours_end_it_whoever_is_there(here, clock):
    for half in range(24):
        clock(half * HOUR / 2)
        assert is_in(here), half
        assert here.get(reverse("keepalive")).status_code == 204
    clock(12 * HOUR - 1)
    assert is_in(here)
    clock(12 * HOUR)
    assert not is_in(here)
    assert here.get(reverse("keepalive"), headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize(("set_back", "goes_on"), [(59, True), (HOUR, False), (24 * HOUR, False)])
def test_clock_that_was_ahead_lets_nobody_in_for_longer(here, clock, set_back, goes_on):
    """Clocks of two hosts differ by seconds; beyond that nobody knows how long it has been."""
    assert is_in(here)
    clock(-set_back)
    assert is_in(here) is goes_on


def test_page_tells_how_long_is_left(here, clock):
    here.get("/help/")
    for passed in (0, 5 * HOUR / 6, 3 * HOUR / 2):
        clock(passed)
        page = here.get("/help/").content.decode()
        assert f'data-idle-seconds="{HOUR}"' in page
        assert f'data-last-seconds="{int(12 * HOUR - passed)}"' in page


def test_page_without_script_tells_it_in_a_line(here):
    here.get("/help/")
    session = here.session
    session[BEGAN] -= 2 * HOUR
    session.save()
    page = here.get("/help/").content.decode()
    ends = timezone.localtime() + dt.timedelta(hours=10)
    line = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "after an hour in which you opened or sent nothing" in line
    assert f"at {ends:%H:%M} in any case" in line or f"at {ends:%H}:" in line


def test_nobody_who_is_not_signed_in_is_told_so(client, db):
    page = client.get("/help/").content.decode()
    assert "<noscript>" not in page
    assert "data-last-seconds" not in page
