"""People and names on this site."""

import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import actions
from accounts.models import Event, Letter, User
from accounts.selectors import notices_for
from office.forms.accounts import PersonForm
from tests.factories import UserFactory
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.people import in_organisation, in_team
from tests.together import at_once

PASSWORD = "four odd words together"


@pytest.fixture
def here(runs):
    return browser(runs)


def of(name, person):
    return reverse(name, args=[person.pk])


def typed(person, **more):
    return {
        "display_name": person.display_name,
        "reached_by": person.signs_in_as,
        "was": PersonForm.mark_of(person),
    } | more


def test_people_are_found_and_paged(here, runs, manager, django_assert_max_num_queries):
    for number in range(25):
        UserFactory(email=f"n{number:02}@example.org", display_name=f"Night {number:02}")
    page = reverse("site-people")
    list_text = text(here.get(page, {"q": "mina.manager@"}))
    assert "Mina Manager" in list_text
    assert "Night" not in list_text
    assert "Nobody has that" in text(here.get(page, {"q": "\x00"}))
    with django_assert_max_num_queries(8):
        first = text(here.get(page, {"q": "night"}))
    assert "Night 19" in first
    assert "Night 20" not in first
    assert "Night 24" in text(here.get(page, {"q": "night", "page": "2"}))


def test_name_and_address_are_changed_and_the_old_address_is_told(here, manager, service):
    page = of("site-person", manager)
    page_text = text(here.get(page))
    assert "Alder House" in page_text
    assert "signed in on" not in page_text
    assert here.post(page, typed(manager, reached_by="mina@new.example")).status_code == 302
    manager.refresh_from_db()
    assert manager.email == "mina@new.example"
    letter = Letter.objects.get()
    assert (letter.address, letter.kind) == ("mina.manager@example.org", "new_address")


@pytest.mark.parametrize(
    ("reached_by", "sentence"),
    [
        ("", "Type an address"),
        ("no@", "An e-mail looks like"),
        ("x@no-mailbox.invalid", "No letter arrives"),
        ("?", "A sign-in name has"),
        ("con.tributor@example.org", "another account already"),
    ],
)
def test_what_cannot_be_an_address_is_said(here, manager, contributor, reached_by, sentence):
    answer = here.post(of("site-person", manager), typed(manager, reached_by=reached_by))
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_two_who_change_a_person_read_of_each_other(here, manager):
    seen = typed(manager, display_name="Mina M.")
    manager.display_name = "Mina Hall"
    manager.save()
    answer = here.post(of("site-person", manager), seen)
    assert answer.status_code == 409
    assert "Mina Hall" in text(answer)
    assert 'value="Mina M."' in text(answer)


def test_who_had_no_mailbox_gets_one(here, service, runs):
    dee = UserFactory(email="dee.nights@no-mailbox.invalid", display_name="Dee")
    here.post(of("site-person", dee), typed(dee, reached_by="dee@example.org"))
    dee.refresh_from_db()
    assert dee.has_mailbox
    assert not Letter.objects.exists()


def test_account_is_closed_and_opened_again(here, runs, service, manager, contributor):
    theirs = browser(contributor)
    page = of("close-person", contributor)
    assert "belong to no team" in text(here.get(page))
    assert here.post(page).status_code == 302
    assert theirs.get(service.get_absolute_url()).status_code == 302
    assert not contributor.service_memberships.filter(ended_on=None).exists()
    assert here.post(page).status_code == 302  # twice is the same as once
    assert here.post(of("open-person", contributor)).status_code == 302
    contributor.refresh_from_db()
    assert contributor.is_active
    assert browser(contributor).get(service.get_absolute_url()).status_code == 404


def test_where_the_last_lead_is_gone_another_is_asked_in(here, organisation, lead):
    here.post(of("close-person", lead))
    page = reverse("ask-into-organisation", args=[organisation.slug])
    assert here.get(page).status_code == 200


def test_a_lead_whose_account_is_closed_is_no_lead_any_more(here, runs, organisation, lead):
    lead.is_active = False
    actions.change_person(lead, what={"is_active"}, by=runs)
    page = reverse("ask-into-organisation", args=[organisation.slug])
    assert here.get(page).status_code == 200


def test_part_of_a_lead_or_reader_is_ended_on_this_site(here, organisation, lead, body):
    reader = in_organisation(body, "reader", "Rea Der")
    for place, person in ((organisation, lead), (body, reader)):
        page = reverse("end-part-on-site", args=[place.slug, person.pk])
        assert here.post(page).status_code == 302
        assert not place.memberships.filter(ended_on=None).exists()
        assert here.post(page).status_code == 404


def test_wrong_tries_are_forgotten_and_a_letter_goes(client, here, manager, mailoutbox):
    manager.set_password(PASSWORD)
    manager.save()
    for _time in range(6):
        client.post("/account/login/", {"login": manager.email, "password": "wrong"})
    right = {"login": manager.email, "password": PASSWORD}
    assert client.post("/account/login/", right).status_code == 422
    assert here.post(of("help-back-in", manager)).status_code == 302
    assert client.post("/account/login/", right).status_code == 302
    actions.send_due_letters()
    assert [letter.to for letter in mailoutbox] == [[manager.email]]


def test_who_runs_the_site_is_said_and_one_remains(here, runs, manager):
    page = of("runs-site", manager)
    here.post(page, {"runs": "yes"})
    manager.refresh_from_db()
    assert manager.is_staff
    here.post(page, {"runs": "no"})
    answer = here.post(of("runs-site", runs), {"runs": "no"}, follow=True)
    assert User.objects.get(pk=runs.pk).is_staff
    assert "Runs It is the last who runs this site" in text(answer)


