import collections
import datetime as dt
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from record.distance.movement import Bar, Kind, movement
from record.distance.rows import rows_of
from record.distance.telling import Telling
from record.document import Place as Placed
from record.document import View
from record.framework import Join, LevelText, LineText, Link
from tests.occasions import (
    ELEMENTS,
    LEVELS,
    LINES,
    MARCH,
    MAY,
    NOVEMBER,
    THEMES,
    Words,
    at,
    left,
    nudged,
    place,
    talk,
    telling,
)
from tests.records import HERE, MIND, a_framework, a_record, answered, passed_over, placed
from tests.records import team_line as a_line

LINE = "reflective"
RENAMED = tuple(structs.replace(level, code=f"old-{level.code}") for level in LEVELS)
STATUSES = ("placed", "does_not_apply", "another_day", "differs", "not_ours", "")
OTHER_SCALE = (LevelText("low", "Basic", 1, ""), LevelText("high", "Advanced", 2, ""))


def status(name, **more):
    return Words(LINE, name, **more)


def row_of(rows, code):
    return next(row for row in rows if row.line.code == code)


# One line between two occasions

CASES = [
    # earlier, later, kind, bar
    (at(LINE, "minds"), at(LINE, "usual"), Kind.FURTHER_ON, None),
    (at(LINE, "here", 5), at(LINE, "usual", 1), Kind.FURTHER_ON, None),
    (at(LINE, "usual"), at(LINE, "here"), Kind.LESS_SO, None),
    (at(LINE, "usual", 1), at(LINE, "here", 5), Kind.LESS_SO, None),
    (at(LINE, "usual"), at(LINE, "here", reason="seen_clearly"), Kind.SEEN_MORE_CLEARLY, None),
    (at(LINE, "here"), at(LINE, "usual", reason="seen_clearly"), Kind.SEEN_MORE_CLEARLY, None),
    (at(LINE, "here"), at(LINE, "here"), Kind.AS_IT_WAS, None),
    (at(LINE, "here", 3), at(LINE, "here", 3), Kind.AS_IT_WAS, None),
    (at(LINE, "here", 3), at(LINE, "here"), Kind.AS_IT_WAS, None),
    (at(LINE, "here"), at(LINE, "here", 3), Kind.AS_IT_WAS, None),
    (at(LINE, "here"), at(LINE, "here", reason="seen_clearly"), Kind.AS_IT_WAS, None),
    (at(LINE, "here", 2), at(LINE, "here", 3), Kind.STEADIER_INSIDE, None),
    (at(LINE, "here", 3), at(LINE, "here", 2), Kind.LESS_STEADY_INSIDE, None),
    (at(LINE, "here"), status("differs"), Kind.AGREED_THEN_NOT, None),
    (status("differs"), at(LINE, "here"), Kind.NOT_AGREED_THEN_PLACED, None),
    (None, at(LINE, "here"), Kind.FIRST_TIME, None),
    (None, status("differs"), Kind.FIRST_TIME, None),
    (None, status("not_ours"), Kind.FIRST_TIME, None),
    (None, status("another_day"), Kind.NOT_COMPARABLE, Bar.ANOTHER_DAY_NOW),
    (None, left(LINE), Kind.NOT_COMPARABLE, Bar.PASSED_OVER_NOW),
    (None, status(""), Kind.NOT_COMPARABLE, Bar.PASSED_OVER_NOW),
    (None, left(LINE, spoken=True), Kind.NOT_COMPARABLE, Bar.NO_CARD_NOW),
    (at(LINE, "here"), left(LINE, spoken=True), Kind.NOT_COMPARABLE, Bar.NO_CARD_NOW),
    (left(LINE, spoken=True), at(LINE, "here"), Kind.NOT_COMPARABLE, Bar.NO_CARD_THEN),
    (status("differs"), status("differs"), Kind.NOT_PLACED_EITHER_TIME, None),
    (status("another_day"), status("another_day"), Kind.NOT_PLACED_EITHER_TIME, None),
    (left(LINE), status("not_ours"), Kind.NOT_PLACED_EITHER_TIME, None),
    (at(LINE, "here"), status("does_not_apply"), Kind.DOES_NOT_APPLY, None),
    (None, status("does_not_apply"), Kind.DOES_NOT_APPLY, None),
    (at(LINE, "here"), at(LINE, "here", kept_back=True), Kind.KEPT_BACK, None),
    (at(LINE, "here", kept_back=True), at(LINE, "here"), Kind.NOT_COMPARABLE, Bar.KEPT_BACK_THEN),
    (at(LINE, "here"), status("another_day"), Kind.NOT_COMPARABLE, Bar.ANOTHER_DAY_NOW),
    (at(LINE, "here"), left(LINE), Kind.NOT_COMPARABLE, Bar.PASSED_OVER_NOW),
    (at(LINE, "here"), status("not_ours"), Kind.NOT_COMPARABLE, Bar.NOT_OURS_NOW),
    (status("another_day"), at(LINE, "here"), Kind.NOT_COMPARABLE, Bar.ANOTHER_DAY_THEN),
    (left(LINE), at(LINE, "here"), Kind.NOT_COMPARABLE, Bar.PASSED_OVER_THEN),
    (status("does_not_apply"), at(LINE, "here"), Kind.NOT_COMPARABLE, Bar.DID_NOT_APPLY_THEN),
    (status("not_ours"), at(LINE, "here"), Kind.NOT_COMPARABLE, Bar.NOT_OURS_THEN),
]


