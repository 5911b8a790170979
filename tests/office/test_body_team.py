"""A commissioning body makes a team of its own, and reads nothing by it."""

import pytest
from django.urls import reverse

from accounts.models import Invitation, Organisation, Service
from accounts.policy import Act, Role, may, roles_in_service
from assessments import actions
from assessments import selectors as talks
from assessments.actions import Refused
from frameworks.models import Framework, Offer
from sharing.actions import prepare_share
from tests.frameworks.stored import load_shipped
from tests.people import in_organisation, in_team


@pytest.fixture
def body_lead(body):
    return in_organisation(body, "lead", "Bodie Lead")


@pytest.fixture
def team(body):
    return Service.objects.create(organisation=body, name="Commissioning", slug="commissioning")


@pytest.fixture
def frameworks(db):
    load_shipped()


def page(body):
    return reverse("body-teams", args=[body.slug])


def test_lead_makes_a_team_with_kinds_of_its_own(client, body, body_lead):
    client.force_login(body_lead)
    data = {"name": "Housing commissioning", "inside": "other"}
    answer = client.post(page(body), data)
    its_team = Service.objects.get()
    assert answer.url == reverse("arrange-team", args=[body.slug, its_team.slug])
    assert its_team.organisation == body
    assert its_team.is_of_a_body
    assert "nights" not in its_team.kinds_to_hear
    assert "contracts" in its_team.kinds_to_hear
    assert not its_team.memberships.exists()
    assert its_team.name in client.get(page(body)).content.decode()


def test_lead_who_is_in_it_looks_after_it(client, body, body_lead):
    client.force_login(body_lead)
    answer = client.post(page(body), {"name": "Us", "inside": "me"})
    its_team = Service.objects.get()
    assert answer.url == its_team.get_absolute_url()
    assert its_team.memberships.get().role == "manager"
    assert client.get(its_team.get_absolute_url()).status_code == 200


def test_a_name_is_needed_and_not_twice(client, body, body_lead, team):
    client.force_login(body_lead)
    assert client.post(page(body), {"inside": "me"}).status_code == 422
    answer = client.post(page(body), {"name": team.name, "inside": "me"})
    assert answer.status_code == 422
    assert "already" in answer.content.decode()
    assert Service.objects.count() == 1


def test_who_makes_it_reads_nothing_by_it(client, body_lead, team):
    member = in_team(team, "manager", "Ma Nager")
    client.force_login(body_lead)
    assert roles_in_service(body_lead, team) == {Role.COMMISSIONING_LEAD}
    assert not may(Act.READ_TEAM_RECORD, roles_in_service(body_lead, team))
    for name in ("service", "journey", "start", "own-copy", "our-team"):
        assert client.get(reverse(name, args=[team.slug])).status_code == 404
    arranged = client.get(reverse("arrange-team", args=[team.organisation.slug, team.slug]))
    assert arranged.status_code == 200
    assert member.display_name in arranged.content.decode()


def test_lead_asks_somebody_in_to_look_after_it(client, body_lead, team, mailoutbox):
    client.force_login(body_lead)
    address = reverse("ask-into-team", args=[team.slug])
    assert client.get(address).status_code == 200
    data = {"name": "Jo Reid", "way": "letter", "address": "jo@northtown.gov", "role": "manager"}
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    assert Invitation.objects.get().role == "manager"


def test_other_leads_and_readers_reach_none_of_it(client, body, team, lead, commissioner, manager):
    for person in (lead, commissioner, manager):
        client.force_login(person)
        assert client.get(page(body)).status_code == 404
        address = reverse("arrange-team", args=[body.slug, team.slug])
        assert client.get(address).status_code == 404


def test_its_talks_are_asked_in_its_own_voice(client, frameworks, team):
    member = in_team(team, "manager", "Ma Nager")
    client.force_login(member)
    start = client.get(reverse("start", args=[team.slug])).content.decode()
    assert "Contained autonomy: how we commission" in start
    assert "PIEs" not in start
    assert "The framework we use" not in start  # nothing to choose
    (sheet,) = talks.sheets(team)
    talk = actions.start(service=team, framework=sheet.framework, length="themes", by=member)
    theme = talks.tree_of(talk).themes[0]
    text = client.get(reverse("place", args=[talk.pk, theme.code])).content.decode()
    assert "a service brought us" in text
    record = actions.finish(talk, by=member).record
    assert record.framework.voice_name == "How we commission"


def test_a_service_speaks_in_its_voice_and_begins_with_what_it_used_last(
    client, frameworks, service, manager
):
    client.force_login(manager)
    address = reverse("start", args=[service.slug])
    assert "Contained autonomy" in client.get(address).content.decode()
    framework = Framework.objects.get(slug="contained-autonomy")
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    assert "have used before" not in client.get(address).content.decode()
    assert talks.tree_of(talk).voice.name == "How we are commissioned"
    actions.finish(talk, by=manager)
    first = client.get(address).content.decode()
    assert "Contained autonomy: how we are commissioned" in first
    assert "which I have used before" in first


def test_its_report_goes_to_no_body_of_itself(client, body, team):
    member = in_team(team, "manager", "Ma Nager")
    client.force_login(member)
    answer = client.post(reverse("share-start", args=[team.slug]), {"body": str(body.pk)})
    assert answer.status_code == 422
    assert "Choose a commissioning body from the list." in answer.content.decode()
    with pytest.raises(Refused, match="your own organisation"):
        prepare_share(service=team, body=body, by=member)


def test_organisation_chooses_what_it_offers(client, frameworks, organisation, lead):
    client.force_login(lead)
    address = reverse("offered-frameworks", args=[organisation.slug])
    text = client.get(address).content.decode()
    assert "PIEs 2.0" in text
    assert "Contained autonomy" in text
    was = "pies contained-autonomy"
    assert client.post(address, {"was": was}).status_code == 422
    assert client.post(address, {"slugs": ["pies"], "was": was}).status_code == 302
    assert Offer.objects.get().slugs == ["pies"]
    again = client.post(address, {"slugs": ["contained-autonomy"], "was": was})
    assert again.status_code == 409
    assert Offer.objects.get().slugs == ["pies"]


def test_body_has_one_framework_and_nothing_to_choose(client, frameworks, body, body_lead):
    client.force_login(body_lead)
    text = client.get(reverse("offered-frameworks", args=[body.slug])).content.decode()
    assert "nothing to choose" in text


def test_ended_body_team_leads_back_to_the_teams_of_its_body(client, body_lead, team):
    client.force_login(body_lead)
    close = reverse("close-team", args=[team.organisation.slug, team.slug])
    answer = client.post(close, {"name": team.name})
    assert answer.url == page(team.organisation)
    assert team.name in client.get(answer.url).content.decode()


def test_no_list_of_teams_of_a_provider_has_it(client, team, lead):
    client.force_login(lead)
    assert team.name not in client.get(reverse("your-teams")).content.decode()
    assert Organisation.objects.commissioning().filter(services=team).exists()


def test_lead_chooses_who_sends_a_reply(client, body, body_lead):
    client.force_login(body_lead)
    address = reverse("body-replies", args=[body.slug])
    assert client.post(address, {"sending": "two", "was": "manager"}).status_code == 302
    body.refresh_from_db()
    assert body.sending == "two"
    met = client.post(address, {"sending": "manager", "was": "manager"})
    assert met.status_code == 409
    assert "Somebody chose the other" in met.content.decode()
