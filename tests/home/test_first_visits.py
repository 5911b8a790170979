"""The first visit as each of what somebody is: told once, with one button."""

import re

import pytest
from django.urls import reverse

from accounts.actions import join
from accounts.models import User
from home.first_visits import WHO
from tests.factories import OrganisationMembershipFactory, ServiceMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
# Who, what their page is headed with, and where the button leads.
TOLD = {
    "contributor": ("In the team of \u2068Alder House\u2069", "/"),
    "manager": ("You look after \u2068Alder House\u2069", "/"),
    "lead": ("You lead on this in your organisation", "/teams/"),
    "commissioner": ("You read for \u2068Northtown Council\u2069", "/shared/"),
    "runs the site": ("You look after this site", "/site/"),
}


@pytest.fixture
def who(request, contributor, manager, lead, commissioner) -> dict[str, User]:
    people = {
        "contributor": contributor,
        "manager": manager,
        "lead": lead,
        "commissioner": commissioner,
        "runs the site": UserFactory(is_staff=True),
    }
    for person in people.values():
        person.welcomed_as = []
        person.save()
    return people


@pytest.mark.parametrize("name", TOLD)
def test_first_visit_says_what_one_can_do_and_who_sees_it(client, who, framework, name):
    client.force_login(who[name])
    answer = client.get("/", follow=True)
    page = answer.content.decode()
    title, href = TOLD[name]
    assert answer.redirect_chain == [("/welcome/", 302)]
    assert f"<h2>{title}</h2>" in page
    assert "Who sees what." in page
    assert re.findall(r'class="button" href="([^"]+)"', page) == [href]


def test_who_leads_a_body_is_told_what_readers_cannot(client, who, body, framework):
    sentence = "Say who else reads"
    client.force_login(who["commissioner"])
    assert sentence not in client.get("/welcome/").content.decode()
    OrganisationMembershipFactory(user=who["runs the site"], organisation=body, role="lead")
    client.force_login(who["runs the site"])
    assert sentence in client.get("/welcome/").content.decode()


@pytest.mark.parametrize("name", TOLD)
def test_first_visit_is_shown_once(client, who, framework, name):
    client.force_login(who[name])
    client.get("/welcome/")
    assert client.get("/").get("Location") != "/welcome/"
    assert client.get("/welcome/").status_code == 200  # to be read again by whoever likes


def test_somebody_who_becomes_something_else_is_told_of_that(client, who, service, framework):
    contributor = who["contributor"]
    client.force_login(contributor)
    client.get("/welcome/")
    join(user=contributor, place=service, role="manager", by=None)
    assert client.get("/")["Location"] == "/welcome/"
    assert "You look after" in client.get("/welcome/").content.decode()
    assert client.get("/").status_code == 200


def test_somebody_who_is_several_is_told_once_of_all(client, service, organisation, framework):
    person = UserFactory(welcomed_as=[])
    ServiceMembershipFactory(user=person, service=service, role="manager")
    OrganisationMembershipFactory(user=person, organisation=organisation)
    client.force_login(person)
    page = client.get("/", follow=True).content.decode()
    assert page.index("You look after") < page.index("You lead on this")
    assert page.count('class="button"') == 1
    assert client.get("/").status_code == 200


def test_somebody_in_two_teams_is_told_of_both_at_once(client, service, sibling_service, framework):
    person = UserFactory(welcomed_as=[])
    for team in (service, sibling_service):
        ServiceMembershipFactory(user=person, service=team)
    client.force_login(person)
    assert "<h2>In your teams</h2>" in client.get("/welcome/").content.decode()


def test_somebody_in_no_team_is_told_who_can_put_them_in_one(client, outsider):
    outsider.welcomed_as = []
    outsider.save()
    client.force_login(outsider)
    assert client.get("/").status_code == 200
    assert "can ask you in" in client.get("/welcome/").content.decode()


def test_what_is_remembered_are_words_of_ours(client, who, framework):
    for person in who.values():
        client.force_login(person)
        client.get("/welcome/")
        person.refresh_from_db()
        assert set(person.welcomed_as) <= set(WHO)
        assert person.welcomed_as


def test_ask_of_a_first_visit_costs_a_visitor_of_before_no_query(
    client, contributor, framework, django_assert_max_num_queries
):
    client.force_login(contributor)
    client.get(reverse("home"))
    with django_assert_max_num_queries(12):
        client.get(reverse("home"))


def test_who_looks_after_a_team_begins_with_who_talks_with_them(client, service, framework):
    mo = UserFactory(welcomed_as=[])
    join(user=mo, place=service, role="manager", by=None)
    client.force_login(mo)
    page = client.get("/", follow=True).content.decode()
    href = reverse("ask-several", args=[service.slug])
    assert f'class="button" href="{href}"' in page
    page = client.get(href).content.decode()
    assert "Then nobody need be asked" in page
    assert reverse("start", args=[service.slug]) in page
    client.post(href, {"people": "jo@example.org", "role": "contributor", "sure": "yes"})
    assert f'class="button" href="{href}"' not in client.get("/welcome/").content.decode()
