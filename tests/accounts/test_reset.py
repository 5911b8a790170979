"""Choosing a new password by mail."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import Event
from tests.factories import PASSWORD, UserFactory
from tests.source import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

NEW = "a new and long password"


def ask(client, email):
    return client.post(reverse("account_reset_password"), {"email": email})


def link_in(mail):
    return next(word for word in mail.body.split() if "/password/reset/key/" in word)


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

    link = link_in(mailoutbox[0])
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
    choose(client, link_in(mailoutbox[0]))
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
    # A stranger gets no letter because somebody typed their address.
    assert [mail.to for mail in mailoutbox] == [[person.email]]


def test_reset_does_not_open_a_closed_account(client, mailoutbox):
    person = UserFactory(is_active=False)
    ask(client, person.email)
    for mail in mailoutbox:
        assert "/password/reset/key/" not in mail.body


def test_reset_is_limited(client):
    person = UserFactory()
    answers = [ask(client, person.email).status_code for _time in range(6)]
    assert answers == [302] * 5 + [429]


def test_reset_with_a_made_up_link(client):
    UserFactory()
    response = client.get("/account/password/reset/key/abc-def-ghi/")
    assert response.status_code == 200
    assert response.context["token_fail"] is True


@pytest.fixture
def _post_is_down(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


@pytest.mark.logs_errors
@pytest.mark.usefixtures("_post_is_down")
@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_reset_while_no_mail_can_be_sent(client, email):
    UserFactory(email="ana@example.org")
    response = ask(client, email)
    assert response.status_code == 503
    assert b"We could not send the e-mail" in response.content


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
    # The first goes to the address of before: it may be the only one that is still theirs.
    assert [mail.to for mail in mailoutbox] == [[person.email], *[["new@example.org"]] * 2]


def test_mails_and_pages_name_the_site_as_it_is_called_here(client, mailoutbox, settings):
    """A mail about a password from a name that nobody knows would read like a trap."""
    settings.SITE_NAME = "Talks & Tea"
    person = UserFactory()
    ask(client, person.email)
    choose(client, link_in(mailoutbox[0]))

    assert [mail.subject.split(":")[0] for mail in mailoutbox] == ["Talks & Tea"] * 2
    assert all("\nTalks & Tea\n" in mail.body for mail in mailoutbox)
    assert "Pizazz" not in "".join(mail.subject + mail.body for mail in mailoutbox)
    page = client.get(reverse("account_reset_password_done")).content.decode()
    assert "whoever looks after Talks &amp; Tea where you work" in page


def test_no_page_or_mail_of_an_account_has_a_name_of_its_own_for_the_site():
    texts = [*(ROOT / "templates/account").rglob("*.*"), ROOT / "templates/base.html"]
    assert [str(path) for path in texts if "Pizazz" in path.read_text(encoding="utf-8")] == []
