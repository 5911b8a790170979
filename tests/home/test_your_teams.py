"""*Your teams*: what a manager and a lead read there, and what they do not."""

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import close_account, leave_team
from accounts.models import Service
from assessments import actions
from assessments.models import Ask, AskAnswer, Assessment, Closure
from frameworks.actions import publish
from frameworks.models import Framework
from home.cards.coming import tries
from home.find.gathering import page_of_teams
from pages.memory import Memory
from pages.templatetags.frame import piece
from sharing.models import Share
from tests.factories import (
    OrganisationMembershipFactory,
    ServiceFactory,
    ServiceMembershipFactory,
)
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY
from tests.frameworks.unlike import load_unlike
from tests.home.talks import OCTOBER, converse
from tests.people import in_organisation

pytestmark = pytest.mark.django_db
PAGE = "/teams/"
TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize("who", ["contributor", "commissioner", "outsider"])
def test_page_is_for_managers_and_leads(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 404


def test_manager_reads_what_the_team_finished(read, manager, spring):
    text = read(manager, PAGE)
    assert "Asked of you Alder House No spade, spring." in text
    assert "Last talked: 10 March 2026." in text
    assert "We dig, spring." in text
    assert "It was trying: Ask for a spade, spring." in text
    assert "the digger" not in text
    assert "Heard: days. Not heard last time: nights, relief, volunteers, residents." in text
    assert "Soil: shoot." in text
    was = "What was in the way In the team’s own hands Our rota, spring. Alder House"
    assert f"{was} · last said on 10 March 2026" in text
    assert "Still in the way" not in text


def test_manager_reads_only_their_own_teams(read, manager, sibling_service, sibling, framework):
    converse(sibling_service, framework, sibling, mark="sibling")
    text = read(manager, PAGE)
    assert "sibling" not in text
    assert "Birch House" not in text


def test_manager_reads_the_last_conversation_by_its_day(read, manager, spring, framework):
    """One that is entered late does not become the last."""
    service = spring.assessment.service
    converse(service, framework, manager, held_on=OCTOBER, mark="autumn", level="leaf")
    converse(service, framework, manager, held_on=dt.date(2025, 6, 1), mark="late", level="seed")
    text = read(manager, PAGE)
    assert "We dig, autumn." in text
    assert "We dig, late." not in text
    assert "Soil: seed at first, leaf last." in text


def test_team_that_is_talking_is_said_and_nothing_of_it(read, manager, spring, framework):
    service = spring.assessment.service
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    soil = framework.lines.get(code="soil")
    actions.add_example(talk, words="Canary of the open one.", lines=[soil], by=manager)
    text = read(manager, PAGE)
    assert "A conversation is open." in text
    assert "Alder House has a conversation open." in text
    assert "No day to talk again" not in text
    assert "Canary" not in text
    assert "would like to talk again" not in text


def test_one_that_is_put_right_is_no_talk(read, manager, spring):
    actions.put_right(spring.assessment, reason="Canary reason.", by=manager)
    text = read(manager, PAGE)
    assert "conversation is open" not in text
    assert "Canary" not in text
    assert "We dig, spring." in text


def test_team_without_a_finished_conversation_has_a_card(read, manager, framework):
    assert "Alder House Has not finished a conversation yet." in read(manager, PAGE)


def test_coming_up_turns_nothing_red(manager, spring):
    coming_up = [
        [sentence.plain for sentence in page_of_teams(manager, today=today).coming_up]
        for today in (dt.date(2026, 9, 10), dt.date(2026, 9, 11))
    ]
    day = "10 September 2026"
    assert coming_up == [
        [f"Alder House would like to talk again around {day}. For that it needs a room."],
        [f"Alder House meant to talk again around {day}. For that it needed a room."],
    ]


def test_what_was_tried_says_what_came_of_it(manager, spring, framework):
    service = spring.assessment.service
    talk = actions.start(
        service=service, framework=framework, length="themes", held_on=OCTOBER, by=manager
    )
    step = service.steps.get()
    actions.look_back(talk, step, state="happened", learned="It changed nothing.", by=manager)
    actions.finish(talk, by=manager)
    (team,) = page_of_teams(manager, today=TODAY).teams_that_tried
    assert [(tried.what, tried.outcome, tried.learned) for tried in team.tried_steps] == [
        ("Ask for a spade, spring.", "It happened.", "It changed nothing.")
    ]


def test_what_is_in_the_way_stands_under_who_it_needs(manager, service, framework):
    """Up to the day of the next talk, half a year on, it may be called so now."""
    converse(service, framework, manager, to="commissioner")
    for day, needs, said_on in ((10, "Needs", ""), (11, "Needed", "10 March 2026")):
        page = page_of_teams(manager, today=dt.date(2026, 9, day))
        assert page.asks == []
        assert ways_of(page) == [
            (f"{needs} whoever pays for their place", "No spade, spring.", said_on),
            ("In the team’s own hands", "Our rota, spring.", said_on),
        ]
        assert (page.in_the_way == []) is (needs == "Needed")


def ways_of(page) -> list[tuple[str, str, str]]:
    """What is and was in the way: under which heading, its words, and when that was said."""
    rows = []
    for heading, obstacles in [*page.in_the_way, *page.was_in_the_way]:
        for obstacle in obstacles:
            rows.append((heading, obstacle.words, obstacle.day))
    return rows


def test_only_what_is_put_to_the_reader_is_asked(manager, service, framework):
    converse(service, framework, manager, to="partner")
    assert page_of_teams(manager, today=TODAY).asks == []


@pytest.mark.parametrize("to", ["unknown", ""])
def test_what_is_put_to_nobody_known_is_asked_of_the_manager(manager, service, framework, to):
    converse(service, framework, manager, to=to)
    page = page_of_teams(manager, today=TODAY)
    assert [ask.team for ask in page.asks] == ["Alder House"]
    assert "No spade, spring." not in [words for _heading, words, _day in ways_of(page)]


def test_out_in_the_world_names_live_shares_only(read, manager, service, body):
    for reference, ends_on in (("PZ-LIVE-22", 30), ("PZ-OVER-22", -1)):
        Share.objects.create(
            reference=reference,
            service=service,
            body=body,
            state=Share.State.SENT,
            ends_on=timezone.localdate() + dt.timedelta(days=ends_on),
            document="{}",
            created_at=timezone.now(),
            created_by=manager,
            sent_at=timezone.now(),
            sent_by=manager,
        )
    text = read(manager, PAGE)
    assert "A report of Alder House is shared with Northtown Council until" in text
    assert "PZ-LIVE-22" in text
    assert "PZ-OVER-22" not in text


# --- What a later conversation does not repeat


def short(service, framework, by, *, held_on=OCTOBER, **about) -> Assessment:
    """Begin a later conversation that says nothing of what came before."""
    return actions.start(
        service=service, framework=framework, length="themes", held_on=held_on, by=by, **about
    )


def heard(user) -> tuple[list[str], list[str], list[str]]:
    """What is asked of a reader, what else is in the way, and what teams try."""
    page = page_of_teams(user, today=TODAY)
    return (
        [ask.words for ask in page.asks],
        [words for _heading, words, _day in ways_of(page)],
        [words for team in page.teams for words, _day in team.card["trying"]],
    )


SPRING = (["No spade, spring."], ["Our rota, spring."], ["Ask for a spade, spring."])


def test_what_is_not_repeated_still_holds(read, manager, spring, service, framework):
    actions.finish(short(service, framework, manager), by=manager)
    assert heard(manager) == SPRING
    assert "What we were trying Ask for a spade, spring." in read(manager, "/")
    later = short(service, load_unlike("bare"), manager, held_on=dt.date(2026, 11, 2))
    actions.finish(later, by=manager)
    assert heard(manager) == SPRING  # whatever framework was used since


def test_what_was_tried_long_ago_is_not_tried_now(read, manager, spring, monkeypatch):
    """Up to the day of the next talk, half a year on, it may be called so now."""
    again = dt.datetime(2026, 9, 10, 9, tzinfo=dt.UTC)
    for days, here, there in (
        (0, "What we are trying Ask", "Trying: Ask"),
        (1, "What we were trying Ask", "It was trying: Ask"),
    ):
        now = again + dt.timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert here in read(manager, "/")
        assert there in read(manager, PAGE)


def test_without_a_next_talk_it_is_tried_now_for_three_months(manager, spring):
    (team,) = page_of_teams(manager, today=TODAY).teams
    last = replace(team.last, words=team.last.words | {"next_talk_on": None})
    assert tries(last, today=dt.date(2026, 6, 10)) == (SPRING[2], [])
    assert tries(last, today=dt.date(2026, 6, 11)) == ([], SPRING[2])


def test_words_that_were_taken_out_are_not_told_of_a_team(manager, spring, service):
    for words in ("We dig, spring.", "Ask for a spade, spring.", "Our rota, spring."):
        actions.take_out(service, words=words, by=manager, at=timezone.now())
    (team,) = page_of_teams(manager, today=TODAY).teams
    assert team.opening == ""
    assert heard(manager)[1:] == ([], [])


def test_nobody_is_asked_to_answer_words_that_were_taken_out(manager, spring, service):
    """What is in the way has words of its own, and stays; so does what was answered."""
    ask = ask_of(spring)
    actions.put_right(spring.assessment, reason="A slip.", by=manager)
    actions.put_ask(spring.assessment, ask, words="A spade, Jo.", by=manager)
    actions.finish(spring.assessment, by=manager)
    assert heard(manager)[:2] == (["A spade, Jo."], SPRING[1])
    actions.take_out(service, words="A spade, Jo.", by=manager, at=timezone.now())
    assert heard(manager)[:2] == ([], [*SPRING[0], *SPRING[1]])
    actions.answer_ask(ask, answer="talk", words="", by=manager)
    assert len(heard(manager)[0]) == 1


def test_newest_telling_holds_and_what_is_over_goes(manager, spring, service, framework):
    talk = short(service, framework, manager)
    for factor in service.factors.all():
        state = "still" if hasattr(factor, "ask") else "gone"
        note = actions.follow_up(talk, factor, state=state, by=manager)
        if state == "still":
            actions.edit_factor(
                talk, note, words="No fork now.", reach="someone_else", seen=None, by=manager
            )
    actions.look_back(talk, service.steps.get(), state="dropped", by=manager)
    actions.finish(talk, by=manager)
    later = short(service, framework, manager, held_on=dt.date(2026, 11, 2))
    actions.finish(later, by=manager)
    asks, in_the_way, trying = heard(manager)
    assert (len(asks), in_the_way, trying) == (1, [], [])


def test_late_entry_and_one_put_right_stand_at_their_own_day(manager, spring, service, framework):
    """What October said holds, whatever is entered of the time before it, and when."""
    talk = short(service, framework, manager)
    actions.follow_up(talk, service.factors.get(ask=None), state="gone", by=manager)
    actions.finish(talk, by=manager)
    converse(service, framework, manager, held_on=dt.date(2025, 6, 1), mark="late")
    actions.put_right(spring.assessment, reason="A slip.", by=manager)
    actions.finish(spring.assessment, by=manager)
    asks, in_the_way, trying = heard(manager)
    assert asks == ["No spade, spring.", "No spade, late."]
    assert in_the_way == ["Our rota, late."]
    assert trying == ["Ask for a spade, spring.", "Ask for a spade, late."]


@pytest.mark.parametrize(
    ("held_on", "choices", "expected"),
    [
        (dt.date(2026, 6, 1), {}, dt.date(2026, 9, 10)),
        (OCTOBER, {}, None),
        (dt.date(2026, 6, 1), {"next_talk": "see"}, None),
        (dt.date(2026, 6, 1), {"next_talk": "month"}, dt.date(2026, 7, 1)),
    ],
)
def test_day_to_talk_again_holds_until_another_is_chosen(
    manager, spring, service, framework, held_on, choices, expected
):
    talk = short(service, framework, manager, held_on=held_on)
    actions.describe(talk, by=manager, **choices) if choices else None
    actions.finish(talk, by=manager)
    (team,) = page_of_teams(manager, today=TODAY).teams
    assert team.next_on == expected
    assert team.needs == ("a room" if expected == dt.date(2026, 9, 10) else "")


@pytest.mark.parametrize("hidden", ["earlier", "later"])
def test_lead_reads_nothing_on_by_way_of_what_was_shown(
    read, lead, manager, service, framework, hidden
):
    """Neither the words of a conversation that was not shown, nor that it called something gone."""
    first = converse(service, framework, manager, mark="first", to="organisation")
    talk = short(service, framework, manager)
    ask = ask_of(first)
    actions.follow_up(talk, ask.factor, state="gone", by=manager)
    actions.try_step(talk, what="Canary step, second.", by=manager)
    second = actions.finish(talk, by=manager)
    actions.decide_release(second if hidden == "earlier" else first, is_shown=True, by=manager)
    text = read(lead, PAGE)
    if hidden == "earlier":
        assert "first" not in text.replace("at first", "")
        assert "Canary step, second." in text
        assert "would like to talk again" not in text
    else:
        assert "second" not in text
        assert "Asked of you Alder House No spade, first." in text
    actions.decide_release(first if hidden == "earlier" else second, is_shown=True, by=manager)
    text = read(lead, PAGE)
    assert "No spade" not in text  # gone, and the lead may read that now
    assert "Our rota, first." in text
    assert "Ask for a spade, first." in text


# --- Leads


def test_lead_reads_that_nobody_looks_after_a_team(read, lead, manager, sibling_service, sibling):
    """Else nothing can be sent, and she who could name somebody would not know."""
    nobody = "Nobody manages it just now."
    assert read(lead, PAGE).count(nobody) == 0
    assert nobody not in read(manager, PAGE)
    close_account(manager, by=lead)
    assert read(lead, PAGE).count(nobody) == 1
    leave_team(sibling.service_memberships.get(), by=sibling)
    assert read(lead, PAGE).count(nobody) == 2


def test_who_looks_after_a_team_meanwhile_is_nobody_who_manages_it(read, lead, manager, service):
    """The team reads "Lee Lead looks after Alder House": beside it nobody can be said not to."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    leave_team(manager.service_memberships.get(), by=manager, cover=lead, until=tomorrow)
    arranged = reverse("our-organisation", args=[service.organisation.slug])
    for page in (PAGE, arranged):
        text = read(lead, page)
        assert "Nobody manages it just now" in text
        assert "Nobody looks after" not in text


def test_lead_reads_nothing_before_a_team_shows_it(read, lead, spring):
    text = read(lead, PAGE)
    alone = "Alder House In it: Mina Manager Offer a talk : Alder House"
    assert f"Each team, A to Z {alone} What you can" in text
    assert "spring" not in text


def test_lead_reads_what_was_shown_and_not_that_the_team_talks(
    read, lead, manager, spring, sibling_service, sibling, framework
):
    service = spring.assessment.service
    converse(service, framework, manager, held_on=OCTOBER, mark="kept within")
    converse(sibling_service, framework, sibling, mark="sibling")
    actions.decide_release(spring, is_shown=True, by=manager)
    actions.start(service=service, framework=framework, length="themes", by=manager)
    text = read(lead, PAGE)
    assert "Last talked: 10 March 2026." in text
    assert "We dig, spring." in text
    for secret in ("kept within", "sibling", "Talking", "the digger"):
        assert secret not in text
    # Of who has shown nothing there is the name, and no line about that.
    alone = "Birch House In it: Sib Ling Offer a talk : Birch House"
    assert f"{alone} What was in the way" in text


def test_lead_reads_no_more_after_it_was_taken_back(read, lead, manager, spring):
    release = actions.decide_release(spring, is_shown=True, by=manager)
    actions.take_back_release(release, by=manager)
    assert "spring" not in read(lead, PAGE)


def test_lead_reads_the_number_that_was_shown(read, lead, manager, spring):
    actions.decide_release(spring, is_shown=True, by=manager)
    talk = spring.assessment
    actions.put_right(talk, reason="Canary reason.", by=manager)
    actions.describe(talk, opening="Canary opening.", by=manager)
    assert "Canary" not in read(lead, PAGE)
    actions.finish(talk, by=manager)
    text = read(lead, PAGE)
    assert "We dig, spring." in text
    assert "Canary" not in text


def test_lead_of_another_organisation_reads_nothing(
    read, elsewhere, other_service, manager, spring
):
    OrganisationMembershipFactory(user=elsewhere, organisation=other_service.organisation)
    actions.decide_release(spring, is_shown=True, by=manager)
    assert "spring" not in read(elsewhere, PAGE)


def test_lead_of_no_team_of_their_own_is_told_of_no_others(read, lead, spring):
    assert "Of a team of your organisation" in read(lead, PAGE)


def test_manager_who_leads_reads_their_own_team_as_manager(
    read, manager, organisation, spring, sibling_service, sibling, framework
):
    OrganisationMembershipFactory(user=manager, organisation=organisation)
    closure = converse(sibling_service, framework, sibling, mark="sibling", to="organisation")
    actions.decide_release(closure, is_shown=True, by=sibling)
    text = read(manager, PAGE)
    assert "Asked of you Alder House No spade, spring." in text
    assert "Birch House No spade, sibling." in text
    assert "Of a team you manage" in text
    assert "Of any other team of your organisation" in text


# --- Answering


def ask_of(closure: Closure) -> Ask:
    return Ask.objects.get(factor__service=closure.assessment.service)


def address(closure: Closure) -> str:
    return f"/teams/asked/{ask_of(closure).pk}/"


def test_answer_is_kept_and_stands_on_the_page(client, read, manager, spring):
    client.force_login(manager)
    sent = {"answer": "will", "words": "order one."}
    for _twice in range(2):
        assert client.post(address(spring), sent)["Location"] == PAGE
    answer = AskAnswer.objects.get()
    assert (answer.answer, answer.words, answer.by) == ("will", "order one.", manager)
    assert "Answered already No spade, spring. I will order one." in read(manager, PAGE)
    client.post(address(spring), {"answer": "talk", "words": ""})
    assert AskAnswer.objects.count() == 2


def test_answer_without_words_is_no_empty_quotation(client, manager, spring):
    client.force_login(manager)
    client.post(address(spring), {"answer": "talk", "words": ""})
    page = client.get(address(spring)).content.decode()
    assert "<blockquote" not in page
    assert re.search('<p class="quiet">Answered on [^<]*: Let’s talk</p>', page)


def test_link_to_say_more_names_the_ask_in_few_words(client, manager, service, framework):
    talk = short(service, framework, manager)
    long = "A spade. " * 50
    actions.name_factor(
        talk, kind="obstacle", words=long, reach="someone_else", to="manager", by=manager
    )
    actions.finish(talk, by=manager)
    actions.answer_ask(Ask.objects.get(), answer="talk", words="", by=manager)
    client.force_login(manager)
    page = client.get(PAGE).content.decode()
    (words,) = re.findall('Say more<span class="visually-hidden">: ([^<]*)</span>', page)
    assert words.endswith("…")
    assert len(words) == 40


def test_things_tried_stand_apart(manager, service, framework):
    talk = short(service, framework, manager)
    for what in ("Key-ring of people", "Debrief the same night"):
        actions.try_step(talk, what=what, by=manager)
    actions.finish(talk, by=manager)
    cards = page_of_teams(manager, today=TODAY).cards
    printed = piece("home/_team_cards.html", cards=cards, folded=False)
    assert "Key-ring of people.</bdi> <bdi" in printed


def test_answer_is_chosen_by_the_link_and_by_nothing_else(client, manager, spring):
    client.force_login(manager)
    assert "checked" not in client.get(address(spring)).content.decode()
    chosen = client.get(address(spring), {"answer": "cannot"}).content.decode()
    assert chosen.count("checked") == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose one of the answers."),
        ({"answer": "perhaps", "words": "x"}, "Choose one of the answers."),
        ({"answer": "will", "words": " "}, "Finish the sentence"),
        ({"answer": "talk", "words": "x" * 1001}, "1,001 characters"),
        ({"answer": "talk", "words": "NUL \0"}, "cannot be kept"),
    ],
)
def test_answer_that_cannot_be_kept_is_refused(client, manager, spring, sent, words):
    client.force_login(manager)
    response = client.post(address(spring), sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert AskAnswer.objects.count() == 0


def test_ask_is_read_as_it_was_kept(read, manager, spring, framework):
    service = spring.assessment.service
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    actions.follow_up(talk, ask_of(spring).factor, state="still", by=manager)
    actions.put_ask(talk, ask_of(spring), why="Canary of the open one.", by=manager)
    assert "Canary" not in read(manager, address(spring))


def test_ask_of_an_open_conversation_is_not_there_yet(client, manager, service, framework):
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    named = actions.name_factor(
        talk, kind="obstacle", words="New.", reach="someone_else", to="manager", by=manager
    )
    client.force_login(manager)
    assert client.get(f"/teams/asked/{named.factor.ask.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("contributor", 403), ("sibling", 404), ("elsewhere", 404), ("lead", 404), ("outsider", 404)],
)
def test_answer_is_the_managers(client, spring, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(spring)).status_code == status
    sent = {"answer": "talk", "words": ""}
    assert client.post(address(spring), sent).status_code == status
    assert AskAnswer.objects.count() == 0


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "outsider", "commissioner"])
def test_what_is_shown_to_the_lead_is_not_there_for_others(
    client, manager, service, framework, request, who
):
    closure = converse(service, framework, manager, to="organisation")
    actions.decide_release(closure, is_shown=True, by=manager)
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(closure)).status_code == 404
    assert client.post(address(closure), {"answer": "talk", "words": ""}).status_code == 404


@pytest.mark.parametrize(("to", "status"), [("organisation", 302), ("manager", 403)])
def test_lead_answers_what_was_shown_and_put_to_the_organisation(
    client, lead, manager, service, framework, to, status
):
    closure = converse(service, framework, manager, to=to)
    actions.decide_release(closure, is_shown=True, by=manager)
    client.force_login(lead)
    sent = {"answer": "talk", "words": ""}
    assert client.post(address(closure), sent).status_code == status


def test_lead_does_not_read_what_a_manager_answered(read, lead, manager, service, framework):
    closure = converse(service, framework, manager, to="organisation")
    actions.decide_release(closure, is_shown=True, by=manager)
    actions.answer_ask(ask_of(closure), answer="will", words="Canary.", by=manager)
    assert "Canary" not in read(lead, PAGE) + read(lead, address(closure))


def test_leads_read_what_another_lead_answered(
    client, read, lead, manager, organisation, service, framework
):
    closure = converse(service, framework, manager, to="organisation")
    actions.decide_release(closure, is_shown=True, by=manager)
    actions.answer_ask(ask_of(closure), answer="will", words="Two rooms.", by=lead)
    other = in_organisation(organisation, "lead", "Lou Lead")
    assert "Two rooms." in read(other, PAGE)
    assert "Two rooms." in read(other, address(closure))


def test_team_name_in_a_sentence_has_a_direction_of_its_own(client, manager, service, spring):
    Service.objects.filter(pk=service.pk).update(name="בית")
    client.force_login(manager)
    assert '<li><bdi dir="auto">בית</bdi> ' in client.get(PAGE).content.decode()


def test_miniature_leaves_out_a_version_with_other_levels(manager, spring, service, framework):
    text = json.dumps(read_entries(TINY)).replace('"1.0"', '"2.0"').replace('"shoot"', '"sprout"')
    publish(entries=json.loads(text))
    newer = Framework.objects.get(version="2.0")
    converse(service, newer, manager, held_on=dt.date(2026, 10, 12), level="tree")
    (team,) = page_of_teams(manager, today=dt.date(2026, 11, 1)).managed_teams
    assert "shoot" not in team.picture.sentence
    assert "tree" in team.picture.sentence


# --- Cost


def many(manager, organisation, framework, number: int) -> list[Service]:
    services = []
    for _team in range(number):
        service = ServiceFactory(organisation=organisation)
        ServiceMembershipFactory(user=manager, service=service, role="manager")
        converse(service, framework, manager)
        services.append(service)
    return services


def test_page_asks_as_often_for_twenty_teams_as_for_one_and_three(
    client, manager, organisation, framework, spring, monkeypatch,
    django_assert_max_num_queries, django_assert_num_queries,
):  # fmt: skip
    OrganisationMembershipFactory(user=manager, organisation=organisation)
    actions.decide_release(spring, is_shown=True, by=manager)
    client.force_login(manager)
    client.get(PAGE)  # the framework's words come from memory afterwards
    monkeypatch.setattr("home.cards.miniatures._drawn_before", Memory(1024))
    with django_assert_max_num_queries(13) as queries:
        client.get(PAGE)
    for more in (2, 17):
        many(manager, organisation, framework, more)
        monkeypatch.setattr("home.cards.miniatures._drawn_before", Memory(1024))
        with django_assert_num_queries(len(queries)):
            client.get(PAGE)


def test_hostile_words_are_printed_as_words(client, manager, service, framework):
    service.name = "<i>Alder</i>"
    service.save()
    converse(service, framework, manager, mark="<script>alert(1)</script>")
    client.force_login(manager)
    page = client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "<i>Alder" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 3
