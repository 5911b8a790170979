"""Names, answers and days that sentences of ours have to go on from, whatever they are."""

import datetime as dt
import re
from html import unescape

import msgspec
import pytest
from django.urls import reverse

from accounts.models import Service, User
from record.choices import Answered, StepState
from record.document import AnswerText, AskText, Record, View
from record.framework import FrameworkText, LevelText, LineText
from record.taking_out import without
from record.words import labels
from reports.content.asks import ask_items
from reports.content.compare import build_comparison
from reports.content.conversations import origin
from reports.content.letter import letter
from reports.content.provenance import provenance
from reports.content.wall import build_wall
from tests.records import (
    AWARE,
    HERE,
    LEARN,
    MIND,
    RULES,
    SPACES,
    TRAINED,
    USUAL,
    a_framework,
    a_record,
    a_service,
    an_id,
    answered,
    closure_of,
    obstacle,
    placed,
    team_line,
    trying,
)
from tests.reports.aloud import aloud
from tests.reports.ten_teams import Team, share

SPRING, AUTUMN = dt.date(2026, 3, 3), dt.date(2026, 11, 3)
AT = dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC)
# An end behind an end, a quotation in quotes, a word of ours before one that says the same.
TORN = re.compile(r"[.!?…][”»]?\.(?!\.)|““|””|\b[Tt]he the\b|&amp;(?:amp|#)")
ODD = (
    "Do we listen?",
    "Who decides, and why?",
    "Nobody shouts!",
    "Smith & Co.",
    "“Home”",
    "Rest …",
)
LEVELS = ("Not yet.", "Now & then!", "“Usual”", "Why not?")


def odd_framework() -> FrameworkText:
    """Return lines and levels that end as sentences do, or stand in quotes."""
    lines = [LineText("whole", "whole", "The whole place")]
    lines += [LineText(f"line-{n}", "theme", name) for n, name in enumerate(ODD)]
    levels = tuple(LevelText(f"l{n}", name, n, "") for n, name in enumerate(LEVELS))
    return msgspec.structs.replace(
        a_framework(), slug="odd", name="Odd", version="1.0", levels=levels, lines=tuple(lines)
    )


def odd_talks() -> list[Record]:
    """Return three talks over such a framework, in which lines move alike and apart."""
    talks = []
    views = (View("", "l1"), View("No", "l3"))
    for number, month in enumerate((3, 7, 11)):
        judged = [placed(f"line-{n}", f"l{(n // 2 + number) % 4}") for n in range(len(ODD))]
        if number == 2:
            judged[3] = answered("line-3", "another_day")
            judged[4] = answered("line-4", "differs", views=views)
            judged[5] = answered("line-5", "does_not_apply")
        words = tuple(team_line(f"line-{n}", f"Said of {n}, {month}") for n in range(0, 6, 2))
        day = dt.date(2026, month, 3)
        talk = a_record(day, head_count=6, framework=odd_framework(), judgements=tuple(judged))
        talks.append(msgspec.structs.replace(talk, examples=words if number < 2 else ()))
    return talks


def test_names_that_end_as_sentences_do_have_one_end():
    text = aloud(Team(odd_talks(), share()).report())
    assert TORN.findall(text) == []
    assert "“Not yet”" in text
    assert "Some say “Now & then!” No." in text
    for name in ODD[:4]:
        assert name in text


@pytest.mark.django_db
def test_names_are_escaped_once_on_every_page(client, service: Service, contributor: User):
    for record in odd_talks():
        closure_of(service, record)
    client.force_login(contributor)
    pages = [reverse(name, args=[service.slug]) for name in ("journey", "compare", "own-copy")]
    pages += [f"{pages[0]}?as=table", reverse("line-over-time", args=[service.slug, "line-3"])]
    for address in pages:
        page = client.get(address).content.decode()
        assert TORN.findall(page) == [], address
        told_on_it = unescape(re.sub(r"<[^>]+>", "", page))
        assert TORN.findall(told_on_it) == [], address


@pytest.mark.parametrize("people", ["residents", "people we work with", "the people who live here"])
@pytest.mark.parametrize("organisation", ["Oak Trust Ltd.", "St James’ House Inc."])
@pytest.mark.parametrize("by_myself", [True, False])
def test_letter_goes_on_from_any_name(people, organisation, by_myself):
    service = a_service(name="St James’ House Inc.", organisation=organisation, people=people)
    report = Team(
        [a_record(SPRING, service=service), a_record(AUTUMN, service=service)],
        share(to="Homes & Co.", by_myself=by_myself),
    ).report()
    text = aloud(report)
    assert TORN.findall(text) == []
    assert text.count(f"not at {people}.") == (not by_myself or "we" not in people)
    named = f"St James’ House Inc., {organisation}"
    assert (named in text) == (organisation == "Oak Trust Ltd.")
    assert "Made for Homes & Co. Homes & Co. can read it" in text


