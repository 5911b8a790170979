"""Who leads on this erases somebody who has left, and nobody else."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import actions
from accounts.models import Erasure, Event, ServiceMembership, User
from office.actions import erase_who_left
from office.personal_data.who_left import people_who_left
from tests.factories import (
    CommissioningBodyFactory,
    OrganisationFactory,
    OrganisationMembershipFactory,
    ServiceFactory,
    ServiceMembershipFactory,
)
from tests.office.conftest import text
from tests.office.test_team import browser

NAME = "Somebody who has left"


@pytest.fixture
def leaver(service, contributor):
    """Return one of a team who has left it."""
    actions.leave_team(service.memberships.get(user=contributor), by=contributor)
    return contributor


def erase(person, organisation, by, name=None):
    page = reverse("erase-leaver", args=[organisation.slug, person.pk])
    return browser(by).post(page, {"name": person.display_name if name is None else name})


def test_lead_erases_who_has_left_once_the_name_is_typed(leaver, lead, organisation, manager):
    here, listed = browser(lead), reverse("who-left", args=[organisation.slug])
    assert listed in text(here.get(reverse("our-people", args=[organisation.slug])))
    page = text(here.get(listed))
    assert leaver.display_name in page
    assert manager.display_name not in page
    one = reverse("erase-leaver", args=[organisation.slug, leaver.pk])
    assert one in page
    assert leaver.display_name in text(here.get(one))
    assert erase(leaver, organisation, lead, "Somebody Else").status_code == 422
    assert not Erasure.objects.exists()
    name = leaver.display_name
    assert erase(leaver, organisation, lead).url == listed
    leaver.refresh_from_db()
    assert (leaver.display_name, leaver.is_active) == (NAME, False)
    assert Erasure.objects.get().key == leaver.pk
    row = Event.objects.get(act="person_erased")
    assert (row.actor, row.organisation) == (lead, organisation)
    assert "There is nobody." in text(here.get(listed))
    done = text(here.get(reverse("our-done", args=[organisation.slug])))
    assert "erased somebody who had left" in done
    assert name not in done
    # Pressed twice: what the first press did.
    assert erase(leaver, organisation, lead).url == listed
    assert Event.objects.filter(act="person_erased").count() == 1


def test_lead_of_a_body_erases_who_read_for_it(commissioner, body):
    lead = OrganisationMembershipFactory(organisation=body, role="lead").user
    row = commissioner.organisation_memberships.get()
    actions.leave_organisation(row, by=commissioner)
    listed = reverse("who-left", args=[body.slug])
    assert listed in text(browser(lead).get(reverse("our-body", args=[body.slug])))
    assert erase(commissioner, body, lead).url == listed
    assert User.objects.get(pk=commissioner.pk).display_name == NAME


def elsewhere(person):
    ServiceMembershipFactory(user=person)


def was_elsewhere(person):
    ServiceMembershipFactory(user=person, ended_on="2026-11-01")


def reads_for_a_body(person):
    body = CommissioningBodyFactory()
    OrganisationMembershipFactory(user=person, organisation=body, role="reader")


def is_asked_in_elsewhere(person):
    other = ServiceFactory()
    asks = ServiceMembershipFactory(service=other, role="manager").user
    actions.invite(place=other, role="contributor", address=person.email.upper(), by=asks)


def runs_the_site(person):
    User.objects.filter(pk=person.pk).update(is_staff=True)


def came_back(person):
    left = ServiceMembership.objects.get(user=person)
    ServiceMembershipFactory(user=person, service=left.service)


@pytest.mark.parametrize(
    "then",
    [
        elsewhere,
        was_elsewhere,
        reads_for_a_body,
        is_asked_in_elsewhere,
        runs_the_site,
        came_back,
    ],
)
def test_whoever_is_was_or_may_be_elsewhere_is_not_theirs_to_erase(
    then, leaver, lead, organisation
):
    then(leaver)
    page = text(browser(lead).get(reverse("who-left", args=[organisation.slug])))
    assert leaver.display_name not in page
    assert erase(leaver, organisation, lead).status_code == 404
    assert not Erasure.objects.exists()


def test_who_comes_in_again_in_that_second_is_not_erased(leaver, lead, organisation, service):
    assert list(people_who_left(organisation)) == [leaver]
    came_back(leaver)
    with pytest.raises(ValidationError, match="They belong somewhere again"):
        erase_who_left(leaver, organisation, by=lead)
    assert not Erasure.objects.exists()


def test_nobody_else_sees_who_left(leaver, manager, outsider, organisation):
    other = OrganisationFactory()
    theirs = OrganisationMembershipFactory(organisation=other, role="lead").user
    for person in (manager, outsider, theirs):
        here = browser(person)
        assert here.get(reverse("who-left", args=[organisation.slug])).status_code == 404
        assert erase(leaver, organisation, person).status_code == 404
    assert erase(leaver, other, theirs).status_code == 404
    assert not Erasure.objects.exists()
