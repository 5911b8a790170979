"""A service's page: for its team, and what a manager decides on it."""

import datetime as dt
import re

import pytest
from django.test import Client

from accounts.models import Event
from assessments import actions
from assessments.models import AgencyRelease
from pages.words import isolated
from tests.factories import ServiceFactory
from tests.home.talks import OCTOBER, converse
from tests.people import in_team
from tests.shown import shown_form, tight
from tests.together import at_once

pytestmark = pytest.mark.django_db
PAGE = "/s/alder-house/"
ABOUT = f"{PAGE}about-us/"


def show(client, closure, **sent):
    return client.post(f"{PAGE}show/{closure.pk}/", sent)


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "lead", "commissioner", "outsider"])
def test_service_page_is_for_its_team(client, service, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 404
    assert client.get(ABOUT).status_code == 404


def test_service_page_lists_conversations_and_people(read, contributor, manager, spring):
    text = read(contributor, PAGE)
    assert "10 March 2026 · A quarter to half an hour" in text
    assert "Manages it Mina Manager Team Con Tributor" in text
    assert "Nothing has been shared with a commissioning body." in text
    assert "Say what matters" not in text
    assert "Show it to" not in text


def test_service_page_of_one_that_ended_starts_nothing(client, read, service, manager, spring):
    service.archived_on = dt.date(2026, 5, 1)
    service.save()
    text = read(manager, PAGE)
    assert "This service ended on 1 May 2026." in text
    for words in ("Start a conversation", "Who there is to hear from", "The mirror"):
        assert words not in text
    assert client.get(ABOUT)["Location"] == PAGE
    answer = client.post(ABOUT, {"what_matters": "Tea"})  # from a page of before
    assert answer.status_code == 422
    assert "This service no longer runs." in answer.content.decode()
    assert "Tea</textarea>" in answer.content.decode()
    service.refresh_from_db()
    assert service.what_matters == ""


def test_page_of_a_team_that_ended_before_any_talk_waits_for_none(read, service, manager):
    service.archived_on = dt.date(2026, 5, 1)
    service.save()
    text = read(manager, PAGE)
    assert "None was finished here." in text
    for words in ("finished yet", "Share our journey"):
        assert words not in text


def test_service_page_of_one_that_ended_asks_and_says_nothing_of_showing(
    client, read, service, manager, spring, framework
):
    """Leads read services in use only."""
    converse(service, framework, manager, held_on=OCTOBER)
    actions.decide_release(spring, is_shown=True, by=manager)
    service.archived_on = dt.date(2026, 5, 1)
    service.save()
    text = read(manager, PAGE)
    assert "Show it to" not in text
    assert "may read it" not in text
    assert f"{service.organisation.name} could read it until this team ended." in text
    assert client.post(f"{PAGE}show/{spring.pk}/", {"shown": "yes"}).status_code == 404


def test_service_page_carries_on_with_what_is_open(read, service, framework, contributor):
    actions.start(
        service=service, framework=framework, length="themes", held_on=OCTOBER, by=contributor
    )
    text = read(contributor, PAGE)
    assert "Carry on with our conversation of 12 October" in text
    assert "None is finished yet." in text


# --- Showing a conversation to the organisation


def test_showing_is_asked_without_a_default(client, manager, spring):
    client.force_login(manager)
    text = client.get(PAGE).content.decode()
    assert "Show it to <bdi>Oak Trust</bdi>?" in text
    assert "checked" not in text


def test_showing_without_an_answer_is_refused_with_a_link_to_the_control(client, manager, spring):
    client.force_login(manager)
    response = show(client, spring)
    text = response.content.decode()
    assert response.status_code == 422
    assert f'href="#show_{spring.pk}_shown_0"' in text
    assert f'id="show_{spring.pk}_shown_0"' in text
    assert AgencyRelease.objects.count() == 0


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [("yes", f"{isolated('Oak Trust')} may read it now."), ("no", "Kept within the team.")],
)
def test_showing_is_answered_once(client, read, manager, contributor, spring, answer, sentence):
    client.force_login(manager)
    response = client.post(f"{PAGE}show/{spring.pk}/", {"shown": answer}, follow=True)
    text = response.content.decode()
    assert sentence in text
    assert "Show it to <bdi>Oak Trust</bdi>?" not in text
    release = AgencyRelease.objects.get()
    assert (release.shown, release.decided_by) == (answer == "yes", manager)
    expected = "Kept within the team."
    if answer == "yes":
        expected = "Oak Trust has been able to read it since today."
    assert expected in read(contributor, PAGE)


def test_contributor_may_not_show(client, contributor, spring):
    client.force_login(contributor)
    assert show(client, spring, shown="yes").status_code == 403
    assert AgencyRelease.objects.count() == 0


