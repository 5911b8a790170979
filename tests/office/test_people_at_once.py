"""Two who arrange the same people or places in one moment: nobody comes back, nothing is twice."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import accept, invite, leave_organisation, leave_team
from accounts.models import Notice, Organisation, Service, User
from tests.factories import OrganisationFactory, OrganisationMembershipFactory, UserFactory
from tests.people import in_organisation, in_team
from tests.together import before

pytestmark = pytest.mark.django_db(transaction=True)


def press(person: User, path: str, **fields: str):
    """Return how somebody sends a form, in a browser of their own."""
    client = Client()
    client.force_login(person)
    return partial(client.post, path, fields)


@pytest.mark.parametrize("sooner", ["the manager", "whoever leaves"])
def test_who_leaves_while_given_another_part_is_out(service: Service, manager: User, sooner: str):
    kim = in_team(service, "contributor", "Kim")
    leaves = partial(leave_team, service.memberships.get(user=kim), by=kim)
    path = reverse("team-member", args=[service.slug, kim.pk])
    changes = press(manager, path, role="manager")
    if sooner == "the manager":
        answer, _left = before('INSERT INTO "accounts_servicemembership"', changes, leaves)
    else:
        _left, answer = before('INSERT INTO "accounts_event"', leaves, changes)

    assert answer.status_code == (302 if sooner == "the manager" else 404)
    assert not service.memberships.filter(user=kim, ended_on=None).exists()


def test_who_leaves_a_body_while_they_come_to_lead_it_is_out(body: Organisation):
    """Not told so, and leading it."""
    lead, kim = in_organisation(body, "lead", "Lee"), UserFactory(display_name="Kim")
    invitation = invite(by=lead, place=body, role="lead", address=kim.email)
    reads = OrganisationMembershipFactory(user=kim, organisation=body, role="reader")
    leaves = partial(leave_organisation, reads, by=kim)
    accepts = partial(accept, invitation, user=kim)

    results = before('INSERT INTO "accounts_organisationmembership"', accepts, leaves)

    assert not [result for result in results if isinstance(result, Exception)], results
    assert not body.memberships.filter(user=kim, ended_on=None).exists()


def test_two_give_somebody_another_part_at_once(service: Service, manager: User):
    kim, other = in_team(service, "contributor", "Kim"), in_team(service, "manager", "Jo")
    path = reverse("team-member", args=[service.slug, kim.pk])
    acts = [press(person, path, role="manager") for person in (manager, other)]

    answers = before('INSERT INTO "accounts_servicemembership"', *acts)

    assert [answer.status_code for answer in answers] == [302, 302], answers
    assert service.memberships.get(user=kim, ended_on=None).role == "manager"


def test_talk_that_is_offered_twice_at_once_is_told_once(service: Service, manager: User):
    lead = in_organisation(service.organisation, "lead", "Lee")
    page = Client()
    page.force_login(lead)
    path = reverse("offer-talk", args=[service.slug])
    choices = page.get(path).context["form"].fields["around"].choices
    around = next(value for value, _words in choices if value)
    acts = [press(lead, path, around=around) for _press in range(2)]

    answers = before('INSERT INTO "accounts_notice"', *acts)

    assert [answer.status_code for answer in answers] == [302, 302], answers
    assert Notice.objects.filter(kind="talk_offered", user=manager).count() == 1


def test_two_organisations_call_a_team_alike_at_once(organisation: Organisation):
    """Each gets an address of its own; neither is told of a mistake of ours."""
    acts = []
    for place in (organisation, OrganisationFactory(kind="provider")):
        lead = in_organisation(place, "lead", f"Lead of {place.name}")
        path = reverse("add-teams", args=[place.slug])
        acts.append(press(lead, path, names="Elder Court"))

    answers = before('INSERT INTO "accounts_service"', *acts)

    assert [answer.status_code for answer in answers] == [302, 302], answers
    slugs = Service.objects.filter(name="Elder Court").values_list("slug", flat=True)
    assert set(slugs) == {"elder-court", "elder-court-2"}
