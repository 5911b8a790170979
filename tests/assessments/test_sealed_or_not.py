"""What is sealed of a conversation, and what is not."""

import datetime as dt

import pytest

from assessments import actions
from assessments.actions import Choice
from assessments.sealing.build import build_record
from assessments.sealing.seal import card
from record.distance.movement import Kind
from record.distance.rows import rows_of
from record.read_back.passages import besides, passages
from tests.records import (
    HERE,
    LEARN,
    MIND,
    USUAL,
    a_record,
    helps,
    obstacle,
    placed,
    team_line,
    trying,
)


def read_out(record):
    """Return all that is said of a record."""
    sections = (*passages(record), *besides(record))
    return " ".join(sentence.plain for section in sections for sentence in section.sentences)


# What was taken out


def an_example(conversation, soil, by):
    row = actions.add_example(conversation, words="CANARY", by=by, lines=[soil])
    return lambda: actions.remove_row(conversation, row, by=by, seen=row.version)


def a_help(conversation, soil, by):
    note = actions.name_factor(conversation, kind="help", words="CANARY", by=by, lines=[soil])
    return lambda: actions.remove_row(conversation, note, by=by, seen=note.version)


def an_obstacle(conversation, soil, by):
    note = actions.name_factor(conversation, kind="obstacle", words="CANARY", by=by, lines=[soil])
    return lambda: actions.remove_row(conversation, note, by=by, seen=note.version)


def a_step(conversation, soil, by):
    review = actions.try_step(conversation, what="CANARY", by=by, lines=[soil])
    return lambda: actions.remove_row(conversation, review, by=by, seen=review.version)


@pytest.mark.parametrize("make", [an_example, a_help, an_obstacle, a_step])
def test_what_was_taken_out_is_neither_sealed_nor_read_back(conversation, soil, contributor, make):
    take_out = make(conversation, soil, contributor)
    assert "CANARY" in build_record(conversation).to_json()

    take_out()

    assert "CANARY" not in read_out(build_record(conversation))
    closure = actions.finish(conversation, by=contributor)
    assert "CANARY" not in closure.document
    assert "CANARY" not in str(closure.card)


# The card


@pytest.mark.parametrize(
    ("state", "tried"),
    [("trying", 0), ("not_yet", 0), ("partly", 1), ("happened", 1), ("dropped", 1)],
)
def test_card_tells_as_tried_only_what_was(state, tried):
    record = a_record(dt.date(2026, 3, 10), steps=(trying("Ring nights", state),))

    assert len(card(record)["tried"]) == tried
    assert [step["state"] for step in card(record)["steps"]] == [state]


def test_card_says_the_opening_then_the_first_line_then_a_help():
    day, going = dt.date(2026, 3, 10), (helps("The garden"),)
    line = (team_line(LEARN, "We ask"),)

    assert (
        card(a_record(day, opening="Dear all", examples=line, factors=going))["said"] == "Dear all"
    )
    assert card(a_record(day, examples=line, factors=going))["said"] == "We ask"
    assert card(a_record(day, factors=going))["said"] == "The garden"
    assert card(a_record(day, factors=(obstacle("No flats"),)))["said"] == ""


# Two of one day, and a correction


def test_two_readings_of_one_day_stand_in_the_order_in_which_they_were_begun():
    day = dt.date(2026, 3, 10)
    first = a_record(
        day, id="b", started_at="2026-03-10T09:00:00", judgements=(placed(LEARN, MIND),)
    )
    second = a_record(
        day, id="a", started_at="2026-03-10T15:00:00", judgements=(placed(LEARN, USUAL),)
    )

    (row,) = rows_of([second, first])

    assert row.since_last.kind is Kind.FURTHER_ON
    assert [point.place.level for point in row.points] == [MIND, USUAL]


def test_correction_seals_the_next_number_and_keeps_the_older(
    conversation, soil, levels, contributor, manager
):
    actions.place(conversation, soil, Choice("placed", levels["leaf"]), by=contributor, seen=0)
    first = actions.finish(conversation, by=contributor)
    document = first.document

    actions.put_right(first.assessment, by=manager, reason="A slip")
    actions.add_example(first.assessment, words="Worms", by=contributor, lines=[soil])
    second = actions.finish(first.assessment, by=contributor)

    first.refresh_from_db()
    assert (first.number, second.number, first.document) == (1, 2, document)
    assert (second.record.number, second.record.reason) == (2, "A slip")
    assert "Worms" in second.document
    assert list(type(first).objects.current()) == [second]


def test_first_and_now_on_one_wide_level_are_two_points():
    records = [
        a_record(dt.date(2026, 3, 10), judgements=(placed(LEARN, HERE),)),
        a_record(dt.date(2026, 11, 12), judgements=(placed(LEARN, HERE),)),
    ]

    (row,) = rows_of(records)

    assert [(point.place.level, point.joined) for point in row.points] == [
        (HERE, False),
        (HERE, True),
    ]


# What nobody got to is not what the team left


def test_nobody_got_to_it_is_not_told_as_left(conversation, soil, levels, contributor):
    actions.place(conversation, soil, Choice("another_day"), by=contributor, seen=0)

    text = read_out(build_record(conversation))

    assert "Left for another day." in text
    assert "Light." in text
    assert text.count("another day") == 1
