import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from record.distance.movement import Bar, Kind, movement
from record.distance.points import Break
from record.distance.rows import rows_of
from record.document import ExampleText, View
from record.framework import Join, LineText, Link
from record.sentences.bars import break_words, empty_words
from record.sentences.claims import Claim
from record.sentences.distance import movement_claims, row_sentences
from record.words.days import when
from record.words.own_words import with_end
from record.words.phrases import Part, PartRole, fill, joined, mid_sentence, text
from tests.occasions import LEVELS, MARCH, MAY, NOVEMBER, Words, at, left, nudged, talk, telling

LINE = "reflective"
HOUR = "The hour has survived a bad winter"
RTL = "الساعة صمدت في شتاء قاسٍ"


def status(name, **more):
    return Words(LINE, name, **more)


def sentence_of(earlier, later, *, since=MARCH, **more):
    before = None if earlier is None else telling(since, earlier)
    return in_words(movement(before, telling(NOVEMBER, later), **more)).plain


def in_words(moved):
    return joined(*map(Claim.apart, movement_claims(moved)))


CASES = [
    (
        at(LINE, "minds"),
        at(LINE, "usual", words=HOUR),
        f"{HOUR}. It was on our minds in March; it is usual here now.",
    ),
    (
        at(LINE, "minds"),
        at(LINE, "usual", reason="we_changed"),
        ("It was on our minds in March; it is usual here now. We changed."),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", words="Our forum closed!"),
        ("Our forum closed! We called it usual here in March and say here and there now."),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", words="Our forum closed", reason="around_us"),
        (
            "Our forum closed. We called it usual here in March "
            "and say here and there now. Things around us changed."
        ),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", reason="people"),
        (
            "Different people were in the room. We called it usual here in March "
            "and say here and there now."
        ),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here"),
        ("We have not said why. We called it usual here in March and say here and there now."),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", reason="seen_clearly", recast_level="here"),
        (
            "We said usual here in March. Knowing what we know now we would have said "
            "here and there then too."
        ),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", reason="seen_clearly", recast_level="minds"),
        (
            "We said usual here in March. Knowing what we know now we would have said "
            "on our minds then. It is here and there now."
        ),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", reason="seen_clearly"),
        "We said usual here in March and say here and there now. We see it more clearly.",
    ),
    (
        at(LINE, "here"),
        at(LINE, "here", words="days more than nights"),
        "It is here and there, as it was in March: days more than nights.",
    ),
    (
        at(LINE, "here"),
        at(LINE, "here"),
        "It is here and there, as it was in March.",
    ),
    (
        at(LINE, "here", 2),
        at(LINE, "here", 3),
        "Still here and there, a little steadier than in March.",
    ),
    (
        at(LINE, "here", 3),
        at(LINE, "here", 2, words=HOUR),
        f"{HOUR}. Still here and there, a little less steady than in March.",
    ),
    (
        at(LINE, "usual"),
        status("differs", views=(View("Days say yes"), View("Nights say: in daylight"))),
        (
            "Now we don’t all see it the same way: Days say yes. Nights say: in daylight. "
            "In March we said usual here."
        ),
    ),
    (
        at(LINE, "usual"),
        status("differs", views=(View("", "here"), View("", "rooted"))),
        (
            "Now we don’t all see it the same way. Some say here and there. Some say well rooted. "
            "In March we said usual here."
        ),
    ),
    (
        at(LINE, "usual"),
        status("differs", views=(View("Days say yes", "usual"), View("", "here"))),
        (
            "Now we don’t all see it the same way: Days say yes. Some say here and there. "
            "In March we said usual here."
        ),
    ),
    (
        at(LINE, "usual"),
        status("differs"),
        "Now we don’t all see it the same way. In March we said usual here.",
    ),
    (
        status("differs"),
        at(LINE, "usual"),
        "In March we didn’t all see it the same way; it is usual here now.",
    ),
    (
        None,
        at(LINE, "here", words=HOUR),
        f"{HOUR}. It is here and there.",
    ),
    (
        None,
        status("differs", views=(View("Days say yes"),)),
        "We don’t all see it the same way: Days say yes.",
    ),
    (None, status("another_day"), "Left for another day this time."),
    (None, left(LINE), "Not talked about this time."),
    (
        status("another_day"),
        status("another_day", status_words="Some of us doubt we need it"),
        "Left for another day, as in March: Some of us doubt we need it.",
    ),
    (left(LINE), left(LINE), "Not talked about this time."),
    (None, left(LINE, words=HOUR), f"{HOUR}. We gave it no place this time."),
    (left(LINE), left(LINE, spoken=True), "We gave it no place this time."),
    (
        left(LINE, spoken=True),
        at(LINE, "here"),
        "In March we gave it no place. It is here and there now.",
    ),
    (
        at(LINE, "here"),
        status("does_not_apply", status_words="we have no building"),
        "Does not apply here, for now: we have no building.",
    ),
    (at(LINE, "here"), status("does_not_apply"), "Does not apply here, for now."),
    (at(LINE, "here"), at(LINE, "usual", words="SECRET", kept_back=True), "Kept within the team."),
    (
        at(LINE, "here", kept_back=True),
        at(LINE, "usual"),
        "Kept within the team in March. It is usual here now.",
    ),
    (
        at(LINE, "here"),
        status("another_day"),
        "Left for another day this time. It was here and there in March.",
    ),
    (
        at(LINE, "here"),
        status("not_ours", status_words="the landlord decides"),
        (
            "We can’t, and it isn’t ours to change: the landlord decides. "
            "It was here and there in March."
        ),
    ),
    (
        status("another_day"),
        at(LINE, "here"),
        "Left for another day in March. It is here and there now.",
    ),
    (
        status("does_not_apply"),
        at(LINE, "here"),
        "In March it did not apply here. It is here and there now.",
    ),
]


