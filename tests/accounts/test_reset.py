"""Choosing a new password by mail."""

import datetime as dt
import time

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import send_due_letters
from accounts.models import Event, Letter
from tests.factories import PASSWORD, UserFactory
from tests.source import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

NEW = "a new and long password"


def ask(client, email):
    return client.post(reverse("account_reset_password"), {"email": email})


def link_in(mailoutbox):
    send_due_letters()
    return next(word for word in mailoutbox[-1].body.split() if "/password/reset/key/" in word)


def choose(client, link):
    page = client.get(link, follow=True)
    return client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})


def sign_in(client, email):
    return client.post(reverse("account_login"), {"login": email, "password": NEW})


def test_reset_by_the_link_in_a_mail_works_once(client, mailoutbox):
    person = UserFactory()
    elsewhere = Client()
    elsewhere.force_login(person)
    response = ask(client, person.email)
    assert response.url == reverse("account_reset_password_done")
    assert client.get(response.url).status_code == 200

    link = link_in(mailoutbox)
    assert str(person.pk) not in link
    response = choose(client, link)
    assert response.url == reverse("account_reset_password_from_key_done")
    assert client.get(response.url).status_code == 200
    assert elsewhere.get("/words/").status_code == 302
    assert sign_in(Client(), person.email).url == "/"

    again = Client().get(link)
    assert again.context["token_fail"] is True


def test_reset_for_a_person_added_without_a_password(client, mailoutbox):
    actions.add_person(email="new@example.org", display_name="New", by=None)
    ask(client, "new@example.org")
    choose(client, link_in(mailoutbox))
    assert sign_in(Client(), "new@example.org").url == "/"


def test_reset_reads_alike_for_known_and_unknown(mailoutbox):
    person = UserFactory()
    read = []
    for address in (person.email, "nobody@example.org"):
        asker = Client()
        answer = ask(asker, address)
        # Each reads on in the browser that asked: a line could wait there for one of them only.
        read.append((answer.status_code, answer.url, asker.get(answer.url).content))
    assert read[0] == read[1]
    send_due_letters()
    # A stranger gets no letter because somebody typed their address.
    assert [mail.to for mail in mailoutbox] == [[person.email]]


@pytest.mark.parametrize("page", ["account_reset_password", "account_request_login_code"])
def test_answer_takes_as_long_where_nobody_gets_a_letter(page):
    """To keep a letter takes longer than all else of such an answer: it would tell who is here."""
    for address in (UserFactory().email, UserFactory(is_active=False).email, "no@example.org"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(reverse(page), {"email": address})
        letters = [query for query in queries if 'INTO "accounts_letter"' in query["sql"]]
        assert len(letters) == 1, address
    assert Letter.objects.count() == 1


def test_reset_does_not_open_a_closed_account(client, mailoutbox):
    person = UserFactory(is_active=False)
    ask(client, person.email)
    assert send_due_letters() == 0


def test_letter_to_an_account_closed_meanwhile_does_not_go_out(client, mailoutbox):
    person = UserFactory()
    ask(client, person.email)
    person.is_active = False
    person.save()
    assert send_due_letters() == 0
    assert Letter.objects.get().withdrawn_at


def test_letter_about_a_password_goes_at_once_at_night_too_and_holds_no_link(client):
    person = UserFactory()
    ask(client, person.email)
    letter = Letter.objects.get()
    assert letter.next_try_at == letter.written_at
    assert (letter.path, letter.details) == ("", {})


def test_reset_is_limited(client, monkeypatch):
    """Letters that somebody else asks for, too: a minute later, from wherever it comes."""
    person = UserFactory()
    answers = [ask(client, person.email).status_code for _time in range(6)]
    assert answers == [302] * 5 + [429]
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert ask(Client(REMOTE_ADDR="192.0.2.7"), person.email).status_code == 429


def test_reset_with_a_made_up_link(client):
    UserFactory()
    response = client.get("/account/password/reset/key/abc-def-ghi/")
    assert response.status_code == 200
    assert response.context["token_fail"] is True


@pytest.fixture
def _post_is_down(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


@pytest.mark.usefixtures("_post_is_down")
@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_reset_while_no_mail_can_be_sent_waits_for_a_day(client, email, settings, mailoutbox):
    UserFactory(email="ana@example.org")
    assert ask(client, email).status_code == 302
    now = timezone.now()
    known = email == "ana@example.org"
    for hours in range(30):
        assert send_due_letters(at=now + dt.timedelta(hours=hours)) == 0
    assert list(Letter.objects.values_list("next_try_at", "details")) == [(None, {})] * known


@pytest.mark.usefixtures("_post_is_down")
def test_reset_stands_though_nobody_can_be_told(client):
    person = UserFactory()
    client.force_login(person)
    data = {"oldpassword": "a plain long password", "password1": NEW, "password2": NEW}
    response = client.post(reverse("account_change_password"), data)
    assert response.status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_change_of_ones_own_account_is_on_record(client, mailoutbox):
    person = UserFactory(email="old@example.org")
    EmailAddress.objects.create(user=person, email="new@example.org", verified=True)
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "new@example.org", "action_primary": ""})
    client.post(reverse("account_email"), {"email": "old@example.org", "action_remove": ""})
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), data)
    rows = Event.objects.values_list("act", "actor", "object_id")
    assert list(rows) == [
        (act, person.pk, person.pk)
        for act in ("person_email_changed", "person_email_deleted", "person_password_changed")
    ]
    send_due_letters()
    # The first goes to the address of before, too: it may be the only one that is still theirs.
    assert [mail.to for mail in mailoutbox] == [[person.email], *[["new@example.org"]] * 3]


def test_mails_and_pages_name_the_site_as_it_is_called_here(client, mailoutbox, settings):
    """A mail about a password from a name that nobody knows would read like a trap."""
    settings.SITE_NAME = "Talks & Tea"
    person = UserFactory()
    ask(client, person.email)
    choose(client, link_in(mailoutbox))
    send_due_letters()

    assert [mail.subject.split(":")[0] for mail in mailoutbox] == ["Talks & Tea"] * 2
    assert all("\nTalks & Tea\n" in mail.body for mail in mailoutbox)
    assert "Pizazz" not in "".join(mail.subject + mail.body for mail in mailoutbox)
    page = client.get(reverse("account_reset_password_done")).content.decode()
    assert "whoever looks after Talks &amp; Tea where you work" in page


def test_no_page_or_mail_of_an_account_has_a_name_of_its_own_for_the_site():
    texts = [
        *(ROOT / "templates/account").rglob("*.*"),
        *(ROOT / "templates/letters").rglob("*.*"),
        ROOT / "templates/base.html",
    ]
    assert [str(path) for path in texts if "Pizazz" in path.read_text(encoding="utf-8")] == []