ANSWERS = [
    ("will", "ring them on Monday", "I will"),
    ("will", "", "I will …"),
    ("will", "I will ring them", ""),
    ("will", "Ring them", "I will:"),
    ("ask", "i will ask the landlord", ""),
    ("ask", "the landlord", "I will ask"),
    ("cannot", "no money", "I can’t, because"),
    ("cannot", "I have no money", "I can’t, because"),
    ("cannot", "Because the budget is spent", "I can’t."),
    ("cannot", "I can't, because the budget is spent", ""),
    ("cannot", "I can’t do it this year", ""),
    ("done", "It is done: the keys are there", ""),
    ("done", "The keys are there", "It is done:"),
    ("talk", "", "Let’s talk."),
    ("talk", "Let's talk on Monday", ""),
    ("talk", "On Monday", "Let’s talk."),
    ("talk", "on Monday", "Let’s talk:"),
    ("cannot", "because the budget is spent", "I can’t,"),
    ("changed", "Things changed, we have a new lead", ""),
    ("not_ours", "it isn’t ours either: try the landlord", ""),
    ("not_ours", "try the landlord", "It isn’t ours either:"),
]


@pytest.mark.parametrize(("code", "words", "before"), ANSWERS)
def test_answer_is_not_said_twice(code, words, before):
    assert labels.answer(code, words) == before
    reply = AnswerText(code, words, AT, may_go_out=True)
    ask = AskText(an_id("ask"), "manager", "A room", asked_on=SPRING, answers=(reply,))
    talk = a_record(AUTUMN, factors=(obstacle("No room", reach="someone_else", ask=ask),))
    (line,) = build_wall(talk).parts[0].lines
    answer = " ".join(filter(None, [before, words]))
    assert line.about.startswith(f"We asked our manager. The answer: {answer}")
    (item,) = ask_items([talk], None)
    assert item.answers[0].answer == before


def test_every_answer_is_in_the_table():
    assert {code for code, _words, _before in ANSWERS} == set(Answered)


def test_wall_says_whose_answer_it_is_where_several_were_asked():
    reply = AnswerText("will", "ring them.", AT, body="Northtown Council", body_id="n")
    ask = AskText(
        an_id("ask"), "manager", "A room", also=("commissioner",), asked_on=SPRING, answers=(reply,)
    )
    talk = a_record(AUTUMN, factors=(obstacle("No room", reach="someone_else", ask=ask),))
    (line,) = build_wall(talk).parts[0].lines
    assert "The answer of \u2068Northtown Council\u2069: I will ring them." in line.about


@pytest.mark.parametrize(
    ("state", "learned", "now", "later"),
    [
        ("happened", "It happened twice.", "A rota. It happened", "A rota: by March. It"),
        ("happened", "It holds.", "A rota. It holds", "A rota: it happened by March. It holds"),
        ("dropped", "We let it go in May.", "A rota. We let", "A rota: in March. We let it go"),
        ("partly", "Partly: nights came.", "A rota. Partly:", "A rota: last said on 3 March 2026."),
        ("not_yet", "Not yet, it rained.", "A rota. Not yet", "A rota: last said on 3 March 2026."),
        ("partly", "Nights came.", "A rota: partly, or still going. N", "going; last said on 3"),
    ],
)
def test_what_came_of_a_step_is_not_said_twice(state, learned, now, later):
    assert state in set(StepState)
    talk = a_record(SPRING, steps=(trying("A rota", state, learned=learned),))
    on = dt.date(2026, 3, 20)
    assert now in aloud(Team([talk], share(date=on)).report())
    talks = [talk, a_record(AUTUMN, examples=(team_line("whole", "It was quiet."),))]
    assert later in aloud(Team(talks, share()).report())


def test_three_talks_of_one_day_are_told_apart():
    talks = [_talk_of_one_day(number, level) for number, level in enumerate((MIND, USUAL, HERE))]
    soon = aloud(Team(talks, share(date=dt.date(2026, 3, 10))).report())
    assert "We called it usual here the second time on 3 March and say here and there now" in soon
    assert "It was on our minds the first time on 3 March" in soon
    late = aloud(Team(talks, share(date=dt.date(2027, 3, 10))).report())
    assert "the second time on 3 March 2026 and here and there the third time on 3 March" in late


def _talk_of_one_day(number: int, level: str) -> Record:
    started_at = f"2026-03-03T1{number}:00:00Z"
    judged = (placed(AWARE, level),)
    return a_record(SPRING, id=an_id(started_at), started_at=started_at, judgements=judged)


def test_sides_of_one_day_have_names_of_their_own():
    talks = [_talk_of_one_day(number, level) for number, level in enumerate((MIND, USUAL, HERE))]
    comparison = build_comparison(talks[0], talks[2], among=talks, today=dt.date(2027, 3, 10))
    titles = (comparison.earlier.title, comparison.later.title)
    assert titles == ("The first time on 3 March 2026", "The third time on 3 March 2026")


