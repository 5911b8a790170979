"""*Check this copy*: unchanged, or not this copy; for its readers and its team alone."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from sharing import actions
from sharing.models import Share
from sharing.selectors import frozen_report
from tests.sharing.story import SignedIn


@pytest.fixture
def browser(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


def check(browser: Client, share: Share, fingerprint: str):
    page = reverse("shared-check", args=[share.reference])
    return browser.get(page, {"fingerprint": fingerprint})


def own(share: Share) -> str:
    return frozen_report(share).provenance.fingerprint


@pytest.mark.parametrize("typed", ["{}", " {} ", "as printed", "in capitals"])
def test_own_fingerprint_is_unchanged_however_it_is_typed(posted, browser, typed):
    printed = frozen_report(posted).provenance.groups
    ways = {"as printed": f"{printed[:36]}\n{printed[36:]}", "in capitals": printed.upper()}
    answer = check(browser, posted, ways.get(typed, typed.format(own(posted))))
    assert answer.status_code == 200
    assert "Unchanged." in answer.content.decode()


def test_another_is_not_this_copy(posted: Share, browser: Client):
    answer = check(browser, posted, "0" * 64)
    text = answer.content.decode()
    assert "Not this copy." in text
    assert own(posted) not in text.replace(" ", "")


@pytest.mark.parametrize("typed", ["", "abc", "g" * 64, "0" * 65, "x" * 300])
def test_what_is_no_fingerprint_is_said(posted: Share, browser: Client, typed: str):
    answer = check(browser, posted, typed)
    assert answer.status_code == 422
    assert "not this copy" not in answer.content.decode().lower()


def test_team_may_check(shown_share: Share, signed_in: SignedIn, contributor: User):
    page = reverse("share-check", args=[shown_share.pk])
    answer = signed_in(contributor).get(page, {"fingerprint": own(shown_share)})
    assert "Unchanged." in answer.content.decode()


def test_what_is_not_frozen_cannot_be_checked(ready: Share, signed_in: SignedIn, manager: User):
    page = reverse("share-check", args=[ready.pk])
    assert signed_in(manager).get(page).status_code == 404


def test_nobody_checks_what_was_taken_back(posted: Share, browser: Client, manager: User):
    known = own(posted)
    actions.take_back(posted, by=manager)
    answer = check(browser, posted, known)
    assert answer.status_code == 410
    assert "Unchanged" not in answer.content.decode()
