"""What a lead reads of a team: what it showed, less what is the team's own."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments import actions
from home.selectors import for_organisation
from record.read_back.passages import passages
from record.words.days import in_month
from tests.home.talks import OCTOBER, converse
from tests.records import HERE, LEARN, ROOTED, USUAL, a_record, closure_of, placed

pytestmark = pytest.mark.django_db


def page(closure):
    return f"/teams/shown/{closure.pk}/"


@pytest.fixture
def record_shown(spring, manager):
    actions.decide_release(spring, is_shown=True, by=manager)
    return spring


def test_shown_conversation_is_read_without_the_teams_own(read, lead, record_shown):
    text = read(lead, page(record_shown))
    assert "Alder House shows this to Oak Trust. It may take it back." in text
    assert "We dig, spring." in text
    assert "We call this shoot" in text
    assert "Ask for a spade, spring." in text
    assert "the digger" not in text


def test_shown_team_has_its_conversations_and_their_journey(
    read, lead, manager, record_shown, framework
):
    service = record_shown.assessment.service
    second = converse(service, framework, manager, held_on=OCTOBER, mark="autumn", level="leaf")
    converse(service, framework, manager, held_on=dt.date(2026, 6, 1), mark="kept within")
    actions.decide_release(second, is_shown=True, by=manager)
    text = read(lead, "/teams/alder-house/")
    assert text.index("12 October 2026") < text.index("10 March 2026")
    assert "We dig, autumn." in text
    assert "kept within" not in text
    assert "June 2026" not in text


def test_shown_conversation_is_read_whole(read, lead, manager, framework, service):
    actions.keep_note(service=service, words="Canary note.", by=manager)
    talk = actions.start(
        service=service,
        framework=framework,
        length="themes",
        held_on=OCTOBER,
        by=manager,
    )
    actions.add_around(talk, happened_on=OCTOBER, words="The roof came off.", by=manager)
    actions.describe(
        talk,
        not_heard="Nights were not asked.",
        talked_over_with="A peer",
        talked_over_said="Keep at it.",
        opening="We begin with the roof.",
        by=manager,
    )
    closure = actions.finish(talk, by=manager)
    actions.decide_release(closure, is_shown=True, by=manager)
    text = read(lead, page(closure))
    for words in ("Nights were not asked.", "A peer", "Keep at it.", "The roof", "We begin with"):
        assert words in text
    assert "Canary" not in text


def test_journey_of_what_is_shown_says_nothing_of_the_rest(read, lead, manager, service):
    """A reason is given against last time, also where last time is kept within the team."""
    now = placed(LEARN, USUAL, why_differs="around_us")
    today = timezone.localdate()
    days = [today - dt.timedelta(days=days) for days in (300, 200, 100)]
    answers = (placed(LEARN, HERE), placed(LEARN, ROOTED), now)
    first, _second, third = (
        closure_of(service, a_record(day, judgements=(judgement,)))
        for day, judgement in zip(days, answers, strict=True)
    )
    actions.decide_release(third, is_shown=True, by=manager)
    alone = read(lead, "/teams/alder-house/")
    actions.decide_release(first, is_shown=True, by=manager)
    both = read(lead, "/teams/alder-house/")

    assert "This comes from one conversation, so nothing is set beside it here." in alone
    assert "the first time we talked" not in alone
    assert "We first talked" not in alone
    assert "“First” and “last time” are said of the conversations shown here." in both
    then, last = (in_month(day, today).text for day in (days[0], days[2]))
    assert f"It was here and there {then} and usual here {last}." in both
    assert "Things around us changed" not in alone + both
    assert "well rooted" not in alone + both


def test_shown_journey_as_a_table_says_the_same(read, client, lead, record_shown):
    text = read(lead, "/teams/alder-house/")
    assert "The same as a table" in text
    table = read(lead, "/teams/alder-house/?as=table")
    assert "Where each line stood" in table
    assert "We dig, spring." in table
    answer = client.get("/teams/alder-house/?as=table").content.decode()
    assert 'href="/teams/alder-house/"' in answer
    assert "/s/alder-house/" not in answer


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "manager", "contributor", "commissioner"])
def test_shown_is_for_leads_of_that_organisation(client, record_shown, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(page(record_shown)).status_code == 404
    assert client.get("/teams/alder-house/").status_code == 404


def test_what_is_not_shown_is_not_found(client, lead, spring):
    client.force_login(lead)
    assert client.get(page(spring)).status_code == 404
    assert client.get("/teams/alder-house/").status_code == 404


def test_what_was_kept_within_the_team_is_not_found(client, lead, manager, spring):
    actions.decide_release(spring, is_shown=False, by=manager)
    client.force_login(lead)
    assert client.get(page(spring)).status_code == 404


def test_what_was_taken_back_is_not_found(client, lead, manager, record_shown):
    actions.take_back_release(record_shown.releases.get(), by=manager)
    client.force_login(lead)
    assert client.get(page(record_shown)).status_code == 404


def test_correction_does_not_follow_by_itself(client, read, lead, manager, record_shown):
    talk = record_shown.assessment
    actions.put_right(talk, reason="Canary reason.", by=manager)
    actions.describe(talk, opening="Canary opening.", by=manager)
    being = read(lead, page(record_shown)) + read(lead, "/teams/alder-house/")
    right = actions.finish(talk, by=manager)
    after = read(lead, page(record_shown)) + read(lead, "/teams/alder-house/")
    assert "Canary" not in being + after
    assert "being put right" not in being
    assert client.get(page(right)).status_code == 404
    actions.decide_release(right, is_shown=True, by=manager)
    text = read(lead, page(right)) + read(lead, "/teams/alder-house/")
    assert client.get(page(record_shown)).status_code == 404
    assert "Canary reason" not in text


def test_earlier_number_is_not_found_while_a_later_one_is_shown(
    client, lead, manager, record_shown
):
    """Also where both showings stand, as two answers of one moment once could leave them."""
    talk = record_shown.assessment
    actions.put_right(talk, reason="A name.", by=manager)
    right = actions.finish(talk, by=manager)
    at = {"decided_at": right.sealed_at, "decided_by": manager}
    right.releases.create(organisation=talk.service.organisation, shown=True, **at)
    client.force_login(lead)
    assert client.get(page(right)).status_code == 200
    assert client.get(page(record_shown)).status_code == 404


def test_shown_service_that_moved_is_not_found(client, lead, record_shown, other_service):
    service = record_shown.assessment.service
    service.organisation = other_service.organisation
    service.save()
    client.force_login(lead)
    assert client.get(page(record_shown)).status_code == 404
    assert client.get("/teams/").status_code == 200


@pytest.mark.parametrize(("count", "is_said"), [(None, False), (2, False), (4, False), (5, True)])
def test_few_people_are_neither_counted_nor_told_apart(count, is_said):
    talk = a_record(dt.date(2026, 3, 3), head_count=count, people_kinds=("days", "nights"))
    words = " ".join(
        sentence.plain
        for passage in passages(for_organisation(talk))
        for sentence in passage.sentences
    )
    assert ("days and nights" in words) is is_said
    assert ("of us" in words) is is_said
