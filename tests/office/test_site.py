import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts import actions
from accounts.actions import log, write_letter
from accounts.models import Invitation, Letter, Organisation
from accounts.operations.backup import PROVED
from office.site import copies_proved, health_of_site
from tests.factories import OrganisationFactory, UserFactory
from tests.home.test_pages_of_teams import plan
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.unchanging import unchanging


@pytest.fixture
def runs(db):
    return UserFactory(email="runs@example.org", display_name="Runs It", is_staff=True)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["manager", "lead", "commissioner", "outsider"])
@pytest.mark.parametrize("name", ["this-site", "add-organisation"])
def test_others_find_nothing(request, who, name):
    assert browser(request.getfixturevalue(who)).get(reverse(name)).status_code == 404


def test_page_says_how_the_site_fares(runs, organisation, lead, body, settings):
    settings.LETTERS_GO_OUT = True
    text_of_site = text(browser(runs).get(reverse("this-site")))
    for words in (
        "it answers.",
        "No letter waits.",
        "None waiting.",
        "None yet.",
        "GB are free",
    ):
        assert words in text_of_site
    assert "Lee Lead" in text_of_site
    assert "nobody leads it yet" in text_of_site
    assert settings.VERSION in text_of_site


@pytest.mark.parametrize("question", ["password__startswith", "what_matters__startswith", "role"])
@pytest.mark.parametrize("name", ["this-site", "site-people", "site-done"])
def test_lists_answer_no_question_that_they_do_not_offer(runs, manager, lead, body, name, question):
    """By yes and no one could read what no page shows: words of a team, hashes of passwords."""
    here, page = browser(runs), reverse(name)
    answered, plain = (text(here.get(page, query)) for query in ({question: "zqx"}, {}))
    assert strip_tags(unchanging(answered)) == strip_tags(unchanging(plain))


def test_lines_say_what_is_so(db, settings):
    settings.LETTERS_GO_OUT = True
    write_letter("invitation", address="a@example.org")
    write_letter("invitation", address="b@example.org")
    Letter.objects.filter(address="b@example.org").update(next_try_at=None)
    log(PROVED, by=None, at=timezone.now() - dt.timedelta(days=3))
    lines = {line.name: line for line in health_of_site()}
    assert "1 letter waits to go out. 1 letter was given up" in lines["Letters"].sentence
    assert not lines["Letters"].well
    assert not lines["Last copy that was proved"].well


def test_last_copy_is_found_without_reading_all_that_was_done(db):
    if connection.vendor != "sqlite":
        return  # PostgreSQL reads a small table whole, whatever there is to find it by
    assert "SCAN" not in plan(copies_proved())
    assert "TEMP B-TREE" not in plan(copies_proved())


def test_letter_to_myself_goes_out(runs):
    answer = browser(runs).post(reverse("letter-to-myself"), follow=True)
    assert "A letter to you is on its way" in text(answer)
    assert [letter.to for letter in mail.outbox] == [["runs@example.org"]]


def test_organisation_is_added_and_its_first_lead_asked_in(runs):
    here = browser(runs)
    page = reverse("add-organisation")
    assert here.post(page, {"name": "Oak Trust"}).status_code == 422
    answer = here.post(page, {"name": "Oak Trust", "kind": "provider"})
    organisation = Organisation.objects.get()
    assert answer.url == reverse("ask-into-organisation", args=[organisation.slug])
    assert here.post(page, {"name": "oak  trust", "kind": "provider"}).status_code == 422
    typed = {"name": "Kit", "address": "kit@example.org", "role": "lead"}
    assert here.post(answer.url, typed).status_code == 302
    invitation = Invitation.objects.get()
    page_of_it = text(here.get(reverse("site-organisation", args=[organisation.slug])))
    assert "Kit" in page_of_it
    actions.withdraw(invitation, by=runs)


@pytest.mark.parametrize("kind", ["provider", "commissioner"])
def test_who_asks_the_first_lead_in_is_not_told_that_it_is_with_them(runs, kind):
    place = OrganisationFactory.create(kind=kind)
    page = text(browser(runs).get(reverse("ask-into-organisation", args=[place.slug])))
    assert "Leads on this" in page
    assert "with you" not in page
    assert "for us" not in page


def test_nobody_adds_a_place_to_practise_in(runs):
    here = browser(runs)
    page = reverse("add-organisation")
    assert "for practice" not in text(here.get(page))
    assert here.post(page, {"name": "Riverbank", "kind": "practice"}).status_code == 422


def test_where_there_is_a_lead_the_site_asks_nobody_in(runs, organisation, lead):
    page = reverse("ask-into-organisation", args=[organisation.slug])
    assert browser(runs).get(page).status_code == 403


def test_organisation_is_ended_in_one_go(runs, organisation, service, lead, contributor, manager):
    actions.invite(
        by=manager, place=service, role="contributor", name="Dee", sign_in_name="dee.nights"
    )
    page = reverse("end-organisation", args=[organisation.slug])
    here = browser(lead)
    assert here.post(page, {"name": "Elm"}).status_code == 422
    assert here.post(page, {"name": "Oak Trust"}).status_code == 302
    service.refresh_from_db()
    assert service.archived_on
    assert not Invitation.objects.unanswered().exists()
    assert here.get(page).status_code == 404
    assert browser(contributor).get(service.get_absolute_url()).status_code == 200
    site = browser(runs)
    again = reverse("begin-again-on-site", args=[organisation.slug])
    assert site.post(again).status_code == 302
    assert here.get(page).status_code == 404  # the lead is asked in anew
    assert site.get(reverse("ask-into-organisation", args=[organisation.slug])).status_code == 200


def test_body_that_ends_reads_nothing_more(runs, body, commissioner):
    page = reverse("end-on-site", args=[body.slug])
    assert browser(runs).post(page, {"name": body.name}).status_code == 302
    assert browser(commissioner).get(reverse("shared-with-us")).status_code == 404


def test_organisations_cost_the_same_for_many(runs, organisation, django_assert_max_num_queries):
    page = reverse("this-site")
    here = browser(runs)
    here.get(page)
    for number in range(15):
        actions.add_organisation(name=f"Ash {number}", kind="provider", by=runs)
    with django_assert_max_num_queries(12):
        here.get(page)