def test_conversation_of_another_team_is_not_found(client, manager, sibling, framework, request):
    other = converse(request.getfixturevalue("sibling_service"), framework, sibling)
    release = actions.decide_release(other, is_shown=True, by=sibling)
    client.force_login(manager)
    assert show(client, other, shown="yes").status_code == 404
    assert client.post(f"{PAGE}shown/{release.pk}/take-back/").status_code == 404
    release.refresh_from_db()
    assert release.taken_back_at is None


def test_taking_back_ends_it_and_does_not_ask_again(client, manager, spring):
    release = actions.decide_release(spring, is_shown=True, by=manager)
    client.force_login(manager)
    for _twice in range(2):
        assert client.post(f"{PAGE}shown/{release.pk}/take-back/").status_code == 302
    text = client.get(PAGE).content.decode()
    assert "Taken back from <bdi>Oak Trust</bdi> on" in text
    assert "Show it to <bdi>Oak Trust</bdi>?" not in text
    assert "Show it to <bdi>Oak Trust</bdi> after all" in text
    assert Event.objects.filter(act="taken_back_from_organisation").count() == 1


def test_contributor_may_not_take_back(client, contributor, manager, spring):
    release = actions.decide_release(spring, is_shown=True, by=manager)
    client.force_login(contributor)
    assert client.post(f"{PAGE}shown/{release.pk}/take-back/").status_code == 403


def test_answer_holds_for_a_conversation_that_is_put_right(client, read, manager, spring):
    """A correction does not follow by itself; a new answer replaces the old one."""
    actions.decide_release(spring, is_shown=True, by=manager)
    talk = spring.assessment
    actions.put_right(talk, reason="We were four.", by=manager)
    actions.describe(talk, head_count=4, by=manager)
    right = actions.finish(talk, by=manager)
    assert "as it was before it was put right" in read(manager, PAGE)
    show(client, right, shown="no")
    assert AgencyRelease.objects.filter(taken_back_at=None, shown=True).count() == 0
    assert "Kept within the team." in read(manager, PAGE)


def test_earlier_number_can_no_longer_be_shown(client, manager, spring):
    actions.put_right(spring.assessment, reason="We were four.", by=manager)
    actions.finish(spring.assessment, by=manager)
    client.force_login(manager)
    assert show(client, spring, shown="yes").status_code == 404


# --- About us


def describe(client, **typed):
    return client.post(ABOUT, shown_about(client) | typed)


def shown_about(client):
    return shown_form(client.get(ABOUT), having="was")


def test_about_us_is_kept(client, manager, service, spring):
    client.force_login(manager)
    sent = {
        "what_matters": "That people stay.\r\n",
        "people_word": " guests ",
        "kinds_to_hear": "days\r\n\r\nnights\r\ndays",
    }
    assert describe(client, **sent)["Location"] == PAGE
    service.refresh_from_db()
    assert (service.what_matters, service.people_word, service.kinds_to_hear) == (
        "That people stay.",
        "guests",
        ["days", "nights"],
    )
    assert spring.record.service.what_matters == ""
    assert Event.objects.filter(act="service_described", actor=manager).count() == 1


def test_about_us_without_a_word_uses_the_organisations(client, manager, service):
    client.force_login(manager)
    describe(client, kinds_to_hear="")
    service.refresh_from_db()
    assert (service.people, service.kinds_to_hear) == ("residents", [])


def test_about_us_names_an_organisation_as_it_is_called(client, manager, service):
    service.organisation.name = "Our {word} Trust"
    service.organisation.save()
    client.force_login(manager)
    page = re.sub("[\u2068\u2069]", "", client.get(ABOUT).content.decode())
    assert "it is what Our {word} Trust says: residents." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"what_matters": "x" * 1001},
        {"what_matters": "NUL \0"},
        {"people_word": "x" * 41},
        {"kinds_to_hear": "x" * 41},
        {"kinds_to_hear": "days\0"},
        {"kinds_to_hear": "\n".join(map(str, range(13)))},
    ],
)
def test_about_us_refuses_what_cannot_be_kept(client, manager, service, sent):
    client.force_login(manager)
    response = describe(client, **sent)
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    before = service.kinds_to_hear
    service.refresh_from_db()
    assert (service.what_matters, service.people_word, service.kinds_to_hear) == ("", "", before)


def test_about_us_says_nothing_new(client, manager, service):
    client.force_login(manager)
    form = shown_about(client)
    assert client.post(ABOUT, form)["Location"] == PAGE
    assert client.post(ABOUT, form | {"people_word": "guests"})["Location"] == PAGE
    assert client.post(ABOUT, form | {"people_word": "guests"})["Location"] == PAGE
    assert Event.objects.filter(act="service_described").count() == 1


