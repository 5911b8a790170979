"""A form that is refused gives a person's own words back on the page."""

import datetime as dt
import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.actions import end_membership
from accounts.models import Service, User
from assessments import actions
from assessments.models import Assessment
from frameworks.models import Framework
from pages.views import errors
from pages.words import tidy

WORDS = "Nights ring in, and somebody answers."


@pytest.fixture
def talk(service: Service, framework: Framework, contributor: User) -> Assessment:
    """Return an open conversation."""
    return actions.start(service=service, framework=framework, length="themes", by=contributor)


def send(client: Client, talk: Assessment) -> str:
    """Send words to a page of a conversation; return the page that comes back."""
    address = reverse("around", args=[talk.pk])
    return client.post(address, {"help_1": WORDS}).content.decode()


def test_words_of_somebody_who_left_meanwhile_are_on_the_page(
    client: Client, talk: Assessment, contributor: User, manager: User
) -> None:
    client.force_login(contributor)
    end_membership(contributor.service_memberships.get(), by=manager)

    assert WORDS in send(client, talk)
    assert not talk.factor_notes.exists()


def test_words_for_a_service_that_ended_are_on_the_page(
    client: Client, talk: Assessment, contributor: User
) -> None:
    client.force_login(contributor)
    talk.service.archived_on = timezone.localdate() - dt.timedelta(days=1)
    talk.service.save()

    page = send(client, talk)

    assert WORDS in page
    assert not talk.factor_notes.exists()


@pytest.mark.parametrize("view", [errors.forbidden, errors.not_found])
def test_refused_form_gives_words_back_but_no_password(view) -> None:
    post = RequestFactory().post
    assert WORDS in view(post("/x/", {"words": WORDS}), PermissionError()).content.decode()
    page = view(post("/x/", {"words": WORDS, "password": "A pass phrase"}), PermissionError())
    assert WORDS not in page.content.decode()
    page = view(post("/x/", {"key": "a-1"}), PermissionError())
    assert "so that you can copy it" not in page.content.decode()


@pytest.mark.parametrize("typed", ["https://example.org/rota", "nights@example.org", "Keys"])
def test_address_that_was_typed_is_given_back_and_what_was_picked_is_not(typed) -> None:
    sent = {"link": typed, "choice": "at:leaf", "came_1": "happened", "happened_on": "2026-03-04"}
    answer = errors.not_found(RequestFactory().post("/x/", sent), PermissionError())
    assert re.findall(r"<p>([^<]*)</p></blockquote>", answer.content.decode()) == [typed]


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("\u200b \u2060", ""),
        ("\u3164", ""),
        ("\x07\u202e", ""),
        ("\ufe0f\u0301", ""),
        (" \u0628 ", "\u0628"),
        ("\U0001f327\ufe0f", "\U0001f327\ufe0f"),
        ("\U0001fadc", "\U0001fadc"),  # newer than what this Python knows
    ],
)
def test_what_nobody_could_see_is_nothing(typed, tidied) -> None:
    assert tidy(typed) == tidied
