"""Two who press at once: one is let in, the other is told."""

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import NotLetIn, accept_anew, begin, describe_person, first_address, invite
from accounts.models import Invitation, User
from tests.factories import ServiceFactory, UserFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_account_is_made_of_an_invitation(service, manager):
    invitation = invite(by=manager, place=service, role="contributor", address="bo@example.org")

    def press():
        row = Invitation.objects.get(pk=invitation.pk)
        return accept_anew(row, display_name="Bo", password=None)

    results = at_once(press, press, press)
    assert sorted(type(result).__name__ for result in results) == ["NotLetIn", "NotLetIn", "User"]
    assert service.memberships.filter(user__email="bo@example.org").count() == 1


def test_one_person_comes_first():
    first = first_address()

    def press(name):
        return lambda: begin(
            Invitation.objects.get(pk=first.pk),
            display_name=name,
            email=f"{name}@example.org",
            password="four odd words together",
            runs_site=False,
        )

    results = at_once(press("bo"), press("cy"), press("di"))
    assert len([result for result in results if isinstance(result, NotLetIn)]) == 2
    assert User.objects.count() == 1


def test_two_who_ask_the_same_person_make_one_invitation(service, manager):
    def press():
        return invite(by=manager, place=service, role="contributor", address="bo@example.org")

    results = at_once(press, press, press)
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert len(refused) == 2, results
    assert Invitation.objects.count() == 1


def test_one_account_is_made_of_two_invitations(service):
    keys = []
    for place in (service, ServiceFactory(organisation=service.organisation)):
        row = invite(by=None, place=place, role="contributor", address="bo@example.org")
        keys.append(row.pk)

    def press(key):
        row = Invitation.objects.get(pk=key)
        return lambda: accept_anew(row, display_name="Bo", password=None)

    refused = [outcome for outcome in at_once(*map(press, keys)) if not isinstance(outcome, User)]
    assert len(refused) == 1
    assert isinstance(refused[0], NotLetIn | ValidationError)
    assert User.objects.filter(email="bo@example.org").count() == 1


def test_address_that_two_accounts_are_given_is_the_first_one_s(lead):
    def press(person):
        answers = {"display_name": person.display_name, "email": "both@example.org"}
        return lambda: describe_person(person, **answers, by=lead)

    results = at_once(press(UserFactory()), press(UserFactory()))
    assert sorted(type(result).__name__ for result in results) == ["User", "ValidationError"]
    assert User.objects.filter(email="both@example.org").count() == 1
