"""Passkeys without a browser: which are taken, and which of another site or time are not."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.signing_in.signed_in import BEGAN
from tests.accounts.passkey import TOUCHED, Passkey
from tests.factories import PASSWORD, UserFactory

AGAIN = "/account/second-step/passkeys/again/"
ADD = "/account/second-step/passkeys/add/"


def options_on(browser, address):
    page = browser.get(address, secure=True)
    assert page.status_code == 200, getattr(page, "url", "")
    return page.context["js_data"]


@pytest.fixture
def browser(db, settings):
    """Return the browser of somebody who has just said who they are, on a server."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    browser = Client()
    browser.force_login(UserFactory(email="ana@example.org"))
    browser.get("/help/", secure=True)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD}, secure=True)
    return browser


def add(browser, passkey, **odd):
    options = options_on(browser, ADD)["creation_options"]
    sent = {"name": "Mine", "passwordless": "on", "credential": passkey.register(options, **odd)}
    return browser.post(ADD, sent, secure=True)


# Beside ours: one below it, another port of the machine, no HTTPS.
BESIDE = ["https://below.testserver", "https://testserver:8443", "http://testserver"]


@pytest.mark.parametrize(
    "odd",
    [
        *({"origin": origin} for origin in (*BESIDE, "https://elsewhere.example")),
        {"site": "elsewhere.example"},
    ],
    ids=str,
)
def test_passkey_of_another_site_is_not_added(browser, odd):
    answer = add(browser, Passkey(), **odd)
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()
    assert add(browser, Passkey()).status_code == 302
    assert Authenticator.objects.filter(type="webauthn").count() == 1


# What no browser sends: nothing of it ends as a fault of ours, or is taken for a passkey.
NONE = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "nought": "0",
    "no": "false",
    "too deep": "[" * 100_000,
    "too long": "1" * 5_000,
    "half a character": '"\\ud800"',
}
# Part of an answer in another's place.
ODD = {
    "clientExtensionResults": "x",
    "rawId": None,
    "response": {"clientDataJSON": 10**30, "authenticatorData": "x", "signature": "é"},
    "type": "\ud800",
}


def bent(answer, part):
    return json.dumps(json.loads(answer) | {part: ODD[part]})


@pytest.mark.parametrize("odd", [*NONE, *ODD])
def test_what_is_no_passkey_is_not_added(browser, odd):
    options = options_on(browser, ADD)["creation_options"]
    sent = NONE[odd] if odd in NONE else bent(Passkey().register(options), odd)
    answer = browser.post(ADD, {"name": "Mine", "credential": sent}, secure=True)
    assert answer.status_code == 422
    assert "Your browser gave no passkey." in answer.content.decode()
    assert not Authenticator.objects.exists()


@pytest.fixture
def passkey_page(browser):
    """Return a passkey, a browser that is to say who it is, and what its page asks."""
    passkey = Passkey()
    assert add(browser, passkey).status_code == 302
    session = browser.session
    session[BEGAN] -= 16 * 60
    session["account_authentication_methods"] = []
    session.save()
    return passkey, browser, options_on(browser, f"{AGAIN}?next=/help/")["request_options"]


def is_asked(browser):
    answer = browser.post(reverse("close-account"), secure=True)
    return "?next=%2Faccount%2Fkept%2F" in answer.url


OTHERS = ["origin", "site", "another key", "challenge", "touched alone", "copied", *BESIDE]


@pytest.mark.parametrize("odd", [*OTHERS, *NONE, *ODD])
def test_passkey_that_does_not_fit_is_told_so_on_the_same_page(passkey_page, odd):
    passkey, browser, options = passkey_page
    sent = {
        "origin": lambda: passkey.answer(options, origin="https://elsewhere.example"),
        "site": lambda: passkey.answer(options, site="elsewhere.example"),
        "another key": lambda: Passkey().answer(options),
        "challenge": lambda: passkey.answer(options_of_another()),
        "touched alone": lambda: passkey.answer(options, flags=TOUCHED),
        "copied": lambda: counted_back(passkey).answer(options),
        **{origin: lambda: passkey.answer(options, origin=odd) for origin in BESIDE},
        **{name: lambda: NONE[odd] for name in NONE},
        **{name: lambda: bent(passkey.answer(options), odd) for name in ODD},
    }[odd]()
    answer = browser.post(AGAIN, {"credential": sent, "next": "/help/"}, secure=True)
    assert (answer.status_code, answer.url) == (302, f"{AGAIN}?next=%2Fhelp%2F")
    page = browser.get(answer.url, secure=True).content.decode()
    assert "This passkey is not one of yours here." in page
    assert is_asked(browser)