def test_two_talks_of_one_day_are_told_apart():
    seen = ((MIND, USUAL, HERE), (USUAL, MIND, HERE))
    talks = []
    for number, levels in enumerate(seen):
        judged = [
            placed(code, level) for code, level in zip((AWARE, TRAINED, LEARN), levels, strict=True)
        ]
        judged.append(answered(RULES, "differs", views=(View("Days.", USUAL),)))
        judged.append(placed(SPACES, USUAL, 1 + number))
        started_at = f"2026-03-03T1{number}:00:00Z"
        talk = a_record(
            SPRING, id=an_id(started_at), started_at=started_at, judgements=tuple(judged)
        )
        talks.append(talk)
    soon = aloud(Team(talks, share(date=dt.date(2026, 3, 10))).report())
    assert "It was on our minds earlier on 3 March; it is usual here now." in soon
    assert "A little steadier than earlier on 3 March: spaces of opportunity." in soon
    assert "It was so earlier on 3 March, too: the Three Rs." in soon
    late = aloud(Team(talks, share(date=dt.date(2027, 3, 10))).report())
    assert "on our minds earlier on 3 March 2026 and usual here later on 3 March 2026." in late
    assert "The Three Rs – earlier on 3 March we didn’t all see it the same way." in soon


@pytest.mark.parametrize("earlier", [True, False])
def test_a_place_of_one_thing_is_not_told_of_the_whole_place(earlier):
    about = "Mo’s garden"
    talks = []
    for day in (SPRING, AUTUMN) if earlier else (AUTUMN,):
        talks.append(
            a_record(day, length="coffee", about=about, judgements=(placed("whole", HERE),))
        )
    text = aloud(Team(talks, share()).report()).partition("## Theme by theme")[0]
    assert f"“{about}”" in text
    assert "whole place" not in text.lower()
    hidden = aloud(Team(talks, share(sections=("changes",))).report())
    assert about not in hidden
    assert "one thing we talked about" in hidden.lower()
    assert "whole place" not in hidden.lower()
    by_one = aloud(Team(talks, share(sections=("changes",), by_myself=True)).report())
    assert "one thing i looked at" in by_one.lower()
    assert "looked at how i work about" not in by_one.lower()


def test_words_with_another_day_are_told():
    before = a_record(SPRING, judgements=(placed(AWARE, HERE),))
    now = a_record(AUTUMN, judgements=(answered(AWARE, "another_day", "We doubt we need it."),))
    text = aloud(Team([before, now], share()).report())
    assert "Left for another day this time. We doubt we need it. It was here and there" in text


def test_an_ask_is_first_named_where_it_is_told_first():
    """A talk that was typed in late may have named it before."""
    ask = AskText(an_id("ask"), "manager", "A room", asked_on=AUTUMN)
    way = obstacle("No room", id=an_id("room"), reach="someone_else", ask=ask)
    talks = [a_record(day, factors=(way,)) for day in (SPRING, AUTUMN, dt.date(2026, 11, 12))]
    assert "A room, first named on 3 March 2026" in aloud(Team(talks, share()).report())


def test_what_is_asked_in_the_same_words_is_said_once():
    ask = AskText(an_id("ask"), "commissioner", "No room", asked_on=AUTUMN)
    talk = a_record(AUTUMN, factors=(obstacle("No room", AWARE, reach="someone_else", ask=ask),))
    assert aloud(Team([talk], share()).report()).count("No room") == 1


def test_about_when_is_taken_out_of_a_record_too():
    reply = AnswerText("will", "ring them.", AT, about_when="when Jo is back")
    ask = AskText(an_id("ask"), "manager", "A room", answers=(reply,))
    record = a_record(AUTUMN, factors=(obstacle("No room", reach="someone_else", ask=ask),))
    assert "Jo" not in without(record, "when Jo is back", "taken out").to_json()


def test_provenance_and_letter_name_a_team_that_is_its_organisation_once():
    record = a_record(AUTUMN, service=a_service(name="The Willows", organisation="The Willows"))
    options = share()
    told_twice = [*provenance([record], options).lines, letter([record], options).whom_to_ask]
    assert all(line.count("The Willows") <= 1 for line in told_twice)


def test_what_was_tried_long_ago_is_not_called_tried_now():
    talk = a_record(SPRING, steps=(trying("A rota"), trying("A list", "dropped")))
    factor = obstacle("No room", reach="someone_else", ask=AskText(an_id("ask"), "manager", "Room"))
    soon, late = dt.date(2026, 3, 10), dt.date(2027, 3, 10)
    report = Team([talk], share(date=late)).report()
    assert report.asks_title == "What we were trying, and what we learned"
    assert "### What we were trying\n" in aloud(report)
    assert "### What we are trying\n" in aloud(Team([talk], share(date=soon)).report())
    for steps, title in (
        (talk.steps, "What we ask, and what we are trying"),
        (talk.steps[1:], "What we ask, and what we learned"),
        ((), "What we ask"),
    ):
        both = msgspec.structs.replace(talk, factors=(factor,), steps=steps)
        assert Team([both], share(date=soon)).report().asks_title == title


def test_own_copy_says_which_kinds_were_there_where_nobody_counted():
    record = a_record(AUTUMN, people_kinds=("days", "nights"))
    assert origin([record], inside=True).endswith("3 November 2026. Days and nights took part.")