@pytest.mark.parametrize(("earlier", "later", "expected"), CASES)
def test_sentence_of_every_form(earlier, later, expected):
    assert sentence_of(earlier, later) == expected


def test_sentence_over_other_words():
    then = telling(MARCH, at(LINE, "here"), levels=LEVELS[:3])

    moved = movement(then, telling(NOVEMBER, at(LINE, "usual")))

    assert in_words(moved).plain == (
        "It was here and there in March, of three; we now use four. It is usual here now."
    )


def test_level_that_has_another_name_now_is_told_in_the_words_of_then():
    renamed = [
        structs.replace(level, name="Most days") for level in LEVELS if level.code == "usual"
    ]
    levels = [level for level in LEVELS if level.code != "usual"][:2] + renamed + [LEVELS[-1]]
    then = telling(MARCH, at(LINE, "usual"), levels=tuple(levels))
    moved = movement(then, telling(NOVEMBER, at(LINE, "usual", words=HOUR)))
    assert in_words(moved).plain == (
        f"{HOUR}. It is usual here, as it was in March; we called that most days then."
    )


def test_sentence_over_a_split():
    plain = sentence_of(at(LINE, "here"), at(LINE, "usual"), join=Join("split"))
    noted = sentence_of(at(LINE, "here"), at(LINE, "usual"), join=Join("split", "Now in three."))

    assert plain == "The framework split this up. It is usual here now."
    assert noted == "Now in three. It is usual here now."


@pytest.mark.parametrize(
    ("kind", "note", "expected"),
    [
        ("split", "", "In March it was part of “Learning”; the framework split that up."),
        ("split", "Now in three.", "Now in three. In March it was part of “Learning”."),
        (
            "merged",
            "",
            "In March it was “Learning” and others; the framework brought them together.",
        ),
        ("merged", "Asked as one.", "Asked as one. In March it was “Learning” and others."),
        ("regrouped", "", "The framework has divided this up in another way since."),
        ("regrouped", "Asked as one. And apart.", "Asked as one. And apart."),
    ],
)
def test_what_came_of_another_line_was_never_called_by_its_name(kind, note, expected):
    line = LineText("learned", "element", "Learning", "learning")
    then = telling(MARCH, at("learned", "here"), lines=(line,))
    moved = movement(then, telling(NOVEMBER, at(LINE, "usual")), join=Join(kind, note))
    assert in_words(moved).plain == f"{expected} It is usual here now."


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("usual", "would have been nearer then. It is usual here now."),
        ("here", "would have been nearer then too."),
    ],
)
def test_what_was_seen_more_clearly_in_a_talk_before_the_last_has_its_time(level, expected):
    """What was known then is not what is known now: the last talk may have seen it otherwise."""
    seen = at(LINE, "here", reason="seen_clearly", recast_level="here")
    (row,) = rows_of(
        [talk(MAY, at(LINE, "usual")), talk(MARCH, seen), talk(NOVEMBER, at(LINE, level))]
    )
    plain = " ".join(sentence.plain for sentence in row_sentences(row))
    assert (
        f"We said usual here in May 2025. In March we saw that here and there {expected}" in plain
    )
    assert "Knowing what we know now" not in plain


