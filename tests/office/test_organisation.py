import pytest
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import FormerAddress, Organisation, Service
from assessments.models import Note
from tests.factories import OrganisationMembershipFactory, ServiceFactory
from tests.office.conftest import text
from tests.shown import shown_form


def names(organisation):
    return list(organisation.services.in_use().in_name_order().values_list("name", flat=True))


def test_one_organisation_is_led_to_at_once(lead_client, organisation):
    assert lead_client.get("/our/").url == reverse("our-organisation", args=[organisation.slug])


def test_two_organisations_are_listed(lead_client, lead, organisation, other_service):
    OrganisationMembershipFactory(user=lead, organisation=other_service.organisation, role="lead")
    list_text = text(lead_client.get("/our/"))
    assert "Oak Trust" in list_text
    assert "Elm Homes" in list_text


@pytest.mark.parametrize("who", ["manager", "contributor", "commissioner", "elsewhere", "outsider"])
@pytest.mark.parametrize("name", ["our-organisation", "add-teams", "groupings"])
def test_others_find_nothing(request, organisation, who, name):
    browser = Client()
    browser.force_login(request.getfixturevalue(who))
    assert browser.get(reverse(name, args=[organisation.slug])).status_code == 404


def test_forty_teams_are_added_in_one_go(lead_client, organisation):
    typed = "\r\n".join([*(f"Team {n:02}" for n in range(39)), "Mill Lane | The Willows", ""])
    answer = lead_client.post(reverse("add-teams", args=[organisation.slug]), {"names": typed})
    assert answer.status_code == 302
    assert len(names(organisation)) == 40
    assert Service.objects.get(name="Mill Lane").second_name == "The Willows"


def test_new_teams_have_the_words_that_are_usual_at_such_a_place(lead_client, organisation):
    page = reverse("add-teams", args=[organisation.slug])
    lead_client.post(page, {"names": "Quay Women", "kind": "women"})
    team = Service.objects.select_related("organisation").get(name="Quay Women")
    assert (team.people, team.kind_of_place) == ("women", "women")
    assert team.kinds_to_hear == [
        "days",
        "nights",
        "relief",
        "children’s workers",
        "volunteers",
        "women",
    ]
    Organisation.objects.filter(pk=organisation.pk).update(people_word="guests")
    lead_client.post(page, {"names": "Yew"})
    assert Service.objects.get(name="Yew").kinds_to_hear[-2:] == ["volunteers", "guests"]
    assert lead_client.post(page, {"names": "Elm", "kind": "castle"}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type at least one name."),
        ("Birch\nbirch", "birch is here twice. Give each team a name of its own."),
        ("Alder House", "has a team called Alder House already"),
        ("Birch\n| The Willows", "Line 2: There is no name before the bar."),
        ("B" * 201, "Line 1: This name is longer than 200 letters."),
        ("Birch\na\u202eb", "Line 2: There is a line break or a hidden character"),
        ("x\n" * 501, "That is more than 500 lines."),
    ],
)
def test_wrong_names_are_told_and_kept(lead_client, service, organisation, typed, sentence):
    answer = lead_client.post(reverse("add-teams", args=[organisation.slug]), {"names": typed})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert names(organisation) == ["Alder House"]


def test_teams_are_found_by_name_and_letter(lead_client, organisation):
    for number in range(25):
        ServiceFactory(organisation=organisation, name=f"Ash {number:02}", slug=f"ash-{number}")
    ServiceFactory(organisation=organisation, name="Yew", slug="yew", second_name="Willows")
    page = reverse("our-organisation", args=[organisation.slug])
    first = text(lead_client.get(page))
    assert "Ash 00" in first
    assert "Yew" not in first
    assert "<bdi>Y</bdi></a>" in first
    assert 'href="?page=2"' in first
    assert "Yew" in text(lead_client.get(page, {"page": 2}))
    assert "Yew" in text(lead_client.get(page, {"q": "willow"}))
    assert "No team has that in its name" in text(lead_client.get(page, {"q": "oak\0"}))


def test_page_of_teams_costs_the_same_for_many(
    lead_client, organisation, service, manager, django_assert_max_num_queries
):
    page = reverse("our-organisation", args=[organisation.slug])
    lead_client.get(page)
    for number in range(20):
        ServiceFactory(organisation=organisation, name=f"Ash {number:02}", slug=f"ash-{number}")
    with django_assert_max_num_queries(10):
        lead_client.get(page)


def test_teams_of_a_grouping_are_shown_alone(
    lead_client, lead, organisation, service, sibling_service
):
    north = actions.make_grouping(organisation=organisation, name="North", by=lead)
    actions.group_team(service, [north], by=lead)
    page = reverse("our-organisation", args=[organisation.slug])
    list_text = text(lead_client.get(page, {"grouping": str(north.pk)}))
    assert "Alder House" in list_text
    assert "Birch House" not in list_text
    assert "Birch House" in text(lead_client.get(page, {"grouping": "nonsense"}))


