"""What is held about oneself, and erasing: oneself, by who runs the site."""

import datetime as dt
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Erasure, Event, LetIn, Letter, Notice, User
from assessments import actions as talks
from assessments.models import Draft, Note
from demo.people import PASSWORD
from office.actions import erase_person
from office.personal_data.about import ROWS, as_file
from office.personal_data.columns import COLUMNS, KINDS
from tests.factories import UserFactory
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.people import in_team


@pytest.fixture
def talk(service, framework, contributor, manager):
    """Return an open conversation in which both have written, and the one keeps a draft."""
    talk = talks.start(service=service, framework=framework, length="coffee", by=manager)
    for person, words in ((manager, "Mina wrote this."), (contributor, "Con wrote this.")):
        talks.keep_note(service=service, words=words, by=person, signed=True)
    talks.keep_draft(
        user=contributor, assessment=talk, page="place-soil", fields={"words": "Half a line"}
    )
    return talk


def test_every_kind_of_the_table_is_told():
    kinds = [kind.key for kind in KINDS]
    assert set(kinds) == {column.kind for column in COLUMNS} == set(ROWS)
    assert len(set(kinds)) == len(kinds)


def test_page_and_file_tell_ones_own_and_nobody_elses(contributor, manager, service, talk):
    here = browser(contributor)
    page = text(here.get(reverse("about-me")))
    answer = here.get(reverse("about-me-file"))
    file = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="about-me.json"'
    assert json.loads(file)["format_version"] == 1
    for content in (page, file):
        assert "one of a team" in page
        for own in ("Con Tributor", contributor.email, "Half a line", "Con wrote this.", "Alder"):
            assert own in content
        for other in ("Mina", manager.email):
            assert other not in content
    assert reverse("about-me") in text(here.get(reverse("account_email")))


def test_what_leads_to_somebody_by_another_way_is_told(
    runs, contributor, lead, elsewhere, service, other_service
):
    """By their address, by what others were told, by an account that became one with theirs."""
    first = actions.add_person(email="first@demo.example", display_name="Con", by=runs)
    talks.keep_note(service=service, words="Before that.", by=first, signed=True)
    actions.merge_accounts(first, into=contributor, by=runs)
    EmailAddress.objects.create(user=contributor, email=lead.email, verified=False)  # only typed
    for address in (contributor.email, lead.email):
        where = {"place": other_service, "role": "contributor"}
        actions.invite(**where, name=f"To {address}", address=address, by=elsewhere)
    actions.write_letter("login_code", address=contributor.email)
    actions.write_letter("login_code", address=lead.email)
    Notice.objects.create(user=lead, kind="joined_team", service=service, about=contributor)
    LetIn.objects.create(service=service, person=lead, by=contributor)
    SocialAccount.objects.create(user=contributor, provider="work", uid="x")

    rows = {kind["kind"]: kind["rows"] for kind in as_file(contributor)["kinds"]}

    assert rows["account"][0]["came_in_by_their_organisation"] is True
    assert rows["account"][1]["signs_in_as"] == "first@demo.example"
    assert [row["words"] for row in rows["notes"]] == ["Before that."]
    assert [row["called"] for row in rows["invitations"]] == [f"To {contributor.email}"]
    assert {row["address"] for row in rows["letters"]} == {contributor.email}
    assert "login_code" in [row["kind"] for row in rows["letters"]]
    assert [row.get("told_others_of_you") for row in rows["notices"]] == ["joined_team"]
    assert rows["belonging"][-1]["said_yes_to_a_lead_in"] == service.name
    page = text(browser(contributor).get(reverse("about-me")))
    assert "others were told of you" in page
    assert "somebody new came to a team" in page
    assert "said that a lead may come in to" in page


def test_file_is_whole_where_the_page_is_short(contributor, service):
    for number in range(12):
        talks.keep_note(service=service, words=f"Line {number}.", by=contributor, signed=True)
    page = text(browser(contributor).get(reverse("about-me")))
    assert "Line 11." in page
    assert "Line 0." not in page
    assert "The file has the earlier ones, too." in page
    (notes,) = (kind for kind in as_file(contributor)["kinds"] if kind["kind"] == "notes")
    assert len(notes["rows"]) == 12


