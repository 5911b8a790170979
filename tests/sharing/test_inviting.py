"""A report to a body that is not here yet: one person there is asked in when it is sent."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import alike, bring_body, offer_body
from accounts.models import Invitation, Letter, Organisation, Service, User
from assessments.models import Closure
from sharing import actions
from sharing.actions.inviting import ask_in
from sharing.models import Share
from sharing.selectors import bodies_to_share_with
from tests.accounts.test_sign_in_by_code import code_of
from tests.factories import OrganisationMembershipFactory, UserFactory
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
def begun_share(browser: Client, service: Service, second: Closure) -> Share:
    """A report to a body that only this team can choose."""
    begin(browser, service)
    return Share.objects.get()


def all_chosen(share: Share, manager: User) -> Share:
    chosen = {"closures": list(Closure.objects.all()), "sections": ["changes"]}
    actions.choose(share, by=manager, purpose="Now.", ends_on=UNTIL, **chosen)
    asks = dict.fromkeys(actions.asks_to_answer(share), False)
    return actions.choose(share, by=manager, asks=asks)


def test_part_after_the_at_is_shown_large_and_nothing_goes(begun_share: Share, browser: Client):
    page = browser.get(reverse("share-whom", args=[begun_share.pk])).content.decode()
    assert '<strong class="address__place">harbour.example</strong>' in page
    assert "Anybody at this address will read it." in page
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_letter_goes_when_it_is_sent(begun_share: Share, manager: User):
    share = actions.show_to_team(all_chosen(begun_share, manager), by=manager, at=SHOWN)
    assert not Invitation.objects.exists()
    sent = actions.send(share, by=manager)
    invitation = Invitation.objects.get()
    assert (invitation.address, invitation.role, invitation.organisation) == (JO, "lead", sent.body)
    assert sent.invites == ""


def test_letter_is_taken_back_with_the_report(begun_share: Share, manager: User):
    sent = actions.send(
        actions.show_to_team(all_chosen(begun_share, manager), by=manager, at=SHOWN), by=manager
    )
    actions.take_back(sent, by=manager)
    assert Invitation.objects.get().withdrawn_at is not None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"again": "jo@harbor.example"}, "These are two different addresses. Look at both."),
        (
            {"address": "jo@harbour", "again": "jo@harbour"},
            "is not an e-mail address like name@place.org",
        ),
        ({"name": " "}, "Say what the body is called."),
        ({"again": ""}, "Type the address again."),
    ],
)
def test_what_has_to_be_changed_is_said(browser, service, second, more, sentence):
    answer = begin(browser, service, **more)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "harbour" in answer.content.decode()
    assert not Share.objects.exists()


def test_address_of_somebody_of_the_team_is_refused(
    browser: Client, service: Service, second: Closure, contributor: User
):
    answer = begin(browser, service, address=contributor.email, again=contributor.email)
    assert answer.status_code == 422
    assert "This address is of your own side." in answer.content.decode()
    assert not Organisation.objects.filter(name="Harbour Trust").exists()


def test_body_that_is_here_is_noticed(
    browser: Client, service: Service, second: Closure, body: Organisation
):
    answer = begin(browser, service, name=body.name.upper())
    assert answer.status_code == 422
    assert "is here already: choose it from the list" in answer.content.decode()


def test_second_press_begins_no_second(browser: Client, service: Service, begun_share: Share):
    answer = begin(browser, service)
    assert answer["Location"] == reverse("share-whom", args=[begun_share.pk])
    assert Share.objects.count() == 1


def test_another_address_takes_its_place(begun_share: Share, browser: Client):
    page = reverse("share-whom", args=[begun_share.pk])
    other = "kit@harbour.example"
    browser.post(page, {"address": other, "again": other, "seen": begun_share.version})
    begun_share.refresh_from_db()
    assert begun_share.invites == other


def test_no_other_team_is_offered_it_until_it_is_known(
    begun_share: Share, service: Service, other_service: Service, staff: User
):
    assert begun_share.body in bodies_to_share_with(service)
    assert begun_share.body not in bodies_to_share_with(other_service)
    offer_body(begun_share.body, by=staff)
    assert begun_share.body in bodies_to_share_with(other_service)


def test_same_name_from_two_teams_is_noticed_by_who_runs_the_site(
    begun_share: Share, other_service: Service, manager: User, staff: User
):
    other = bring_body(name="harbour  trust", service=other_service, by=manager)
    assert alike(other) == [begun_share.body]
    offer_body(begun_share.body, by=staff)
    with pytest.raises(ValidationError, match="is here already"):
        offer_body(other, by=staff)


# --- The letter again, back, or to somebody else


@pytest.fixture
def sent_share(begun_share: Share, manager: User) -> Share:
    """The report was sent, and nobody has come in yet."""
    actions.show_to_team(all_chosen(begun_share, manager), by=manager, at=SHOWN)
    now = timezone.now()
    Share.objects.filter(pk=begun_share.pk).update(state="sent", sent_at=now, sent_by=manager)
    begun_share.refresh_from_db()
    ask_in(begun_share, by=manager, at=now - dt.timedelta(hours=1))
    return begun_share


def test_who_is_asked_in_reads_at_once_and_chooses_a_second_step_to_ask_others_in(
    sent_share: Share, settings, mailoutbox, place
):
    settings.SECOND_STEP = True
    steps, runs = reverse("mfa_index"), reverse("our-body", args=[sent_share.body.slug])
    report = reverse("shared-report", args=[sent_share.reference])
    there = Client()
    answer = there.post(Invitation.objects.get().get_absolute_url(), {"display_name": "Jo"})
    assert answer.status_code == 302
    assert there.get(report).status_code == 200
    later = Client()
    answer = later.post(reverse("account_request_login_code"), {"email": JO, "next": report})
    assert later.post(answer.url, {"code": code_of(mailoutbox), "next": report}).url == report
    later.post(report)
    assert "Now." in later.get(report).content.decode()
    assert later.get(reverse("shared-reply", args=[sent_share.reference])).status_code == 200
    assert runs in later.get(reverse("shared-with-us")).content.decode()
    assert later.get(runs).url == steps
    later.post(reverse("mfa_generate_recovery_codes"))
    assert f'href="{runs}">Done' in later.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert later.get(runs).status_code == 200


def at_whom(share: Share) -> str:
    return reverse("share-whom", args=[share.pk])


def test_nobody_is_asked_in_where_the_team_says_so(
    begun_share: Share, browser: Client, manager: User
):
    page = at_whom(begun_share)
    sent = {"seen": begun_share.version, "act": "nobody"}
    for _press in range(2):
        assert browser.post(page, sent).status_code == 302
    begun_share.refresh_from_db()
    assert begun_share.invites == ""
    text = browser.get(page).content.decode()
    assert "nobody reads it" in text
    assert f'href="{page}"' in browser.get(begun_share.get_absolute_url()).content.decode()
    browser.post(page, {"address": JO, "again": JO, "seen": begun_share.version})
    begun_share.refresh_from_db()
    assert begun_share.invites == JO


def test_team_sends_the_letter_again_and_takes_it_back(
    sent_share: Share,
    browser: Client,
    contributor: User,
    other_commissioner: User,
    signed_in: SignedIn,
):
    here = sent_share.get_absolute_url()
    assert JO in browser.get(here).content.decode()
    letter = Invitation.objects.get()
    again = reverse("ask-again", args=[letter.pk])
    back = reverse("take-invitation-back", args=[letter.pk])
    for person, status in ((contributor, 404), (other_commissioner, 404)):
        assert signed_in(person).post(back).status_code == status
    answer = browser.post(again)
    assert (answer.status_code, answer["Location"]) == (302, here)
    letter.refresh_from_db()
    assert letter.sent_at == timezone.now()
    before = "Who was asked before can no longer come in."
    assert before in browser.get(at_whom(sent_share)).content.decode()
    assert browser.post(back)["Location"] == here
    page = browser.get(at_whom(sent_share)).content.decode()
    assert "The letter goes" in page
    assert before not in page
    letter.refresh_from_db()
    assert letter.withdrawn_at is not None
    assert "Ask in somebody there" in browser.get(here).content.decode()


def test_somebody_else_is_asked_in_and_the_first_link_works_no_more(
    sent_share: Share, browser: Client
):
    other = "kit@harbour.example"
    answer = browser.post(
        at_whom(sent_share), {"address": JO, "again": JO, "seen": sent_share.version}
    )
    assert answer.status_code == 422
    assert "They are asked in already." in answer.content.decode()
    browser.post(
        at_whom(sent_share), {"address": other, "again": other, "seen": sent_share.version}
    )
    open_ones = Invitation.objects.unanswered()
    assert [invitation.address for invitation in open_ones] == [other]


def test_nobody_is_asked_in_once_somebody_is_there_or_it_is_over(
    sent_share: Share, browser: Client, manager: User
):
    OrganisationMembershipFactory(organisation=sent_share.body, role="lead")
    assert browser.get(at_whom(sent_share)).status_code == 302
    with pytest.raises(actions.Stale):
        actions.ask_in_now(sent_share, address="kit@harbour.example", by=manager)
    sent_share.body.memberships.all().delete()
    actions.take_back(sent_share, by=manager)
    with pytest.raises(actions.Stale):
        actions.ask_in_now(sent_share, address="kit@harbour.example", by=manager)
    assert not Invitation.objects.unanswered().exists()
