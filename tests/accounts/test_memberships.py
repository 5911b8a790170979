"""Joining, changing, leaving; and who can be what at once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import actions
from accounts.models import Event, OrganisationMembership, ServiceMembership
from tests.factories import (
    OrganisationMembershipFactory,
    ServiceFactory,
    ServiceMembershipFactory,
)
from tests.frameworks.tiny import load_tiny

MARCH = dt.datetime(2025, 3, 4, 12, tzinfo=dt.UTC)
JULY = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)
BOTH_SIDES = (
    "Nobody can be in a team, or lead an organisation that runs services, and read for a "
    "commissioning body at the same time. End the other one first."
)


def acts():
    return list(Event.objects.values_list("act", "actor", "object_id", "service", "organisation"))


def test_join_team_from_a_day(service, manager, outsider):
    row = actions.join(user=outsider, place=service, role="manager", by=manager, at=MARCH)
    assert (row.user, row.service, row.role) == (outsider, service, "manager")
    assert (row.since, row.ended_on) == (dt.date(2025, 3, 4), None)
    assert acts() == [("joined_team_as_manager", manager.pk, outsider.pk, service.pk, None)]
    assert Event.objects.get().at == MARCH


def test_join_team_twice_changes_nothing(service, contributor, manager):
    row = contributor.service_memberships.get()
    again = actions.join(user=contributor, place=service, role="contributor", by=manager)
    assert again == row
    assert acts() == []


def test_join_team_in_another_role_ends_the_first(service, outsider):
    actions.join(user=outsider, place=service, role="contributor", by=None, at=MARCH)
    actions.join(user=outsider, place=service, role="manager", by=None, at=JULY)
    rows = ServiceMembership.objects.order_by("since").values_list("role", "since", "ended_on")
    assert list(rows) == [
        ("contributor", dt.date(2025, 3, 4), dt.date(2025, 7, 1)),
        ("manager", dt.date(2025, 7, 1), None),
    ]
    assert [act for act, *_rest in acts()] == [
        "joined_team_as_contributor",
        "left",
        "joined_team_as_manager",
    ]


def test_join_team_in_an_unknown_role(service, outsider):
    with pytest.raises(ValidationError):
        actions.join(user=outsider, place=service, role="owner", by=None)
    assert ServiceMembership.objects.count() == 0


def test_join_organisation_in_another_role_ends_the_first(body, outsider):
    actions.join(user=outsider, place=body, role="reader", by=None, at=MARCH)
    actions.join(user=outsider, place=body, role="reader", by=None, at=JULY)
    actions.join(user=outsider, place=body, role="lead", by=None, at=JULY)
    rows = OrganisationMembership.objects.order_by("since").values_list("role", "ended_on")
    assert list(rows) == [("reader", dt.date(2025, 7, 1)), ("lead", None)]
    assert acts()[-1] == ("joined_organisation_as_lead", None, outsider.pk, None, body.pk)


def test_end_membership_once(service, contributor, manager):
    row = contributor.service_memberships.get()
    ended = actions.end_membership(row, by=manager)
    assert ended.ended_on is not None
    assert actions.end_membership(ended, by=manager).ended_on == ended.ended_on
    assert acts() == [("left", manager.pk, contributor.pk, service.pk, None)]


def test_end_membership_never_before_it_began(service):
    row = ServiceMembershipFactory(service=service, since=dt.date(2025, 7, 1))
    assert actions.end_membership(row, by=None, at=MARCH).ended_on == dt.date(2025, 7, 1)


def test_membership_reader_only_in_a_commissioning_body(organisation, outsider):
    with pytest.raises(ValidationError) as refused:
        actions.join(user=outsider, place=organisation, role="reader", by=None)
    assert refused.value.message_dict == {"role": ["Only a commissioning body has readers."]}


@pytest.mark.parametrize("role", ["contributor", "manager"])
def test_membership_of_a_team_not_for_a_commissioner(service, commissioner, role):
    with pytest.raises(ValidationError) as refused:
        actions.join(user=commissioner, place=service, role=role, by=None)
    assert refused.value.message_dict == {"user": [BOTH_SIDES]}


@pytest.mark.parametrize("role", ["reader", "lead"])
@pytest.mark.parametrize("name", ["manager", "contributor", "lead"])
def test_membership_of_a_body_not_for_a_provider(body, name, role, request):
    person = request.getfixturevalue(name)
    with pytest.raises(ValidationError) as refused:
        actions.join(user=person, place=body, role=role, by=None)
    assert refused.value.message_dict == {"user": [BOTH_SIDES]}


def test_membership_lead_of_a_provider_not_for_a_commissioner(organisation, commissioner):
    with pytest.raises(ValidationError) as refused:
        actions.join(user=commissioner, place=organisation, role="lead", by=None)
    assert refused.value.message_dict == {"user": [BOTH_SIDES]}


def test_membership_of_the_other_side_after_leaving(service, body, commissioner):
    actions.end_membership(commissioner.organisation_memberships.get(), by=None)
    row = actions.join(user=commissioner, place=service, role="contributor", by=None)
    actions.end_membership(row, by=None)
    actions.join(user=commissioner, place=body, role="reader", by=None)


def test_membership_of_a_commissioning_bodys_own_team(body, other_body, commissioner):
    own = ServiceFactory(organisation=body)
    actions.join(user=commissioner, place=own, role="contributor", by=None)
    with pytest.raises(ValidationError):
        actions.join(user=commissioner, place=other_body, role="reader", by=None)


def test_membership_of_several_teams(service, other_service, contributor):
    actions.join(user=contributor, place=other_service, role="manager", by=None)
    assert contributor.service_memberships.filter(ended_on=None).count() == 2


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({"since": dt.date(2999, 1, 1)}, {"since": ["This day is still to come."]}),
        ({"ended_on": dt.date(2999, 1, 1)}, {"ended_on": ["This day is still to come."]}),
        (
            {"since": dt.date(2025, 2, 1), "ended_on": dt.date(2025, 1, 1)},
            {"ended_on": ["It cannot end before it begins."]},
        ),
    ],
)
def test_membership_on_impossible_days(service, organisation, outsider, days, message):
    for row in (
        ServiceMembership(user=outsider, service=service, role="contributor", **days),
        OrganisationMembership(user=outsider, organisation=organisation, role="lead", **days),
    ):
        with pytest.raises(ValidationError) as refused:
            row.full_clean()
        assert refused.value.message_dict == message


def test_membership_once_at_a_time_in_the_database(service, contributor, lead, organisation):
    for factory, fields in (
        (ServiceMembershipFactory, {"user": contributor, "service": service}),
        (OrganisationMembershipFactory, {"user": lead, "organisation": organisation}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factory(**fields)


@pytest.mark.parametrize("factory", [ServiceMembershipFactory, OrganisationMembershipFactory])
def test_membership_role_known_to_the_database(db, factory):
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(role="owner")


OPEN = {
    "contributor": ["/s/alder-house/"],
    "manager": ["/s/alder-house/", "/teams/", "/teams/coming-up.ics"],
    "lead": ["/teams/", "/teams/coming-up.ics"],
    "commissioner": ["/shared/"],
}


@pytest.mark.parametrize(("name", "path"), [(name, path) for name in OPEN for path in OPEN[name]])
def test_person_leaves_on_the_next_request(client, request, service, name, path):
    person = request.getfixturevalue(name)
    client.force_login(person)
    assert client.get(path).status_code == 200
    leave(person)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", OPEN)
def test_person_who_left_is_told_no_more(client, request, service, body, name):
    person = request.getfixturevalue(name)
    kind = "share_received" if name == "commissioner" else "share_sent"
    actions.tell([person], kind, service=service, organisation=body, object_id=service.pk)
    client.force_login(person)
    load_tiny()
    leave(person)
    home = client.get("/")
    assert home.status_code == 200
    assert "Alder House" not in home.content.decode()
    assert "Northtown" not in home.content.decode()


def leave(person):
    for row in (*person.service_memberships.all(), *person.organisation_memberships.all()):
        actions.end_membership(row, by=None)
