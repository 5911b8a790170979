"""An ask that is put to several: each finds it, and each answers its own part."""

import pytest
from django.urls import reverse

from accounts.actions import archive_team
from accounts.models import Notice
from accounts.selectors import overseen_services
from assessments import actions
from assessments.models import Ask, Closure
from home.find.gathering import page_of_teams, services_with_asks, who_asks
from home.teams import LEAD_ASKS
from tests.home.talks import MARCH, OCTOBER, converse

SPADE = "No spade, spring."


@pytest.fixture
def several(service, framework, manager, contributor) -> Closure:
    """A conversation that asks manager, organisation and whoever pays; shown to the lead."""
    converse(service, framework, manager, held_on=MARCH, to="manager")
    talk = actions.start(
        service=service, framework=framework, length="themes", held_on=OCTOBER, by=contributor
    )
    ask = Ask.objects.get()
    actions.follow_up(talk, ask.factor, state="still", by=contributor)
    actions.put_ask(talk, ask, also=["organisation", "commissioner"], by=contributor)
    closure = actions.finish(talk, by=contributor)
    actions.decide_release(closure, is_shown=True, by=manager)
    return closure


def test_each_finds_it_and_nobodys_answer_is_anothers(several, manager, lead, body, commissioner):
    ask = Ask.objects.get()

    def unanswered():
        return [bool(who_asks(person, overseen_services(person))) for person in (manager, lead)]

    assert unanswered() == [True, True]
    actions.answer_ask(ask, answer="will", words="pay half.", by=commissioner, body=body)
    assert unanswered() == [True, True]
    actions.answer_ask(ask, answer="will", words="ask the board.", by=lead)
    assert unanswered() == [True, False]
    actions.answer_ask(ask, answer="will", words="fetch it.", by=manager)
    assert unanswered() == [False, False]
    assert page_of_teams(manager, today=OCTOBER).asks[0].answer.words == "fetch it."


def test_lead_may_answer_what_is_put_to_the_organisation_among_others(several, client, lead):
    client.force_login(lead)
    ask = Ask.objects.get()
    page = reverse("answer-ask", args=[ask.pk])
    assert SPADE in client.get(page).content.decode()
    assert client.post(page, {"answer": "talk", "words": ""}).status_code == 302
    assert ask.answers.get().by == lead


def test_answer_to_a_team_that_has_ended_meanwhile_is_not_taken(several, service, client, manager):
    client.force_login(manager)
    ask = Ask.objects.get()
    archive_team(service, by=manager)
    page = reverse("answer-ask", args=[ask.pk])
    answer = client.post(page, {"answer": "will", "words": "buy a spade."})
    assert answer.status_code == 422
    assert "buy a spade." in answer.content.decode()
    assert "This service no longer runs." in answer.content.decode()
    assert not ask.answers.exists()


def test_it_stands_under_each_that_it_needs_where_nobody_who_reads_is_asked(
    service, framework, manager
):
    converse(service, framework, manager, to="partner")
    Ask.objects.update(also=["commissioner"])
    talk = actions.start(
        service=service, framework=framework, length="themes", held_on=OCTOBER, by=manager
    )
    actions.follow_up(talk, Ask.objects.get().factor, state="still", by=manager)
    actions.finish(talk, by=manager)
    page = page_of_teams(manager, today=OCTOBER)
    needs = {heading: [row.words for row in rows] for heading, rows in page.in_the_way}
    assert needs["Needs a partner"] == [SPADE]
    assert needs["Needs whoever pays for their place"] == [SPADE]
    assert list(services_with_asks(LEAD_ASKS)) == [service.pk]


def test_lead_is_told_of_what_is_put_to_the_organisation_among_others(
    service, framework, manager, contributor, lead
):
    talk = converse(service, framework, contributor, to="partner").assessment
    Ask.objects.update(also=["organisation"])
    actions.decide_release(talk.closures.get(), is_shown=True, by=manager)
    assert Notice.objects.filter(kind="asked", user=lead).count() == 1
    assert not Notice.objects.filter(kind="asked", user=manager).exists()


def test_who_is_asked_besides_is_kept_and_put_back(several, manager, contributor, framework):
    """A conversation that is set aside takes along whom it asked besides."""
    ask = Ask.objects.get()
    talk = actions.start(
        service=ask.factor.service, framework=framework, length="themes", by=contributor
    )
    actions.put_ask(talk, ask, also=["partner"], to="manager", by=contributor)
    actions.set_aside(talk, by=manager)
    ask.refresh_from_db()
    assert ask.also == ["organisation", "commissioner"]
    sealed = several.record.factors[0].ask
    assert (sealed.to, sealed.also) == ("manager", ("organisation", "commissioner"))


def test_who_is_asked_in_a_later_conversation_is_told_as_if_asked_at_once(lead, several, manager):
    first = several.assessment
    notices = Notice.objects.filter(kind="asked", object_id=first.pk).select_related("user")
    assert {notice.user for notice in notices} == {manager, lead}
