"""The document a record is sealed as, and the words for what it keeps as codes."""

import datetime as dt
import hashlib
import json
from functools import partial

import msgspec
import pytest

from record.choices import AskedOf, ExampleKind, HowTalked, StepState, WhyDiffers
from record.distance.telling import Telling
from record.document import Place, Record, View, digest
from record.framework import edition
from record.sentences.bars import without_place
from record.words import labels
from record.words.days import number_word
from record.words.phrases import listed
from tests.occasions import MARCH, Words, at, left, talk
from tests.records import HERE, LEARN, a_framework, a_record, answered, placed


def test_document_is_canonical_and_keeps_its_names():
    record = a_record(
        MARCH,
        judgements=(
            placed(LEARN, HERE, 3),
            answered(LEARN, "differs", views=(View("No", HERE, 2),)),
        ),
    )

    document = record.to_json()

    assert Record.from_json(document) == record
    assert document == json.dumps(
        json.loads(document), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    plain = json.loads(document)
    assert plain["judged"][0]["place"] == {"level": HERE, "status": "placed", "step": 3}
    assert plain["judged"][1]["views"] == [{"level": HERE, "step": 2, "words": "No"}]
    assert sorted(plain) == [
        "around",
        "examples",
        "factors",
        "format_version",
        "framework",
        "judged",
        "number",
        "occasion",
        "reason",
        "remembered",
        "service",
        "steps",
    ]


def test_document_that_is_no_record_is_refused():
    with pytest.raises(msgspec.ValidationError):
        Record.from_json("{}")


def test_digest_is_of_the_very_bytes():
    record = a_record(MARCH, opening="Ŵ")

    fingerprint = hashlib.sha256(record.to_json().encode()).hexdigest()
    assert digest(record.to_json()) == digest(record.to_json().encode()) == fingerprint


@pytest.mark.parametrize(
    ("version", "expected"),
    [("2.0", ("pies", "2")), ("10.1.3", ("pies", "10")), ("3", ("pies", "3"))],
)
def test_edition_is_slug_and_major_version(version, expected):
    assert edition("pies", version) == expected


def test_framework_names_levels_and_finer_places():
    framework = a_framework()

    assert framework.level(HERE).name == framework.level_name(HERE) == "Here and there"
    assert (framework.level_name("nowhere"), framework.level_name(None)) == ("", "")
    assert [framework.finer_name(step) for step in (None, 0, 1, 5, 6)] == [
        "",
        "",
        framework.step_names[0],
        framework.step_names[4],
        "",
    ]
    assert [framework.rank(level) for level in (*framework.scale, "nowhere", None)] == [
        0,
        1,
        2,
        3,
        -1,
        -1,
    ]
    assert framework.line(LEARN).name == "Learning and enquiry"
    for missing in (framework.line, framework.level):
        with pytest.raises(KeyError):
            missing("nowhere")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (at(LEARN, "here", kept_back=True), "kept within the team"),
        (left(LEARN), "not talked about"),
        (left(LEARN, spoken=True), "no place"),
        (Words(LEARN, "another_day"), "left for another day"),
        (Words(LEARN, "differs"), "we don’t all see it the same way"),
        (Words(LEARN, "does_not_apply"), "does not apply here, for now"),
        (Words(LEARN, "not_ours"), "it isn’t ours to change"),
        (Words(LEARN, "who_knows"), "no place"),
    ],
)
def test_words_instead_of_a_place(answer, expected):
    assert without_place(Telling(talk(MARCH, answer), LEARN)) == expected


@pytest.mark.parametrize(
    ("say", "code", "expected"),
    [
        (labels.length, "coffee", "a coffee break"),
        (labels.length, "themes", "the themes, a quarter to half an hour"),
        (labels.length, "forever", "forever"),
        (labels.need, "room", "a room"),
        (partial(labels.label, HowTalked), "residents", "a residents’ meeting"),
        (partial(labels.label, ExampleKind), "data", "figures"),
        (labels.asked_of, AskedOf.UNKNOWN, ""),
        (labels.asked_of, AskedOf.MANAGER, "our manager"),
        (labels.asked_of, "the_moon", "the_moon"),
        (labels.step_state, StepState.TRYING, ""),
        (labels.step_state, StepState.NOT_YET, "Not yet, and we still mean to."),
        (labels.step_state, "lost", "lost"),
        (partial(labels.label, WhyDiffers), "we_changed", "We changed"),
        (labels.status, "another_day", "Left for another day"),
        (labels.status, "placed", ""),
    ],
)
def test_words_for_codes(say, code, expected):
    assert say(code) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_list_told(items, expected):
    assert listed(items) == expected


def test_small_numbers_in_words():
    words = [
        "none",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]

    assert [number_word(number) for number in range(13)] == words
    assert [number_word(number) for number in (13, -1)] == ["13", "-1"]


def test_day_orders_then_when_it_was_entered_begun_and_its_id():
    day, later = dt.date(2026, 3, 10), dt.date(2026, 3, 11)
    talks = [
        a_record(day, entered_on=day, started_at="1", id="a"),
        a_record(day, entered_on=day, started_at="1", id="b"),
        a_record(day, entered_on=day, started_at="2", id="a"),
        a_record(day, entered_on=later, started_at="1", id="a"),
        a_record(later, entered_on=day, started_at="1", id="a"),
    ]

    when = [record.occasion.when for record in talks]
    assert when == sorted(when)


def test_place_that_may_be_shown():
    assert placed(LEARN, HERE).shown_place == Place("placed", HERE)
    assert answered(LEARN, "differs").shown_place is None
    recast = placed(LEARN, HERE, why_differs="seen_clearly", recast=Place("placed", HERE))
    assert recast.shown_recast == Place("placed", HERE)
    assert placed(LEARN, HERE, recast=Place("placed", HERE)).shown_recast is None