def test_about_us_keeps_the_order_of_kinds(client, manager, service):
    service.kinds_to_hear = ["days", "nights"]
    service.save()
    client.force_login(manager)
    describe(client, kinds_to_hear="nights\r\ndays")
    service.refresh_from_db()
    assert service.kinds_to_hear == ["nights", "days"]


@pytest.mark.django_db(transaction=True)
def test_about_us_sent_by_two_at_the_same_time(manager, service):
    def saying(words):
        client = Client()
        client.force_login(manager)
        form = shown_about(client)
        return lambda: client.post(ABOUT, form | {"what_matters": words})

    answers = at_once(saying("Peace."), saying("Quiet."))

    # Who comes second is shown what the first said, however close behind.
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    service.refresh_from_db()
    won = next(
        words
        for words, answer in zip(("Peace.", "Quiet."), answers, strict=True)
        if answer.status_code == 302
    )
    assert service.what_matters == won


def test_about_us_by_two_who_change_different_things(client, manager, service):
    client.force_login(manager)
    mine, theirs = shown_about(client), shown_about(client)
    client.post(ABOUT, theirs | {"what_matters": "That people stay."})
    assert client.post(ABOUT, mine | {"people_word": "guests"})["Location"] == PAGE
    service.refresh_from_db()
    assert (service.what_matters, service.people_word) == ("That people stay.", "guests")


def test_about_us_by_two_who_change_the_same(client, manager, service):
    service.what_matters, service.people_word = "A door that locks.", "residents"
    service.save()
    client.force_login(manager)
    mine, theirs = shown_about(client), shown_about(client)
    their_words = {"what_matters": "That people <stay>.", "people_word": "guests"}
    client.post(ABOUT, theirs | their_words)
    typed = {"what_matters": "Quiet at night.", "kinds_to_hear": "days\nnights\nkitchen"}
    answer = client.post(ABOUT, mine | typed)

    # Nothing is written over, and nothing of either is lost.
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody changed this while you were writing." in page
    assert "<title>Changed meanwhile: About us" in tight(page)
    assert "Under “What matters to us here” it now says" in page
    assert "That people &lt;stay&gt;." in page
    service.refresh_from_db()
    assert service.what_matters == "That people <stay>."
    form = shown_form(answer, having="was")
    assert form["what_matters"] == ["Quiet at night."]
    assert form["kinds_to_hear"] == ["days\nnights\nkitchen"]
    assert form["people_word"] == ["guests"]

    # Having seen it, one may say so; what the other said besides stays.
    assert client.post(ABOUT, form)["Location"] == PAGE
    service.refresh_from_db()
    assert (service.what_matters, service.people_word, service.kinds_to_hear) == (
        "Quiet at night.",
        "guests",
        ["days", "nights", "kitchen"],
    )


@pytest.mark.parametrize("field", ["what_matters", "people_word", "kinds_to_hear"])
def test_about_us_when_somebody_emptied_the_same(client, manager, service, field):
    service.what_matters, service.people_word = "A door that locks.", "guests"
    service.save()
    client.force_login(manager)
    mine = shown_about(client)
    describe(client, **{field: ""})
    answer = client.post(ABOUT, mine | {field: "Ours"})
    assert answer.status_code == 409
    assert "(nothing)" in answer.content.decode()


def test_about_us_sent_without_what_it_showed_writes_nothing_over(client, manager, service):
    service.what_matters = "A door that locks."
    service.save()
    client.force_login(manager)
    assert client.post(ABOUT, {"what_matters": "Quiet."}).status_code == 409
    assert client.post(ABOUT, {"what_matters": "Quiet.", "was": "[nonsense"}).status_code == 409
    service.refresh_from_db()
    assert service.what_matters == "A door that locks."


def test_contributor_may_not_change_about_us(client, contributor, service):
    client.force_login(contributor)
    assert client.get(ABOUT).status_code == 403
    assert client.post(ABOUT, {}).status_code == 403


def test_service_page_asks_as_often_for_three_conversations_as_for_one(
    client, manager, service, framework, spring,
    django_assert_max_num_queries, django_assert_num_queries,
):  # fmt: skip
    client.force_login(manager)
    client.get(PAGE)
    with django_assert_max_num_queries(13) as queries:
        client.get(PAGE)
    for day in (11, 12):
        converse(service, framework, manager, held_on=dt.date(2026, 10, day))
    with django_assert_num_queries(len(queries)):
        client.get(PAGE)


def test_showing_is_not_asked_of_a_bodys_own_team(client, body, framework):
    team = ServiceFactory(organisation=body, slug="the-commissioners")
    head = in_team(team, "manager", "Head")
    closure = converse(team, framework, head)
    client.force_login(head)
    assert "Show it to" not in client.get("/s/the-commissioners/").content.decode()
    answer = client.post(f"/s/the-commissioners/show/{closure.pk}/", {"shown": "yes"})
    assert answer.status_code == 404
    assert not AgencyRelease.objects.exists()