def test_line_that_was_talked_about_is_not_said_to_be_talked_about_yet():
    views = (View("Days say yes"), View("Nights say no"))
    then = talk(MARCH, status("differs", views=views))
    (row,) = rows_of([then, talk(NOVEMBER, left(LINE))])
    assert empty_words(row) == "not talked about"
    (silent,) = rows_of([talk(MARCH, left(LINE)), talk(NOVEMBER, left(LINE))])
    assert empty_words(silent) == "not talked about yet"


def test_sentence_over_a_narrower_link_carries_its_note():
    form = "It was here and there in March; it is usual here now."

    assert sentence_of(at(LINE, "here"), at(LINE, "usual"), join=Join("narrower")) == (
        f"{form} We asked about it more widely then."
    )
    assert sentence_of(
        at(LINE, "here"), at(LINE, "usual"), join=Join("wider", "Meetings only.")
    ) == (f"{form} Meetings only.")


def test_sentence_marks_names_and_sets_words_apart():
    moved = movement(
        telling(MARCH, at(LINE, "minds")),
        telling(NOVEMBER, at(LINE, "usual", words="<i>{now} & so")),
    )

    sentence = in_words(moved)

    assert sentence.parts == (
        Part(PartRole.WORDS, "<i>{now} & so."),
        Part(PartRole.TEXT, " It was "),
        Part(PartRole.LEVEL, "on our minds"),
        Part(PartRole.TEXT, " in March; it is "),
        Part(PartRole.LEVEL, "usual here"),
        Part(PartRole.TEXT, " now."),
    )
    assert sentence.html == (
        '<bdi dir="auto">&lt;i&gt;{now} &amp; so.</bdi> It was '
        "<strong>on our minds</strong> in March; it is <strong>usual here</strong> now."
    )


def test_sentence_keeps_words_of_another_direction_in_their_own_part():
    moved = movement(
        telling(MARCH, at(LINE, "minds")), telling(NOVEMBER, at(LINE, "usual", words=RTL))
    )

    assert in_words(moved).parts[0] == Part(PartRole.WORDS, f"{RTL}.")


@pytest.mark.parametrize(
    ("day", "now", "expected"),
    [
        (MARCH, NOVEMBER, "in March"),
        (MAY, NOVEMBER, "in May 2025"),
        (dt.date(2026, 11, 3), NOVEMBER, "on 3 November"),
        (dt.date(2025, 11, 3), NOVEMBER, "in November 2025"),
    ],
)
def test_when_as_people_say_it(day, now, expected):
    assert when(day, now).text == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("On our minds", "on our minds"),
        ("Reflective practice", "reflective practice"),
        ("A culture of enquiry", "a culture of enquiry"),
        ("The Three Rs", "the Three Rs"),
        ("NHS liaison", "NHS liaison"),
        ("Mill Lane kitchen", "Mill Lane kitchen"),
        ("Ŵyth o'r gloch", "ŵyth o'r gloch"),
        ("مطبخ", "مطبخ"),
        ("", ""),
    ],
)
def test_name_inside_a_sentence(name, expected):
    assert mid_sentence(name) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We talk", "We talk."),
        ("We talk.", "We talk."),
        ("Do we?", "Do we?"),
        ("So we say…", "So we say…"),
        ("“We talk.”", "“We talk.”"),
        ("They said 'no'", "They said 'no'."),
        ("هل نتكلم؟", "هل نتكلم؟"),
        ("", ""),
    ],
)
def test_full_stop_only_where_there_is_no_end(words, expected):
    assert with_end(words) == expected


def test_only_the_first_written_line_is_said():
    plain = sentence_of(at(LINE, "here"), at(LINE, "here", words="\n  we meet  \nand more"))

    assert plain == "It is here and there, as it was in March: we meet."


def test_fill_replaces_once_and_leaves_braces_of_people_alone():
    filled = fill("{line} is {line}", line=Part(PartRole.LINE, "{line}"))

    assert filled.plain == "{line} is {line}"


