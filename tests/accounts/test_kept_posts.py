"""What was typed outlives the sign-in, for its own person and for an hour."""

import datetime as dt
import json
import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import kept_posts
from accounts.models import KeptPost
from accounts.signing_in.signed_in import COOKIE
from tests.accounts import urls
from tests.accounts.test_sign_in_by_code import code_of
from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

TYPED = {
    "text": "We sat together & talked <about> nights – ŵ ŷ\r\nand more",
    "chip": ["one", "two"],
    "version": "3",
    "old_password": "not to be kept",
}


@pytest.fixture(autouse=True)
def _no_posts():
    urls.posts.clear()


def run_out(client):
    """Let an hour pass without a request."""
    session = client.session
    session["seen_at"] -= 60 * 60
    session.save()


@pytest.fixture
def alone(client, contributor):
    """Return the browser of a contributor whose sign-in has just run out."""
    client.force_login(contributor)
    assert client.get("/words/").status_code == 200
    run_out(client)
    return client


def sign_in(client, user, to):
    return client.post(to, {"login": user.email, "password": PASSWORD})


def hidden(page):
    """Return the hidden fields of the form on a page, but for its token."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"]


def test_kept_post_is_finished_after_signing_in(alone, contributor):
    response = alone.post("/words/?line=2", TYPED)
    row = KeptPost.objects.get()
    assert response.status_code == 302
    assert response.url == f"/account/login/?next=/account/kept/{row.pk}/"
    assert urls.posts == []

    response = sign_in(alone, contributor, response.url)
    assert response.url == f"/account/kept/{row.pk}/"
    response = alone.get(response.url)
    page = response.content.decode()
    assert "What you typed is still here" in page
    assert "We sat together &amp; talked &lt;about&gt; nights – ŵ ŷ" in page
    assert 'action="/words/?line=2"' in page

    fields = response.context["fields"]
    assert [name for name, _value in hidden(page)] == [
        kept_posts.FIELD,
        *(name for name, _ in fields),
    ]
    assert fields == [
        ("text", TYPED["text"]),
        ("chip", "one"),
        ("chip", "two"),
        ("version", "3"),
    ]
    sent = {"text": TYPED["text"], "chip": ["one", "two"], "version": "3", kept_posts.FIELD: row.pk}
    assert alone.post("/words/?line=2", sent).status_code == 302
    assert urls.posts == [
        [
            ("chip", ["one", "two"]),
            ("kept_post", [str(row.pk)]),
            ("text", [TYPED["text"]]),
            ("version", ["3"]),
        ]
    ]
    assert KeptPost.objects.count() == 0


def test_kept_post_shows_words_and_no_codes(alone, contributor):
    marks = '{"choice":"","step":"a1b2c3"}'
    hidden_and_chosen = {"key": "0b6f7f4e-8a55-4a9a-9d5a-2f3b8f5f9d11", "was": marks, "seen": "3"}
    hidden_and_chosen |= {"choice": "at:here-and-there", "on": "2026-03-01", "empty": ""}
    alone.post("/words/", hidden_and_chosen | {"text": "Tuesdays", "more": "the boiler, again"})
    alone.force_login(contributor)

    address = f"/account/kept/{KeptPost.objects.get().pk}/"
    page = alone.get(address)

    assert page.context["words"] == ["Tuesdays", "the boiler, again"]
    assert page.content.decode().count("<blockquote") == 2

    KeptPost.objects.update(body="seen=3")  # a button alone: nothing was typed
    page = alone.get(address).content.decode()
    assert "What you typed is still here" not in page
    assert "it has not been done yet" in page
    assert "Do it now" in page


@pytest.mark.parametrize(("hours", "is_kept"), [(16, True), (6 * 24, True), (8 * 24, False)])
def test_kept_post_of_a_page_that_stood_open_over_a_night_or_a_weekend(
    client, contributor, monkeypatch, hours, is_kept
):
    client.force_login(contributor)
    client.get("/words/")
    later = time.time() + hours * 60 * 60
    monkeypatch.setattr("time.time", lambda: later)
    answer = client.post("/words/", {"text": "We sat together"})
    assert KeptPost.objects.filter(user=contributor).exists() is is_kept
    assert (answer.status_code == 302) is is_kept
    if not is_kept:
        page = answer.content.decode()
        assert "You were signed out before this page was sent" in page
        assert "We sat together" in page


@pytest.mark.parametrize("way", ["password", "second step", "letter"])
def test_kept_post_is_shown_by_whatever_way_and_in_whichever_tab_they_sign_in(
    alone, contributor, mailoutbox, way
):
    """One tab asks for a code already when the other one sends its form."""
    if way == "second step":
        code = RecoveryCodes.activate(contributor).instance.wrap().get_unused_codes()[0]
        asks = sign_in(alone, contributor, "/account/login/?next=/help/").url
    elif way == "letter":
        asks = alone.post(reverse("account_request_login_code"), {"email": contributor.email}).url
        code = code_of(mailoutbox)
    alone.post("/words/", TYPED)
    row = KeptPost.objects.get()
    sign_in_page = f"/account/login/?next=/account/kept/{row.pk}/"
    if way == "password":
        answer = sign_in(alone, contributor, "/account/login/")
    else:
        assert alone.get(sign_in_page).url == asks
        answer = alone.post(asks, {"code": code})
    assert answer.url == f"/account/kept/{row.pk}/"
    alone.post("/account/logout/")
    assert sign_in(alone, contributor, "/account/login/").url != answer.url


def test_kept_post_stays_when_the_form_is_refused(alone, contributor):
    alone.post("/words/", {"text": "a b"})
    row = KeptPost.objects.get()
    alone.force_login(contributor)
    assert alone.post("/words/", {"text": "", kept_posts.FIELD: row.pk}).status_code == 422
    assert KeptPost.objects.count() == 1


def test_kept_post_never_holds_a_password(alone):
    alone.post("/words/", TYPED)
    assert "not+to+be+kept" not in KeptPost.objects.get().body
    assert "csrf" not in KeptPost.objects.get().body


@pytest.mark.parametrize("name", ["manager", "outsider", "elsewhere", "commissioner"])
def test_kept_post_for_others(alone, name, request):
    alone.post("/words/", TYPED)
    row = KeptPost.objects.get()
    other = Client()
    other.force_login(request.getfixturevalue(name))
    assert other.get(f"/account/kept/{row.pk}/").status_code == 410
    other.post("/words/", {"text": "x y", kept_posts.FIELD: row.pk})
    assert KeptPost.objects.count() == 1


def test_kept_post_after_its_hour(alone, contributor):
    alone.post("/words/", TYPED)
    row = KeptPost.objects.get()
    row.kept_at = timezone.now() - dt.timedelta(hours=1)
    row.save()
    alone.force_login(contributor)
    answer = alone.get(f"/account/kept/{row.pk}/")
    assert answer.status_code == 410
    assert "held for you for an hour" in answer.content.decode()


def test_kept_post_old_ones_are_dropped_with_the_next(alone, manager):
    old = KeptPost.objects.create(
        user=manager, path="/", body="", kept_at=timezone.now() - dt.timedelta(hours=2)
    )
    alone.post("/words/", TYPED)
    assert not KeptPost.objects.filter(pk=old.pk).exists()
    assert KeptPost.objects.count() == 1


def test_kept_post_of_one_person_only_the_latest_twenty(alone, contributor, manager):
    now = timezone.now()
    rows = [
        KeptPost(user=user, path="/", body="", kept_at=now - dt.timedelta(minutes=minutes))
        for user in (contributor, manager)
        for minutes in range(1, 21)
    ]
    KeptPost.objects.bulk_create(rows)
    alone.post("/words/", TYPED)
    assert KeptPost.objects.of(manager).count() == 20
    assert KeptPost.objects.of(contributor).count() == 20
    assert not KeptPost.objects.filter(pk=rows[19].pk).exists()
    assert KeptPost.objects.of(contributor).filter(path="/words/").exists()


def test_kept_post_old_ones_are_dropped_when_anybody_signs_in(client, contributor, manager):
    KeptPost.objects.create(
        user=manager, path="/", body="", kept_at=timezone.now() - dt.timedelta(hours=2)
    )
    sign_in(client, contributor, "/account/login/")
    assert KeptPost.objects.count() == 0


def test_kept_post_after_signing_out_oneself(client, contributor):
    client.force_login(contributor)
    client.get("/words/")
    assert client.cookies[COOKIE].value
    client.post("/account/logout/")
    assert client.cookies[COOKIE].value == ""
    response = client.post("/words/", TYPED)
    assert (response.status_code, response.url) == (302, "/account/login/?next=/")
    assert KeptPost.objects.count() == 0


def test_kept_post_by_a_browser_nobody_signed_in_with(db):
    response = Client().post("/words/", TYPED)
    assert (response.status_code, response.url) == (302, "/account/login/?next=/")
    assert KeptPost.objects.count() == 0


def test_kept_post_with_a_forged_cookie(client, contributor):
    client.cookies[COOKIE] = f"{contributor.pk}:1:forged"
    client.post("/words/", TYPED)
    assert KeptPost.objects.count() == 0


def test_kept_post_of_a_closed_account(alone, contributor):
    contributor.is_active = False
    contributor.save()
    alone.post("/words/", TYPED)
    assert KeptPost.objects.count() == 0


def test_kept_post_without_a_token(contributor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(contributor)
    strict.get("/words/")
    run_out(strict)
    assert strict.post("/words/", TYPED).status_code == 403
    assert KeptPost.objects.count() == 0


HERE = {"origin": "http://testserver"}


@pytest.mark.parametrize("signed_in_again", [True, False])
def test_kept_post_from_a_tab_whose_token_is_old(contributor, signed_in_again):
    # The person signs in again in another tab, as the page tells them, and sends the first one.
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(contributor)
    strict.get("/account/login/")
    strict.get("/words/")
    if not signed_in_again:
        run_out(strict)
    data = {"text": "one and two", "csrfmiddlewaretoken": "a" * 64}
    response = strict.post("/words/", data, headers=HERE)
    row = KeptPost.objects.get()
    address = f"/account/kept/{row.pk}/" + "?old" * signed_in_again
    assert (response.status_code, response.url) == (302, address)
    assert (row.user, row.path, row.body) == (contributor, "/words/", "text=one+and+two")
    assert urls.posts == []
    strict.force_login(contributor)
    page = strict.get(address).content.decode()
    assert ("You were signed out before it arrived" in page) is not signed_in_again
    assert ("Its page was too old to be sent safely" in page) is signed_in_again
    assert "No, leave it</a>" in page


@pytest.mark.parametrize("origin", [{"origin": "https://example.com"}, {"origin": "null"}, {}])
def test_kept_post_never_from_another_site(contributor, origin):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(contributor)
    strict.get("/words/")
    response = strict.post("/words/", {"text": "one two"}, headers=origin)
    assert response.status_code == 403
    assert KeptPost.objects.count() == 0


@pytest.mark.parametrize("path", ["/account/login/", "/account/logout/"])
def test_kept_post_with_an_old_token_not_of_accounts(contributor, path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(contributor)
    assert strict.post(path, TYPED, headers=HERE).status_code == 403
    assert KeptPost.objects.count() == 0


@pytest.mark.parametrize("path", ["/exempt/", "/account/password/change/"])
def test_kept_post_not_where_it_would_be_unsafe(alone, path):
    assert alone.post(path, TYPED).status_code == 302
    assert KeptPost.objects.count() == 0


def test_kept_post_draft_is_told_in_json(alone):
    response = alone.post("/json/", json.dumps({"text": "x"}), content_type="application/json")
    assert response.status_code == 401
    assert response.json() == {
        "error": "You have been signed out.",
        "sign_in": "/account/login/",
    }
    assert KeptPost.objects.count() == 0


def test_kept_post_cookie_is_for_the_server_alone(client, contributor):
    client.force_login(contributor)
    client.get("/words/")
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"]) == (True, "Lax", "")


def test_kept_post_cookie_follows_who_signs_in(client, contributor, manager):
    client.force_login(contributor)
    client.get("/words/")
    first = client.cookies[COOKIE].value
    client.get("/words/")
    assert client.cookies[COOKIE].value == first
    client.force_login(manager)
    client.get("/words/")
    assert client.cookies[COOKIE].value.startswith(str(manager.pk))


def test_kept_post_cookie_is_set_anew_by_each_sign_in(client, contributor, monkeypatch):
    client.force_login(contributor)
    client.get("/words/")
    first = client.cookies[COOKIE].value
    ten_hours_on = time.time() + 10 * 60 * 60
    monkeypatch.setattr("time.time", lambda: ten_hours_on)
    client.get("/words/")  # the first one has run out
    sign_in(client, contributor, "/account/login/")
    client.get("/words/")
    second = client.cookies[COOKIE].value
    assert second != first
    client.get("/words/")
    assert client.cookies[COOKIE].value == second


# --- Another person at the same browser


def token(client) -> str:
    """Return the token of a form as somebody sees it, from a page with one."""
    page = client.get("/account/letters/").content.decode()
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]


def send_old(client, old: str):
    data = {"text": "Only I have read this", "csrfmiddlewaretoken": old}
    return client.post("/words/", data, headers=HERE)


def come_in(client, user) -> None:
    """Sign in as people do: the form's secret changes."""
    page = client.get("/account/login/").content.decode()
    fresh = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]
    data = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": fresh}
    assert client.post("/account/login/", data, headers=HERE).status_code == 302