def test_one_erases_oneself(contributor, service, talk):
    here = browser(contributor)
    page = reverse("erase-me")
    assert here.get(page).status_code == 200
    for typed in ("", "Somebody Else"):
        assert here.post(page, {"name": typed}).status_code == 422
    answer = here.post(page, {"name": "con tributor"})
    assert answer.url == reverse("account_login")
    row = User.objects.get(pk=contributor.pk)
    assert (row.display_name, row.is_active) == ("Somebody who has left", False)
    assert not row.has_mailbox
    assert not row.has_usable_password()
    assert Draft.objects.count() == 0
    assert Note.objects.get(words="Con wrote this.").signed_by is None
    assert Erasure.objects.get().key == contributor.pk
    assert here.get(reverse("home")).status_code == 302
    again = Client().post(
        reverse("account_login"), {"login": contributor.email, "password": PASSWORD}
    )
    assert again.status_code == 422


def test_the_only_lead_and_the_only_one_who_runs_the_site_are_told_why_not(lead, runs):
    for person, why_not in ((lead, "Name somebody else first"), (runs, "Say first who else does")):
        answer = browser(person).post(reverse("erase-me"), {"name": person.display_name})
        assert answer.status_code == 422
        assert why_not in text(answer)
        person.refresh_from_db()
        assert person.is_active
        assert person.erased_on is None
    assert not Erasure.objects.exists()


def test_who_runs_the_site_erases_somebody_who_asked(runs, manager, lead, service):
    here = browser(runs)
    page = reverse("erase-person", args=[manager.pk])
    assert page in text(here.get(reverse("site-person", args=[manager.pk])))
    assert here.post(page, {"name": "Mina"}).status_code == 422
    assert here.post(page, {"name": "Mina Manager"}).url == reverse("site-people")
    assert not service.memberships.filter(user=manager).exists()
    assert here.get(reverse("site-person", args=[manager.pk])).status_code == 404
    assert here.get(page).status_code == 404
    people = text(here.get(reverse("site-people")))
    assert "Mina" not in people
    assert "Somebody who has left" not in people
    assert browser(lead).get(page).status_code == 404
    assert Event.objects.filter(object_id=manager.pk).values_list("act", flat=True).get() == (
        "person_erased"
    )


def test_whoever_is_erased_gets_a_last_letter_and_its_address_goes_with_it(
    runs, manager, mailoutbox
):
    was = manager.email
    erase_person(manager, by=runs)
    assert Letter.objects.get(kind="person_erased").address == was
    assert actions.send_due_letters() == 1
    (mail,) = mailoutbox
    assert mail.to == [was]
    assert "is erased" in mail.body
    assert "Mina" not in mail.body
    row = Letter.objects.get(kind="person_erased")
    assert (row.address, row.user, row.details) == ("", None, {})


def test_last_letter_that_cannot_go_out_is_given_up_and_its_address_goes(runs, manager):
    erase_person(manager, by=runs)
    later = (timezone.now() + dt.timedelta(days=3)).replace(hour=12)
    assert actions.send_due_letters(at=later) == 0
    assert Letter.objects.get(kind="person_erased").address == ""


def test_who_has_all_rights_is_erased_by_their_like_alone(runs, db):
    other = UserFactory(email="staff@example.org", display_name="Some Staff", is_staff=True)
    page = reverse("erase-person", args=[runs.pk])
    assert browser(other).post(page, {"name": "Runs It"}).status_code == 403
    assert browser(runs).get(reverse("erase-person", args=[runs.pk])).url == reverse("erase-me")


def test_closed_account_can_be_erased_and_an_erased_one_not_opened(runs, manager):
    actions.close_account(manager, by=runs)
    assert erase_person(manager, by=runs)
    manager.refresh_from_db()
    here = browser(runs)
    assert here.post(reverse("open-person", args=[manager.pk])).status_code == 404
    manager.refresh_from_db()
    assert not manager.is_active


def test_only_manager_of_a_team_is_shown_what_nobody_looks_after(service, manager):
    in_team(service, "contributor", "Nia Night")
    page = text(browser(manager).get(reverse("erase-me")))
    assert reverse("leave-team", args=[service.slug]) in page
