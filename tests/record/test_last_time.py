"""Last time, as a page quotes it; and the newest word on what lives on."""

import datetime as dt

import pytest

from record.document import FactorText, View
from record.last_time import LastTime, first_of_each, last_on_line, newest, on_line
from record.taking_out import taken_out_mark
from tests.records import HERE, LEARN, RULES, a_record, answered, passed_over, placed, team_line

MARCH, JUNE = dt.date(2026, 3, 10), dt.date(2026, 6, 9)


def quoted(*judgements, examples=(), **more):
    return on_line(a_record(MARCH, judgements=judgements, examples=examples, **more), LEARN)


def last(words, status="", level="", level_name="", about=""):
    return LastTime(MARCH, words, status, level, level_name, about)


LINE = team_line(LEARN, "We ask")
VIEWS = (View("Not at night", HERE), View("Yes"), View("", HERE))


@pytest.mark.parametrize(
    ("judgements", "examples", "expected"),
    [
        ((placed(LEARN, HERE),), (LINE,), last("We ask", "placed", HERE, "Here and there")),
        ((placed(LEARN, HERE),), (), last("", "placed", HERE, "Here and there")),
        ((), (LINE,), last("We ask")),
        ((), (), None),
        ((passed_over(LEARN),), (), None),
        ((passed_over(LEARN),), (LINE,), last("We ask")),
        ((answered(LEARN, "another_day"),), (), None),
        ((answered(LEARN, "another_day", "Too soon"),), (), last("Too soon", "another_day")),
        (
            (answered(LEARN, "not_ours"),),
            (),
            last("We can’t, and it isn’t ours to change", "not_ours"),
        ),
        (
            (answered(LEARN, "does_not_apply", "No building"),),
            (LINE,),
            last("We ask", "does_not_apply"),
        ),
        (
            (answered(LEARN, "differs", views=VIEWS),),
            (LINE,),
            last(
                "We ask\nNot at night – Here and there\nYes\nOne view: here and there.", "differs"
            ),
        ),
        (
            (answered(LEARN, "not_ours", views=VIEWS),),
            (),
            last("We can’t, and it isn’t ours to change", "not_ours"),
        ),
        (
            (answered(LEARN, "differs"),),
            (),
            last("We don’t all see it the same way", "differs"),
        ),
    ],
)
def test_last_time_of_a_line(judgements, examples, expected):
    assert quoted(*judgements, examples=examples) == expected


def test_last_time_without_a_record_is_nothing():
    assert on_line(None, LEARN) is None


def test_last_time_says_what_it_was_about():
    record = a_record(MARCH, about=" Nights ", examples=(team_line("whole", "Calm"),))

    assert on_line(record, "whole") == last("Calm", about="Nights")


def test_last_time_is_the_newest_that_says_something():
    spoken = a_record(MARCH, examples=(LINE,))
    silent = a_record(JUNE, judgements=(passed_over(LEARN),))

    assert last_on_line([silent, spoken], LEARN) == last("We ask")
    assert last_on_line([silent], LEARN) is None
    assert last_on_line([], LEARN) is None


def test_newest_word_on_each_thing_the_latest_told_first():
    def factor(key, words):
        return FactorText(key, "help", words, "still")

    before = a_record(MARCH, factors=(factor("a", "Old"), factor("b", "Once")))
    after = a_record(JUNE, factors=(factor("c", "Also"), factor("a", "New")))

    things = newest([before, after], lambda record: record.factors)

    assert [(thing.words, record.occasion.held_on) for thing, record in things] == [
        ("Also", JUNE),
        ("New", JUNE),
        ("Once", MARCH),
    ]


def test_first_of_each_by_its_key():
    assert first_of_each(["ab", "ac", "ba"], lambda word: word[0]) == ["ab", "ba"]


@pytest.mark.parametrize("mark", [taken_out_mark(MARCH), "taken out on 3 March 2026"])
def test_words_that_were_taken_out_are_quoted_as_nobodys(mark):
    judged = (placed(LEARN, HERE), answered(RULES, "not_ours", mark))
    record = a_record(MARCH, judgements=judged, examples=(team_line(LEARN, mark),))
    there = on_line(record, LEARN)
    assert there is not None
    assert (there.words, there.level) == ("", HERE)
    assert on_line(record, RULES).words == "We can’t, and it isn’t ours to change"