@pytest.mark.parametrize(("earlier", "later", "kind", "bar"), CASES)
def test_movement_of_every_kind(earlier, later, kind, bar):
    before = None if earlier is None else telling(MARCH, earlier)

    moved = movement(before, telling(NOVEMBER, later))

    assert (moved.kind, moved.bar) == (kind, bar)


def test_movement_cases_leave_no_kind_out():
    assert {kind for _earlier, _later, kind, _bar in CASES} == set(Kind)


@pytest.mark.parametrize("kind", ["split", "merged"])
def test_movement_over_a_split_or_merged_line_not_comparable(kind):
    moved = movement(
        telling(MARCH, at(LINE, "here")), telling(NOVEMBER, at(LINE, "usual")), join=Join(kind)
    )

    assert (moved.kind, moved.bar) == (Kind.NOT_COMPARABLE, Bar(kind))


def test_movement_with_other_level_codes_not_comparable():
    then = telling(MARCH, at(LINE, "low"), levels=OTHER_SCALE)

    moved = movement(then, telling(NOVEMBER, at(LINE, "usual")))

    assert (moved.kind, moved.bar) == (Kind.NOT_COMPARABLE, Bar.OTHER_WORDS)


def test_movement_with_levels_in_another_order_not_comparable():
    turned = tuple(structs.replace(level, order=-level.order) for level in LEVELS)

    moved = movement(
        telling(MARCH, at(LINE, "here"), levels=turned), telling(NOVEMBER, at(LINE, "usual"))
    )

    assert moved.bar is Bar.OTHER_WORDS


def test_movement_with_renamed_levels_compared_by_code():
    renamed = tuple(structs.replace(level, name=f"{level.name}, more or less") for level in LEVELS)

    moved = movement(
        telling(MARCH, at(LINE, "here")), telling(NOVEMBER, at(LINE, "usual"), levels=renamed)
    )

    assert moved.kind is Kind.FURTHER_ON


def test_recast_keeps_the_old_place_beside_the_new():
    later = at(LINE, "here", reason="seen_clearly", recast_level="here", recast_step=2)

    moved = movement(telling(MARCH, at(LINE, "usual", 4)), telling(NOVEMBER, later))

    assert (moved.kind, moved.recast, moved.earlier.place) == (
        Kind.SEEN_MORE_CLEARLY,
        place("here", 2),
        place("usual", 4),
    )


def test_recast_without_that_reason_ignored():
    later = at(LINE, "here", reason="we_changed", recast_level="minds")

    moved = movement(telling(MARCH, at(LINE, "usual")), telling(NOVEMBER, later))

    assert (moved.kind, moved.recast, moved.reason) == (Kind.LESS_SO, None, "we_changed")


def test_recast_to_the_same_level_is_no_other_view():
    later = at(LINE, "usual", reason="seen_clearly", recast_level="here")

    moved = movement(telling(MARCH, at(LINE, "here")), telling(NOVEMBER, later))

    assert moved.recast is None


def test_reason_over_a_longer_way_holds_only_if_every_change_shares_it():
    first = telling(MAY, at(LINE, "minds"))
    middle = telling(MARCH, at(LINE, "here", reason="we_changed"))
    same = telling(NOVEMBER, at(LINE, "usual", reason="we_changed"))
    another = telling(NOVEMBER, at(LINE, "usual", reason="people"))

    assert movement(first, same, between=[middle]).reason == "we_changed"
    assert movement(first, another, between=[middle]).reason is None


