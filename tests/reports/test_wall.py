import datetime as dt

import pytest
from django.urls import reverse

from record.document import AnswerText, AskText
from record.taking_out import taken_out_mark
from reports.content.wall import build_wall
from tests import alder_house, records
from tests.records import (
    AWARE,
    LEARN,
    RULES,
    a_record,
    closure_of,
    example,
    obstacle,
    team_line,
    trying,
)


def lines_by_part(wall):
    return {part.code: [line.words.words for line in part.lines] for part in wall.parts}


def test_wall_offers_what_was_said_without_any_level():
    wall = build_wall(alder_house.latest())
    assert lines_by_part(wall)["keep"] == [alder_house.HOUR, "A front room that people chose"]
    assert lines_by_part(wall)["trying"] == ["Nights choose the question for the Tuesday hour"]
    assert lines_by_part(wall)["cannot"] == [
        alder_house.FORUM,
        alder_house.PETS,
        alder_house.MOVE_ON,
    ]
    assert "The hour on Tuesdays has survived a bad winter." in lines_by_part(wall)["talked"]
    assert wall.next_talk == "We talk again in May 2027."
    assert wall.intro.startswith("On 12 November 2026 we sat down at Alder House and talked")
    everything = repr(wall).lower()
    for level in records.a_framework().levels:
        assert level.name.lower() not in everything


def test_wall_says_who_has_been_asked_and_not_who_does_what():
    wall = build_wall(alder_house.latest())
    about = {line.words.words: line.about for part in wall.parts for line in part.lines}
    assert about[alder_house.MOVE_ON] == "This needs whoever pays for this place."
    assert about[alder_house.PETS].startswith("We asked our organisation. The answer: I will")
    assert "early shift" not in repr(wall)


def test_wall_says_what_each_that_was_asked_said_last():
    """A body is named; who of us answered is not."""
    at = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    council = {"body": "Northtown Council", "body_id": "north"}
    answers = (
        AnswerText("ask", "the housing team.", at, **council),
        AnswerText("will", "paint it.", at),
        AnswerText("cannot", "there is no money.", at, **council),
    )
    ask = AskText("a", "organisation", "A door.", also=("commissioner",), answers=answers)
    talk = a_record(
        dt.date(2026, 3, 10), factors=(obstacle("A door.", reach="someone_else", ask=ask),)
    )
    (line,) = [line for part in build_wall(talk).parts for line in part.lines]
    assert line.about == (
        "We asked our organisation and whoever pays for this place. The answer of "
        "\u2068Northtown Council\u2069: I can’t, because there is no money. The answer of our own "
        "organisation: I will paint it."
    )


def test_wall_says_of_nobody_who_was_put_no_ask_that_we_asked_them():
    answer = AnswerText("will", "paint it.", dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))
    ask = AskText("a", "manager", "A door.", answers=(answer,))
    talk = a_record(
        dt.date(2026, 3, 10), factors=(obstacle("A door", reach="someone_else", ask=ask),)
    )
    (line,) = build_wall(talk).parts[0].lines
    assert line.about == "This needs our manager. The answer: I will paint it."


@pytest.mark.parametrize(
    ("talk", "again"),
    [
        ({"next_talk": "see"}, "We have not settled yet when we talk again."),
        ({}, "We have not settled yet when we talk again."),
    ],
)
def test_wall_says_when_the_team_talks_again(talk, again):
    assert build_wall(a_record(dt.date(2026, 3, 10), **talk)).next_talk == again


@pytest.fixture
def address(client, contributor, service):
    client.force_login(contributor)
    return reverse("wall", args=[closure_of(service, alder_house.latest()).assessment_id])


def test_wall_ticks_nothing_for_the_team(client, address):
    answer = client.get(address).content.decode()
    assert 'type="checkbox"' in answer
    assert "checked" not in answer


