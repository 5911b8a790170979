"""Whoever asks people in is told when the letters go: by day at once, at night in the morning."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, Letter
from tests.office.conftest import text
from tests.office.test_many import JO, lines
from tests.office.test_team import browser

DAY = dt.datetime(2026, 3, 3, 20, 59, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 3, 3, 21, 0, tzinfo=dt.UTC)
MORNING = "eight in the morning"
pytestmark = pytest.mark.usefixtures("letters_rest")


@pytest.fixture(params=[DAY, NIGHT], ids=["by day", "at night"])
def now(request, settings, monkeypatch) -> dt.datetime:
    """Let it be so late."""
    settings.LETTERS_GO_OUT = True
    monkeypatch.setattr(timezone, "now", lambda: request.param)
    return request.param


def one(service, organisation, manager, lead):
    page = reverse("ask-into-team", args=[service.slug])
    typed = {"name": "Jo Bloggs", "address": "jo@example.org", "role": "contributor"}
    return browser(manager).post(page, typed, follow=True)


def again(service, organisation, manager, lead):
    one(service, organisation, manager, lead)
    page = reverse("ask-again", args=[Invitation.objects.get().pk])
    return browser(manager).post(page, follow=True)


def pasted(service, organisation, manager, lead):
    page = reverse("ask-several", args=[service.slug])
    typed = {"people": "Jo <jo@example.org>", "role": "contributor", "sure": "yes"}
    return browser(manager).post(page, typed)


def from_a_sheet(service, organisation, manager, lead):
    page = reverse("ask-many", args=[organisation.slug])
    return browser(lead).post(page, {"rows": lines(JO), "sure": "yes"})


def at_first(service, organisation, manager, lead):
    actions.invite(
        by=lead, place=service, role="manager", address="jo@example.org", name="Jo Bloggs"
    )
    return browser(lead).get(reverse("begin-done"))


@pytest.mark.parametrize("ask", [one, again, pasted, from_a_sheet, at_first])
def test_page_says_when_the_letter_goes(now, ask, service, organisation, manager, lead):
    page_text = text(ask(service, organisation, manager, lead))
    letter = Letter.objects.get(kind="invitation", withdrawn_at=None)
    assert (letter.next_try_at > now) == (now == NIGHT)
    assert (MORNING in page_text) == (now == NIGHT)
    if now == NIGHT:
        assert "on its way" not in page_text
        assert "on their way" not in page_text
