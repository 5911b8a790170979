"""Signing in and out, its limits and its end."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import send_due_letters
from office.personal_data.retention import drop_old_counts
from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


TOO_MANY = [str(get_adapter().error_messages["too_many_login_attempts"])]


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(
        reverse("account_login"), {"login": email, "password": password}, follow=False, **extra
    )


def errors(response):
    return list(response.context["form"].non_field_errors())


def signed_in(client):
    return client.get("/words/").status_code == 200


@pytest.fixture
def person():
    return UserFactory(email="ana@example.org")


def test_sign_in_with_email_whatever_its_capitals(client, person):
    response = sign_in(client, "Ana@Example.ORG")
    assert (response.status_code, response.url) == (302, "/")
    assert signed_in(client)


def test_sign_in_leads_back_to_where_one_was(client, person):
    response = client.get("/words/?line=2")
    assert response.url == "/account/login/?next=/words/%3Fline%3D2"
    response = client.post(response.url, {"login": person.email, "password": PASSWORD})
    assert response.url == "/words/?line=2"


def test_sign_in_makes_a_new_session(client, person):
    # A session that is there already: its key may be known to who used this browser before.
    session = client.session
    session["there"] = True
    session.save()
    sign_in(client, person.email)
    assert signed_in(client)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_sign_out_needs_a_post(client, person):
    client.force_login(person)
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)
    response = client.post(reverse("account_logout"))
    assert (response.status_code, response.url) == (302, "/account/login/")
    assert not signed_in(client)
    assert Session.objects.count() == 0 or not any(
        "_auth_user_id" in row.get_decoded() for row in Session.objects.all()
    )


def test_sign_in_wrong_password_and_unknown_address_read_alike(client, person):
    wrong = sign_in(client, person.email, "not it at all")
    unknown = sign_in(client, "nobody@example.org", "not it at all")
    assert errors(wrong) == errors(unknown)
    assert len(errors(wrong)) == 1
    assert wrong.status_code == unknown.status_code == 422
    assert not signed_in(client)


def test_sign_in_blocked_after_five_guesses_for_all_workers(person):
    browsers = [Client(REMOTE_ADDR=f"10.0.0.{guess}") for guess in range(5)]
    guesses = [errors(sign_in(browser, person.email, "a wrong guess")) for browser in browsers]
    assert TOO_MANY not in guesses
    # Another worker is another process with a cache connection of its own; what both see is
    # what is in the database.
    del caches["default"]
    sixth = sign_in(Client(), person.email, "a wrong guess")
    right = sign_in(Client(), person.email)
    assert errors(sixth) == errors(right) == TOO_MANY


def test_sign_in_blocked_whatever_address_is_claimed(settings):
    """The address at the end is our own proxy's; what a browser has put before it is made up."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def guess(number, end):
        header = {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, {end}"}
        return errors(sign_in(Client(), f"nobody{number}@example.org", "a wrong guess", **header))

    guesses = [guess(number, "192.0.2.1") for number in range(11)]
    assert TOO_MANY not in guesses[:10]
    assert guesses[10] == TOO_MANY
    assert guess(11, "192.0.2.2") != TOO_MANY


def test_sign_in_blocked_for_one_person_only(person):
    for _guess in range(6):
        sign_in(Client(REMOTE_ADDR="10.0.0.1"), person.email, "a wrong guess")
    other = Client(REMOTE_ADDR="10.0.0.2")
    assert sign_in(other, UserFactory().email).status_code == 302


def addresses_counted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return {key.split(":ip:")[1] for (key,) in cursor.fetchall() if ":ip:" in key}


def test_sign_in_counts_are_dropped_once_they_are_over(person):
    sign_in(Client(REMOTE_ADDR="10.0.0.1"), person.email, "a wrong guess")
    assert addresses_counted() == {"10.0.0.1"}
    now = timezone.now()
    assert drop_old_counts(now - dt.timedelta(minutes=1)) == 0
    assert addresses_counted() == {"10.0.0.1"}
    # The longest of the limits counts for five minutes.
    assert drop_old_counts(now + dt.timedelta(minutes=6)) > 0
    assert addresses_counted() == set()


def test_sign_in_counts_that_still_hold_are_kept(person):
    for _guess in range(5):
        sign_in(Client(), person.email, "a wrong guess")
    drop_old_counts(timezone.now())
    assert errors(sign_in(Client(), person.email)) == TOO_MANY


def test_sign_in_of_a_closed_account(client, person):
    person.is_active = False
    person.save()
    response = sign_in(client, person.email)
    assert (response.status_code, response.url) == (302, reverse("account_inactive"))
    assert client.get(response.url).status_code == 200
    assert not signed_in(client)


def test_sign_in_ends_on_the_next_request_once_the_account_is_closed(client, person):
    client.force_login(person)
    assert signed_in(client)
    actions.change_person(_closed(person), what={"is_active"}, by=None)
    assert not signed_in(client)


def _closed(person):
    person.is_active = False
    return person


def test_sign_in_with_an_address_not_yet_confirmed(client, person, mailoutbox):
    EmailAddress.objects.update(verified=False)
    response = sign_in(client, person.email)
    assert response.url == reverse("account_email_verification_sent")
    assert client.get(response.url).status_code == 200
    assert not signed_in(client)
    send_due_letters()
    assert [mail.to for mail in mailoutbox] == [[person.email]]

    link = next(word for word in mailoutbox[0].body.split() if "/account/confirm-email/" in word)
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302
    sign_in(client, person.email)
    assert signed_in(client)


def test_sign_in_ends_after_an_idle_hour(client, person):
    client.force_login(person)
    client.get("/words/")
    session = client.session
    session["seen_at"] -= 60 * 60 - 5
    session.save()
    assert signed_in(client)
    session = client.session
    session["seen_at"] -= 60 * 60
    session.save()
    assert not signed_in(client)
    assert "_auth_user_id" not in client.session


def test_sign_in_ends_after_twelve_hours_in_any_case(client, person):
    client.force_login(person)
    client.get("/words/")
    session = client.session
    session["signed_in_at"] -= 12 * 60 * 60
    session.save()
    assert not signed_in(client)


def test_sign_in_session_is_not_written_for_every_page(client, person, django_assert_num_queries):
    client.force_login(person)
    client.get("/words/")
    with django_assert_num_queries(2):  # the session, the person
        client.get("/words/")


def test_sign_in_cookie_ends_with_the_browser(client, person):
    sign_in(client, person.email)
    cookie = client.cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"], cookie["httponly"]) == ("", "", True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_sign_up_is_closed(client, method):
    data = {"email": "new@example.org", "password1": PASSWORD}
    response = getattr(client, method)("/account/signup/", data)
    assert response.status_code == 200
    assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert EmailAddress.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    ["signup/passkey/", "phone/change/", "phone/verify/", "2fa/", "3rdparty/"],
)
def test_accounts_addresses_we_do_not_need_are_not_there(client, path):
    assert client.get(f"/account/{path}").status_code == 404


