"""Where somebody is signed in: told to them alone, in plain words, and ended from there."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import Event, SignIn
from accounts.signing_in.second_step import forget_steps
from accounts.signing_in.signed_in import BEGAN, SEEN
from tests.factories import PASSWORD, UserFactory
from tests.shown import tight

WHERE = "/account/where/"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Mobile Safari/537.36"
)


def signed_in(person, agent=FIREFOX):
    browser = Client(HTTP_USER_AGENT=agent)
    answer = browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    browser.get(reverse("letters"))
    return browser


def is_in(browser):
    return browser.get(reverse("letters")).status_code == 200


def named(browser):
    places = browser.get(WHERE).context["places"]
    return [(place.browser, place.is_this) for place in places]


def later(browser, seconds, *names):
    session = browser.session
    for name in names:
        session[name] -= seconds
    session.save()


@pytest.fixture
def person(db):
    return UserFactory(email="ana@example.org")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Android"),
        ("curl/8", "A browser that is not known here"),
        ("", "A browser that is not known here"),
        ("<b>Firefox/" + "x" * 5000, "Firefox"),
    ],
)
def test_browser_is_told_in_plain_words(person, agent, name):
    here = signed_in(person, agent)
    page = tight(here.get(WHERE))
    assert f"<p>{name} <span" in page
    assert "here, now" in page
    assert "You are signed in nowhere else." in page
    assert name in here.get(reverse("about-me")).content.decode()


def test_one_place_is_ended_and_the_others_go_on(person):
    here, phone, office = (signed_in(person, agent) for agent in (FIREFOX, PHONE, EDGE))
    assert named(here) == [
        ("Firefox on Linux", True),
        ("Edge on Windows", False),
        ("Safari on iPhone", False),
    ]
    key = here.get(WHERE).context["places"][1].key
    assert here.post(WHERE, {"place": key}).url == WHERE
    assert [is_in(browser) for browser in (here, phone, office)] == [True, True, False]
    again = here.post(WHERE, {"place": key}, follow=True).content.decode()
    assert "You are not signed in there any more." in again


def test_all_others_are_ended_and_this_one_goes_on(person):
    here, phone = signed_in(person), signed_in(person, PHONE)
    unlisted = Client()
    unlisted.force_login(person)  # from before this list was kept
    SignIn.objects.filter(session_id=unlisted.session.session_key).delete()
    began = SignIn.objects.get(session_id=here.session.session_key).began_at
    assert here.post(WHERE, {"others": ""}).url == WHERE
    assert [is_in(browser) for browser in (here, phone, unlisted)] == [True, False, False]
    assert named(here) == [("Firefox on Linux", True)]
    assert here.get(WHERE).context["places"][0].began_at == began


@pytest.mark.parametrize("typed", ["", "x", "of another", "this"])
def test_nothing_else_can_be_ended(person, typed):
    other = UserFactory()
    here, theirs = signed_in(person), signed_in(other)
    rows = {"of another": other, "this": person}
    key = SignIn.objects.get(user=rows[typed]).pk if typed in rows else typed
    here.post(WHERE, {"place": key})
    assert is_in(here)
    assert is_in(theirs)


@pytest.mark.parametrize(
    "over", ["an hour", "twelve hours", "signed out", "a new password", "session gone"]
)
def test_what_is_over_is_not_listed(person, over):
    here, there = signed_in(person), signed_in(person, PHONE)
    if over == "an hour":
        later(there, 60 * 60, SEEN)
    elif over == "twelve hours":
        later(there, 12 * 60 * 60, BEGAN)
    elif over == "signed out":
        there.post(reverse("account_logout"))
    elif over == "a new password":
        person.set_password("another four words here")
        person.save()
        here = Client()
        here.force_login(person)
    else:
        Session.objects.filter(pk=there.session.session_key).delete()
    places = here.get(WHERE).context["places"]
    assert [place.is_this for place in places] == [True]


def test_a_new_password_ends_the_others(person):
    here, there = signed_in(person), signed_in(person, PHONE)
    new = "another four words here"
    passwords = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), passwords).status_code == 302
    assert not is_in(there)


@pytest.mark.django_db(transaction=True)
def test_a_new_second_step_ends_the_others():
    person = UserFactory(email="ana@example.org")
    here, there = signed_in(person), signed_in(person, PHONE)
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert here.post(reverse("mfa_generate_recovery_codes"), {}).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert named(here) == [("Firefox on Linux", True)]
    # Nor does a sign-in live on when who runs the site takes the second steps away.
    forget_steps(person, by=None)
    assert not is_in(here)


def test_nobody_else_sees_it(person, client, lead):
    there = signed_in(person, EDGE)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for address in (
        WHERE,
        reverse("site-person", args=[person.pk]),
        reverse("site-done"),
    ):
        assert "Edge" not in client.get(address).content.decode(), address
    events = Event.objects.count()
    there.post(WHERE, {"others": ""})
    assert Event.objects.count() == events


def test_rows_go_with_their_sessions(person):
    there = signed_in(person)
    assert SignIn.objects.count() == 1
    there.post(reverse("account_logout"))
    assert SignIn.objects.count() == 0