def test_reason_not_given_for_any_change_of_a_longer_way_is_not_given():
    first, middle = telling(MAY, at(LINE, "minds")), telling(MARCH, at(LINE, "here"))

    assert movement(first, telling(NOVEMBER, at(LINE, "usual")), between=[middle]).reason == ""


def test_reason_given_before_a_late_entry_not_about_it():
    late = telling(MARCH, at(LINE, "here"), entered_on=NOVEMBER + dt.timedelta(days=3))

    moved = movement(late, telling(NOVEMBER, at(LINE, "usual", reason="we_changed")))

    assert moved.reason is None


def test_reason_given_before_a_late_entry_is_about_the_time_it_was_given_against():
    first = telling(MAY, at(LINE, "rooted"))
    late = telling(MARCH, at(LINE, "rooted"), entered_on=NOVEMBER + dt.timedelta(days=3))
    now = telling(NOVEMBER, at(LINE, "usual", reason="around_us"))

    assert movement(first, now, between=[late]).reason == "around_us"


# A journey


def test_journey_of_nothing_empty():
    assert rows_of([]) == ()


def test_journey_of_one_occasion_is_all_first_times():
    rows = rows_of([talk(MAY, at("learning", "here"), Words("training", "does_not_apply"))])

    assert [(row.line.code, row.since_last.kind, row.since_first) for row in rows] == [
        ("training", Kind.DOES_NOT_APPLY, None),
        ("learning", Kind.FIRST_TIME, None),
    ]


def test_journey_since_last_time_and_since_the_first():
    rows = rows_of(
        [
            talk(MAY, at("learning", "minds")),
            talk(MARCH, at("learning", "here", 1)),
            talk(NOVEMBER, at("learning", "here", 3)),
        ]
    )

    (row,) = rows
    assert [
        (movement.kind, movement.earlier.record.occasion.held_on) for movement in row.movements
    ] == [
        (Kind.STEADIER_INSIDE, MARCH),
        (Kind.FURTHER_ON, MAY),
    ]
    assert [(point.joined, point.arc) for point in row.points] == [
        (False, None),
        (True, Kind.FURTHER_ON),
        (True, None),
    ]


def test_coffee_break_then_themes_then_elements_unbroken_themes():
    """A coffee break, then themes, then elements: the themes’ rows go on unbroken."""
    opened = [at(line.code, "here") for line in ELEMENTS]
    june = dt.date(2026, 6, 9)
    rows = rows_of(
        [
            talk(MAY, at("whole", "minds")),
            talk(MARCH, *(at(line.code, "here", 2) for line in THEMES)),
            # Learning is not placed itself: its elements are talked about instead.
            talk(
                june,
                *(at(line.code, "usual") for line in THEMES if line.code != "learning"),
                left("learning"),
                *opened,
            ),
            talk(NOVEMBER, *(at(line.code, "usual", 3) for line in THEMES), *opened),
        ]
    )

    themes = [row for row in rows if row.line.kind == "theme"]
    assert [row.line.code for row in themes] == [line.code for line in THEMES]
    for row in themes:
        assert [point.broken for point in row.points] == [None] * len(row.points)
        assert [point.joined for point in row.points] == [False] + [True] * (len(row.points) - 1)
    learning = row_of(rows, "learning")
    assert [point.telling.record.occasion.held_on for point in learning.points] == [MARCH, NOVEMBER]
    whole = row_of(rows, "whole")
    assert (whole.since_last.bar, whole.since_last.earlier.place) == (
        Bar.NOT_OFFERED_NOW,
        place("minds"),
    )
    for line in ELEMENTS:
        assert row_of(rows, line.code).points[0].telling.record.occasion.held_on == june


def test_theme_opened_now_keeps_its_place_and_says_so():
    rows = rows_of(
        [
            talk(MARCH, at("learning", "usual", 2)),
            talk(NOVEMBER, left("learning"), at("reflective", "minds")),
        ]
    )

    learning = row_of(rows, "learning")
    assert learning.places[-1].place == place("usual", 2)
    assert (learning.since_last.kind, learning.since_last.bar) == (
        Kind.NOT_COMPARABLE,
        Bar.OPENED_NOW,
    )
    assert learning.points[-1].telling.record.occasion.held_on == MARCH


