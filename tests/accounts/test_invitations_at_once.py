"""Two who press at once: one is let in, the other is told."""

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import NotLetIn, accept_anew, begin, first_address, invite
from accounts.models import Invitation, User
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_account_is_made_of_an_invitation(service, manager):
    asked = invite(by=manager, place=service, role="contributor", address="bo@example.org")

    def press():
        row = Invitation.objects.get(pk=asked.pk)
        return accept_anew(row, display_name="Bo", password=None)

    results = at_once(press, press, press)
    assert sorted(type(each).__name__ for each in results) == ["NotLetIn", "NotLetIn", "User"]
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
    assert len([each for each in results if isinstance(each, NotLetIn)]) == 2
    assert User.objects.count() == 1


def test_two_who_ask_the_same_person_make_one_invitation(service, manager):
    def press():
        return invite(by=manager, place=service, role="contributor", address="bo@example.org")

    results = at_once(press, press, press)
    refused = [each for each in results if isinstance(each, ValidationError)]
    assert len(refused) == 2, results
    assert Invitation.objects.count() == 1
