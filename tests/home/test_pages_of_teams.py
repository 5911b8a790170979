"""Many teams: twenty a page, the same work whatever their number, on any database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Service, ServiceMembership, User
from accounts.selectors import overseen_services
from assessments import actions
from home.cards.reads import shown_now
from home.teams import TEAMS_A_PAGE
from tests.home.talks import converse

PAGE = reverse("your-teams")


def more_teams(service: Service, count: int, manager: User | None = None) -> list[Service]:
    """Add teams to the organisation of `service`, with a manager if one is named."""
    teams = Service.objects.bulk_create(
        Service(organisation=service.organisation, name=f"Team {n:04}", slug=f"team-{n:04}")
        for n in range(count)
    )
    if manager:
        ServiceMembership.objects.bulk_create(
            ServiceMembership(user=manager, service=team, role="manager") for team in teams
        )
    return teams


def queries(client: Client, address: str) -> int:
    """Count the queries of a page that has been opened before."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked_for:
        assert client.get(address).status_code == 200
    return len(asked_for)


def test_lead_finds_every_team_once_and_in_name_order(read, lead, service, sibling_service):
    more_teams(service, 45)
    names = [f"Team {n:04}" for n in range(45)]
    texts = [read(lead, f"{PAGE}?page={number}") for number in (1, 2, 3)]
    assert "page 1 of 3" in texts[0]
    assert "Alder House – Team 0017" in texts[0]
    assert "Later in the alphabet" in texts[0]
    assert "Earlier in the alphabet" not in texts[0]
    assert "Later in the alphabet" not in texts[2]
    for name in names:
        assert sum(f"{name} " in text.partition("A to Z")[2] for text in texts) == 1 or any(
            f"– {name}" in text or f"{name} –" in text for text in texts
        )


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "", "1e9", "\x00"])
def test_page_that_is_none_is_the_first_or_the_last(read, lead, service, number):
    more_teams(service, 30)
    text = read(lead, f"{PAGE}?page={number}")
    assert "page 1 of 2" in text or "page 2 of 2" in text


def test_few_teams_have_no_pages(read, manager, service):
    assert "alphabet" not in read(manager, PAGE)


@pytest.mark.parametrize("who", ["lead", "manager"])
def test_page_asks_the_same_of_one_of_twenty_and_of_many(
    client, request, who, service, framework, manager
):
    closure = converse(service, framework, manager)
    actions.decide_release(closure, is_shown=True, by=manager)
    client.force_login(request.getfixturevalue(who))
    few = queries(client, PAGE)
    more_teams(service, 300, manager if who == "manager" else None)
    assert queries(client, PAGE) <= few + 1  # who of these is managed is asked once


def test_home_of_somebody_in_many_teams_is_paged(client, service, framework, contributor):
    for team in more_teams(service, 45):
        ServiceMembership.objects.create(user=contributor, service=team, role="contributor")
    client.force_login(contributor)
    html = client.get("/").content.decode()
    assert html.count('class="card"') == TEAMS_A_PAGE
    assert "page 1 of 3" in html
    assert queries(client, "/?page=2") == queries(client, "/?page=3")


def test_calendar_holds_the_days_of_all_pages_for_as_many_queries_as_of_one(
    client, service, framework, manager
):
    today = timezone.localdate()
    converse(service, framework, manager, held_on=today)
    client.force_login(manager)
    few = queries(client, reverse("coming-up"))
    teams = more_teams(service, 45, manager)
    for team in teams[-2:]:
        converse(team, framework, manager, held_on=today)
    file = client.get(reverse("coming-up")).content.decode()
    for name in ("Alder House", "Team 0043", "Team 0044"):
        assert name in file
    assert queries(client, reverse("coming-up")) <= few + 1  # who of these is managed


def plan(rows) -> str:
    """Return how the database means to find these rows, without statistics."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
    return rows.explain()


def test_what_teams_show_is_found_from_the_teams(service, framework, manager, lead):
    """Never by walking every showing there is: without statistics SQLite once did."""
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps statistics by itself
    rows = shown_now().filter(assessment__service__in=[service.pk]).in_order()
    steps = plan(rows).splitlines()
    assert not [step for step in steps if "SCAN" in step], steps
    talks = next(step for step in steps if "SEARCH assessments_assessment" in step)
    showings = next(step for step in steps if "assessments_agencyrelease_once" in step)
    assert "service_id=?" in talks, steps
    assert "closure_id=?" in showings, steps


def test_teams_of_a_lead_are_found_by_an_index(service, lead):
    if connection.vendor != "sqlite":
        return  # PostgreSQL chooses by size
    steps = plan(overseen_services(lead)[:20])
    assert "SCAN accounts_servicemembership" not in steps
    assert "SCAN accounts_organisationmembership" not in steps
