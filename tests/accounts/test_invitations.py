import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions import (
    NotLetIn,
    WhyNot,
    accept,
    accept_anew,
    bring_body,
    end_membership,
    get_back_in,
    invite,
    join,
    link_of,
    make_way_in,
    send_again,
    send_due_letters,
    withdraw,
)
from accounts.models import Invitation, Letter, Notice, User
from accounts.models.invitation import VALID_DAYS
from tests.factories import UserFactory
from tests.people import in_organisation, in_team
from tests.source import ROOT

NOON = timezone.now().replace(hour=12)


def ask_in(**more):
    return invite(**{"role": "contributor", "address": "bo@example.org", "at": NOON} | more)


def people_told(kind):
    return {notice.user.display_name for notice in Notice.objects.unread().filter(kind=kind)}


# --- Who may ask whom in


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        ("manager", "contributor", True),
        ("manager", "manager", True),
        ("lead", "contributor", True),
        ("lead", "manager", True),
        ("contributor", "contributor", False),
        ("sibling", "contributor", False),
        ("elsewhere", "manager", False),
        ("commissioner", "contributor", False),
        ("outsider", "contributor", False),
    ],
)
def test_who_asks_into_a_team(request, service, who, role, may):
    by = request.getfixturevalue(who)
    if may:
        assert ask_in(by=by, place=service, role=role).role == role
    else:
        with pytest.raises(PermissionDenied):
            ask_in(by=by, place=service, role=role)
        assert not Invitation.objects.exists()


def test_who_asks_into_an_organisation(organisation, body, lead, manager, commissioner):
    head = in_organisation(body, "lead", "Hed Lead")
    assert ask_in(by=lead, place=organisation, role="lead").organisation == organisation
    assert ask_in(by=head, place=body, role="reader").role == "reader"
    assert ask_in(by=head, place=body, role="lead", address="cy@example.org").role == "lead"
    for by, place, role in [
        (manager, organisation, "lead"),
        (lead, body, "reader"),
        (commissioner, body, "reader"),
        (lead, organisation, "reader"),
    ]:
        with pytest.raises(PermissionDenied):
            ask_in(by=by, place=place, role=role, address="di@example.org")


def test_who_runs_the_site_names_the_first_lead_only(organisation, body):
    staff = UserFactory(is_staff=True)
    assert ask_in(by=staff, place=organisation, role="lead").role == "lead"
    in_organisation(organisation, "lead", "Lee Lead")
    with pytest.raises(PermissionDenied):
        ask_in(by=staff, place=organisation, role="lead", address="cy@example.org")
    with pytest.raises(PermissionDenied):
        ask_in(by=staff, place=body, role="reader")


# --- Asking


def test_asking_writes_a_letter_and_tells_the_team(service, manager, contributor):
    invitation = ask_in(by=manager, place=service, name="Bo")
    letter = Letter.objects.get()
    assert (letter.address, letter.invitation) == ("bo@example.org", invitation)
    assert people_told("invited") == {"Con Tributor"}  # who asked knows it
    assert invitation.valid_until == timezone.localdate(NOON) + dt.timedelta(days=7)


def test_no_usable_link_is_stored(service, manager):
    invitation = ask_in(by=manager, place=service)
    secret = invitation.get_absolute_url().split("/")[-2]
    row = {name: str(value) for name, value in Invitation.objects.values()[0].items()}
    stored = [*row.values(), *map(str, Letter.objects.values_list().get())]
    assert not [value for value in stored if secret in value]


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"address": "not an address"}, "address"),
        ({"address": ""}, "address"),
        ({"address": "dee@no-mailbox.invalid"}, "address"),
        ({"address": "", "sign_in_name": "D"}, "sign_in_name"),
        ({"address": "", "sign_in_name": "dee@home"}, "sign_in_name"),
        ({"address": "con.tributor@example.org"}, "address"),
        ({"address": "rea.reader@example.org"}, "address"),
        ({"name": "Bo\nBo"}, "name"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    service, manager, contributor, commissioner, what, field
):
    with pytest.raises(ValidationError) as refused:
        ask_in(by=manager, place=service, **what)
    assert list(refused.value.message_dict) == [field]
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_the_same_again_is_refused_and_another_role_takes_its_place(service, manager):
    first = ask_in(by=manager, place=service)
    with pytest.raises(ValidationError, match="already"):
        ask_in(by=manager, place=service)
    second = ask_in(by=manager, place=service, role="manager")
    first.refresh_from_db()
    assert first.withdrawn_at
    assert [letter.invitation for letter in Letter.objects.waiting()] == [second]


