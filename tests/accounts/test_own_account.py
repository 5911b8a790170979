"""One's own name, address and password, changed by oneself."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.actions import send_due_letters
from accounts.models import Event
from tests.factories import PASSWORD, UserFactory

NAME = "/account/name/"
EMAIL = "/account/email/"


@pytest.fixture
def person(db, client):
    person = UserFactory(email="ana@example.org", display_name="Ana")
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return person


def test_own_name_is_changed(client, person):
    assert client.post(NAME, {"display_name": " Ana Lee ", "was": "Ana"}).url == EMAIL
    person.refresh_from_db()
    assert person.display_name == "Ana Lee"
    assert Event.objects.filter(act="person_display_name_changed", actor=person).count() == 1
    assert "Ana Lee" in client.get(EMAIL).content.decode()


@pytest.mark.parametrize("typed", ["", "   ", "x" * 101, "A\u202ena", "\x00"])
def test_name_that_is_none_is_refused_and_stays_in_the_box(client, person, typed):
    answer = client.post(NAME, {"display_name": typed, "was": "Ana"})
    assert answer.status_code == 422
    assert answer.context["form"]["display_name"].errors
    person.refresh_from_db()
    assert person.display_name == "Ana"


def test_name_that_was_changed_meanwhile_is_not_overwritten(client, person):
    type(person).objects.filter(pk=person.pk).update(display_name="Anna")
    answer = client.post(NAME, {"display_name": "Ana Lee", "was": "Ana"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<bdi>Anna</bdi>" in page
    assert 'value="Ana Lee"' in page
    again = {"display_name": "Ana Lee", "was": answer.context["form"]["was"].value()}
    assert client.post(NAME, again).status_code == 302
    assert client.post(NAME, again).status_code == 302  # pressed twice


def test_one_address_that_is_confirmed_has_nothing_to_press(client, person, settings):
    settings.LETTERS_GO_OUT = True
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    pressed = ["action_primary", "action_send", "action_remove"]
    page = client.get(EMAIL).content.decode()
    assert person.email in page
    assert [button for button in pressed if button in page] == []
    EmailAddress.objects.create(user=person, email="lee@example.org")
    page = client.get(EMAIL).content.decode()
    assert [button for button in pressed if button in page] == pressed


def test_sign_in_name_keeps_its_person_named(db, client):
    dee = UserFactory(email="dee.nights@no-mailbox.invalid", display_name="Dee")
    client.force_login(dee)
    assert client.post(NAME, {"display_name": "Dee Dee", "was": "Dee"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_new_address_counts_once_confirmed_and_both_are_told(mailoutbox, settings):
    settings.LETTERS_GO_OUT = True
    person, client = UserFactory(email="ana@example.org"), Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(EMAIL, {"action_add": "", "email": "lee@example.org"}).status_code == 302
    send_due_letters()
    assert [sent.to for sent in mailoutbox if "confirm-email" in sent.body] == [["lee@example.org"]]
    client.post(EMAIL, {"action_primary": "", "email": "lee@example.org"})
    person.refresh_from_db()
    assert person.email == "ana@example.org"  # not confirmed yet
    link = re.search(r"/account/confirm-email/\S+", mailoutbox[-1].body)[0]
    assert "ana@example.org" in Client().get(link).content.decode()  # whose account it opens
    client.post(link)
    client.post(EMAIL, {"action_primary": "", "email": "lee@example.org"})
    person.refresh_from_db()
    assert person.email == "lee@example.org"
    assert EmailAddress.objects.get(user=person, primary=True).verified
    mailoutbox.clear()
    send_due_letters()
    addresses = {
        address
        for to_both in mailoutbox
        for address in to_both.to
        if "was changed from" in to_both.body
    }
    assert addresses == {"ana@example.org", "lee@example.org"}


@pytest.mark.django_db(transaction=True)
def test_whose_address_it_is_gets_no_letter_because_somebody_typed_it(mailoutbox, settings):
    settings.LETTERS_GO_OUT = True
    person, client = UserFactory(), Client()
    UserFactory(email="lee@example.org")
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for typed in ("Lee@example.org", "new@example.org"):  # the page says the same of both
        answer = client.post(EMAIL, {"action_add": "", "email": typed}, follow=True)
        assert "not confirmed yet" in answer.content.decode()
    send_due_letters()
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_address_that_nobody_confirmed_opens_nothing_to_whoever_has_it(mailoutbox, settings):
    settings.LETTERS_GO_OUT = True
    person, theirs, other = UserFactory(email="ana@example.org"), "lee@example.org", Client()
    EmailAddress.objects.create(user=person, email=theirs)
    for path in ("/account/login/code/", "/account/password/reset/"):
        assert other.post(path, {"email": theirs}).status_code == 302
    send_due_letters()
    assert mailoutbox == []
    typed = {"login": theirs, "password": PASSWORD}
    assert Client().post(reverse("account_login"), typed).status_code == 422
