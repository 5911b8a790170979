import pytest
from django.core.exceptions import ValidationError

from accounts import actions
from accounts.models import Event, Organisation, Service
from accounts.selectors import notices_for
from assessments.actions import keep_note, start
from pages.database.at_once import Stale
from tests.together import at_once


def names(organisation):
    return list(organisation.services.in_name_order().values_list("name", flat=True))


def test_teams_are_made_of_names(organisation, lead):
    teams = actions.make_teams(
        organisation=organisation,
        names=[("Alder  House", ""), ("Mill Lane Refuge", "The Willows"), ("房", "")],
        by=lead,
    )
    assert [(team.name, team.second_name, team.slug) for team in teams] == [
        ("Alder House", "", "alder-house"),
        ("Mill Lane Refuge", "The Willows", "the-willows"),
        ("房", "", "team"),
    ]
    assert [team.name_outside for team in teams] == ["Alder House", "The Willows", "房"]
    assert Event.objects.filter(act="service_added", actor=lead).count() == 3


@pytest.mark.parametrize(
    "typed",
    [
        [("Birch", ""), ("birch ", "")],
        [("ALDER HOUSE", "")],
        [("Birch", ""), ("", "")],
        [("Birch", ""), ("a" * 201, "")],
        [("Birch", ""), ("a\u202eb", "")],
    ],
)
def test_teams_are_made_all_or_none(service, organisation, lead, typed):
    with pytest.raises(ValidationError):
        actions.make_teams(organisation=organisation, names=typed, by=lead)
    assert names(organisation) == ["Alder House"]


def test_name_of_a_closed_team_is_free_until_that_goes_on(service, organisation, lead):
    actions.archive_team(service, by=lead)
    actions.make_teams(organisation=organisation, names=[("Alder House", "")], by=lead)
    with pytest.raises(ValidationError, match="already"):
        actions.open_team_again(service, by=lead)


def test_team_is_named_anew_with_an_address_that_does_not_tell(service, lead):
    actions.name_team(service, name="Mill Lane", second_name="The Willows", by=lead)
    service.refresh_from_db()
    assert (service.name, service.second_name, service.slug) == (
        "Mill Lane",
        "The Willows",
        "the-willows",
    )


def test_team_named_by_two_at_once_is_named_by_the_first(service, lead):
    seen = Service.objects.get(pk=service.pk)
    actions.name_team(service, name="First", second_name="", by=lead)
    with pytest.raises(Stale):
        actions.name_team(seen, name="Second", second_name="", by=lead)


def test_team_cannot_have_the_name_of_a_sibling(service, sibling_service, lead):
    with pytest.raises(ValidationError, match="birch house"):
        actions.name_team(service, name="birch house", second_name="", by=lead)


def test_groupings_are_read_by_the_teams_in_them(service, sibling_service, organisation, lead):
    north = actions.make_grouping(organisation=organisation, name="North", by=lead)
    with pytest.raises(ValidationError, match="already"):
        actions.make_grouping(organisation=organisation, name="north", by=lead)
    actions.group_team(service, [north], by=lead)
    assert list(service.groupings.all()) == [north]
    assert list(sibling_service.groupings.all()) == []
    actions.drop_grouping(north, by=lead)
    assert list(service.groupings.all()) == []


def test_grouping_of_another_organisation_takes_no_team(service, other_service, lead):
    theirs = actions.make_grouping(organisation=other_service.organisation, name="N", by=lead)
    actions.group_team(service, [theirs], by=lead)
    assert list(service.groupings.all()) == []


def test_first_words_are_noted_once(service, framework, contributor):
    assert service.first_words_at is None
    note = keep_note(service=service, words="The door", by=contributor)
    service.refresh_from_db()
    assert service.first_words_at == note.kept_at
    start(service=service, framework=framework, length="coffee", by=contributor)
    service.refresh_from_db()
    assert service.first_words_at == note.kept_at


def test_start_is_the_first_of_words(service, framework, contributor):
    talk = start(service=service, framework=framework, length="coffee", by=contributor)
    service.refresh_from_db()
    assert service.first_words_at == talk.started_at


def test_everybody_is_told_by_name_who_has_come(service, contributor, manager, outsider, sibling):
    actions.join(user=outsider, place=service, role="contributor", by=manager)
    actions.join(user=sibling, place=service, role="contributor", by=manager)
    for person in (contributor, manager):
        (notice,) = notices_for(person)
        assert (notice.kind, notice.names) == ("joined_team", ["Out Sider", "Sib Ling"])
    actions.put_away_notice(notice, by=manager)
    assert notices_for(manager) == []
    assert [other.names for other in notices_for(outsider)] == [["Sib Ling"]]


def test_who_has_left_again_is_not_told_of(service, contributor, manager, outsider):
    row = actions.join(user=outsider, place=service, role="contributor", by=manager)
    actions.end_membership(row, by=manager)
    assert notices_for(contributor) == []


def test_another_role_is_no_news(service, contributor, manager):
    actions.join(user=contributor, place=service, role="manager", by=manager)
    assert notices_for(manager) == []


@pytest.mark.django_db(transaction=True)
def test_one_name_pressed_by_sixteen_is_one_team(organisation, lead):
    def make():
        try:
            actions.make_teams(organisation=organisation, names=[("Birch", "")], by=lead)
        except ValidationError:
            return False
        return True

    assert sorted(at_once(*[make] * 16)) == [False] * 15 + [True]
    assert names(organisation) == ["Birch"]


def test_newcomers_stand_on_the_home_page(service, manager, outsider, framework, client):
    actions.join(user=outsider, place=service, role="contributor", by=manager)
    client.force_login(manager)
    assert "Out Sider" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "slug"), [("Practice", "practice-2"), ("房", "organisation"), ("Birch", "birch")]
)
def test_organisation_has_an_address_of_its_own(lead, name, slug):
    Organisation.with_practice.create(
        kind=Organisation.Kind.PRACTICE, slug="practice", name="Practice"
    )
    body = actions.add_organisation(name=name, kind="commissioner", by=lead)
    assert body.slug == slug