def test_a_lead_lets_no_lead_into_a_team(service, lead, organisation):
    other = in_organisation(organisation, "lead", "Oth Lead")
    before = ask_in(by=lead, place=service, address=other.email)
    service.first_words_at = NOON
    service.save()
    with pytest.raises(NotLetIn) as refused:
        accept(Invitation.objects.get(pk=before.pk), user=other, at=NOON)
    assert refused.value.why is WhyNot.LEADS
    withdraw(before, by=lead)
    with pytest.raises(ValidationError, match="only the team itself"):
        ask_in(by=lead, place=service, address=other.email)
    with pytest.raises(ValidationError, match="only the team itself"):
        ask_in(by=lead, place=service, address=lead.email, role="manager")


def test_a_manager_lets_a_lead_in(service, manager, lead):
    invitation = ask_in(by=manager, place=service, address=lead.email)
    accept(invitation, user=lead, at=NOON)
    assert service.memberships.filter(user=lead, ended_on=None).exists()


def test_sent_again_has_a_new_link(service, manager):
    invitation = ask_in(by=manager, place=service)
    before = link_of(invitation)
    with pytest.raises(ValidationError, match="ten minutes"):
        send_again(invitation, by=manager, at=NOON)
    again = send_again(invitation, by=manager, at=NOON + dt.timedelta(days=9))
    assert link_of(again) != before
    assert again.valid_until == timezone.localdate(NOON) + dt.timedelta(days=16)
    assert Letter.objects.waiting().count() == 1


def test_the_letter_carries_the_link_and_no_secret_is_kept(service, manager, mailoutbox):
    invitation = ask_in(by=manager, place=service, name="Bo")
    send_due_letters(at=NOON)
    (letter,) = mailoutbox
    assert link_of(invitation) in letter.body
    assert "Mina Manager of Oak Trust asks you to talk with the team of Alder House" in letter.body
    assert link_of(invitation) in letter.alternatives[0][0]


@pytest.mark.parametrize("role", ["contributor", "manager"])
@pytest.mark.parametrize("who", ["manager", "lead"])
def test_a_letter_says_the_second_name_only(request, service, role, who, mailoutbox):
    service.second_name = "The Willows"
    service.save()
    ask_in(by=request.getfixturevalue(who), place=service, role=role)
    send_due_letters(at=NOON)
    (letter,) = mailoutbox
    text = f"{letter.subject} {letter.body} {letter.alternatives[0][0]}"
    assert text.count("The Willows") >= 3
    assert "Alder House" not in text
    assert "\n\n\n" not in letter.body


def test_a_letter_to_a_body_that_a_team_asks_in_says_the_second_name_only(
    service, manager, mailoutbox
):
    service.second_name = "The Willows"
    service.save()
    body = bring_body(name="Harbour Trust", service=service, by=manager, at=NOON)
    ask_in(by=manager, place=body, role="lead")
    send_due_letters(at=NOON)
    (letter,) = mailoutbox
    text = f"{letter.subject} {letter.body} {letter.alternatives[0][0]}"
    assert text.count("The Willows") >= 3
    assert letter.subject == "The Willows has written a letter to Harbour Trust"
    assert "Alder House" not in text


