"""A report to a body that is not here yet: one person there is asked in when it is sent."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.actions import alike, bring_body, offer_body
from accounts.models import Invitation, Letter, Organisation, Service, User
from assessments.models import Closure
from sharing import actions
from sharing.models import Share
from sharing.selectors import bodies_to_share_with
from tests.factories import UserFactory
from tests.sharing.story import SHOWN, UNTIL, SignedIn

JO = "jo@harbour.example"


@pytest.fixture
def browser(manager: User, signed_in: SignedIn) -> Client:
    return signed_in(manager)


def begin(browser: Client, service: Service, **more: str):
    page = reverse("share-new-body", args=[service.slug])
    sent = {"name": "Harbour Trust", "address": JO, "again": JO} | more
    return browser.post(page, sent)


@pytest.fixture
def staff(db: None) -> User:
    return UserFactory(is_staff=True)


@pytest.fixture
def begun(browser: Client, service: Service, second: Closure) -> Share:
    """A report to a body that only this team can choose."""
    begin(browser, service)
    return Share.objects.get()


def all_chosen(share: Share, manager: User) -> Share:
    chosen = {"closures": list(Closure.objects.all()), "sections": ["changes"]}
    actions.choose(share, by=manager, purpose="Now.", ends_on=UNTIL, **chosen)
    asks = dict.fromkeys(actions.asks_to_answer(share), False)
    return actions.choose(share, by=manager, asks=asks)


def test_part_after_the_at_is_shown_large_and_nothing_goes(begun: Share, browser: Client):
    page = browser.get(reverse("share-whom", args=[begun.pk])).content.decode()
    assert '<strong class="address__place">harbour.example</strong>' in page
    assert "Anybody at this address will read it." in page
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_letter_goes_when_it_is_sent(begun: Share, manager: User):
    shown = actions.show_to_team(all_chosen(begun, manager), by=manager, at=SHOWN)
    assert not Invitation.objects.exists()
    sent = actions.send(shown, by=manager)
    asked = Invitation.objects.get()
    assert (asked.address, asked.role, asked.organisation) == (JO, "lead", sent.body)
    assert sent.invites == ""


def test_letter_is_taken_back_with_the_report(begun: Share, manager: User):
    sent = actions.send(
        actions.show_to_team(all_chosen(begun, manager), by=manager, at=SHOWN), by=manager
    )
    actions.take_back(sent, by=manager)
    assert Invitation.objects.get().withdrawn_at is not None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"again": "jo@harbor.example"}, "These are two different addresses. Look at both."),
        ({"address": "jo@harbour", "again": "jo@harbour"}, "This is no whole address."),
        ({"name": " "}, "Say what the body is called."),
        ({"again": ""}, "Type the address again."),
    ],
)
def test_what_has_to_be_changed_is_said(browser, service, second, more, said):
    answer = begin(browser, service, **more)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "harbour" in answer.content.decode()
    assert not Share.objects.exists()


def test_address_of_somebody_of_the_team_is_refused(
    browser: Client, service: Service, second: Closure, contributor: User
):
    answer = begin(browser, service, address=contributor.email, again=contributor.email)
    assert answer.status_code == 422
    assert "Somebody of your team has this address." in answer.content.decode()
    assert not Organisation.objects.filter(name="Harbour Trust").exists()


def test_body_that_is_here_is_noticed(
    browser: Client, service: Service, second: Closure, body: Organisation
):
    answer = begin(browser, service, name=body.name.upper())
    assert answer.status_code == 422
    assert "is here already: choose it from the list" in answer.content.decode()


def test_second_press_begins_no_second(browser: Client, service: Service, begun: Share):
    answer = begin(browser, service)
    assert answer["Location"] == reverse("share-whom", args=[begun.pk])
    assert Share.objects.count() == 1


def test_another_address_takes_its_place(begun: Share, browser: Client):
    page = reverse("share-whom", args=[begun.pk])
    other = "kit@harbour.example"
    browser.post(page, {"address": other, "again": other, "seen": begun.version})
    begun.refresh_from_db()
    assert begun.invites == other


def test_no_other_team_is_offered_it_until_it_is_known(
    begun: Share, service: Service, other_service: Service, staff: User
):
    assert begun.body in bodies_to_share_with(service)
    assert begun.body not in bodies_to_share_with(other_service)
    offer_body(begun.body, by=staff)
    assert begun.body in bodies_to_share_with(other_service)


def test_same_name_from_two_teams_is_noticed_by_who_runs_the_site(
    begun: Share, other_service: Service, manager: User, staff: User
):
    other = bring_body(name="harbour  trust", service=other_service, by=manager)
    assert alike(other) == [begun.body]
    offer_body(begun.body, by=staff)
    with pytest.raises(ValidationError, match="is here already"):
        offer_body(other, by=staff)
