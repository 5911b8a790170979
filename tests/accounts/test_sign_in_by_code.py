"""Signing in by a code that goes to one's address."""

import re
import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.actions import send_due_letters
from accounts.models import Letter
from tests.factories import UserFactory


@pytest.fixture
def reader(commissioner, framework):
    commissioner.set_unusable_password()
    commissioner.save()
    return commissioner


def ask(client, address, **more):
    return client.post("/account/login/code/", {"email": address, **more})


def code_of(mailoutbox):
    send_due_letters()
    return re.search(r"^\s*(\S{6,9})\s*$", mailoutbox[-1].body, re.MULTILINE)[1]


def test_a_code_signs_in_and_is_kept_nowhere(client, reader, mailoutbox):
    answer = ask(client, reader.email, next="/shared/")
    code = code_of(mailoutbox)
    assert len(code.replace("-", "")) == 8
    assert code in mailoutbox[0].alternatives[0][0]
    page = client.get(answer.url).content.decode()
    assert f"<bdi>{reader.email}</bdi> has an account here" in page
    assert Letter.objects.get().details == {}
    answer = client.post(answer.url, {"code": code, "next": "/shared/"})
    assert (answer.status_code, answer.url) == (302, "/shared/")
    assert client.get("/shared/").status_code == 200


def test_a_wrong_code_three_times_is_over(client, reader, mailoutbox):
    answer = ask(client, reader.email)
    code = code_of(mailoutbox)
    wrong = [client.post(answer.url, {"code": "WRONGONE"}).status_code for _ in range(3)]
    assert wrong == [422, 422, 302]
    assert client.post(answer.url, {"code": code}).url == "/account/login/code/"


def test_tries_that_come_in_one_moment_are_counted_together(client, reader, mailoutbox):
    """Each reads the session before another has written into it."""
    answer = ask(client, reader.email)
    code, session = code_of(mailoutbox), Session.objects.get()
    for number in range(3):
        assert client.post(answer.url, {"code": f"WRONGON{number}"}).status_code == 422
        session.save()
    late = client.post(answer.url, {"code": code})
    assert "This code no longer works." in late.content.decode()
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize(
    ("seconds", "leads"),
    [
        *((590, "/shared/"), (610, "/account/login/code/")),
        # The clock was ahead when it was sent, by as much as two hosts may differ, or an hour.
        *((-59, "/shared/"), (-61, "/account/login/code/"), (-3600, "/account/login/code/")),
    ],
)
def test_a_code_ends_after_ten_minutes(client, reader, mailoutbox, monkeypatch, seconds, leads):
    answer = ask(client, reader.email, next="/shared/")
    code, start = code_of(mailoutbox), time.time()
    monkeypatch.setattr(time, "time", lambda: start + seconds)
    assert client.post(answer.url, {"code": code, "next": "/shared/"}).url == leads


def test_a_code_works_in_the_browser_that_asked_only(client, reader, mailoutbox):
    answer = ask(client, reader.email)
    code = code_of(mailoutbox)
    stranger = Client()
    assert stranger.post(answer.url, {"code": code}).url == "/account/login/code/"


@pytest.mark.parametrize("who", ["nobody@example.org", "closed", "dee@no-mailbox.invalid"])
def test_nobody_learns_who_has_an_account(client, reader, mailoutbox, who):
    UserFactory(email="dee@no-mailbox.invalid")
    closed = UserFactory(is_active=False)
    address = closed.email if who == "closed" else who
    answer = ask(client, address)
    assert (answer.status_code, answer.url) == (302, "/account/login/code/confirm/")
    assert "has an account here" in client.get(answer.url).content.decode()
    assert client.post(answer.url, {"code": ""}).status_code == 422
    assert send_due_letters() == 0
    assert mailoutbox == []


def test_so_many_codes_and_no_more(client, reader, mailoutbox):
    for _ in range(5):
        ask(client, reader.email)
        client.post("/account/logout/")
    answer = ask(client, reader.email)
    assert answer.status_code == 422
    assert "That went wrong several times" in answer.content.decode()


def test_without_post_no_code_is_offered(client, db, settings):
    assert "Send me a code" in client.get("/account/login/").content.decode()
    settings.LETTERS_GO_OUT = False
    assert "Send me a code" not in client.get("/account/login/").content.decode()
