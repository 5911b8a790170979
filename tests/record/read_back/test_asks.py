"""What is asked of others, and what a record says besides what was talked about, read out."""

import datetime as dt

import pytest

from record.document import AnswerText, AroundNoteText, AskText, FactorText, NoteText
from record.read_back.lines import (
    answer_sentence,
    ask_sentences,
    example_sentence,
    factor_sentences,
)
from record.read_back.passages import besides, passages, review_sentence, step_sentence
from tests.records import a_record, example, trying

MARCH = dt.date(2026, 3, 10)
MORNING = dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC)
# In London it is the next day already.
LATE = dt.datetime(2026, 4, 2, 23, 30, tzinfo=dt.UTC)
OBSTACLE = "No flats"


def plain(sentences):
    return [sentence.plain for sentence in sentences]


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (AskText("a", "unknown", OBSTACLE), []),
        (AskText("a", "manager", OBSTACLE), []),
        (AskText("a", "manager", "Two flats"), ["We ask our manager: Two flats."]),
        (
            AskText("a", "manager", "Two flats", also=("partner", "manager", "commissioner")),
            ["We ask our manager, a partner and whoever pays for this place: Two flats."],
        ),
        (
            AskText("a", "unknown", "Two flats", also=("partner",)),
            ["We ask a partner: Two flats."],
        ),
        (AskText("a", "unknown", "Two flats"), ["We ask: Two flats."]),
        (
            AskText(
                "a",
                "partner",
                "Two flats",
                why="They wait",
                tried="Three landlords",
                would_change="Ready would mean something",
                meanwhile="We keep a list",
                came_of="One flat",
                answers=(
                    AnswerText("will", "by June.", MORNING),
                    AnswerText("talk", "", MORNING),
                ),
            ),
            [
                "We ask a partner: Two flats.",
                "Why: They wait.",
                "What we have tried: Three landlords.",
                "What it would change: Ready would mean something.",
                "What we will do meanwhile: We keep a list.",
                "The answer of our own organisation on 2 April 2026: I will by June.",
                "The answer of our own organisation on 2 April 2026: Let’s talk.",
                "What came of it: One flat.",
            ],
        ),
        (AskText("a", "unknown", OBSTACLE, why="They wait"), ["Why: They wait."]),
    ],
)
def test_ask_read_out(ask, expected):
    assert plain(ask_sentences(ask, OBSTACLE)) == expected


@pytest.mark.parametrize(
    ("answer", "words", "at", "expected"),
    [
        ("will", "ring them", MORNING, "The answer on 2 April 2026: I will ring them."),
        ("will", "", MORNING, "The answer on 2 April 2026: I will …"),
        ("cannot", "no budget", MORNING, "The answer on 2 April 2026: I can’t, because no budget."),
        ("talk", "", MORNING, "The answer on 2 April 2026: Let’s talk."),
        ("talk", "On Friday", MORNING, "The answer on 2 April 2026: Let’s talk. On Friday."),
        ("talk", "", LATE, "The answer on 3 April 2026: Let’s talk."),
    ],
)
def test_answer_read_out(answer, words, at, expected):
    assert answer_sentence(AnswerText(answer, words, at), asked_of=["manager"]).plain == expected


def test_answer_of_a_body_read_out():
    answer = AnswerText("ask", "the housing team", MORNING, "January", "Northtown Council", "7")
    assert answer_sentence(answer, asked_of=["commissioner"]).plain == (
        "The answer of \u2068Northtown Council\u2069 on 2 April 2026: I will ask the housing team. "
        "About when: January."
    )


@pytest.mark.parametrize(
    ("state", "reach", "ask", "expected"),
    [
        ("new", "", None, "No flats."),
        ("", "", None, "No flats."),
        ("still", "ours", None, "No flats. Still there. It is ours to change."),
        ("easier", "both", None, "No flats. Easier now. It is a bit of both."),
        ("gone", "someone_else", None, "No flats. Gone."),
        (
            "new",
            "someone_else",
            AskText("a", "manager", OBSTACLE),
            "No flats. It needs someone else. Who could change it: our manager.",
        ),
        (
            "new",
            "someone_else",
            AskText("a", "unknown", OBSTACLE),
            "No flats. It needs someone else.",
        ),
    ],
)
def test_obstacle_read_out(state, reach, ask, expected):
    factor = FactorText("f", "obstacle", OBSTACLE, state, reach, ask=ask)

    assert plain(factor_sentences(factor)) == [expected]