def test_theme_talked_of_in_words_and_opened_keeps_its_place():
    rows = rows_of(
        [
            talk(MARCH, at("learning", "usual", 2)),
            talk(NOVEMBER, left("learning", words="We rang"), at("reflective", "minds")),
        ]
    )

    assert row_of(rows, "learning").since_last.bar is Bar.OPENED_NOW


def test_theme_nobody_opened_or_placed_breaks_with_its_reason():
    rows = rows_of(
        [
            talk(MAY, at("learning", "minds")),
            talk(MARCH, left("learning"), left("reflective")),
            talk(NOVEMBER, at("learning", "here")),
        ]
    )

    row = row_of(rows, "learning")
    assert row.points[-1].broken.bar is Bar.PASSED_OVER_THEN
    assert not row.points[-1].joined


def test_what_was_said_in_words_alone_stands_in_the_row_of_a_line_that_had_a_place():
    """As over coffee without a card: it was talked about, and was part of that conversation."""
    words = a_record(NOVEMBER, length="coffee", examples=(a_line("whole", "Tired."),))
    card = a_record(MARCH, length="coffee", judgements=(placed("whole", HERE),))
    (row,) = rows_of([card, words])
    assert (row.since_last.bar, row.since_last.later.words) == (Bar.NO_CARD_NOW, "Tired.")
    assert rows_of([words]) == ()


def test_last_time_not_comparable_says_both():
    (row,) = rows_of(
        [
            talk(MAY, at(LINE, "usual")),
            talk(MARCH, status("another_day")),
            talk(NOVEMBER, at(LINE, "here")),
        ]
    )

    assert [(movement.kind, movement.bar) for movement in row.movements] == [
        (Kind.NOT_COMPARABLE, Bar.ANOTHER_DAY_THEN),
        (Kind.LESS_SO, None),
    ]
    assert row.points[-1].arc is Kind.LESS_SO
    assert not row.points[-1].joined


def test_no_place_now_says_where_it_stood():
    (row,) = rows_of(
        [
            talk(MAY, at(LINE, "usual")),
            talk(MARCH, status("another_day")),
            talk(NOVEMBER, status("another_day")),
        ]
    )

    assert row.since_last.kind is Kind.NOT_PLACED_EITHER_TIME
    assert row.since_placed.earlier.place == place("usual")


def test_late_entry_takes_its_place_by_the_day_it_was_held():
    late = talk(MARCH, at(LINE, "usual"), entered_on=NOVEMBER + dt.timedelta(days=9))
    told_first = [talk(MAY, at(LINE, "minds")), talk(NOVEMBER, at(LINE, "here"))]

    (row,) = rows_of([*told_first, late])

    assert row.since_last.earlier.record is late
    assert [movement.kind for movement in row.movements] == [Kind.LESS_SO, Kind.FURTHER_ON]


def test_reason_told_against_another_time_than_the_late_entry_not_used():
    late = talk(MARCH, at(LINE, "usual"), entered_on=NOVEMBER + dt.timedelta(days=9))
    now = talk(NOVEMBER, at(LINE, "here", reason="seen_clearly", recast_level="here"))

    (row,) = rows_of([talk(MAY, at(LINE, "minds")), late, now])

    assert row.since_first.recast == place("here")  # said about May, and kept there
    assert row.since_last.earlier.record is late


def test_two_on_one_day_ordered_by_when_they_were_entered():
    early = talk(MARCH, at(LINE, "minds"), id="z", entered_on=MARCH)
    later = talk(MARCH, at(LINE, "here"), id="a", entered_on=MARCH + dt.timedelta(days=1))

    (row,) = rows_of([later, early])

    assert row.since_last.kind is Kind.FURTHER_ON


def test_seen_more_clearly_has_no_arc_from_the_old_place():
    (row,) = rows_of(
        [
            talk(MARCH, at(LINE, "usual")),
            talk(NOVEMBER, at(LINE, "here", reason="seen_clearly", recast_level="here")),
        ]
    )

    assert (row.points[-1].arc, row.points[-1].recast) == (None, place("here"))


def test_first_place_recast_and_then_further_on():
    june = dt.date(2026, 6, 9)
    (row,) = rows_of(
        [
            talk(MARCH, at(LINE, "usual")),
            talk(june, at(LINE, "here", reason="seen_clearly", recast_level="here")),
            talk(NOVEMBER, at(LINE, "usual", reason="we_changed")),
        ]
    )

    assert [(movement.kind, movement.recast) for movement in row.movements] == [
        (Kind.FURTHER_ON, None),
        (Kind.SEEN_MORE_CLEARLY, place("here")),
    ]


