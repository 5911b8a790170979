"""Who did what, for who runs the site and for leads."""

import ast
import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Event
from accounts.models.service import Service
from office.history import A_PAGE, ARRANGED, ON_SITE
from tests.factories import UserFactory
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.people import in_organisation
from tests.source import modules


@pytest.fixture
def runs(db):
    return UserFactory(display_name="Runs It", is_staff=True)


@pytest.fixture
def body_lead(body):
    return in_organisation(body, "lead", "Bodie Lead")


def shown_text(person, address, more=""):
    answer = browser(person).get(address + more)
    assert answer.status_code == 200
    return text(answer).replace("<bdi>", "").replace("</bdi>", "")


def site_text(runs, more=""):
    return shown_text(runs, reverse("site-done"), more)


def lead_text(lead, organisation, more=""):
    return shown_text(lead, reverse("our-done", args=[organisation.slug]), more)


def body_text(body_lead, body):
    return shown_text(body_lead, reverse("body-done", args=[body.slug]))


def test_what_a_lead_arranged_is_read_by_lead_and_site(runs, lead, organisation, service):
    actions.name_team(service, name="Alder House", second_name="The Willows", by=lead)
    actions.invite(by=lead, place=service, role="manager", name="Mo Hall", address="mo@oak.org")
    theirs, ours = lead_text(lead, organisation), site_text(runs)
    for side in (theirs, ours):
        assert "said what the team is called" in side
        assert "asked somebody to look after the team" in side
        assert "Alder House" in side
        assert "mo@oak.org" not in side
    assert "look after the team: Mo Hall" in theirs
    assert "Mo Hall" not in ours  # who has not come is told to those who asked, and to the team
    page_of_theirs = shown_text(lead, reverse("about-me"))
    assert "Whoever runs this site, without when a team talks; who leads" in page_of_theirs


def test_who_came_and_went_is_told_by_name(runs, lead, organisation, service, manager):
    newcomer = UserFactory(display_name="New Comer")
    row = actions.join(user=newcomer, place=service, role="contributor", by=manager)
    actions.leave_team(row, by=newcomer)
    text = lead_text(lead, organisation)
    assert "Mina Manager let somebody into the team: New Comer" in text
    assert "New Comer left" in text
    assert "left: New Comer" not in text


@pytest.mark.parametrize(
    "act",
    ["started", "finished", "placed", "note_kept", "talk_offered", "way_in_used", "share_prepared"],
)
def test_when_a_team_talks_is_on_no_list(runs, lead, organisation, service, manager, act):
    actions.log(act, by=manager, service=service, object_id=service.pk)
    assert "Mina Manager" not in lead_text(lead, organisation)
    assert "Mina Manager" not in site_text(runs)


@pytest.mark.parametrize("act", sorted(ON_SITE))
def test_what_is_for_who_runs_the_site_is_read_by_nobody_else(
    runs, lead, body_lead, organisation, body, service, manager, act
):
    actions.log(act, by=manager, service=service, organisation=body, object_id=runs.pk)
    assert str(ON_SITE[act]) in site_text(runs).replace("&#x27;", "'")
    assert "Mina Manager" not in lead_text(lead, organisation)
    assert "Mina Manager" not in body_text(body_lead, body)


def test_body_lead_reads_who_was_let_in_and_no_service(body_lead, body, service, manager):
    reader = UserFactory(display_name="Rea Der")
    actions.join(user=reader, place=body, role="reader", by=body_lead)
    actions.join(user=UserFactory(), place=service, role="contributor", by=manager)
    text = body_text(body_lead, body)
    assert "Bodie Lead let somebody read for it: Rea Der" in text
    assert "Alder House" not in text


def test_nothing_of_another_organisation_or_of_practice(lead, runs, organisation, other_service):
    actions.log("service_named", by=runs, service=other_service, object_id=other_service.pk)
    assert "Runs It" not in lead_text(lead, organisation)
    practice = Service.with_practice.filter(practice_of__isnull=False)
    assert not practice.exists()
    other_service.practice_of = runs
    Service.with_practice.filter(pk=other_service.pk).update(practice_of=runs)
    assert "said what the team is called" not in site_text(runs)


def test_pages_go_back_in_time_and_are_not_counted(runs, lead, organisation, service):
    at = timezone.now()
    actions.log("grouping_made", by=lead, organisation=organisation, at=at)
    rows = [
        Event(act="service_named", actor=lead, at=at, service=service, object_id=service.pk)
        for _number in range(A_PAGE)
    ]
    Event.objects.bulk_create(rows)
    first = browser(lead).get(reverse("our-done", args=[organisation.slug]))
    assert "made a grouping" not in text(first)
    before = Event.objects.order_by("-pk")[A_PAGE - 1].pk
    assert f"before={before}" in first.content.decode()
    assert "made a grouping" in lead_text(lead, organisation, f"?before={before}")
    for odd in ("abc", "-1", "1.5", "9" * 40, "²"):
        assert "said what the team is called" in lead_text(lead, organisation, f"?before={odd}")


def test_key_of_something_else_tells_nothing_of_when_it_was(
    lead, organisation, service, other_service
):
    now = timezone.now()
    actions.log("service_named", by=lead, service=service, object_id=service.pk, at=now)
    for act, place in (("started", service), ("service_named", other_service)):
        at = now - dt.timedelta(days=1)
        actions.log(act, by=lead, service=place, object_id=place.pk, at=at)
        earlier = Event.objects.get(act=act, at=at)
        text = lead_text(lead, organisation, f"?before={earlier.pk}")
        assert "said what the team is called" in text


def test_list_costs_the_same_for_many(runs, lead, service, django_assert_max_num_queries):
    here = browser(runs)
    for number in range(20):
        person = UserFactory(display_name=f"Person {number}")
        actions.join(user=person, place=service, role="contributor", by=lead)
    here.get(reverse("site-done"))
    with django_assert_max_num_queries(7):
        assert "Person 19" in text(here.get(reverse("site-done")))


def test_found_by_who_did_it_and_where(runs, lead, organisation, service, sibling_service):
    actions.log("service_named", by=lead, service=service, object_id=service.pk)
    actions.log("service_archived", by=lead, service=sibling_service, object_id=service.pk)
    text = lead_text(lead, organisation, "?q=alder")
    assert "said what the team is called" in text
    assert "ended the team" not in text
    assert "Nothing was done that has that in it." in lead_text(lead, organisation, "?q=zzz")


# What else is recorded where people and places are arranged: a team's own, or of its talk; and that
# an account went into another, which is told as "two became one".
LEFT_OUT = {
    "file_of_team",
    "service_described",
    "talk_offered",
    "way_in_used",
    "person_went_into_other",
}


def test_what_is_recorded_of_people_and_places_is_told():
    """What is recorded where nobody writes of a talk is told here, or left out on purpose."""
    recorded = set()
    for module in modules("accounts", "office", "export", "frameworks"):
        for node in ast.walk(module.tree):
            called = isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "log"
            if called and node.args and isinstance(node.args[0], ast.Constant):
                recorded.add(node.args[0].value)
    assert recorded - LEFT_OUT <= ARRANGED.keys() | ON_SITE.keys()
    assert not LEFT_OUT & (ARRANGED.keys() | ON_SITE.keys())
    assert not ARRANGED.keys() & ON_SITE.keys()