def test_who_runs_it_with_fewer_rights_changes_no_superuser(runs, manager):
    helper = UserFactory(email="h@example.org", display_name="Helper", is_staff=True)
    here = browser(helper)
    assert here.post(of("site-person", runs), typed(runs)).status_code == 403
    assert here.post(of("close-person", runs)).status_code == 403
    assert here.post(of("runs-site", helper), {"runs": "yes"}).status_code == 403
    assert here.post(of("two-of-one", runs), {}).status_code == 403
    assert here.post(of("help-back-in", runs)).status_code == 403
    assert here.post(of("forget-second-step", runs)).status_code == 403
    User.objects.filter(pk=runs.pk).update(is_active=False)
    assert here.post(of("open-person", runs)).status_code == 403
    assert not Event.objects.filter(object_id=runs.pk).exists()


def test_two_accounts_of_one_person_become_one(
    here, runs, service, sibling_service, manager, organisation
):
    old = UserFactory(email="dee.nights@no-mailbox.invalid", display_name="Dee")
    new = in_team(service, "contributor", "Dee Day")
    third = in_team(sibling_service, "contributor", "Bea Birch")
    for team, role in ((service, "manager"), (sibling_service, "contributor")):
        actions.join(user=old, place=team, role=role, by=runs)
    page = of("two-of-one", old)
    assert "Nobody here signs in with that" in text(here.post(page, {"reached_by": "zz@zz.org"}))
    assert "Choose another account" in text(here.post(page, {"reached_by": "dee.nights"}))
    assert here.post(page, {"reached_by": runs.email}).status_code == 403
    actions.join(user=old, place=organisation, role="lead", by=runs)
    assert here.post(page, {"reached_by": new.email}).status_code == 302
    assert new.organisation_memberships.get(ended_on=None).role == "lead"
    roles = new.service_memberships.filter(ended_on=None).values_list("service__name", "role")
    assert set(roles) == {("Alder House", "manager"), ("Birch House", "contributor")}
    old.refresh_from_db()
    assert not old.is_active
    assert "joined_team" in {notice.kind for notice in notices_for(third)}


def test_a_reader_is_not_made_one_with_somebody_of_a_team(here, commissioner, contributor):
    answer = here.post(of("two-of-one", contributor), {"reached_by": commissioner.email})
    assert answer.status_code == 422
    assert contributor.service_memberships.filter(ended_on=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "route", "place"),
    [
        ("lead", "name-organisation", "organisation"),
        ("runs", "name-on-site", "organisation"),
        ("runs", "name-on-site", "body"),
    ],
)
def test_organisation_is_named_anew(request, who, route, place):
    place = request.getfixturevalue(place)
    here = browser(request.getfixturevalue(who))
    page = reverse(route, args=[place.slug])
    assert here.post(page, {"name": "", "was": place.name}).status_code == 422
    assert here.post(page, {"name": " Ash  Trust", "was": place.name}).status_code == 302
    place.refresh_from_db()
    assert place.name == "Ash Trust"
    assert Event.objects.filter(act="organisation_named", object_id=place.pk).count() == 1
    stale = here.post(page, {"name": "Beech", "was": "Oak"})
    assert stale.status_code == 409
    assert "Ash Trust" in text(stale)
    assert 'value="Beech"' in text(stale)


def test_body_is_named_by_who_leads_there_and_not_like_another(body, other_body):
    here = browser(in_organisation(body, "lead", "Jo Reid"))
    page = reverse("name-body", args=[body.slug])
    answer = here.post(page, {"name": "southtown  council", "was": body.name})
    assert answer.status_code == 422
    assert "Say in the name which of the two this is" in text(answer)
    assert here.post(page, {"name": "Northtown (housing)", "was": body.name}).status_code == 302


def test_one_closes_ones_own_account(service, manager, contributor):
    here = browser(manager)
    page = reverse("close-account")
    assert "Alder House" in text(here.get(page))
    assert page in text(here.get(reverse("account_email")))
    assert here.post(page).url == reverse("account_login")
    manager.refresh_from_db()
    assert not manager.is_active
    assert here.get(reverse("home")).status_code == 302
    assert not actions.has_manager(service)


def test_the_only_lead_and_the_only_one_who_runs_the_site_stay(lead, runs):
    for person, why_not in ((lead, "Name somebody else first"), (runs, "Say first who else does")):
        here = browser(person)
        assert why_not in text(here.post(reverse("close-account"), follow=True))
        person.refresh_from_db()
        assert person.is_active


@pytest.mark.parametrize(
    ("route", "one"),
    [
        ("site-people", False),
        ("site-person", True),
    ],
)
def test_nobody_reads_when_somebody_last_signed_in(here, manager, route, one):
    manager.last_login = dt.datetime(1999, 12, 31, 23, 58, tzinfo=dt.UTC)
    manager.save()
    answer = here.get(of(route, manager) if one else reverse(route))
    assert answer.status_code == 200
    assert "Mina Manager" in text(answer)
    assert "1999" not in text(answer)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_run_the_site_one_stays_whoever_presses_at_once():
    first, second = UserFactory.create_batch(2, is_staff=True, is_superuser=True)
    acts = [
        partial(actions.say_who_runs, first, runs=False, by=User.objects.get(pk=second.pk)),
        partial(actions.close_account, second, by=second),
    ]
    results = at_once(*acts)
    assert User.objects.filter(is_staff=True, is_active=True).count() == 1
    assert [isinstance(result, ValidationError) for result in results].count(True) == 1