# Conversations that are left out


def left_out(now, *, between):
    """Return the row of two conversations that are shown, with one between them left out."""
    talks = [talk(MAY, at(LINE, "here")), talk(NOVEMBER, now)]
    (row,) = rows_of(talks, apart=[talk(MARCH, between)])
    return row


def test_reason_told_against_a_conversation_left_out_not_used():
    now = at(LINE, "usual", reason="around_us")

    moved = left_out(now, between=at(LINE, "rooted")).since_last

    assert (moved.kind, moved.reason, moved.earlier.record.occasion.held_on) == (
        Kind.FURTHER_ON,
        None,
        MAY,
    )


def test_recast_told_of_a_conversation_left_out_not_used():
    now = at(LINE, "usual", reason="seen_clearly", recast_level="usual")

    row = left_out(now, between=at(LINE, "rooted"))

    assert (row.since_last.kind, row.since_last.recast) == (Kind.FURTHER_ON, None)
    assert (row.points[-1].recast, row.points[-1].arc) == (None, Kind.FURTHER_ON)


def test_recast_told_in_a_conversation_left_out_not_used():
    told_apart = at(LINE, "minds", reason="seen_clearly", recast_level="minds")

    moved = left_out(at(LINE, "minds"), between=told_apart).since_last

    assert (moved.kind, moved.reason, moved.recast) == (Kind.LESS_SO, None, None)


def test_reason_holds_where_the_conversation_left_out_put_it_as_the_one_before():
    now = at(LINE, "usual", reason="we_changed")

    assert left_out(now, between=at(LINE, "here")).since_last.reason == "we_changed"


def test_reason_holds_where_the_conversation_left_out_did_not_place_the_line():
    now = at(LINE, "usual", reason="we_changed")

    assert left_out(now, between=left(LINE)).since_last.reason == "we_changed"


def test_reason_told_before_the_conversation_left_out_was_typed_in():
    talks = [talk(MAY, at(LINE, "here")), talk(NOVEMBER, at(LINE, "usual", reason="people"))]
    late = talk(MARCH, at(LINE, "rooted"), entered_on=NOVEMBER + dt.timedelta(days=3))

    (row,) = rows_of(talks, apart=[late])

    assert row.since_last.reason == "people"


def test_line_of_a_conversation_left_out_not_told_for_the_first_time():
    (row,) = rows_of([talk(NOVEMBER, at(LINE, "here"))], apart=[talk(MARCH, at(LINE, "usual"))])

    assert (row.since_last.kind, row.since_last.bar) == (Kind.NOT_COMPARABLE, Bar.LEFT_OUT)
    assert [point.broken for point in row.points] == [None]


def test_line_of_a_later_conversation_left_out_told_for_the_first_time():
    (row,) = rows_of([talk(MARCH, at(LINE, "here"))], apart=[talk(NOVEMBER, at(LINE, "usual"))])

    assert row.since_last.kind is Kind.FIRST_TIME


# Editions of a framework

OLD_LINES = (
    LineText("thinking", "element", "Thinking together", "learning"),
    LineText("outside", "element", "The world outside", "learning"),
    LineText("gone", "element", "Something else", "learning"),
)


def old(held_on, *readings):
    return talk(held_on, *readings, version="1.0", lines=OLD_LINES)


def link(kind, old_line, new_line, note=""):
    return Link(kind, "pies", "1.2", old_line, "pies", "2.0", new_line, note)


def test_minor_version_joins_by_code():
    (row,) = rows_of(
        [talk(MARCH, at(LINE, "minds")), talk(NOVEMBER, at(LINE, "here"), version="2.1")]
    )

    assert row.since_last.kind is Kind.FURTHER_ON


def test_other_edition_without_a_link_not_comparable_though_codes_agree():
    rows = rows_of(
        [
            talk(MARCH, at(LINE, "minds"), version="1.0"),
            talk(NOVEMBER, at(LINE, "here"), version="2.0"),
        ]
    )

    now, former = rows
    assert former.points[0].broken is None  # what came afterwards is no reason
    assert (now.since_last.kind, now.since_last.bar) == (Kind.NOT_COMPARABLE, Bar.OTHER_VERSION)
    assert now.points[0].broken.bar is Bar.OTHER_VERSION
    assert (former.former, former.since_last.bar) == (True, Bar.OTHER_VERSION)