def test_joined_leaves_out_what_is_empty():
    nothing = text("")

    assert joined(nothing, text("One."), nothing, text("Two.")) == text("One. Two.")
    assert not joined(nothing, nothing)


# Rows


def row_plain(*talks):
    (row,) = rows_of(talks)
    return [sentence.plain for sentence in row_sentences(row)]


def test_row_says_since_last_time_first():
    assert row_plain(
        talk(MAY, at(LINE, "minds")),
        talk(MARCH, at(LINE, "here", 1)),
        talk(NOVEMBER, at(LINE, "here", 3, words=HOUR)),
    ) == [
        f"{HOUR}. Still here and there, a little steadier than in March.",
        "It was on our minds in May 2025.",
    ]


def test_row_that_was_there_all_along_says_so_shortly():
    assert row_plain(
        talk(MAY, at(LINE, "here")), talk(MARCH, at(LINE, "here")), talk(NOVEMBER, at(LINE, "here"))
    ) == [
        "It is here and there, as it was in March.",
        "It was here and there in May 2025 too.",
    ]


def test_row_not_comparable_with_last_time_says_both():
    assert row_plain(
        talk(MAY, at(LINE, "usual")),
        talk(MARCH, status("another_day")),
        talk(NOVEMBER, at(LINE, "here")),
    ) == [
        "Left for another day in March. It is here and there now.",
        ("We have not said why. We called it usual here in May 2025 and say here and there now."),
    ]


def test_row_less_so_twice_says_once_that_there_is_no_reason():
    assert row_plain(
        talk(MAY, at(LINE, "rooted")),
        talk(MARCH, at(LINE, "usual")),
        talk(NOVEMBER, at(LINE, "here")),
    ) == [
        ("We have not said why. We called it usual here in March and say here and there now."),
        "We called it well rooted in May 2025 and say here and there now.",
    ]


def test_row_less_so_for_several_reasons_does_not_say_that_there_is_none():
    assert row_plain(
        talk(dt.date(2025, 3, 1), at(LINE, "rooted")),
        talk(dt.date(2025, 9, 1), at(LINE, "usual", reason="around_us")),
        talk(dt.date(2026, 3, 1), at(LINE, "here", reason="people")),
        talk(dt.date(2026, 6, 1), at(LINE, "here")),
    ) == [
        "It is here and there, as it was in March.",
        "We called it well rooted in March 2025 and say here and there now.",
    ]


def test_row_less_so_for_the_reason_just_said_does_not_say_that_there_is_none():
    assert row_plain(
        talk(MAY, at(LINE, "rooted")),
        talk(MARCH, at(LINE, "minds", reason="we_changed")),
        talk(NOVEMBER, at(LINE, "usual", reason="we_changed")),
    ) == [
        "It was on our minds in March; it is usual here now. We changed.",
        "We called it well rooted in May 2025 and say usual here now.",
    ]


def test_row_less_so_than_a_late_entry_does_not_say_that_there_is_no_reason():
    late = talk(MARCH, at(LINE, "rooted"), entered_on=NOVEMBER + dt.timedelta(days=9))

    assert row_plain(
        talk(MAY, at(LINE, "rooted")), late, talk(NOVEMBER, at(LINE, "usual", reason="around_us"))
    ) == [
        "We called it well rooted in March and say usual here now.",
        "It was well rooted in May 2025 too.",
    ]


def test_row_with_a_conversation_left_out_says_nothing_of_it():
    talks = [talk(MAY, at(LINE, "usual")), talk(NOVEMBER, at(LINE, "here", reason="around_us"))]

    (row,) = rows_of(talks, apart=[talk(MARCH, at(LINE, "rooted", words="CANARY"))])

    assert [sentence.plain for sentence in row_sentences(row)] == [
        "We called it usual here in May 2025 and say here and there now."
    ]


def test_row_of_one_conversation_told_before_in_one_left_out():
    (row,) = rows_of(
        [talk(NOVEMBER, at(LINE, "here", words=HOUR))], apart=[talk(MARCH, at(LINE, "usual"))]
    )

    assert [sentence.plain for sentence in row_sentences(row)] == [
        f"{HOUR}. It is here and there now."
    ]