def test_wall_shows_only_what_was_ticked(client, address):
    answer = client.get(address, {"show": "1", "talked": [LEARN]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The hour on Tuesdays has survived a bad winter." in page
    assert "Our forum closed" not in page
    assert "We talk again in May 2027." in page
    assert 'role="img"' not in page


def test_wall_without_a_tick_asks_for_one(client, address):
    answer = client.get(address, {"show": "1"})
    assert answer.status_code == 422
    assert "Tick at least one line for the wall." in answer.content.decode()


@pytest.mark.parametrize("bad", ["no-such-line", "\x00", "é" * 999])
def test_wall_refuses_a_line_that_is_not_there(client, address, bad):
    answer = client.get(address, {"show": "1", "talked": [bad]})
    assert answer.status_code == 422
    assert "That line is not in this conversation." in answer.content.decode()


def test_wall_of_an_unknown_conversation_is_not_there(client, address):
    unknown = reverse("wall", args=["00000000-0000-0000-0000-000000000000"])
    assert client.get(unknown).status_code == 404


def test_wall_of_a_conversation_without_words_says_so(client, contributor, service):
    client.force_login(contributor)
    closure = closure_of(service, a_record(dt.date(2026, 3, 10)))
    answer = client.get(reverse("wall", args=[closure.assessment_id]))
    assert "This conversation kept no words" in answer.content.decode()


def test_wall_of_a_conversation_without_words_prints_no_empty_sheet(client, contributor, service):
    client.force_login(contributor)
    closure = closure_of(service, a_record(dt.date(2026, 3, 10)))
    answer = client.get(reverse("wall", args=[closure.assessment_id]), {"show": "1"})
    assert answer.status_code == 422
    assert "This conversation kept no words" in answer.content.decode()


def test_wall_with_something_else_in_its_address_asks_for_no_tick(client, address):
    assert client.get(address, {"x": "1"}).status_code == 200


def test_wall_does_not_say_that_nobody_known_was_asked():
    ask = AskText("ask-door", "unknown", "A door.")
    named = obstacle("A door.", reach="someone_else", ask=ask)
    wall = build_wall(a_record(dt.date(2026, 3, 10), factors=(named,)))
    assert [line.about for part in wall.parts for line in part.lines] == [""]


def test_second_name_stands_on_the_wall():
    wall = build_wall(alder_house.latest(), second_name="The Willows")
    assert wall.service == "The Willows"
    assert "Alder House" not in wall.intro


def test_wall_hung_long_after_promises_no_day_that_is_over():
    talk = a_record(dt.date(2026, 3, 10), next_talk="month", next_talk_on=dt.date(2026, 4, 10))
    assert build_wall(talk).next_talk == "We talk again in April 2026."
    late = build_wall(talk, today=dt.date(2026, 5, 1))
    assert late.next_talk == "We meant to talk again in April 2026."
    assert build_wall(talk, ended=True).next_talk == ""


def test_wall_says_a_line_once_that_was_said_of_two():
    examples = (
        team_line(AWARE, "Nights ring in."),
        team_line(RULES, "nights ring in"),
        example("Nights ring in."),
    )
    (part,) = build_wall(a_record(dt.date(2026, 3, 10), examples=examples)).parts
    assert [line.words.words for line in part.lines] == ["Nights ring in."]


@pytest.mark.parametrize(
    "hung",
    [{"today": dt.date(2026, 9, 1)}, {"talked_since": True}, {"ended": True}],
    ids=["long after", "since", "ended"],
)
def test_wall_of_a_talk_of_then_is_told_of_then(hung):
    ask = AskText("ask-door", "manager", "A door.")
    named = obstacle("A door.", reach="someone_else", ask=ask)
    talk = a_record(dt.date(2026, 3, 10), factors=(named,), steps=(trying("Ask nights."),))
    now, then = build_wall(talk), build_wall(talk, **hung)
    assert [part.title for part in now.parts] == [
        "What we are trying",
        "What we cannot change by ourselves",
    ]
    assert [part.title for part in then.parts] == [
        "What we were trying",
        "What we could not change by ourselves",
    ]
    assert [line.about for part in then.parts for line in part.lines] == [
        "",
        "This needed our manager.",
    ]
    if "talked_since" in hung:
        assert then.next_talk == "We have talked again since."


def test_wall_of_a_talk_before_the_last_knows_that_the_team_talked_again(
    client, contributor, service, address
):
    closure_of(service, a_record(dt.date(2027, 1, 10)))
    page = client.get(address, {"show": "1", "talked": [LEARN]}).content.decode()
    assert "We have talked again since." in page


def test_nothing_that_was_taken_out_hangs_on_the_wall():
    mark = taken_out_mark(dt.date(2026, 4, 1))
    talk = a_record(
        dt.date(2026, 3, 10),
        examples=(team_line(AWARE, mark), team_line(RULES, "Nights ring in.")),
        factors=(obstacle(mark, reach="someone_else"),),
        steps=(trying(mark),),
    )
    assert lines_by_part(build_wall(talk)) == {"talked": ["Nights ring in."]}