def test_grouping_is_made_and_dropped(lead_client, organisation):
    page = reverse("groupings", args=[organisation.slug])
    assert lead_client.post(page, {"name": "North"}).status_code == 302
    assert "There is a grouping called north already" in text(
        lead_client.post(page, {"name": "north"})
    )
    grouping = organisation.groupings.get()
    lead_client.post(reverse("drop-grouping", args=[organisation.slug, grouping.pk]))
    assert not organisation.groupings.exists()


def test_team_gets_names_and_groupings(lead_client, lead, organisation, service):
    actions.make_grouping(organisation=organisation, name="North", by=lead)
    page = reverse("arrange-team", args=[organisation.slug, service.slug])
    form = shown_form(lead_client.get(page), having="second_name")
    north = str(organisation.groupings.get().pk)
    answer = lead_client.post(page, form | {"second_name": "The Willows", "groupings": [north]})
    assert answer.url == reverse("arrange-team", args=[organisation.slug, "the-willows"])
    service.refresh_from_db()
    assert (service.name, service.second_name) == ("Alder House", "The Willows")
    assert [grouping.name for grouping in service.groupings.all()] == ["North"]


def test_team_named_meanwhile_is_told(lead_client, lead, organisation, service):
    page = reverse("arrange-team", args=[organisation.slug, service.slug])
    form = shown_form(lead_client.get(page), having="second_name")
    actions.name_team(service, name="Elder House", second_name="", by=lead)
    answer = lead_client.post(page, form | {"name": "Older House"})
    assert answer.status_code == 409
    assert "it is <bdi>Elder House</bdi> now" in text(answer)
    again = shown_form(answer, having="second_name")
    assert again["name"] == ["Older House"]
    assert lead_client.post(page, again).status_code == 302
    service.refresh_from_db()
    assert service.name == "Older House"


def test_settings_are_kept_and_told_where_somebody_else_was_first(lead_client, lead, organisation):
    page = reverse("organisation-settings", args=[organisation.slug])
    form = shown_form(lead_client.get(page), having="people_word")
    assert lead_client.post(page, form | {"sending": "two"}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.sending == "two"
    answer = lead_client.post(page, form | {"people_word": "guests"})
    assert answer.status_code == 409
    assert lead_client.post(page, form | {"sending": "all"}).status_code == 422


def test_team_is_closed_by_its_name_and_goes_on(lead_client, organisation, service):
    page = reverse("close-team", args=[organisation.slug, service.slug])
    assert lead_client.post(page, {"name": "Birch"}).status_code == 422
    assert lead_client.post(page, {"name": "alder house"}).status_code == 302
    service.refresh_from_db()
    assert service.archived_on
    ours = reverse("our-organisation", args=[organisation.slug])
    assert "Teams that have ended" in text(lead_client.get(ours))
    lead_client.post(reverse("open-team-again", args=[organisation.slug, service.slug]))
    service.refresh_from_db()
    assert service.archived_on is None


@pytest.mark.parametrize(("name", "typed"), [("St Mary’s", "st mary's"), ("Café", "Cafe\u0301 ")])
def test_name_is_typed_as_the_keyboard_has_it(lead_client, organisation, service, name, typed):
    Service.objects.filter(pk=service.pk).update(name=name)
    page = reverse("close-team", args=[organisation.slug, service.slug])
    assert lead_client.post(page, {"name": typed}).status_code == 302


def test_former_address_of_a_team_is_still_found(
    lead_client, organisation, service, contributor, framework
):
    old = service.slug
    remember = reverse("keep-note", args=[old])
    staff = Client()
    staff.force_login(contributor)
    typed = shown_form(staff.get(remember)) | {"words": "The kettle is back"}
    page = reverse("arrange-team", args=[organisation.slug, old])
    form = shown_form(lead_client.get(page), having="second_name") | {"second_name": "The Willows"}
    pressed = [lead_client.post(page, form) for _press in range(2)]

    assert [(answer.status_code, answer.url) for answer in pressed] == 2 * [
        (302, reverse("arrange-team", args=[organisation.slug, "the-willows"]))
    ]
    # What somebody was typing meanwhile arrives, and a link of before opens.
    assert staff.post(remember, typed).status_code == 302
    assert Note.objects.get().words == "The kettle is back"
    assert staff.get(reverse("service", args=[old])).status_code == 200


def test_former_address_leads_nobody_else_anywhere(
    lead_client, organisation, service, sibling_service, outsider, lead
):
    named = [("The Willows", service), ("The Oaks", service)]
    for name, team in named:
        team.refresh_from_db()
        actions.name_team(team, name=team.name, second_name=name, by=lead)
    browser = Client()
    browser.force_login(outsider)
    assert browser.get(reverse("service", args=["the-willows"])).status_code == 404

    # A new team gets an address of its own; the team itself may have its old one back.
    names = [("The Ash", "The Willows")]
    (new_team,) = actions.make_teams(organisation=organisation, names=names, by=lead)
    assert new_team.slug == "the-willows-2"
    service.refresh_from_db()
    actions.name_team(service, name=service.name, second_name="The Willows", by=lead)
    service.refresh_from_db()
    assert service.slug == "the-willows"
    former = set(FormerAddress.objects.values_list("slug", flat=True))
    assert former == {"alder-house", "the-oaks"}
