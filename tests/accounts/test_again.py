"""Say again that it is you: which addresses ask, when not, by which ways, and what is kept."""

import re
import time
import uuid

import pytest
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import kept_posts
from accounts.actions import send_due_letters
from accounts.models import KeptPost, ServiceMembership
from accounts.signing_in.forms import CODE_AGAIN
from accounts.signing_in.signed_in import BEGAN
from demo.addresses import forms
from tests.factories import PASSWORD, UserFactory
from tests.people import in_team

QUARTER = 15 * 60
PASSWORD_PAGE = "/account/reauthenticate/"
LETTER_PAGE = "/account/again/letter/"
# What must ask, by what it is for. A mark that is taken off, or put on, is said here, too.
ROLES = {
    "team-member",
    "team-person",
    "let-lead-in",
    "work-here",
    "end-lead",
    "end-reader",
    "end-part-on-site",
    "ask-into-organisation",
    "make-way-in",
    "runs-site",
}
SIGN_IN = {
    "account_email",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "forget-second-step",
    "help-back-in",
    "second-step-of-all",
    "second-step-of-body",
    "site-person",
}
OUT = {"about-me-file", "share-send", "export-shown", "export-team"}
ENDS = {
    "begin-again-on-site",
    "close-account",
    "agree-deletion",
    "close-person",
    "delete-on-site",
    "delete-team",
    "end-on-site",
    "end-organisation",
    "erase-leaver",
    "erase-me",
    "erase-person",
    "open-person",
    "two-of-one",
}
MUST = ROLES | SIGN_IN | OUT | ENDS


def asking(patterns=None):
    """Every address whose view is marked, by its name."""
    views = {}
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            views |= asking(pattern.url_patterns)
        elif getattr(pattern.callback, "asks_again", False):
            views[pattern.name] = pattern.callback
    return views


def test_all_that_reaches_far_asks_and_nothing_else():
    assert set(asking()) == MUST


def stale(client):
    """Let a quarter of an hour pass since this browser signed in."""
    client.get(reverse("help"))
    session = client.session
    session[BEGAN] -= QUARTER + 1
    session.save()


@pytest.fixture
def people(db):
    """Somebody for each way of signing in, signed in a quarter of an hour ago."""
    person = UserFactory(email="ana@example.org")
    browser = Client()
    browser.force_login(person)
    stale(browser)
    return person, browser


def address_of(name):
    """Return an address of nothing that is there: who it is, is asked before what it is about."""
    for named, form, parameters in forms():
        if named == name:
            number = name in {"mfa_edit_webauthn", "mfa_remove_webauthn"}
            keys = dict.fromkeys(parameters, "nothing") | {"pk": "1" if number else uuid.uuid4()}
            return "/" + form % keys
    message = f"No address is called {name}."
    raise AssertionError(message)


@pytest.mark.parametrize("name", sorted(MUST))
def test_a_form_that_comes_late_is_asked_first(people, name):
    person, browser = people
    answer = browser.post(address_of(name), {"key": "k"})
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, PASSWORD_PAGE)
    fresh = Client()
    fresh.force_login(person)
    for row in KeptPost.objects.filter(user=person):
        page = fresh.get(reverse("kept-post", args=[row.pk]) + kept_posts.ASKED).content.decode()
        assert str(kept_posts.ACTS[name]) in page.partition("<form")[2]
    answer = fresh.post(address_of(name), {"key": "k"})
    if not name.startswith("mfa_"):  # asked of everybody, however lately they signed in
        assert not getattr(answer, "url", "").startswith(PASSWORD_PAGE)
    assert STATE_SESSION_KEY not in fresh.session


def test_a_quarter_of_an_hour_counts_to_the_second(client, manager, service, monkeypatch):
    client.force_login(manager)
    client.get("/help/")
    began = client.session[BEGAN]
    address = reverse("make-way-in", args=[service.slug, manager.pk])
    for passed, is_asked in ((-59, False), (QUARTER - 1, False), (QUARTER, True)):
        monkeypatch.setattr(time, "time", lambda passed=passed: began + passed)
        answer = client.post(address)
        assert getattr(answer, "url", "").startswith(PASSWORD_PAGE) is is_asked, passed