def test_row_left_for_another_day_twice_says_where_it_stood():
    assert row_plain(
        talk(MAY, at(LINE, "usual")),
        talk(MARCH, status("another_day")),
        talk(NOVEMBER, status("another_day")),
    ) == ["Left for another day, as in March.", "It was usual here in May 2025."]


def test_row_opened_into_elements_keeps_its_place_in_words():
    rows = rows_of(
        [
            talk(MARCH, at("learning", "usual")),
            talk(NOVEMBER, left("learning"), at(LINE, "minds")),
        ]
    )

    assert [sentence.plain for sentence in row_sentences(rows[0])] == [
        "This time we talked about its parts. It was usual here in March."
    ]


def test_row_says_an_old_name_and_a_note_once():
    links = [
        Link("same", "pies", "1.0", "clock", "pies", "2.0", LINE, "It moved."),
        Link("same", "pies", "2.0", LINE, "pies", "3.0", LINE, "A better word."),
    ]
    clock = (LineText("clock", "element", "Clock"),)
    talks = [
        talk(dt.date(2024, 5, 6), at("clock", "usual"), version="1.0", lines=clock),
        talk(MAY, at("clock", "rooted"), version="1.0", lines=clock),
        talk(MARCH, at(LINE, "rooted"), version="2.0"),
        talk(NOVEMBER, at(LINE, "here"), version="3.0"),
    ]
    (row,) = (row for row in rows_of(talks, links) if row.line.code == LINE)
    assert [sentence.plain for sentence in row_sentences(row)] == [
        (
            "We have not said why. We called it well rooted in March and say here and there now. "
            "A better word."
        ),
        (
            "We called it usual here in May 2024 and say here and there now. "
            "It was called “Clock” in May 2024. It moved."
        ),
    ]
    (row,) = (row for row in rows_of([*talks[:2], talks[3]], links) if row.line.code == LINE)
    assert [sentence.plain for sentence in row_sentences(row)] == [
        (
            "We have not said why. We called it well rooted in May 2025 and say here and there "
            "now. It was called “Clock” in May 2025. It moved. A better word."
        ),
        "We called it usual here in May 2024 and say here and there now.",
    ]


def test_row_says_too_of_no_level_of_another_name():
    minds, here, usual, rooted = LEVELS
    then = (minds, here, structs.replace(usual, name="Most days"), rooted)
    oldest = talk(MAY, at(LINE, "usual"), levels=then)
    (row,) = rows_of([oldest, talk(MARCH, at(LINE, "usual")), talk(NOVEMBER, at(LINE, "usual"))])
    assert [sentence.plain for sentence in row_sentences(row)] == [
        "It is usual here, as it was in March.",
        "It is usual here, as it was in May 2025; we called that most days then.",
    ]
    later = talk(MARCH, at(LINE, "usual"), levels=then)
    (row,) = rows_of([oldest, later, talk(NOVEMBER, at(LINE, "usual"))])
    assert row_sentences(row)[-1].plain == "It was most days in May 2025 too."


def test_row_of_a_line_that_ended_says_so():
    rows = rows_of(
        [
            talk(MARCH, at(LINE, "usual"), version="1.0"),
            talk(NOVEMBER, at("sector", "here")),
        ]
    )

    assert [[sentence.plain for sentence in row_sentences(row)] for row in rows] == [
        ["We use another version of the framework now. It is here and there now."],
        ["We use another version of the framework now. It was usual here in March."],
    ]


def test_break_in_words():
    (row,) = rows_of([talk(NOVEMBER, at(LINE, "here"))])
    said_of = {
        bar: break_words(Break(bar, talk(MARCH, at(LINE, "here"))), row)
        for bar in (Bar.ANOTHER_DAY_THEN, Bar.DIFFERED_THEN)
    }

    assert said_of == {
        Bar.ANOTHER_DAY_THEN: "Left for another day in March.",
        Bar.DIFFERED_THEN: "In March we didn’t all see it the same way.",
    }


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (status("another_day"), "left for another day"),
        (left(LINE), "not talked about yet"),
        (left(LINE, spoken=True), "no place"),
        (status("does_not_apply"), "does not apply here, for now"),
        (status("differs"), "we don’t all see it the same way"),
        (status("not_ours"), "it isn’t ours to change"),
        (at(LINE, "here", kept_back=True), "kept within the team"),
    ],
)
def test_words_on_an_empty_rod(reading, expected):
    (row,) = rows_of([talk(NOVEMBER, reading)])

    assert empty_words(row) == expected