def test_row_that_another_framework_interrupts_names_the_talk_before_it():
    """Not one that came afterwards, in the other framework again."""
    other = structs.replace(a_framework(), slug="other")
    days = [dt.date(2026, month, 1) for month in (1, 4, 7, 10)]
    first = a_record(days[0], framework=other)
    middle = a_record(days[1], judgements=(placed("whole", HERE),))
    later = a_record(days[2], framework=other)
    last = a_record(days[3], judgements=(placed("learning-and-enquiry", HERE),))
    row = row_of(rows_of([first, middle, later, last]), "whole")
    assert row.points[0].broken.record is first


def test_line_that_was_merged_and_what_came_of_it_split_was_merged():
    """A later edition may undo it: what the first noted, as of its day, is no longer so."""
    merged, split = (LineText("both", "element", "Both"),), (LineText("inside", "element", "In"),)
    links = [
        Link("merged", "pies", "1.0", "thinking", "pies", "2.0", "both", "Asked as one."),
        Link("merged", "pies", "1.0", "outside", "pies", "2.0", "both", "Asked as one."),
        Link("split", "pies", "2.0", "both", "pies", "3.0", "inside"),
    ]
    talks = [
        old(MAY, at("outside", "here")),
        talk(MARCH, at("both", "here"), version="2.0", lines=merged),
        talk(NOVEMBER, at("inside", "here"), version="3.0", lines=split),
    ]
    ended = {row.line.code: row.since_last for row in rows_of(talks, links) if row.former}
    assert (ended["outside"].bar, ended["outside"].join.note) == (Bar.MERGED, "")
    assert ended["both"].bar is Bar.SPLIT
    (before,) = (row.since_last for row in rows_of(talks[:2], links) if row.former)
    assert (before.bar, before.join.note) == (Bar.MERGED, "Asked as one.")


def test_lines_that_were_merged_and_split_again_come_back_under_their_own_names():
    lines = tuple(line for line in OLD_LINES if line.code in {"thinking", "outside"})
    links = [
        Link("merged", "pies", "1.0", "thinking", "pies", "2.0", "both", "Asked as one."),
        Link("merged", "pies", "1.0", "outside", "pies", "2.0", "both", "Asked as one."),
        Link("split", "pies", "2.0", "both", "pies", "3.0", "thinking", "Asked apart again."),
        Link("split", "pies", "2.0", "both", "pies", "3.0", "outside", "Asked apart again."),
    ]
    then = old(MAY, at("thinking", "here"), at("outside", "usual"))
    now = talk(NOVEMBER, at("thinking", "here"), at("outside", "minds"), version="3.0", lines=lines)
    for row in rows_of([then, now], links):
        assert row.since_last.bar is Bar.REGROUPED
        assert row.since_last.join.note == "Asked as one. Asked apart again."
        assert {point.telling.code for point in row.points} == {row.line.code}


def test_line_that_links_lead_to_from_nowhere_is_new():
    links = [Link("same", "pies", "1.0", "whole", "pies", "2.0", "whole")]
    (now, _former) = rows_of(
        [
            talk(MARCH, at("sector", "minds"), version="1.0"),
            talk(NOVEMBER, at(LINE, "here"), version="2.0"),
        ],
        links,
    )
    assert now.since_last.kind is Kind.FIRST_TIME
    assert now.points[0].broken is None


def test_same_link_joins():
    (row,) = rows_of(
        [old(MARCH, at("thinking", "minds")), talk(NOVEMBER, at(LINE, "here"))],
        [link("same", "thinking", LINE)],
    )

    assert row.since_last.kind is Kind.FURTHER_ON
    assert row.points[-1].joined


@pytest.mark.parametrize("kind", ["narrower", "wider"])
def test_narrower_or_wider_link_joins_with_a_note(kind):
    (row,) = rows_of(
        [old(MARCH, at("thinking", "minds")), talk(NOVEMBER, at(LINE, "here"))],
        [link(kind, "thinking", LINE, "It was about meetings only.")],
    )

    assert row.since_last.kind is Kind.FURTHER_ON
    assert row.since_last.join == Join(kind, "It was about meetings only.")


def test_split_line_breaks_and_its_own_row_ends():
    rows = rows_of(
        [
            old(MARCH, at("outside", "usual")),
            talk(NOVEMBER, at("sector", "here"), at("enquiry", "here")),
        ],
        [link("split", "outside", "sector"), link("split", "outside", "enquiry")],
    )

    assert [(row.line.code, row.since_last.bar, row.former) for row in rows] == [
        ("enquiry", Bar.SPLIT, False),
        ("sector", Bar.SPLIT, False),
        ("outside", Bar.SPLIT, True),
    ]
    assert [[point.place for point in row.places] for row in rows] == [
        [place("here")],
        [place("here")],
        [place("usual")],
    ]