def test_what_was_pressed_is_kept_shown_and_done(client, manager, service):
    con = in_team(service, "contributor", "Con Tributor")
    client.force_login(manager)
    stale(client)
    address = reverse("team-member", args=[service.slug, con.pk])
    answer = client.post(address, {"role": "manager"})
    page = client.get(answer.url).content.decode()
    assert "What you sent is kept" in page
    wrong = client.post(PASSWORD_PAGE, {"password": "not this", "next": next_of(page)})
    assert wrong.status_code == 422
    assert next_of(wrong.content.decode()) == next_of(page)
    back = client.post(PASSWORD_PAGE, {"password": PASSWORD, "next": next_of(page)})
    given_back = client.get(back.url)
    assert "it has not been done yet" in given_back.content.decode()
    fields = dict(given_back.context["fields"]) | {"kept_post": given_back.context["post"].pk}
    assert client.post(given_back.context["post"].path, fields).status_code == 302
    roles = ServiceMembership.objects.filter(user=con, ended_on=None)
    assert [role.role for role in roles] == ["manager"]
    assert not KeptPost.objects.exists()
    # It counts for what comes next, too.
    assert client.post(address, {"role": "contributor"}).url == reverse(
        "our-team", args=[service.slug]
    )


def test_what_was_pressed_just_after_signing_in_is_not_done_by_itself(people):
    """Somebody else's address, typed on a computer that was left, is not taken with a password."""
    browser = Client()
    browser.force_login(people[0])
    address, typed = reverse("account_email"), {"email": "another@example.org", "action_add": ""}
    answer = browser.post(address, typed)
    page = browser.get(answer.url).content.decode()
    browser.post(PASSWORD_PAGE, {"password": PASSWORD, "next": address})
    there = EmailAddress.objects.filter(email="another@example.org")
    assert not there.exists()
    given_back = browser.get(next_of(page))
    fields = dict(given_back.context["fields"]) | {"kept_post": given_back.context["post"].pk}
    assert browser.post(address, fields).status_code == 302
    assert there.exists()


def next_of(page):
    return re.search(r'name="next" value="([^"]+)"', page)[1]


def test_a_page_can_be_opened_before_it_asks(client, manager, service):
    con = in_team(service, "contributor", "Con Tributor")
    client.force_login(manager)
    stale(client)
    assert client.get(reverse("team-member", args=[service.slug, con.pk])).status_code == 200


def test_codes_on_paper_are_not_shown_before_it_asks(people):
    _person, browser = people
    address = reverse("mfa_view_recovery_codes")
    assert browser.get(address).url == f"{PASSWORD_PAGE}?next={address.replace('/', '%2F')}"