def test_no_letter_prints_what_a_team_is_called_inside():
    for path in sorted((ROOT / "templates" / "letters").iterdir()):
        names = re.findall(r"(?:service|team|brought_by)\.name\b", path.read_text(encoding="utf-8"))
        assert names == [], path.name


def test_withdrawn_is_withdrawn_with_its_letter_and_notice(service, manager, contributor):
    invitation = ask_in(by=manager, place=service)
    withdraw(withdraw(invitation, by=manager), by=manager)
    assert not Letter.objects.waiting().exists()
    assert people_told("invited") == set()
    with pytest.raises(PermissionDenied):
        withdraw(invitation, by=contributor)


# --- Coming in


def test_a_newcomer_comes_in_once_and_everybody_is_told(service, manager, contributor):
    invitation = ask_in(by=manager, place=service)
    bo = accept_anew(invitation, display_name="Bo", password=None, at=NOON)
    assert bo.email == "bo@example.org"
    assert service.memberships.get(user=bo).role == "contributor"
    assert people_told("joined_team") == {"Mina Manager", "Con Tributor"}
    assert people_told("invited") == set()
    invitation.refresh_from_db()
    with pytest.raises(NotLetIn) as refused:
        accept(invitation, user=bo, at=NOON)
    assert refused.value.why is WhyNot.USED


def spoil_used(invitation, service, manager):
    accept_anew(invitation, display_name="Bo", password=None, at=NOON)


def spoil_old(invitation, service, manager):
    Invitation.objects.update(valid_until=timezone.localdate() - dt.timedelta(days=1))


def spoil_withdrawn(invitation, service, manager):
    withdraw(invitation, by=manager)


def spoil_inviter(invitation, service, manager):
    end_membership(service.memberships.get(user=manager), by=manager)


def spoil_inviter_demoted(invitation, service, manager):
    join(user=manager, place=service, role="contributor", by=None)


def spoil_inviter_closed(invitation, service, manager):
    User.objects.filter(pk=manager.pk).update(is_active=False)


def spoil_place(invitation, service, manager):
    type(service).objects.update(archived_on=timezone.localdate())


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (spoil_used, WhyNot.USED),
        (spoil_old, WhyNot.OLD),
        (spoil_withdrawn, WhyNot.WITHDRAWN),
        (spoil_inviter, WhyNot.INVITER_LEFT),
        (spoil_inviter_demoted, WhyNot.INVITER_LEFT),
        (spoil_inviter_closed, WhyNot.INVITER_LEFT),
        (spoil_place, WhyNot.CLOSED),
    ],
)
def test_a_spoilt_invitation_lets_nobody_in(service, manager, spoil, why):
    invitation = ask_in(by=manager, place=service)
    spoil(invitation, service, manager)
    invitation = Invitation.objects.get()
    people = User.objects.count()
    with pytest.raises(NotLetIn) as refused:
        accept_anew(invitation, display_name="Cy", password=None, at=NOON)
    assert refused.value.why is why
    assert User.objects.count() == people


def test_an_invitation_is_for_one_person(service, manager, outsider):
    invitation = ask_in(by=manager, place=service)
    with pytest.raises(NotLetIn) as refused:
        accept(invitation, user=outsider, at=NOON)
    assert refused.value.why is WhyNot.ANOTHERS
    assert not service.memberships.filter(user=outsider).exists()


def test_who_has_an_account_makes_no_second_one(service, manager, outsider):
    invitation = ask_in(by=manager, place=service, address=outsider.email)
    with pytest.raises(NotLetIn) as refused:
        accept_anew(invitation, display_name="Out", password=None, at=NOON)
    assert refused.value.why is WhyNot.HAS_ACCOUNT
    accept(invitation, user=outsider, at=NOON)
    assert service.memberships.get(user=outsider).role == "contributor"