def go_out(client) -> None:
    data = {"csrfmiddlewaretoken": token(client)}
    assert client.post("/account/logout/", data, headers=HERE).status_code == 302


@pytest.mark.parametrize("leaves", ["signs out", "runs out"])
@pytest.mark.parametrize("then", ["signed in", "signed out", "ran out"])
@pytest.mark.parametrize("other", ["manager", "outsider", "lead", "commissioner"])
def test_kept_post_typed_by_one_and_sent_after_another_signed_in(
    contributor, other, leaves, then, request
):
    browser = Client(enforce_csrf_checks=True)
    come_in(browser, contributor)
    old = token(browser)
    go_out(browser) if leaves == "signs out" else run_out(browser)
    come_in(browser, request.getfixturevalue(other))
    browser.get("/words/")
    if then == "signed out":
        go_out(browser)
    elif then == "ran out":
        run_out(browser)

    answer = send_old(browser, old)

    assert answer.status_code == 403
    assert "Somebody else was typing here" in answer.content.decode()
    assert "Only I have read this" not in answer.content.decode()
    assert (urls.posts, KeptPost.objects.count()) == ([], 0)


@pytest.mark.parametrize("leaves", ["signs out", "runs out"])
def test_kept_post_is_kept_where_the_same_person_is_back(contributor, manager, leaves):
    browser = Client(enforce_csrf_checks=True)
    come_in(browser, contributor)
    old = token(browser)
    for person in (manager, contributor):
        go_out(browser) if leaves == "signs out" else run_out(browser)
        come_in(browser, person)
        browser.get("/words/")

    answer = send_old(browser, old)

    assert answer.url == f"/account/kept/{KeptPost.objects.get(user=contributor).pk}/?old"


def test_kept_post_nobody_remembers_where_others_were(contributor, manager):
    browser = Client(enforce_csrf_checks=True)
    for person in (contributor, manager):
        browser.force_login(person)
        token(browser)
        browser.get("/words/")
        browser.cookies.pop("csrftoken")
    token(browser)

    assert send_old(browser, "a" * 64).status_code == 403
    assert KeptPost.objects.count() == 0


def test_keepalive_counts_as_being_there(client):
    client.force_login(UserFactory())
    client.get("/words/")
    session = client.session
    session["seen_at"] -= 50 * 60
    session.save()
    seen = client.session["seen_at"]
    assert client.get("/account/still-here/").status_code == 204
    assert client.session["seen_at"] > seen
