"""Who reaches which team and body, each in one query."""

import pytest
from django.http import Http404

from accounts import actions, selectors
from accounts.models import Organisation, Service, ServiceMembership
from accounts.models.service import team_service
from tests.factories import (
    OrganisationMembershipFactory,
    ServiceFactory,
    ServiceMembershipFactory,
    UserFactory,
)


def test_team_service_for_its_people(manager, contributor, service, django_assert_num_queries):
    with django_assert_num_queries(1):
        team = team_service(manager, "alder-house")
        assert (team, team.organisation.name) == (service, "Oak Trust")
    assert team_service(contributor, "alder-house") == service


@pytest.mark.parametrize(
    "name", ["sibling", "elsewhere", "lead", "commissioner", "outsider", "left", "deactivated"]
)
def test_team_service_for_everybody_else(name, request, manager, contributor, service):
    if name == "left":
        user = contributor
        actions.end_membership(user.service_memberships.get(), by=manager)
    elif name == "deactivated":
        user = contributor
        user.is_active = False
        user.save()
    else:
        user = request.getfixturevalue(name)
    with pytest.raises(Http404):
        team_service(user, "alder-house")


def test_team_service_nonexistent(manager):
    with pytest.raises(Http404):
        team_service(manager, "no-such-house")


def test_services_by_what_a_person_is(
    manager, lead, elsewhere, service, sibling_service, other_service
):
    ServiceMembershipFactory(user=manager, service=sibling_service, role="contributor")
    assert list(selectors.team_services(manager)) == [service, sibling_service]
    assert list(selectors.managed_services(manager)) == [service]
    assert list(selectors.led_services(lead)) == [service, sibling_service]
    assert list(selectors.led_services(manager)) == []
    assert list(selectors.team_services(elsewhere)) == [other_service]


def test_services_archived_are_left_out(manager, lead, service):
    service.archived_on = "2026-01-01"
    service.save()
    assert list(selectors.team_services(manager)) == []
    assert list(selectors.led_services(lead)) == []


def test_lead_of_a_commissioning_body_leads_no_service(commissioner, body):
    """A body may have a team of its own; who leads the body reads nothing of it as a lead."""
    commissioner.organisation_memberships.update(role="lead")
    ServiceFactory(organisation=body, name="Town Hall", slug="town-hall")
    assert list(selectors.led_services(commissioner)) == []
    assert list(selectors.overseen_services(commissioner)) == []
    assert list(Organisation.objects.led_by(commissioner)) == []


def test_commissioning_bodies_of_readers_and_leads(
    commissioner, lead, body, other_body, django_assert_num_queries
):
    OrganisationMembershipFactory(user=commissioner, organisation=other_body, role="lead")
    with django_assert_num_queries(1):
        assert list(selectors.commissioning_bodies(commissioner)) == [body, other_body]
    assert list(selectors.commissioning_bodies(lead)) == []


def test_people_of_live_members(
    service, manager, contributor, elsewhere, lead, django_assert_num_queries
):
    leaver = UserFactory()
    ServiceMembershipFactory(user=leaver, service=service, ended_on="2026-01-01")
    locked = UserFactory(is_active=False)
    ServiceMembershipFactory(user=locked, service=service)
    with django_assert_num_queries(1):
        assert list(selectors.people_of(service)) == [contributor, manager]


def test_readers_of_body(body, commissioner, other_commissioner, django_assert_num_queries):
    leaver = UserFactory()
    OrganisationMembershipFactory(
        user=leaver, organisation=body, role="reader", ended_on="2026-01-01"
    )
    locked = UserFactory(is_active=False)
    OrganisationMembershipFactory(user=locked, organisation=body, role="reader")
    with django_assert_num_queries(1):
        assert list(selectors.readers_of(body)) == [commissioner]


def arranged(person):
    return Service.objects.arranged_by(person)


REACHED = {
    "manager": (selectors.team_services, selectors.managed_services),
    "contributor": (selectors.team_services,),
    "lead": (selectors.led_services, arranged),
    "commissioner": (selectors.commissioning_bodies,),
}


@pytest.mark.parametrize(
    ("name", "reach"), [(name, reach) for name, reaches in REACHED.items() for reach in reaches]
)
@pytest.mark.parametrize("how", ["left", "locked out"])
def test_nothing_is_reached_by_a_former(request, service, name, reach, how):
    person = request.getfixturevalue(name)
    assert reach(person).exists()
    if how == "left":
        for row in (*person.service_memberships.all(), *person.organisation_memberships.all()):
            actions.end_membership(row, by=None)
    else:
        person.is_active = False
        person.save()
    assert not reach(person).exists()


def test_people_of_who_left_and_came_back(service, contributor, manager):
    actions.end_membership(contributor.service_memberships.get(), by=manager)
    actions.join(user=contributor, place=service, role="contributor", by=manager)
    assert ServiceMembership.objects.filter(user=contributor).count() == 2
    assert list(selectors.people_of(service)) == [contributor, manager]
    assert team_service(contributor, "alder-house") == service