def test_who_began_to_read_for_a_body_meanwhile_is_refused(service, manager, outsider, body):
    invitation = ask_in(by=manager, place=service, address=outsider.email)
    in_organisation(body, "reader", "X")
    body.memberships.update(user=outsider)
    with pytest.raises(NotLetIn) as refused:
        accept(invitation, user=outsider, at=NOON)
    assert refused.value.why is WhyNot.BOTH_SIDES


def test_a_manager_asked_as_a_contributor_stays_manager(service, manager, lead, contributor):
    invitation = ask_in(by=manager, place=service, address="cy@example.org")
    cy = UserFactory(email="cy@example.org")
    join(user=cy, place=service, role="manager", by=lead)
    accept(invitation, user=cy, at=NOON)
    assert service.memberships.get(user=cy, ended_on=None).role == "manager"


# --- Without a mailbox


def nights(service, manager):
    invitation = ask_in(by=manager, place=service, address="", sign_in_name="Dee.Nights")
    return accept_anew(invitation, display_name="Dee", password="four odd words here", at=NOON)


def test_a_sign_in_name_gets_no_letter(service, manager):
    dee = nights(service, manager)
    assert (dee.has_mailbox, dee.signs_in_as) == (False, "dee.nights")
    assert not Letter.objects.exists()


def test_a_new_way_in_is_told_and_ends_other_sign_ins(service, manager, contributor):
    dee = nights(service, manager)
    way_in = make_way_in(dee, service=service, by=manager, at=NOON)
    assert people_told("way_in_made") == {"Dee"}
    got = get_back_in(way_in, password="five other odd words", at=NOON)
    dee.refresh_from_db()
    assert got == dee
    assert dee.check_password("five other odd words")
    assert dee.sign_ins_since == NOON
    with pytest.raises(NotLetIn):
        get_back_in(way_in, password="and once more again", at=NOON)


def test_a_way_in_opens_no_more_than_its_maker_has(
    service, manager, contributor, sibling_service, sibling
):
    dee = nights(service, manager)
    way_in = make_way_in(dee, service=service, by=manager, at=NOON)
    join(user=dee, place=sibling_service, role="contributor", by=sibling)
    with pytest.raises(NotLetIn) as refused:
        get_back_in(way_in, password="five other odd words", at=NOON)
    assert refused.value.why is WhyNot.INVITER_LEFT
    with pytest.raises(ValidationError, match="anew, with another sign-in name"):
        make_way_in(dee, service=service, by=manager, at=NOON)
    with pytest.raises(ValidationError, match="forgot my password"):
        make_way_in(contributor, service=service, by=manager, at=NOON)
    with pytest.raises(PermissionDenied):
        make_way_in(dee, service=service, by=contributor, at=NOON)


def test_an_invitation_is_open_until_its_last_day(service, manager):
    ask_in(by=manager, place=service)
    assert Invitation.objects.open(NOON + dt.timedelta(days=VALID_DAYS)).exists()
    assert not Invitation.objects.open(NOON + dt.timedelta(days=VALID_DAYS + 1)).exists()


def test_a_way_in_is_made_for_people_of_the_team_only(service, manager, other_service, elsewhere):
    dee = nights(other_service, elsewhere)
    with pytest.raises(PermissionDenied):
        make_way_in(dee, service=service, by=manager, at=NOON)


def test_a_sign_in_name_of_elsewhere_is_taken(service, manager, other_service, elsewhere):
    nights(other_service, elsewhere)
    with pytest.raises(ValidationError, match="taken"):
        ask_in(by=manager, place=service, address="", sign_in_name="dee.nights")


def test_a_second_team_of_the_organisation_takes_the_same_name(
    service, manager, sibling_service, sibling
):
    dee = nights(service, manager)
    invitation = ask_in(by=sibling, place=sibling_service, address="", sign_in_name="dee.nights")
    accept(invitation, user=dee, at=NOON)
    assert in_team(sibling_service, "contributor", "Ano Ther")
    assert sibling_service.memberships.filter(user=dee).exists()
