"""Finding a team among many, without learning what any of them has done."""

import datetime as dt
import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Grouping, Service, ServiceMembership
from assessments import actions
from tests.factories import UserFactory
from tests.home.talks import converse
from tests.people import in_team
from tests.shown import tight
from tests.unchanging import unchanging

pytestmark = pytest.mark.django_db
PAGE = reverse("your-teams")
TREES = "Ash Beech Crab Damson Elm Fir Gorse Hazel Ivy Juniper"
NAMES = [f"{tree} House" for tree in TREES.split()]


@pytest.fixture
def many(service, organisation) -> list[Service]:
    """Return ten more teams of the organisation."""
    return Service.objects.bulk_create(
        Service(organisation=organisation, name=name, slug=name.lower().replace(" ", "-"))
        for name in NAMES
    )


def listed(client, user, query="") -> list[str]:
    """The teams on the page, in order."""
    client.force_login(user)
    page = tight(client.get(f"{PAGE}{query}"))
    return re.findall(r"<summary><h3><bdi>([^<]+)", page)


def chips(client, query) -> dict[str, str]:
    page = tight(client.get(f"{PAGE}{query}"))
    links = re.findall(r'<a class="chip" href="([^"]+)">(.*?) <span', page)
    return {words: href for href, words in links}


def test_team_is_found_by_a_part_of_its_name(client, lead, many):
    assert listed(client, lead, "?q=dAms") == ["Damson House"]
    assert listed(client, lead, "?q=nothing+like+it") == []
    assert "No team of yours fits that." in client.get(f"{PAGE}?q=nothing").content.decode()


def test_team_is_found_by_its_first_letter(client, lead, many):
    assert listed(client, lead, "?letter=A") == ["Alder House", "Ash House"]
    assert listed(client, lead, "?letter=z") == ["Alder House", *NAMES]
    page = client.get(PAGE).content.decode()
    letters = re.findall(r'href="\?letter=(.)"', page)
    assert letters == list("ABCDEFGHIJ")


@pytest.mark.parametrize("name", ["École du Nord", "école du nord", "żuraw", "Żuraw", "ベル"])
def test_a_first_letter_beyond_ours_finds_its_teams(client, lead, many, name):
    Service.objects.filter(pk=many[0].pk).update(name=name)
    client.force_login(lead)
    letter = name[0].upper()
    assert f'href="?letter={quote(letter)}"' in client.get(PAGE).content.decode()
    for typed in (letter, letter.lower()):
        assert listed(client, lead, f"?letter={quote(typed)}") == [name]
    for typed in (name.lower(), name.upper()):
        assert listed(client, lead, f"?q={quote(typed)}") == [name]


def test_teams_of_a_grouping_are_found_by_whoever_may_read_its_name(
    client, lead, many, organisation, other_service, elsewhere
):
    north = Grouping.objects.create(organisation=organisation, name="North")
    north.services.add(many[2], many[5])
    assert listed(client, lead, f"?grouping={north.pk}") == ["Crab House", "Fir House"]
    far = Grouping.objects.create(organisation=other_service.organisation, name="Far away")
    assert listed(client, lead, f"?grouping={far.pk}") == ["Alder House", *NAMES]
    assert "Far away" not in client.get(PAGE).content.decode()
    manager = in_team(many[0], "manager", "Mona Manager")
    for team in many[1:9]:
        ServiceMembership.objects.create(user=manager, service=team, role="manager")
    client.force_login(manager)
    assert "North" in client.get(PAGE).content.decode()
    client.force_login(elsewhere)
    assert "North" not in client.get(PAGE).content.decode()


def test_filters_hold_together_and_come_off_one_by_one(client, lead, many, organisation):
    north = Grouping.objects.create(organisation=organisation, name="North")
    north.services.add(*many[:4])
    query = f"?grouping={north.pk}&letter=C&q=house"
    assert listed(client, lead, query) == ["Crab House"]
    links = chips(client, query)
    assert len(links) == 3
    without = links["Beginning with C"].replace("&amp;", "&")
    assert listed(client, lead, without) == [
        "Ash House",
        "Beech House",
        "Crab House",
        "Damson House",
    ]


def test_page_after_page_of_what_was_found(client, lead, service, organisation):
    Service.objects.bulk_create(
        Service(organisation=organisation, name=f"Team {n:02}", slug=f"team-{n}") for n in range(30)
    )
    client.force_login(lead)
    assert "?page=2&amp;q=team" in client.get(f"{PAGE}?q=team").content.decode()
    assert len(listed(client, lead, "?q=team&page=2")) == 10


