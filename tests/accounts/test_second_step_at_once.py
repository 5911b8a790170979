"""Second steps and addresses, chosen, used and taken away by two presses: one after the other."""

from functools import partial

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from tests.accounts.passkey import Passkey
from tests.accounts.test_passkeys import ADD, add, options_on
from tests.accounts.test_second_factor import APP, INDEX, digits
from tests.factories import PASSWORD, UserFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CODE, MAKE, BY_PASSKEY = f"{INDEX}code/", f"{INDEX}paper/make/", "/account/login/passkey/"


@pytest.fixture
def person(settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    return UserFactory(email="ana@example.org")


def signing_in(person):
    browser = Client(raise_request_exception=False)
    sent = {"login": person.email, "password": PASSWORD}
    assert browser.post(reverse("account_login"), sent, secure=True).status_code == 302
    return browser


def signed_in(person):
    browser = signing_in(person)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD}, secure=True)
    return browser


def press(browser, path, sent=None):
    """Press in another tab, and return with which status it was answered."""
    tab = Client(raise_request_exception=False)
    tab.cookies = browser.cookies.copy()
    return lambda: int(tab.post(path, sent or {}, secure=True).status_code)


def kinds():
    return sorted(Authenticator.objects.values_list("type", flat=True))


def test_app_is_chosen_once(person):
    browser = signed_in(person)
    secret = browser.get(APP, secure=True).context["form"].secret
    chosen = press(browser, APP, {"code": digits(secret)})
    assert at_once(chosen, chosen) == [302, 302]
    assert kinds() == ["recovery_codes", "totp"]


def test_passkey_is_added_once(person):
    browser = signed_in(person)
    options = options_on(browser, ADD)["creation_options"]
    sent = {"name": "Mine", "passwordless": "on", "credential": Passkey().register(options)}
    added = press(browser, ADD, sent)
    assert set(at_once(added, added)) <= {302, 422}
    assert kinds() == ["recovery_codes", "webauthn"]


def test_passkey_that_is_taken_away_does_not_come_back_with_a_name(person):
    browser = signed_in(person)
    add(browser, Passkey())
    at = f"{INDEX}passkeys/{Authenticator.objects.get(type='webauthn').pk}/"
    away, named = press(browser, f"{at}take-away/"), press(browser, f"{at}name/", {"name": "Bunch"})
    assert set(at_once(away, named)) <= {302, 404}
    assert kinds() == ["recovery_codes"]


@pytest.mark.logs_errors  # a 503, where it went between two looks
def test_passkey_that_is_taken_away_while_it_signs_in(person):
    browser, passkey, other = signed_in(person), Passkey(), Client()
    add(browser, passkey)
    answer = other.get(BY_PASSKEY, secure=True, headers={"accept": "application/json"}).json()
    sent = {"credential": passkey.answer(answer["request_options"])}
    at = f"{INDEX}passkeys/{Authenticator.objects.get(type='webauthn').pk}/"
    answers = at_once(press(browser, f"{at}take-away/"), press(other, BY_PASSKEY, sent))
    assert answers[0] == 302
    assert answers[1] in {302, 503}
    assert kinds() == ["recovery_codes"]


def test_code_on_paper_lets_in_once(person):
    code, *_others = RecoveryCodes.activate(person).get_unused_codes()
    tabs = [press(signing_in(person), CODE, {"code": code}) for _time in range(3)]
    assert sorted(at_once(*tabs)) == [302, 422, 422]


def test_code_on_paper_is_used_while_new_ones_are_made(person):
    browser = signed_in(person)
    browser.post(MAKE, secure=True)
    (paper,) = Authenticator.objects.all()
    code, *_others = RecoveryCodes(paper).get_unused_codes()
    coming_in = [signing_in(person) for _time in range(2)]
    uses = [press(client, CODE, {"code": code}) for client in coming_in]
    status, *came = at_once(press(browser, MAKE), *uses)
    assert status == 302
    assert sorted(came) in ([302, 422], [422, 422])
    assert kinds() == ["recovery_codes"]
    (paper,) = Authenticator.objects.all()
    assert len(RecoveryCodes(paper).get_unused_codes()) == 10


@pytest.mark.parametrize("beside", ["action_remove b", "action_primary c"])
def test_address_that_mail_goes_to_is_one_that_is_kept(person, beside):
    for name in "bc":
        values = {"email": f"{name}@example.org", "verified": True}
        EmailAddress.objects.create(user=person, **values)
    browser, presses = signed_in(person), []
    for pressed in ("action_primary b", beside):
        act, name = pressed.split()
        sent = {act: "", "email": f"{name}@example.org"}
        presses.append(press(browser, reverse("account_email"), sent))
    assert at_once(*presses) == [302, 302]
    person.refresh_from_db()
    address = EmailAddress.objects.get(user=person, primary=True)
    assert (address.email, address.verified) == (person.email, True)


def test_address_that_two_confirm_is_the_first_one_s(person):
    tabs, presses = [], []
    for account in (person, UserFactory(email="bo@example.org")):
        row = EmailAddress.objects.create(user=account, email="both@example.org", verified=False)
        path = reverse("account_confirm_email", args=[EmailConfirmationHMAC(row).key])
        tab = Client(raise_request_exception=False)
        tabs.append(tab)
        presses.append(partial(tab.post, path, secure=True))
    assert [answer.status_code for answer in at_once(*presses)] == [302, 302]
    EmailAddress.objects.get(email="both@example.org", verified=True)
    pages = [tab.get("/account/login/", secure=True).content.decode() for tab in tabs]
    sentence = "both@example.org belongs to another account already."
    assert sorted(sentence in page for page in pages) == [False, True]