def test_a_script_is_told_in_its_own_language(people):
    _person, browser = people
    answer = browser.post(reverse("close-account"), headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["sign_in"] == PASSWORD_PAGE


# --- By a code in a letter


@pytest.fixture
def by_code(client, service, settings):
    """A manager who signs in by a code in a letter, a quarter of an hour ago."""
    settings.LETTERS_GO_OUT = True
    manager = in_team(service, "manager", "Mina Manager")
    manager.set_unusable_password()
    manager.save()
    client.force_login(manager)
    stale(client)
    return manager


def code_of(mailoutbox):
    send_due_letters()
    return re.search(r"^\s*(\S{6,9})\s*$", mailoutbox[-1].body, re.MULTILINE)[1]


def test_code_to_say_who_one_is_ends_after_ten_minutes(client, by_code, mailoutbox, monkeypatch):
    client.post(LETTER_PAGE, {"send": ""})
    code, start = code_of(mailoutbox), time.time()
    monkeypatch.setattr(time, "time", lambda: start + 610)
    assert client.post(LETTER_PAGE, {"code": code}).status_code == 422


def test_whoever_signs_in_by_code_gets_a_code(client, by_code, mailoutbox):
    first = client.post(reverse("close-account"))
    assert first.url.startswith(LETTER_PAGE)
    page = client.get(first.url).content.decode()
    assert by_code.email in page
    assert not mailoutbox  # to open a page sends nothing
    sent = client.post(LETTER_PAGE, {"send": "", "next": next_of(page)})
    code = code_of(mailoutbox)
    assert code not in str(dict(client.session))
    assert "A code is on its way" in client.get(sent.url).content.decode()
    stranger = Client()
    stranger.force_login(by_code)
    stale(stranger)
    assert stranger.post(LETTER_PAGE, {"code": code}).status_code == 422
    answer = client.post(LETTER_PAGE, {"code": code.lower(), "next": next_of(page)})
    assert (answer.status_code, answer.url) == (302, next_of(page))
    assert CODE_AGAIN not in client.session
    assert client.post(reverse("close-account")).url == reverse("account_login")


def test_a_wrong_code_three_times_needs_another(client, by_code, mailoutbox):
    client.post(LETTER_PAGE, {"send": ""})
    code = code_of(mailoutbox)
    pages = [client.post(LETTER_PAGE, {"code": "WRONGONE"}) for _ in range(3)]
    assert [page.status_code for page in pages] == [422, 422, 422]
    assert "This is not the code" in pages[1].content.decode()
    assert "This code no longer works" in pages[2].content.decode()
    client.post(LETTER_PAGE, {"code": code})
    assert client.post(reverse("close-account")).url.startswith(LETTER_PAGE)


def test_tries_of_one_moment_are_counted_together(client, by_code, mailoutbox):
    """As of a code to sign in."""
    client.post(LETTER_PAGE, {"send": ""})
    code, session = code_of(mailoutbox), client.session
    for number in range(3):
        client.post(LETTER_PAGE, {"code": f"WRONGON{number}"})
        session.save()
    client.post(LETTER_PAGE, {"code": code})
    assert client.post(reverse("close-account")).url.startswith(LETTER_PAGE)


@pytest.mark.parametrize("seconds", [-1, 24 * 60 * 60], ids=["over", "of a clock that was ahead"])
def test_a_code_is_over_after_ten_minutes(client, by_code, mailoutbox, seconds):
    client.post(LETTER_PAGE, {"send": ""})
    code = code_of(mailoutbox)
    session = client.session
    session[CODE_AGAIN] |= {"until": time.time() + seconds}
    session.save()
    client.post(LETTER_PAGE, {"code": code})
    assert client.post(reverse("close-account")).url.startswith(LETTER_PAGE)


def test_letters_with_codes_are_limited(client, by_code):
    statuses = [client.post(LETTER_PAGE, {"send": ""}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]


def test_with_the_post_away_nobody_is_sent_out(client, by_code, settings):
    settings.LETTERS_GO_OUT = False
    answer = client.post(reverse("close-account"))
    page = client.get(answer.url)
    assert page.status_code == 200
    words = page.content.decode()
    assert "no letters go out from here at present" in words
    assert "What you sent is kept" in words
    by_code.refresh_from_db()
    assert by_code.is_active


def test_with_the_post_away_a_password_will_do(people, settings):
    settings.LETTERS_GO_OUT = False
    _person, browser = people
    page = browser.get(browser.post(reverse("close-account")).url).content.decode()
    assert LETTER_PAGE not in page
    settings.LETTERS_GO_OUT = True
    page = browser.get(browser.post(reverse("close-account")).url).content.decode()
    assert LETTER_PAGE in page


def test_a_sign_in_name_has_a_password(client, service, settings):
    settings.LETTERS_GO_OUT = True
    person = UserFactory(email="dee@no-mailbox.invalid")
    client.force_login(person)
    stale(client)
    page = client.get(client.post(reverse("close-account")).url)
    assert page.request["PATH_INFO"] == PASSWORD_PAGE
    assert LETTER_PAGE not in page.content.decode()