# Properties

calmly = settings(deadline=None, max_examples=80)
levels = st.sampled_from([level.code for level in LEVELS])
words = st.sampled_from(["", "Because it rained"])
reasons = st.sampled_from(["", "we_changed", "seen_clearly", "around_us", "people"])
states = st.sampled_from(["placed", "placed", "placed", "another_day", "differs", "not_ours"])


@st.composite
def occasions(draw):
    talks = []
    for number in range(draw(st.integers(2, 5))):
        state = draw(states)
        reading = Words(LINE, state, words=draw(words), reason=draw(reasons))
        if state == "placed":
            recast = draw(st.none() | levels)
            step = draw(st.none() | st.integers(1, 5))
            reading = replace(reading, level=draw(levels), step=step, recast_level=recast)
        talks.append(talk(MAY + dt.timedelta(days=100 * number), reading))
    return talks


@calmly
@given(occasions())
def test_lower_place_never_without_a_sentence_before_it(talks):
    for row in rows_of(talks):
        text = " ".join(sentence.plain for sentence in row_sentences(row))
        for moved in row.movements:
            if moved.kind is Kind.LESS_SO:
                start = text.index("We called")
                assert text[:start].rstrip().endswith(".")


@calmly
@given(occasions())
def test_no_figure_but_dates(talks):
    """Nothing is counted in what we make; people’s own words may."""
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    for row in rows_of(talks):
        for sentence in row_sentences(row):
            bare = re.sub(rf"(\d+ )?({months})( \d{{4}})?", "", sentence.plain)
            assert not re.search(r"\d", bare)
            assert not re.search(r"\b(one|two|three|four|five)\b", bare, re.IGNORECASE)


@calmly
@given(occasions(), st.integers(1, 4))
def test_nudged_steps_change_no_sentence_of_a_level(talks, by):
    """A finer place is never told as further on."""
    moved = [nudged(record, by) for record in talks]

    def of_levels(rows):
        return [
            in_words(movement)
            for row in rows
            for movement in row.movements
            if movement.kind in {Kind.FURTHER_ON, Kind.LESS_SO, Kind.SEEN_MORE_CLEARLY}
        ]

    assert of_levels(rows_of(moved)) == of_levels(rows_of(talks))


@calmly
@given(occasions())
def test_every_level_named_was_said(talks):
    names = {level.code: mid_sentence(level.name) for level in LEVELS}
    heard = {
        names[code]
        for record in talks
        for judgement in record.judgements
        for place in (judgement.place, judgement.recast)
        for code in (place.level if place else None,)
        if code is not None
    }
    for row in rows_of(talks):
        for sentence in row_sentences(row):
            assert {part.text for part in sentence.parts if part.role is PartRole.LEVEL} <= heard


@calmly
@given(occasions(), st.integers(0, 31))
def test_nothing_said_of_conversations_left_out(talks, chosen):
    those_shown = [record for place, record in enumerate(talks) if chosen >> place & 1]
    canary = ExampleText("", "CANARY", (LINE,), team_line=LINE)
    apart = [
        structs.replace(record, examples=(canary,)) for record in talks if record not in those_shown
    ]
    names = {level.code: mid_sentence(level.name) for level in LEVELS}
    heard = {
        names[code]
        for record in those_shown
        for judgement in record.judgements
        for place in (judgement.place, judgement.recast)
        for code in (place.level if place else None,)
        if code is not None
    }
    for row in rows_of(those_shown, apart=apart):
        days = {point.telling.record.occasion.id for point in row.points}
        assert days <= {record.occasion.id for record in those_shown}
        for sentence in row_sentences(row):
            assert "CANARY" not in sentence.plain
            assert {part.text for part in sentence.parts if part.role is PartRole.LEVEL} <= heard


def test_kept_back_words_in_no_sentence():
    hidden = at(LINE, "rooted", words="CANARY", kept_back=True)
    visible = at(LINE, "here")
    for judgements in ([hidden, visible], [visible, hidden], [visible, hidden, visible]):
        rows = rows_of(
            [
                talk(MAY + dt.timedelta(days=90 * n), judgement)
                for n, judgement in enumerate(judgements)
            ]
        )
        text = " ".join(sentence.plain for row in rows for sentence in row_sentences(row))
        assert "CANARY" not in text
        assert "well rooted" not in text