def test_account_that_is_opened_again_does_not_bring_an_old_sign_in_back(client, person):
    client.force_login(person)
    assert client.get("/words/").status_code == 200
    actions.change_person(_closed(person), what={"is_active"}, by=None)
    person.is_active = True
    actions.change_person(person, what={"is_active"}, by=None)
    assert client.get("/words/").status_code == 302


def test_password_change_ends_every_sign_in(person):
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(person)
    response = here.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "another long password",
            "password2": "another long password",
        },
    )
    assert response.status_code == 302
    assert not signed_in(there)
    assert not signed_in(here)


@pytest.mark.parametrize(
    "password", ["short", "password1234", "ana@example.org", "correcthors"], ids=str
)
def test_password_change_to_a_poor_one(client, person, password):
    client.force_login(person)
    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert response.context["form"].errors.keys() == {"password1"}


AWAY = [
    "http://[::1",
    "//[",
    "https://example.com/",
    "//example.com",
    "/\\example.com",
    "\t//example.com",
    "/\t/example.com",
    "https:example.com",
    "https://testserver@example.com/",
    "javascript:alert(1)",
]
ODD = [
    "\x00",
    "a\x00@example.org",
    pytest.param("x" * 10_000 + "@example.org", id="long"),
    "\ufffd@example.org",
    "",
    " ",
]


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/"])
@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_sign_in_pages_with_odd_input(client, path, odd):
    data = {"login": odd, "password": odd, "email": odd}
    response = client.post(f"{path}?next={odd[:50]}", data)
    assert response.status_code in {302, 422}


@pytest.mark.parametrize(
    "path",
    [
        "/account/kept/not-a-key/",
        "/account/confirm-email/made-up/",
        "/account/confirm-email/%00/",
        "/account/password/reset/key/0-set-password/",
        "/account/password/reset/key/%00-%00/",
        "/account/password/reset/key/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz-a-b/",
    ],
)
def test_sign_in_pages_with_odd_addresses(client, path, contributor):
    assert client.get(path).status_code in {200, 404}
    client.force_login(contributor)
    assert client.get(path).status_code in {200, 404}


@pytest.mark.parametrize("odd", ["\0" * 32, "ab\0" * 9, "é" * 32, "x"], ids=ascii)
def test_cookie_that_no_session_can_have_is_nobodys(client, db, settings, odd):
    client.cookies[settings.SESSION_COOKIE_NAME] = odd
    assert client.get(reverse("account_login")).status_code == 200
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.parametrize("odd", AWAY)
@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_page_with_an_odd_way_on_is_shown(client, name, odd):
    assert client.get(reverse(name), {"next": odd}).status_code == 200


@pytest.mark.parametrize("odd", AWAY)
def test_sign_in_goes_on_within_this_site(client, person, odd):
    sent = {"login": person.email, "password": PASSWORD}
    address = f"{reverse('account_login')}?{urlencode({'next': odd})}"
    assert client.post(address, sent).url == "/"
    client.logout()
    assert client.post(reverse("account_login"), sent | {"next": odd}).url == "/"
    assert client.post(reverse("account_logout"), {"next": odd}).url == reverse("account_login")


@pytest.mark.parametrize("name", ["account_logout", "close-account", "erase-me"])
def test_signing_out_leaves_nothing_in_the_browser(client, name):
    """A shared computer's: what the browser kept of ours goes, cookies one by one."""
    UserFactory(is_staff=True)  # who last runs the site cannot go
    client.force_login(UserFactory(is_staff=True, display_name="Ana"))
    client.get("/words/")

    answer = client.post(reverse(name), {"name": "Ana"})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert {cookie.value for name, cookie in answer.cookies.items() if name != "messages"} == {""}
