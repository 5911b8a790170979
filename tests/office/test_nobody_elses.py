"""What somebody arranges is theirs: the same page with a key from elsewhere finds nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Grouping
from office import selectors
from office.actions import erase_person
from tests.office.test_team import browser
from tests.people import in_organisation


def test_team_of_another_organisation_is_not_found(lead_client, organisation, other_service):
    page = reverse("arrange-team", args=[organisation.slug, other_service.slug])
    assert lead_client.get(page).status_code == 404
    assert lead_client.post(page, {"name": "Ours"}).status_code == 404


def test_grouping_of_another_organisation_stays(lead_client, organisation, other_service):
    elsewhere = other_service.organisation
    grouping = Grouping.objects.create(organisation=elsewhere, name="North")
    page = reverse("drop-grouping", args=[organisation.slug, grouping.pk])
    assert lead_client.post(page).status_code == 404
    assert elsewhere.groupings.get() == grouping


def test_reader_arranges_no_body(body, commissioner):
    assert browser(commissioner).get(reverse("our-body", args=[body.slug])).status_code == 404
    assert browser(commissioner).get(reverse("name-body", args=[body.slug])).status_code == 404
    assert selectors.organisations_of(commissioner) == []


def test_who_led_once_arranges_nothing(body):
    head = in_organisation(body, "lead", "Body Lead")
    assert selectors.organisations_of(head) == [body]
    head.organisation_memberships.update(ended_on=timezone.localdate())
    assert selectors.organisations_of(head) == []
    assert browser(head).get(reverse("our-body", args=[body.slug])).status_code == 404


@pytest.fixture
def invitation(service, manager):
    """Return an invitation into the team."""
    return actions.invite(
        by=manager, place=service, role="contributor", name="Dee", sign_in_name="dee.nights"
    )


@pytest.mark.parametrize("act", ["ask-again", "take-invitation-back"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("contributor", 403), ("sibling", 404), ("elsewhere", 404), ("commissioner", 404)],
)
def test_invitation_is_that_of_who_asks_people_in(invitation, request, act, who, status):
    here = browser(request.getfixturevalue(who))
    assert here.post(reverse(act, args=[invitation.pk])).status_code == status
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_invitation_that_was_taken_back_is_still_that_of_who_asks(invitation, manager, contributor):
    actions.withdraw(invitation, by=manager)
    page = reverse("take-invitation-back", args=[invitation.pk])
    assert browser(manager).post(page).status_code == 302
    assert browser(contributor).post(page).status_code == 403


def test_what_somebody_asked_who_is_erased_is_taken_back(service, manager, contributor, outsider):
    """Nobody's invitation would count as a command's, which may."""
    by_hand = {"by": manager, "place": service, "role": "manager", "by_hand": True}
    invitation = actions.invite(address=outsider.email, **by_hand)
    erase_person(manager, by=manager)
    invitation.refresh_from_db()
    assert invitation.by is None
    with pytest.raises(actions.NotLetIn):
        actions.accept(invitation, user=outsider)
    assert not outsider.service_memberships.exists()


def test_link_is_that_of_who_made_it(invitation, manager, contributor):
    assert selectors.invitation_just_made(manager, str(invitation.pk)) == invitation
    assert selectors.invitation_just_made(contributor, str(invitation.pk)) is None