@pytest.mark.parametrize(
    "bad", ["?grouping=x", "?letter=%00", "?q=%00", "?q=%ED%A0%80", "?asked=x"]
)
def test_nonsense_is_left_out(client, lead, many, bad):
    client.force_login(lead)
    assert client.get(f"{PAGE}{bad}").status_code == 200


def test_few_teams_need_no_finding(client, lead, service):
    client.force_login(lead)
    page = client.get(PAGE).content.decode()
    assert 'name="q"' not in page
    assert '<details class="prints unfolds" open>' in page


def test_cards_are_folded_where_there_are_many(client, lead, many):
    client.force_login(lead)
    page = client.get(PAGE).content.decode()
    assert page.count('<details class="prints unfolds">') == 11


# --- What is asked of the reader


def asks(service, framework, by, *, to="organisation"):
    talk = actions.start(service=service, framework=framework, length="themes", by=by)
    actions.name_factor(
        talk, kind="obstacle", words="No way on", reach="someone_else", to=to, by=by
    )
    return actions.finish(talk, by=by)


def test_teams_that_ask_something_of_the_lead_are_found_once_they_show_it(
    client, lead, many, framework
):
    mona = in_team(many[3], "manager", "Mona Manager")
    closure = asks(many[3], framework, mona)
    assert listed(client, lead, "?asked=yes") == []
    actions.decide_release(closure, is_shown=True, by=mona)
    assert listed(client, lead, "?asked=yes") == ["Damson House"]
    ask = many[3].factors.get().ask
    actions.answer_ask(ask, answer="will", words="Look.", by=lead)
    assert listed(client, lead, "?asked=yes") == []


def test_manager_finds_what_is_asked_of_them(client, manager, service, framework):
    asks(service, framework, manager, to="manager")
    assert listed(client, manager, "?asked=yes") == ["Alder House"]


def test_what_is_asked_of_them_comes_twenty_a_page(client, organisation, framework, lead):
    by = UserFactory(email="mona@example.org", display_name="Mona Manager")
    for number in range(21):
        team = Service.objects.create(
            organisation=organisation, name=f"Team {number:02}", slug=f"team-{number:02}"
        )
        actions.decide_release(asks(team, framework, by), is_shown=True, by=by)
    assert len(listed(client, lead, "?asked=yes")) == 20
    assert 'href="?page=2&amp;asked=yes"' in client.get(f"{PAGE}?asked=yes").content.decode()
    assert listed(client, lead, "?asked=yes&page=2") == ["Team 20"]


# --- Nothing else is told


@pytest.mark.parametrize(
    "query", ["", "?q=house", "?letter=D", "?asked=yes", "?page=1", "grouping"]
)
def test_nothing_tells_a_lead_who_has_talked_planned_or_kept_it_to_themselves(
    client, lead, many, framework, organisation, query
):
    """The page is the same, letter by letter, whatever a team does that it does not show."""
    north = Grouping.objects.create(organisation=organisation, name="North")
    north.services.add(many[3])
    address = f"{PAGE}?grouping={north.pk}" if query == "grouping" else f"{PAGE}{query}"
    mona = in_team(many[3], "manager", "Mona Manager")

    def page() -> str:
        client.force_login(lead)
        return unchanging(client.get(address).content.decode())

    before = page()
    talk = converse(many[3], framework, mona, mark="kept")
    actions.decide_release(talk, is_shown=False, by=mona)
    closure = asks(many[3], framework, mona)
    planned = actions.start(service=many[3], framework=framework, length="coffee", by=mona)
    actions.describe(planned, by=mona, next_talk_on=timezone.localdate() + dt.timedelta(days=20))
    assert page() == before
    actions.finish(planned, by=mona)
    release = actions.decide_release(closure, is_shown=True, by=mona)
    actions.take_back_release(release, by=mona)
    assert page() == before


# --- In the header


def test_your_teams_stand_in_the_header_of_who_has_some(
    client, lead, contributor, service, framework
):
    link = f'<a href="{PAGE}">Your teams</a>'
    client.force_login(lead)
    client.get(reverse("home"), follow=True)
    assert link in tight(client.get(reverse("help")))
    client.force_login(contributor)
    client.get(reverse("home"))
    assert link not in tight(client.get(reverse("help")))
