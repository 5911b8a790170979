"""A second step: an app's code, codes on paper, of whom it is asked, and what it never loses."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.conf import settings as live
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from accounts.actions import send_due_letters
from accounts.kept_posts import FIELD, keep_post
from accounts.models import Event, KeptPost, Organisation, SignIn
from tests.accounts.test_again import MUST, address_of
from tests.factories import PASSWORD, OrganisationMembershipFactory, UserFactory
from tests.people import in_organisation

SECRET = "JBSWY3DPEHPK3PXP"
SECRET_LIKE = re.compile(r"\b[A-Z2-7]{16,}\b")
INDEX = "/account/second-step/"
APP = f"{INDEX}app/"


def digits(secret):
    """What an app shows for a secret now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, hashlib.sha1)
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def sign_in(person, browser=None):
    browser = browser or Client()
    answer = browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return browser, answer


def say_who(browser, address):
    """Type the password once more, as is asked before the sign-in itself is changed."""
    answer = browser.get(address)
    assert answer.url.startswith("/account/reauthenticate/")
    answer = browser.post(answer.url, {"password": PASSWORD, "next": address})
    assert answer.url == address


def set_up_app(browser):
    """Give the secret that an app has been told."""
    say_who(browser, APP)
    secret = browser.get(APP).context["form"].secret
    answer = browser.post(APP, {"code": digits(secret)})
    assert answer.url == f"{INDEX}paper/"
    # Each code is good for once; the next sign-in of this test is in the same half minute.
    cache.clear()
    return secret


@pytest.fixture
def person(db):
    return UserFactory(email="ana@example.org")


# --- An app that shows codes


def test_a_password_opens_nothing_by_itself(person):
    browser, _answer = sign_in(person)
    secret = set_up_app(browser)
    stranger, answer = sign_in(person)
    assert answer.url == f"{INDEX}code/"
    assert stranger.get("/account/email/").status_code == 302
    wrong = stranger.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 422
    assert "This is not the code" in wrong.content.decode()
    assert "Use a passkey instead" not in wrong.content.decode()
    right = stranger.post(answer.url, {"code": digits(secret)})
    assert (right.status_code, right.url) == (302, "/")
    assert stranger.get("/account/email/").status_code == 200


def test_a_new_password_by_a_link_opens_nothing_by_itself(person, mailoutbox):
    browser, _answer = sign_in(person)
    set_up_app(browser)
    stranger = Client()
    stranger.post(reverse("account_reset_password"), {"email": person.email})
    send_due_letters()
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mailoutbox[-1].body)[1]
    page, new = stranger.get(link).url, "woodpigeon trams 4"
    assert stranger.post(page, {"password1": new, "password2": new}).status_code == 302
    assert SESSION_KEY not in stranger.session
    sent = {"login": person.email, "password": new}
    assert stranger.post(reverse("account_login"), sent).url == f"{INDEX}code/"
    assert SESSION_KEY not in stranger.session


