"""A record read out in sentences."""

import datetime as dt

import msgspec
import pytest

from record.document import (
    AskText,
    ExampleText,
    FactorText,
    JudgementText,
    Occasion,
    Place,
    Record,
    ServiceText,
    StepText,
    View,
)
from record.framework import FrameworkText, LevelText, LineText
from record.read_back import passages as reading

SEED, LEAF = Place("placed", "seed"), Place("placed", "leaf", 3)


def a_record(**parts) -> Record:
    framework = FrameworkText(
        slug="tiny",
        version="1.0",
        name="Tiny",
        digest="",
        acknowledgement="",
        licence="",
        step_names=("only just", "a little", "fairly", "mostly", "firmly"),
        levels=(LevelText("seed", "Seed", 1, ""), LevelText("leaf", "Leaf", 2, "")),
        lines=(
            LineText("whole", "whole", "The garden"),
            LineText("soil", "theme", "Soil"),
            LineText("light", "theme", "Light"),
        ),
    )
    service = ServiceText("1", "Alder House", "alder", "Oak", "residents", "", ("days",))
    members = {
        "number": 1,
        "service": service,
        "framework": framework,
        "occasion": Occasion("1", dt.date(2026, 3, 17), dt.date(2026, 3, 17), "themes"),
    }
    return Record(**members | parts)


def spoken(record: Record) -> list[tuple[str, str, list[str]]]:
    return [
        (passage.key, passage.heading, [sentence.plain for sentence in passage.sentences])
        for passage in reading.passages(record)
    ]


def on_soil(judged: JudgementText, *examples: str) -> list[str]:
    record = a_record(
        judgements=(judged,),
        examples=tuple(ExampleText(words, words, lines=("soil",)) for words in examples),
    )
    return next(sentences for key, _heading, sentences in spoken(record) if key == "soil")


@pytest.mark.parametrize(
    ("judged", "sentences"),
    [
        (
            JudgementText("soil", answered=True, place=SEED, first=LEAF, moved_because="It rained"),
            ["We call this seed.", "Our first thought was leaf, fairly. It rained."],
        ),
        (
            JudgementText(
                "soil",
                answered=True,
                place=Place("placed", "leaf", 1),
                first=LEAF,
                moved_because="It rained",
            ),
            ["We call this leaf, only just.", "It rained."],
        ),
        (
            JudgementText(
                "soil",
                answered=True,
                place=Place("not_ours"),
                first=LEAF,
                moved_because="It rained",
            ),
            ["We can’t, and it isn’t ours to change.", "It rained."],
        ),
    ],
)
def test_what_moved_it_is_told_wherever_it_moved(judged, sentences):
    assert on_soil(judged) == sentences


def test_what_the_next_talk_needs_is_told_without_its_day():
    occasion = msgspec.structs.replace(a_record().occasion, next_talk_needs=("cover", "room"))

    assert spoken(a_record(occasion=occasion))[-1] == (
        "try",
        "When we talk again",
        ["For that we need cover for an hour and a room."],
    )


def test_nothing_said_is_when_and_nothing_more():
    assert spoken(a_record()) == [
        ("before", "Who was there", ["We talked on 17 March 2026."]),
    ]


def test_occasion_is_told_whole():
    occasion = msgspec.structs.replace(
        a_record().occasion,
        about="the rota",
        head_count=3,
        people_kinds=("days", "nights", "relief"),
        how_talked="away_day",
        how_talked_words="On the hill",
        next_talk="month",
        next_talk_on=dt.date(2026, 4, 17),
        next_talk_needs=("cover", "room"),
    )
    assert spoken(a_record(occasion=occasion)) == [
        (
            "before",
            "Who was there",
            [
                "We talked on 17 March 2026.",
                "It was about: the rota.",
                "There were three of us.",
                "With us: days, nights and relief.",
                "How we talked: an away day.",
                "On the hill.",
            ],
        ),
        (
            "try",
            "When we talk again",
            ["We talk again around 17 April 2026. For that we need cover for an hour and a room."],
        ),
    ]


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        (JudgementText("soil", True, LEAF, LEAF), ["We call this leaf, fairly."]),
        (
            JudgementText("soil", True, LEAF, SEED, moved_because="We dug"),
            ["We call this leaf, fairly.", "Our first thought was seed. We dug."],
        ),
        (
            JudgementText("soil", True, SEED, SEED, why_differs="seen_clearly", recast=SEED),
            [
                "We call this seed.",
                "We see it more clearly.",
                "Knowing what we know now, last time we would have said seed.",
            ],
        ),
        (
            JudgementText("soil", True, Place("does_not_apply"), Place(), status_words="No soil"),
            ["Does not apply here, for now.", "No soil."],
        ),
        (JudgementText("soil", True, Place("another_day"), Place()), ["Left for another day."]),
        (
            JudgementText("soil", True, Place("not_ours"), Place(), status_words="The landlord’s"),
            ["We can’t, and it isn’t ours to change.", "The landlord’s."],
        ),
        (
            JudgementText(
                "soil",
                True,
                Place("differs"),
                Place(),
                views=(View("Days do", "leaf", 1), View("", "seed"), View("Nights don't")),
            ),
            [
                "We don’t all see it the same way.",
                "Days do. Some call this leaf, only just.",
                "Some say seed.",
                "Nights don't.",
            ],
        ),
    ],
)
def test_place_is_told(judged, expected):
    assert on_soil(judged) == expected