def test_what_is_asked_stands_behind_the_obstacle():
    factor = FactorText("f", "obstacle", OBSTACLE, "new", ask=AskText("a", "unknown", "Two flats"))

    assert plain(factor_sentences(factor)) == ["No flats.", "We ask: Two flats."]


def test_nothing_is_asked_any_more_because_of_what_is_gone():
    ask = AskText("a", "manager", "Two flats", tried="Ads", meanwhile="A list", came_of="One")
    factor = FactorText("f", "obstacle", OBSTACLE, "gone", "both", ask=ask)
    assert plain(factor_sentences(factor)) == [
        "No flats. Gone.",
        "We asked our manager: Two flats.",
        "What we have tried: Ads.",
        "What came of it: One.",
    ]


def section(part):
    return part.key, part.heading, plain(part.sentences)


def test_besides_says_each_thing_under_its_heading():
    record = a_record(
        MARCH,
        not_heard="Nights",
        talked_over_with="Our residents",
        talked_over_said="It is quieter",
        opening="Dear all",
        around=(AroundNoteText(dt.date(2026, 1, 15), "We moved"),),
        remembered=(NoteText("She laughed", dt.date(2026, 2, 3)),),
    )

    assert [section(part) for part in besides(record)] == [
        ("not-heard", "Who would see this differently", ["Nights."]),
        (
            "talked-over",
            "Who we talked it over with",
            ["Our residents. They said: It is quieter."],
        ),
        ("around-us", "What changed around us", ["15 January 2026: We moved."]),
        (
            "remembered",
            "What we had kept for this conversation",
            ["3 February 2026: She laughed."],
        ),
        ("opening", "How we would begin, if this goes to somebody", ["Dear all."]),
    ]


def test_besides_leaves_out_what_was_not_said():
    assert besides(a_record(MARCH)) == ()


@pytest.mark.parametrize(
    ("with_", "answer", "expected"),
    [("Our residents", "", "Our residents."), ("", "Quieter", "They said: Quieter.")],
)
def test_talked_over_with_one_half_said(with_, answer, expected):
    (part,) = besides(a_record(MARCH, talked_over_with=with_, talked_over_said=answer))

    assert plain(part.sentences) == [expected]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({}, "We ask."),
        ({"kind": "story"}, "We ask. (a story)"),
        ({"link": "https://a.example"}, "We ask. (https://a.example)"),
        (
            {"kind": "story", "happened_on": MARCH, "link": "https://a.example"},
            "We ask. (a story, 10 March 2026, https://a.example)",
        ),
    ],
)
def test_example_read_out(about, expected):
    assert example_sentence(example("We ask", **about)).plain == expected


def test_what_is_of_no_line_stands_under_a_heading_of_its_own():
    record = a_record(MARCH, examples=(example("It rained"),))

    assert [section(part) for part in passages(record)[1:]] == [
        ("", "What else we said", ["It rained."])
    ]


@pytest.mark.parametrize(
    ("state", "learned", "expected"),
    [
        ("partly", "", "Ring nights. Partly, or still going."),
        ("happened", "They slept", "Ring nights. It happened. What we learned: They slept."),
        (
            "happened",
            "It happened after about half",
            "Ring nights. What we learned: It happened after about half.",
        ),
        ("dropped", " we let it go, as", "Ring nights. What we learned:  we let it go, as."),
    ],
)
def test_what_came_of_a_step_read_out_once(state, learned, expected):
    assert review_sentence(trying("Ring nights", state, learned=learned)).plain == expected


def test_step_read_out():
    assert step_sentence(trying("Ring nights")).plain == "Ring nights."