def test_a_code_that_chose_an_app_signs_nobody_in(person, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    browser, _answer = sign_in(person)
    say_who(browser, APP)
    code = digits(browser.get(APP).context["form"].secret)
    assert browser.post(APP, {"code": code}).url == f"{INDEX}paper/"
    other, answer = sign_in(person)
    assert other.post(answer.url, {"code": code}).status_code == 422
    assert SESSION_KEY not in other.session


def test_a_code_works_once(person):
    browser, _answer = sign_in(person)
    secret = set_up_app(browser)
    code = digits(secret)
    first, answer = sign_in(person)
    assert first.post(answer.url, {"code": code}).status_code == 302
    second, answer = sign_in(person)
    assert second.post(answer.url, {"code": code}).status_code == 422


def test_a_code_that_one_worker_took_is_used_up_for_all(person):
    browser, _answer = sign_in(person)
    secret = set_up_app(browser)
    code = digits(secret)
    first, answer = sign_in(person)
    assert first.post(answer.url, {"code": code}).status_code == 302
    second, answer = sign_in(person)
    # Another worker is another process: what both see is what is in the database.
    del caches["default"]
    assert second.post(answer.url, {"code": code}).status_code == 422


def test_account_that_is_closed_between_the_two_steps_is_not_opened(person):
    code, *_others = RecoveryCodes.activate(person).get_unused_codes()
    stranger, answer = sign_in(person)
    person.is_active = False
    person.save()
    late = stranger.post(answer.url, {"code": code}, follow=True)
    assert "switched off" in late.content.decode()
    assert SESSION_KEY not in stranger.session
    person.refresh_from_db()
    assert person.last_login is None
    assert not SignIn.objects.exists()


def test_guessing_codes_ends(person):
    browser, _answer = sign_in(person)
    secret = set_up_app(browser)
    stranger, answer = sign_in(person)
    for _try in range(5):
        stranger.post(answer.url, {"code": "000000"})
    assert stranger.post(answer.url, {"code": digits(secret)}).status_code != 302


def test_the_secret_is_in_no_table_in_clear(person):
    browser, _answer = sign_in(person)
    secret = set_up_app(browser)
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in sealed
    assert get_adapter().decrypt(sealed) == secret


def test_changing_it_asks_who_it_is(person):
    browser, _answer = sign_in(person)
    for address in (APP, f"{INDEX}passkeys/add/", f"{INDEX}paper/make/"):
        assert browser.get(address).url.startswith("/account/reauthenticate/"), address


@pytest.mark.django_db(transaction=True)
def test_a_change_is_on_record_and_told(mailoutbox):
    person = UserFactory(email="ana@example.org")
    browser, _answer = sign_in(person)
    set_up_app(browser)
    assert Event.objects.filter(act="person_totp_activated", actor=person).exists()
    send_due_letters()
    assert "your second step was changed" in mailoutbox[-1].subject
    assert "An app that shows codes became your second step on" in mailoutbox[-1].body
    assert SECRET_LIKE.search(mailoutbox[-1].body) is None


# --- Codes on paper


def test_codes_on_paper_are_enough_for_whoever_has_no_phone(person):
    browser, _answer = sign_in(person)
    make = f"{INDEX}paper/make/"
    say_who(browser, make)
    assert browser.post(make).url == f"{INDEX}paper/"
    page = browser.get(f"{INDEX}paper/").content.decode()
    codes = re.findall(r">(\d{8})<", page)
    assert len(set(codes)) == 10
    file = browser.get(f"{INDEX}paper/file/").content.decode()
    assert re.findall(r"^\d{8}$", file, re.MULTILINE) == codes
    other, answer = sign_in(person)
    assert answer.url == f"{INDEX}code/"
    assert other.post(answer.url, {"code": codes[0]}).status_code == 302
    third, answer = sign_in(person)
    assert third.post(answer.url, {"code": codes[0]}).status_code == 422
    assert third.post(answer.url, {"code": codes[1]}).status_code == 302


def test_codes_made_without_a_password_are_shown_at_once(person):
    """Nobody can type one of them to see them."""
    person.set_unusable_password()
    person.save()
    browser = Client()
    browser.force_login(person)
    assert browser.post(f"{INDEX}paper/make/").url == f"{INDEX}paper/"
    assert len(re.findall(r">(\d{8})<", browser.get(f"{INDEX}paper/").content.decode())) == 10
    Authenticator.objects.all().delete()
    browser.force_login(person)
    secret = browser.get(APP).context["form"].secret
    answer = browser.post(APP, {"code": digits(secret)})
    assert len(re.findall(r">(\d{8})<", browser.get(answer.url).content.decode())) == 10


def use_up(person, *, left):
    """Let somebody have so many codes on paper left; return them."""
    paper = RecoveryCodes.activate(person).instance
    paper.data["used_mask"] = 2 ** (10 - left) - 1
    paper.save()
    return paper.wrap().get_unused_codes()


def test_who_uses_the_last_codes_on_paper_is_told_and_makes_new_ones_first(person):
    """Else they would be shut out the next time, and nothing would have said so."""
    numbers = []
    for code in use_up(person, left=5):
        cache.clear()
        browser, answer = sign_in(person)
        assert browser.post(answer.url, {"code": code}).status_code == 302
        page = browser.get("/", follow=True)
        numbers += re.findall(r"(\d) of your codes on paper", page.content.decode())
    assert numbers == ["3", "2", "1"]
    assert page.redirect_chain[-1][0] == INDEX
    words = page.content.decode()
    assert "That was your last code on paper" in words
    assert "All of them have been used." in words
    make = f"{INDEX}paper/make/"
    say_who(browser, make)
    browser.post(make)
    words = browser.get(INDEX).content.decode()
    assert "10 of them still work." in words
    assert "That was your last code" not in words
    assert browser.get("/").headers.get("Location") != INDEX


def test_an_app_that_was_told_in_one_tab_fits_in_the_other(person):
    browser, _answer = sign_in(person)
    say_who(browser, APP)
    first, second = (browser.get(APP).context["form"].secret for _tab in range(2))
    assert first == second
    assert browser.post(APP, {"code": digits(first)}).status_code == 302
    late = browser.post(APP, {"code": digits(first)})
    assert (late.status_code, late.url) == (302, INDEX)  # and not to taking it away
    assert Authenticator.objects.filter(type="totp").count() == 1


# --- Of whom it is asked


@pytest.fixture
def second_step(settings):
    settings.SECOND_STEP = True


@pytest.mark.usefixtures("second_step")
def test_nothing_is_opened_before_whatever_asks_for_it(lead, organisation):
    browser, _answer = sign_in(lead)
    page = reverse("our-organisation", args=[organisation.slug])
    assert (browser.get(page).url, browser.head(page).url) == (INDEX, INDEX)
    answer = browser.get(page, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["sign_in"]) == (401, INDEX)
    over = browser.post(page, headers={"x-http-method-override": "GET"})
    assert "Oak Trust" not in over.content.decode()


@pytest.mark.usefixtures("second_step")
@pytest.mark.parametrize("name", sorted(MUST - {page for page in MUST if "_" in page}))
def test_nothing_that_reaches_far_is_done_before(lead, name):
    """Signed in by a password alone a moment ago, which is as good as saying again who one is."""
    browser, _answer = sign_in(lead)
    answer = browser.post(address_of(name), {"key": "k"})
    assert (answer.status_code, answer.url) == (302, INDEX)


def home_of(person):
    browser, answer = sign_in(person)
    assert answer.status_code == 302
    return browser, browser.get("/help/"), browser.get("/shared/")


@pytest.mark.usefixtures("second_step")
def test_a_lead_chooses_one_before_anything_else(lead):
    browser, help_page, page = home_of(lead)
    assert help_page.status_code == 200
    assert page.url == INDEX
    assert "please choose a second step before you go on" in browser.get(INDEX).content.decode()
    set_up_app(browser)
    assert browser.get("/our/").url != INDEX
    assert "second_step_due" not in browser.session


@pytest.mark.usefixtures("second_step")
@pytest.mark.parametrize("power", ["is_staff", "is_superuser"])
def test_who_runs_the_site_chooses_one(person, power):
    setattr(person, power, True)
    person.save()
    _browser, _help, page = home_of(person)
    assert page.url == INDEX


@pytest.mark.usefixtures("second_step")
@pytest.mark.parametrize("also", ["", "wanted", "leads", "staff"])
def test_who_leads_a_body_is_asked_at_once_only_as_something_more(body, organisation, also):
    person = in_organisation(body, "lead", "Bo Lead")
    if also == "wanted":
        Organisation.objects.filter(pk=body.pk).update(second_step=True)
    elif also == "leads":
        OrganisationMembershipFactory(user=person, organisation=organisation, role="lead")
    person.is_staff = also == "staff"
    person.save()
    browser, _answer = sign_in(person)
    assert (browser.get("/shared/").headers.get("Location") == INDEX) is bool(also)
    page = reverse("our-body", args=[body.slug])
    assert browser.get(page).url == INDEX
    answer = browser.get(page, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["sign_in"]) == (401, INDEX)
    set_up_app(browser)
    assert browser.get(page).status_code == 200


@pytest.mark.usefixtures("second_step")
def test_who_leads_a_body_comes_back_to_what_was_opened_or_typed(body):
    person = in_organisation(body, "lead", "Bo Lead")
    opened, typed = (reverse(name, args=[body.slug]) for name in ("our-body", "name-body"))
    for answer_of, words in (
        (lambda browser: browser.get(opened), ""),
        (lambda browser: browser.post(typed, {"name": "Harbour Council"}), "Harbour Council"),
    ):
        Authenticator.objects.all().delete()
        browser, _answer = sign_in(person)
        assert "Go on to where" not in browser.get(INDEX).content.decode()
        assert answer_of(browser).url == INDEX
        assert "opens without one" in browser.get(INDEX).content.decode()
        assert browser.get("/shared/").status_code == 200
        set_up_app(browser)
        page = browser.get(INDEX).content.decode()
        assert "opens without one" not in page
        back = re.search(r'href="([^"]+)">Go on to where you were', page)[1]
        assert f'href="{back}">Done' in browser.get(f"{INDEX}paper/").content.decode()
        assert (back == opened) is not bool(words)
        assert words in browser.get(back).content.decode()
        browser.get(opened)
        assert "Go on to where" not in browser.get(INDEX).content.decode()


@pytest.mark.usefixtures("second_step")
def test_who_must_choose_one_first_comes_back_to_what_was_opened_or_sent(lead, organisation):
    """A form that was kept when a sign-in ran out is sent again, and met by this question."""
    lead_in = reverse("ask-into-organisation", args=[organisation.slug])
    opened, later = reverse("our-organisation", args=[organisation.slug]), reverse("shared-with-us")
    browser, _answer = sign_in(lead)
    assert browser.get("/").url == INDEX
    assert "before_second_step" not in browser.session
    assert browser.get(opened).url == INDEX
    row = keep_post(path=lead_in, body="address=ana%40example.org", by=lead)
    sent = {"address": "ana@example.org", FIELD: row.pk}
    assert browser.post(lead_in, sent).url == INDEX
    assert browser.get(later).url == INDEX
    page = browser.get(INDEX).content.decode()
    assert "please choose a second step" in page
    assert "What you sent is kept, and shown to you after this." in page
    set_up_app(browser)
    page = browser.get(INDEX).content.decode()
    assert "please choose" not in page
    back = re.search(r'href="([^"]+)">Go on to where you were', page)[1]
    assert "ana@example.org" in browser.get(back).content.decode()
    assert KeptPost.objects.count() == 1
    assert browser.post(lead_in, {"address": "ana@example.org"}).headers.get("Location") != INDEX
    assert "before_second_step" not in browser.session


@pytest.mark.usefixtures("second_step", "framework")
def test_nobody_else_is_asked(manager, contributor, commissioner):
    for person in (manager, contributor, commissioner):
        browser, _answer = sign_in(person)
        assert browser.get("/").headers.get("Location") != INDEX
        assert browser.get("/shared/").headers.get("Location") != INDEX


@pytest.mark.usefixtures("second_step")
def test_an_organisation_or_a_body_may_want_it_of_everybody(
    organisation, body, contributor, commissioner, elsewhere
):
    for place in (organisation, body):
        place.second_step = True
        place.save()
    for person, is_wanted in ((contributor, True), (commissioner, True), (elsewhere, False)):
        browser, _answer = sign_in(person)
        answer = browser.get("/shared/")
        assert (answer.headers.get("Location") == INDEX) is is_wanted, person


@pytest.mark.usefixtures("second_step")
def test_what_was_typed_goes_where_it_was_sent(organisation, service, contributor, framework):
    """A form that stood open is saved; only the page that is opened next waits."""
    organisation.second_step = True
    organisation.save()
    browser, _answer = sign_in(contributor)
    address = reverse("keep-note", args=[service.slug])
    browser.post(address, {"words": "Nights rang first."})
    assert service.notes.get().words == "Nights rang first."


def test_a_try_out_asks_nobody(lead):
    browser, _answer = sign_in(lead)
    assert browser.get("/shared/").headers.get("Location") != INDEX
    assert live.SECOND_STEP is False


@pytest.mark.usefixtures("second_step")
def test_whoever_must_have_one_keeps_one(lead):
    browser, _answer = sign_in(lead)
    set_up_app(browser)
    Authenticator.objects.filter(type="recovery_codes").delete()
    page = browser.get(f"{APP}take-away/").content.decode()
    assert "You need a second step here" in page
    assert browser.post(f"{APP}take-away/").status_code == 422
    use_up(lead, left=0)
    assert browser.post(f"{APP}take-away/").status_code == 422
    use_up(lead, left=1)
    assert browser.post(f"{APP}take-away/").status_code == 302
    # Codes on paper are a step of their own, and do not go with the app.
    assert Authenticator.objects.get().type == "recovery_codes"
    _other, answer = sign_in(lead)
    assert answer.url == f"{INDEX}code/"


@pytest.mark.usefixtures("second_step")
def test_last_passkey_stays_with_whoever_must_have_one(lead, manager):
    """Of one that may go and one that may not."""
    for person, status in ((lead, 422), (manager, 302)):
        browser, _answer = sign_in(person)
        say_who(browser, APP)
        key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Mine"})
        address = reverse("mfa_remove_webauthn", args=[key.pk])
        page = browser.get(address).content.decode()
        assert ("You need a second step here" in page) is (status == 422)
        assert (f'action="{address}"' in page) is (status == 302)
        assert browser.post(address).status_code == status
        left = Authenticator.objects.filter(user=person)
        assert left.exists() is (status == 422)
        if status == 422:
            paper = RecoveryCodes.activate(person).instance
            assert browser.post(address).status_code == 302
            assert left.get() == paper


# --- Its secrets


def test_secret_is_encrypted():
    adapter = get_adapter()
    sealed = adapter.encrypt(SECRET)
    assert SECRET not in sealed
    assert adapter.decrypt(sealed) == SECRET
    assert adapter.encrypt(SECRET) != sealed
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    with pytest.raises(InvalidToken):
        adapter.decrypt(f"{sealed[:middle]}{other}{sealed[middle + 1 :]}")


def test_secret_outlives_a_new_key(settings):
    sealed = get_adapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key"
    assert get_adapter().decrypt(sealed) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(sealed)


def test_who_has_a_second_step_takes_another_address_as_anybody_does(person, mailoutbox):
    browser, _answer = sign_in(person)
    secret = set_up_app(browser)
    page = reverse("account_email")
    assert browser.post(page, {"email": "bea@example.org", "action_add": ""}).status_code == 302
    send_due_letters()
    (letter,) = [letter for letter in mailoutbox if letter.to == ["bea@example.org"]]
    link = re.search(r"https?://[^/]+(/account/confirm-email/\S+)", letter.body)[1]
    chosen = {"email": "bea@example.org", "action_primary": ""}
    browser.post(page, chosen)
    person.refresh_from_db()
    assert person.email == "ana@example.org"  # until it is confirmed
    browser.post(link)
    browser.post(page, chosen)
    person.refresh_from_db()
    assert person.email == "bea@example.org"
    stranger, answer = sign_in(person)
    assert answer.url == f"{INDEX}code/"
    assert stranger.post(answer.url, {"code": digits(secret)}).status_code == 302


@pytest.mark.parametrize(
    ("kinds", "hint"),
    [
        (("totp",), "Six digits from your app."),
        (("recovery_codes",), "One of the codes you have on paper."),
        (("totp", "recovery_codes"), "Six digits from your app, or one of the codes"),
    ],
)
def test_code_is_asked_for_as_one_that_its_owner_has(person, kinds, hint):
    for kind in kinds:
        data = {"secret": SECRET} if kind == "totp" else {"seed": SECRET, "used_mask": 0}
        Authenticator.objects.create(user=person, type=kind, data=data)
    browser, answer = sign_in(person)
    page = browser.get(answer.url).content.decode()
    assert hint in page
    assert page.count("your app") == ("totp" in kinds)
    assert page.count("on paper") == ("recovery_codes" in kinds)