def test_merged_lines_break():
    rows = rows_of(
        [
            old(MARCH, at("outside", "usual"), at("gone", "minds")),
            talk(NOVEMBER, at("sector", "here")),
        ],
        [link("merged", "outside", "sector"), link("merged", "gone", "sector")],
    )

    assert [(row.line.code, row.since_last.bar) for row in rows] == [
        ("sector", Bar.MERGED),
        ("outside", Bar.MERGED),
        ("gone", Bar.MERGED),
    ]


def test_line_that_was_dropped_and_came_back_is_not_told_for_the_first_time():
    clock = (LineText("clock", "element", "Clock"),)
    links = [
        Link("retired", "pies", "1.0", "clock", "pies", "2.0", ""),
        Link("same", "pies", "2.0", LINE, "pies", "3.0", LINE),
    ]
    talks = [
        talk(MAY, at("clock", "usual"), version="1.0", lines=clock),
        talk(MARCH, at(LINE, "here"), version="2.0"),
        talk(NOVEMBER, at("clock", "minds"), version="3.0", lines=clock),
    ]
    now, *others = rows_of(talks, links)
    assert (now.line.code, now.since_last.bar) == ("clock", Bar.OTHER_VERSION)
    assert now.points[0].broken.bar is Bar.OTHER_VERSION
    assert [(row.line.code, row.since_last.bar) for row in others if row.former] == [
        (LINE, Bar.OTHER_VERSION),
        ("clock", Bar.RETIRED),
    ]


def test_notes_of_a_chain_stand_one_behind_the_other():
    chained = Join("narrower", "Meetings only.").then(Join("same", "And supper."))

    assert chained == Join("narrower", "Meetings only. And supper.")
    assert Join("same").then(Join("wider", "All of it.")) == Join("wider", "All of it.")


def test_weakest_link_of_a_chain_decides():
    oldest = talk(
        MAY, at("a", "minds"), version="0.9", lines=(LineText("a", "element", "A", "learning"),)
    )
    chain = [
        Link("split", "pies", "0.9", "a", "pies", "1.0", "thinking"),
        link("same", "thinking", LINE),
    ]

    row, _former = rows_of([oldest, talk(NOVEMBER, at(LINE, "here"))], chain)

    assert row.since_last.bar is Bar.SPLIT


# Properties

# A busy machine is no failure of ours.
calmly = settings(deadline=None, max_examples=60)

levels = st.sampled_from([level.code for level in LEVELS])
steps = st.none() | st.integers(1, 5)


@st.composite
def readings(draw, code):
    state = draw(st.sampled_from(STATUSES))
    reason = draw(st.sampled_from(["", "we_changed", "seen_clearly", "around_us", "people"]))
    reading = Words(
        code,
        state,
        answered=draw(st.booleans()) if state == "another_day" else True,
        level=draw(levels) if state == "placed" else None,
        words=draw(st.sampled_from(["", "Because it rained"])),
        reason=reason,
        recast_level=draw(st.none() | levels) if reason == "seen_clearly" else None,
        views=(View("Nights differ", draw(levels)),) if state == "differs" else (),
        kept_back=draw(st.booleans()) and draw(st.booleans()),
    )
    return replace(reading, step=draw(steps)) if state == "placed" else reading


@st.composite
def occasions(draw):
    days = draw(st.lists(st.integers(0, 700), min_size=1, max_size=5))
    talks = []
    for number, day in enumerate(days):
        codes = draw(st.sets(st.sampled_from([line.code for line in LINES])))
        held_on = MAY + dt.timedelta(days=day)
        talks.append(
            talk(
                held_on,
                *(draw(readings(code)) for code in sorted(codes)),
                id=str(number),
                entered_on=held_on + dt.timedelta(days=draw(st.sampled_from([0, 400]))),
                levels=draw(st.sampled_from([LEVELS, LEVELS, LEVELS, LEVELS[::-1], RENAMED])),
            )
        )
    return talks