def counted_back(passkey):
    """Return a passkey as it was when it was copied, before it was used last."""
    passkey.count -= 1
    return passkey


def options_of_another():
    return {"publicKey": {"rpId": "testserver", "challenge": "AAAAAAAAAAAAAAAAAAAAAA"}}


def test_passkey_says_who_it_is_and_its_answer_counts_once(passkey_page):
    passkey, browser, options = passkey_page
    sent = {"credential": passkey.answer(options), "next": "/help/"}
    assert browser.post(AGAIN, sent, secure=True).url == "/help/"
    assert browser.post(AGAIN, sent, secure=True).url.startswith(AGAIN)
    assert browser.post(reverse("close-account"), secure=True).url == "/account/login/"


@pytest.mark.parametrize("counts", [True, False])
def test_passkey_signs_in_by_itself_and_not_for_another_site(browser, counts):
    """Again and again: those that several devices share count nothing."""
    passkey = Passkey(counts=counts)
    assert add(browser, passkey).status_code == 302
    login = "/account/login/passkey/"
    for odd, inside in (({"origin": "https://elsewhere.example"}, False), ({}, True), ({}, True)):
        cache.clear()
        stranger = Client()
        answer = stranger.get(login, secure=True, headers={"accept": "application/json"}).json()
        sent = {"credential": passkey.answer(answer["request_options"], **odd)}
        stranger.post(login, sent, secure=True)
        assert (SESSION_KEY in stranger.session) is inside


def test_somebody_else_s_key_that_was_only_touched_signs_nobody_in(passkey_page):
    """A colleague's, left in a computer: asked what one's own second step asks after a password."""
    passkey, browser, _options = passkey_page
    browser.force_login(UserFactory(email="bee@example.org"))
    browser.get("/help/", secure=True)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD}, secure=True)
    own = Passkey()
    assert add(browser, own).status_code == 302
    step, form = reverse("mfa_authenticate"), {"login": "bee@example.org", "password": PASSWORD}
    addresses = {"/account/login/passkey/": passkey, step: own}
    for address, key in addresses.items():
        stranger = Client()
        stranger.post(reverse("account_login"), form, secure=True)
        sent = {
            "credential": key.answer(options_on(stranger, step)["request_options"], flags=TOUCHED)
        }
        stranger.post(address, sent, secure=True)
        assert SESSION_KEY not in stranger.session


@pytest.mark.parametrize("odd", [None, *NONE, *ODD])
def test_passkey_that_is_not_known_signs_nobody_in_and_is_told_so(passkey_page, odd):
    """By itself, and after the password; one that was taken away here may be on the phone still."""
    passkey, *_others = passkey_page
    login, step = "/account/login/passkey/", reverse("mfa_authenticate")
    for address in (login, step):
        cache.clear()
        stranger = Client()
        if address == step:
            form = {"login": "ana@example.org", "password": PASSWORD}
            assert stranger.post(reverse("account_login"), form, secure=True).url == step
            options = options_on(stranger, step)["request_options"]
        else:
            accepts = {"accept": "application/json"}
            options = stranger.get(login, secure=True, headers=accepts).json()["request_options"]
        other = Passkey()
        other.user = passkey.user
        sent = NONE.get(odd) if odd in NONE else other.answer(options)
        sent = bent(sent, odd) if odd in ODD else sent
        answer = stranger.post(address, {"credential": sent}, secure=True, follow=True)
        assert "This passkey is not one of yours here." in answer.content.decode()
        assert SESSION_KEY not in stranger.session


def test_who_has_a_passkey_and_no_app_is_asked_for_it_first(browser):
    """The codes on paper that came with the passkey were shown once, and may not be at hand."""
    person = User.objects.get()
    person.set_unusable_password()
    person.save()
    browser.force_login(person)
    assert add(browser, Passkey()).status_code == 302
    codes = reverse("mfa_view_recovery_codes")
    assert browser.get(codes, secure=True).status_code == 200
    session = browser.session
    del session["account_authentication_methods"]
    session.save()
    assert browser.get(codes, secure=True).url.partition("?")[0] == AGAIN
