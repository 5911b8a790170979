"""Who may do what, written out a second time by hand."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts import actions, policy
from accounts.policy import Act, Role
from tests.factories import (
    OrganisationMembershipFactory,
    ServiceMembershipFactory,
    UserFactory,
)

COLUMNS = [
    "CONTRIBUTOR",
    "MANAGER",
    "PROVIDER_LEAD",
    "READER",
    "COMMISSIONING_LEAD",
    "SITE_ADMIN",
    "PRACTISING",
]
# One row an act, one column a role; x = may.
TABLE = """
READ_TEAM_RECORD      x x . . . . x
WRITE                 x x . . . . x
FINISH                x x . . . . x
PUT_RIGHT             . x . . . . x
SET_ASIDE             . x . . . . x
KEEP_NOTE             x x . . . . x
TAKE_OUT              . x . . . . x
SHOW_TO_ORGANISATION  . x . . . . .
DESCRIBE_SERVICE      . x . . . . x
ANSWER_ASK            . x x . . . .
DOWNLOAD_OWN_COPY     x x . . . . x
EXPORT_TEAM           . x . . . . .
READ_SHOWN            . . x . . . .
EXPORT_SHOWN          . . x . . . .
SEE_SHARES            x x . . . . .
PREPARE_SHARE         . x . . . . .
SEND_SHARE            . x . . . . .
SEND_AS_SECOND        x x . . . . .
ASK_TO_WAIT           x . . . . . .
TAKE_BACK_SHARE       . x . . . . .
TAKE_BACK_UNLED       x x x . . . .
READ_SHARE            . . . x x . .
REPLY                 . . . x x . .
SEE_AGREED            x x . x x . .
WRITE_AGREED          . x . . . . .
ANSWER_AGREED         . . . x x . .
SPEAK_FOR_SIDE        . x . x x . .
ARRANGE_ORGANISATION  . . x . . . .
ARRANGE_TEAM          . . x . x . .
ARRANGE_PEOPLE        . x . . . . .
LET_LEAD_IN           x x . . . . .
LEAVE_TEAM            x x . . . . .
DELETE_TEAM           x x . . . . .
DELETE_TEAM_UNLED     . . x . x . .
ARRANGE_READERS       . . . . x . .
ERASE_WHO_LEFT        . . x . x . .
OFFER_TALK            . . x . . . .
WANT_FACILITATOR      x x . . . . .
READ_MIRROR           x x . . . . .
LINK_MIRROR           . x . . . . .
MANAGE_ACCOUNTS       . . . . . x .
INVITE_TO_TEAM        . x x . x . .
INVITE_LEAD           . . x . x . .
INVITE_FIRST_LEAD     . . . . . x .
INVITE_READER         . . . . x . .
"""
EXPECTED = {
    (row.split()[0], role): mark == "x"
    for row in TABLE.strip().splitlines()
    for role, mark in zip(COLUMNS, row.split()[1:], strict=True)
}


def test_policy_table_names_every_role_and_act():
    assert [role.name for role in Role] == COLUMNS
    assert {act.name for act in Act} == {act for act, _role in EXPECTED}
    assert set(policy.ALLOWED) == set(Act)


@pytest.mark.parametrize("role", Role, ids=lambda role: role.name)
@pytest.mark.parametrize("act", Act, ids=lambda act: act.name)
def test_policy_every_role_for_every_act(role, act):
    expected = EXPECTED[act.name, role.name]
    assert policy.may(act, {role}) is expected
    if expected:
        policy.require(act, {role})
    else:
        with pytest.raises(PermissionDenied):
            policy.require(act, {role})


@pytest.mark.parametrize("act", Act, ids=lambda act: act.name)
def test_policy_nobody_without_a_role(act):
    assert policy.may(act, set()) is False


def test_policy_unknown_act_is_refused():
    assert policy.may("READ_EVERYTHING", set(Role)) is False
    with pytest.raises(PermissionDenied):
        policy.require("READ_EVERYTHING", set(Role))


def test_roles_in_service(
    service,
    manager,
    contributor,
    lead,
    sibling,
    elsewhere,
    commissioner,
    outsider,
    django_assert_num_queries,
):
    people = [manager, contributor, lead, sibling, elsewhere, commissioner, outsider]
    expected = [{Role.MANAGER}, {Role.CONTRIBUTOR}, {Role.PROVIDER_LEAD}, *[set()] * 4]
    with django_assert_num_queries(len(people)):
        assert [policy.roles_in_service(person, service) for person in people] == expected


def test_roles_in_service_of_a_lead_who_is_in_the_team(service, organisation):
    person = UserFactory()
    ServiceMembershipFactory(user=person, service=service, role="contributor")
    OrganisationMembershipFactory(user=person, organisation=organisation, role="lead")
    roles = policy.roles_in_service(person, service)
    assert roles == {Role.CONTRIBUTOR, Role.PROVIDER_LEAD}


def test_lead_of_a_body_may_arrange_its_own_team_and_read_nothing_of_it(body, service):
    service.organisation = body
    service.save()
    person = UserFactory()
    OrganisationMembershipFactory(user=person, organisation=body, role="lead")
    roles = policy.roles_in_service(person, service)
    assert roles == {Role.COMMISSIONING_LEAD}
    for act in (Act.READ_TEAM_RECORD, Act.READ_SHOWN, Act.WRITE, Act.SEE_SHARES, Act.ANSWER_ASK):
        assert not policy.may(act, roles)


def test_who_reads_for_a_body_arranges_nothing_of_its_team(body, service, commissioner):
    service.organisation = body
    service.save()
    assert policy.roles_in_service(commissioner, service) == set()


def test_roles_in_organisation(body, other_body, organisation, commissioner, lead, outsider):
    head = UserFactory()
    OrganisationMembershipFactory(user=head, organisation=body, role="lead")
    assert policy.roles_in_organisation(commissioner, body) == {Role.READER}
    assert policy.roles_in_organisation(head, body) == {Role.COMMISSIONING_LEAD}
    assert policy.roles_in_organisation(lead, organisation) == {Role.PROVIDER_LEAD}
    for person, place in [(commissioner, other_body), (lead, body), (outsider, body)]:
        assert policy.roles_in_organisation(person, place) == set()


def test_roles_on_site(db):
    assert policy.roles_on_site(UserFactory(is_staff=True)) == {Role.SITE_ADMIN}
    assert policy.roles_on_site(UserFactory(is_staff=True, is_active=False)) == set()
    assert policy.roles_on_site(UserFactory()) == set()


def test_roles_of_a_closed_account(service, body, manager, commissioner):
    for person in (manager, commissioner):
        person.is_active = False
    assert policy.roles_in_service(manager, service) == set()
    assert policy.roles_in_organisation(commissioner, body) == set()


def test_roles_end_with_the_membership(service, organisation, body, manager, lead, commissioner):
    for membership in (
        manager.service_memberships.get(),
        lead.organisation_memberships.get(),
        commissioner.organisation_memberships.get(),
    ):
        actions.end_membership(membership, by=None)
    assert policy.roles_in_service(manager, service) == set()
    assert policy.roles_in_service(lead, service) == set()
    assert policy.roles_in_organisation(commissioner, body) == set()
