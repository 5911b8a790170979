"""Whatever list can be long, of the office and of reports: twenty a page, and a way to the rest."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Grouping, Organisation, Service
from agreeing.models import Tie
from sharing.models import Share
from tests.factories import (
    OrganisationMembershipFactory,
    ServiceMembershipFactory,
    UserFactory,
)
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.people import in_organisation, in_team

MANY = 25


def teams(organisation, body, lead):
    names = [(f"Team {number:02}", "") for number in range(MANY)]
    actions.make_teams(organisation=organisation, names=names, by=lead)


def closed_teams(organisation, body, lead):
    teams(organisation, body, lead)
    Service.objects.filter(organisation=organisation).update(archived_on="2026-01-01")


def groupings(organisation, body, lead):
    for number in range(MANY):
        Grouping.objects.create(organisation=organisation, name=f"Grouping {number:02}")


def people(organisation, body, lead):
    team = Service.objects.create(organisation=organisation, name="Alder", slug="alder")
    for number in range(MANY):
        in_team(team, "contributor", f"Person {number:02}")


def ask_many(organisation, body, lead):
    team = Service.objects.create(organisation=organisation, name="Alder", slug="alder")
    rows = [
        actions.Invitee(n, team, f"N {n:02}", "contributor", address=f"n{n}@example.org")
        for n in range(MANY)
    ]
    actions.invite_many(rows, organisation=organisation, by=lead)


def readers(organisation, body, lead):
    for number in range(MANY):
        in_organisation(body, "reader", f"Reader {number:02}")


def asked_to_read(organisation, body, lead):
    for number in range(MANY):
        actions.invite(by=None, place=body, role="reader", address=f"r{number}@example.org")


def organisations(organisation, body, lead):
    for number in range(MANY):
        Organisation.objects.create(name=f"Org {number:02}", slug=f"o{number}", kind="provider")


def reports(organisation, body, lead):
    now = timezone.now()
    teams(organisation, body, lead)
    alder = Service.objects.create(organisation=organisation, name="Alder", slug="alder")
    ServiceMembershipFactory(user=lead, service=alder, role="manager")
    row = {"body": body, "created_at": now, "created_by": lead}
    row |= {"state": "sent", "ends_on": now.date(), "shown_at": now, "shown_by": lead}
    row |= {"sent_at": now, "sent_by": lead, "document": "{}"}
    for number in range(MANY):
        Share.objects.create(service=alder, reference=f"PZ-{number:02}", **row)


def ties(organisation, body, lead):
    reports(organisation, body, lead)
    now = timezone.now()
    for team in Service.objects.exclude(slug="alder"):
        Tie.objects.create(service=team, body=body, begun_at=now, begun_by=lead, shown_at=now)


@pytest.mark.parametrize(
    ("fill", "who", "route", "of", "called"),
    [
        (teams, "lead", "our-organisation", "oak-trust", "page"),
        (closed_teams, "lead", "our-organisation", "oak-trust", "ended"),
        (groupings, "lead", "groupings", "oak-trust", "page"),
        (people, "lead", "our-people", "oak-trust", "page"),
        (ask_many, "lead", "our-people", "oak-trust", "asked"),
        (readers, "head", "our-body", "northtown", "page"),
        (asked_to_read, "head", "our-body", "northtown", "asked"),
        (readers, "runs", "site-organisation", "northtown", "page"),
        (asked_to_read, "runs", "site-organisation", "northtown", "asked"),
        (organisations, "runs", "this-site", "", "page"),
        (people, "runs", "site-people", "", "page"),
        (reports, "reader", "shared-with-us", "", "page"),
        (ties, "reader", "shared-with-us", "", "with"),
        (reports, "lead", "service", "alder", "reports"),
    ],
)
def test_long_lists_are_paged(organisation, body, lead, fill, who, route, of, called):
    persons = {
        "lead": lead,
        "head": in_organisation(body, "lead", "Jo Reid"),
        "reader": in_organisation(body, "reader", "Rea Reader"),
        "runs": UserFactory(email="runs@example.org", display_name="Runs It", is_staff=True),
    }
    fill(organisation, body, lead)
    here = browser(persons[who])
    page = reverse(route, args=[of] if of else [])
    first = text(here.get(page))
    assert "page 1 of 2" in first
    # What is not the first list of its page opens where it stands, not at the top.
    place = "" if called == "page" else f"#{called}"
    assert f'href="?{called}=2{place}"' in first
    # What else was asked for stays: where another list of this page stands, and what was found.
    other = "page" if called != "page" else "asked"
    both = text(here.get(page, {"q": "", called: "1", other: "2"}))
    assert f'href="?{called}=2&amp;q=&amp;{other}=2{place}"' in both
    second = text(here.get(page, {called: "2"}))
    assert "page 2 of 2" in second
    assert not place or second.count(f'id="{called}"') == 1
    assert here.get(page, {called: "9999"}).status_code == 200
    assert here.get(page, {called: "x"}).status_code == 200


def test_reader_finds_one_team_among_many(organisation, body, lead):
    reader = in_organisation(body, "reader", "Rea Reader")
    ties(organisation, body, lead)
    page = reverse("shared-with-us")
    one = text(browser(reader).get(page, {"q": "team 07"}))
    assert "Team 07" in one
    assert "PZ-" not in one
    assert "No report of a team with that in its name." in one
    assert "PZ-" in text(browser(reader).get(page, {"q": "alder"}))


def test_what_stands_on_the_next_page_is_not_said_to_be_missing(
    organisation, body, other_body, lead
):
    reader = in_organisation(body, "reader", "Rea Reader")
    reports(organisation, body, lead)
    OrganisationMembershipFactory(user=reader, organisation=other_body, role="reader")
    Share.objects.filter(reference="PZ-00").update(body=other_body)
    for number in "12":
        words = {"q": "alder", "page": number}
        assert "No report of" not in text(browser(reader).get(reverse("shared-with-us"), words))