@calmly
@given(occasions())
def test_no_place_is_ever_invented(talks):
    places = {
        (record.occasion.id, code): (judgement.place.level, judgement.place.finer)
        for record in talks
        for code, judgement in record.by_line.items()
        if not judgement.kept_back
    }
    recast = {judgement.recast for record in talks for judgement in record.judgements}
    for row in rows_of(talks):
        for point in row.places:
            key = (point.telling.record.occasion.id, row.line.code)
            assert (point.place.level, point.place.finer) == places[key]
            assert point.recast is None or point.recast in recast


@calmly
@given(occasions(), st.randoms(use_true_random=False))
def test_order_of_input_changes_nothing(talks, chance):
    turned = talks.copy()
    chance.shuffle(turned)

    assert rows_of(turned) == rows_of(talks)


@calmly
@given(occasions())
def test_one_line_alone_is_told_as_among_all(talks):
    rows = rows_of(talks)
    for code in {row.line.code for row in rows}:
        assert rows_of(talks, code=code) == tuple(row for row in rows if row.line.code == code)


def test_one_line_alone_takes_no_work_for_the_others():
    talks = [
        talk(day, *(at(line.code, "here") for line in LINES)) for day in (MAY, MARCH, NOVEMBER)
    ]
    compared = collections.Counter()

    def note(frame, event, _arg):
        if event == "call" and frame.f_code is movement.__code__:
            compared[frame.f_locals["later"].code] += 1

    sys.setprofile(note)
    try:
        rows_of(talks, code=LINE)
    finally:
        sys.setprofile(None)

    assert set(compared) == {LINE}


@calmly
@given(occasions(), st.integers(1, 4))
def test_steps_change_no_level_movement(talks, by):
    """A finer place is never a kind of movement."""
    moved = [nudged(record, by) for record in talks]
    inside = {Kind.AS_IT_WAS, Kind.STEADIER_INSIDE, Kind.LESS_STEADY_INSIDE}

    def kinds(rows):
        return [
            [
                Kind.AS_IT_WAS if movement.kind in inside else movement.kind
                for movement in row.movements
            ]
            for row in rows
        ]

    assert kinds(rows_of(moved)) == kinds(rows_of(talks))


@calmly
@given(occasions())
def test_every_gap_has_its_reason(talks):
    for row in rows_of(talks):
        for before, after in zip(row.places, row.places[1:], strict=False):
            assert after.joined == (after.broken is None)
            assert before.telling.record.occasion.when < after.telling.record.occasion.when
        for point in row.points:
            assert (point.place is None) <= (point.broken is not None)
        assert (row.since_last.bar is None) == (row.since_last.kind is not Kind.NOT_COMPARABLE)


@calmly
@given(occasions())
def test_arc_is_always_a_change_of_level(talks):
    orders = {level.code: level.order for level in LEVELS}
    for row in rows_of(talks):
        for before, after in zip(row.places, row.places[1:], strict=False):
            start = orders[(after.recast or before.place).level]
            end = orders[after.place.level]
            if after.arc is Kind.FURTHER_ON:
                assert end > start
            if after.arc is Kind.LESS_SO:
                assert end < start
            if start == end:
                assert after.arc is None


def test_journey_of_many_occasions_in_any_order_is_one_journey():
    talks = [
        talk(MAY + dt.timedelta(days=40 * number), at("learning", LEVELS[number % 4].code, 1))
        for number in range(6)
    ]

    assert rows_of([*talks[::2], *talks[1::2]]) == rows_of(talks)


def test_telling_of_a_record_has_the_words_people_read():
    record = a_record(
        MARCH,
        judgements=(
            placed(
                "learning-and-enquiry",
                HERE,
                2,
                why_differs="seen_clearly",
                recast=Placed(status="placed", level=MIND),
            ),
            answered("spaces-of-opportunity", "differs", "", views=(View(words="Not at night"),)),
            passed_over("three-rs"),
        ),
        examples=(a_line("learning-and-enquiry", "We meet when something went wrong"),),
    )

    learning = Telling(record, "learning-and-enquiry")

    assert (learning.line.name, learning.level.name) == ("Learning and enquiry", "Here and there")
    assert (record.framework.edition, record.framework.scale[0]) == (("pies", "2"), MIND)
    assert (learning.place, learning.recast) == (place(HERE, 2), place(MIND))
    assert (learning.words, learning.reason) == (
        "We meet when something went wrong",
        "seen_clearly",
    )
    assert Telling(record, "spaces-of-opportunity").views == (View(words="Not at night"),)
    assert not Telling(record, "spaces-of-opportunity").passed_over
    assert Telling(record, "three-rs").passed_over