def test_words_come_before_the_place():
    assert on_soil(JudgementText("soil", True, SEED, SEED), "We dug", "Twice!") == [
        "We dug.",
        "Twice!",
        "We call this seed.",
    ]


def test_lines_nobody_spoke_of_are_named_under_one_heading():
    left = Place("another_day")
    record = a_record(
        judgements=(
            JudgementText("soil", False, left, left),
            JudgementText("light", False, left, left),
        ),
        examples=(ExampleText("1", "It is dark", lines=("light",)),),
    )
    assert spoken(record)[1:] == [
        ("light", "Light", ["It is dark."]),
        ("soil", "What we have not got to", ["Soil."]),
    ]


def test_coffee_break_without_a_bead_is_prose():
    record = a_record(examples=(ExampleText("1", "Calm", lines=("whole",), team_line="whole"),))
    assert spoken(record)[1] == ("whole", "How things are", ["Calm."])


def test_factors_and_steps_are_told_with_what_became_of_them():
    ask = AskText("a", "manager", "No flats")
    record = a_record(
        factors=(
            FactorText("1", "help", "The cook", "still"),
            FactorText("2", "obstacle", "No flats", "new", reach="someone_else", ask=ask),
            FactorText("3", "obstacle", "The door", "gone", reach="ours"),
        ),
        steps=(
            StepText("4", "Ring nights", "dropped", learned="They slept"),
            StepText("5", "A roof", "trying", who="the cook", notice="dry", by_when="May"),
        ),
    )
    assert spoken(record)[1:] == [
        ("around", "What we have going for us", ["The cook. Still there."]),
        (
            "around",
            "What gets in the way",
            [
                "No flats. It needs someone else. Who could change it: our manager.",
                "The door. Gone.",
            ],
        ),
        (
            "try",
            "What came of what we tried",
            ["Ring nights. We let it go. What we learned: They slept."],
        ),
        (
            "try",
            "What we will try",
            ["A roof. Who will see to it: the cook. We will notice by this: dry. By when: May."],
        ),
    ]


def test_people_s_words_are_escaped_and_stand_apart():
    record = a_record(examples=(ExampleText("1", "<b>{level}", lines=("whole",)),))
    html = str(reading.passages(record)[1].sentences[0].html)
    assert html == '<bdi dir="auto">&lt;b&gt;{level}.</bdi>'


def test_codes_that_are_no_longer_known_are_said_as_they_are() -> None:
    """Records are read when tables and words have moved on."""
    record = a_record(
        judgements=(
            JudgementText("soil", True, SEED, SEED, why_differs="a_new_moon"),
            JudgementText("light", True, Place("asleep"), Place("asleep")),
        ),
        examples=(ExampleText("e", "We dig.", ("soil",), kind="a_song"),),
        factors=(
            FactorText(
                "f", "obstacle", "No spade", "sleeping", "nobody", ask=AskText("a", "the_moon", "")
            ),
        ),
        steps=(StepText("s", "Ask for one", "forgotten"),),
    )
    occasion = msgspec.structs.replace(
        record.occasion,
        how_talked="by_drum",
        next_talk="never",
        next_talk_needs=("a_drum",),
        people_kinds=(),
    )
    text = " ".join(
        sentence.plain
        for passage in reading.passages(msgspec.structs.replace(record, occasion=occasion))
        for sentence in passage.sentences
    )
    for code in ("a_new_moon", "asleep", "a_song", "sleeping", "nobody", "the_moon", "forgotten"):
        assert code in text
    assert "by_drum" in text
    assert "a_drum" in text
