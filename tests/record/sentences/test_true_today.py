"""What is told is true of what it is about, and of the day it is told on."""

import datetime as dt

import pytest
from msgspec import structs

from record.distance.movement import Bar
from record.distance.rows import rows_of
from record.document import View
from record.framework import LevelText
from record.sentences.bars import break_words
from record.sentences.distance import row_sentences
from record.sentences.wording import BARS
from tests.occasions import LEVELS, LINES, MARCH, MAY, NOVEMBER, Words, at, left, talk

LINE = "reflective"
NIGHTS = "the night handover"


def sentences_of(*records, today=None):
    """Return what each row says."""
    rows = rows_of(records, today=today)
    return [[sentence.plain for sentence in row_sentences(row)] for row in rows]


# Conversations about different things

WHOLE_USUAL = talk(MARCH, at("whole", "usual"))


def about(day, what, *sayings):
    return talk(day, *sayings, about=what, length="coffee")


SUBJECTS = [
    (
        [WHOLE_USUAL, about(NOVEMBER, NIGHTS, at("whole", "minds"))],
        ["In March it was about the whole place. “the night handover” is on our minds now."],
    ),
    (
        [about(MARCH, NIGHTS, at("whole", "minds")), talk(NOVEMBER, at("whole", "usual"))],
        [("In March it was about something else: the night handover. It is usual here now.")],
    ),
    (
        [
            about(MARCH, NIGHTS, at("whole", "usual")),
            about(NOVEMBER, "the kitchen", at("whole", "minds", words="It leaks")),
        ],
        [
            (
                "It leaks. In March it was about something else: the night handover. "
                "“the kitchen” is on our minds now."
            )
        ],
    ),
    (
        [
            about(MARCH, NIGHTS, at("whole", "minds")),
            about(NOVEMBER, " The  Night handover ", at("whole", "usual")),
        ],
        ["“The Night handover” was on our minds in March; it is usual here now."],
    ),
    (
        [
            about(MARCH, NIGHTS, at("whole", "usual")),
            about(NOVEMBER, NIGHTS, at("whole", "minds", words="Two left")),
        ],
        ["Two left. We called “the night handover” usual here in March and say on our minds now."],
    ),
    (
        [WHOLE_USUAL, about(NOVEMBER, NIGHTS, left("whole"))],
        ["Not talked about this time."],
    ),
    (
        [WHOLE_USUAL, about(NOVEMBER, NIGHTS, Words("whole", "differs"))],
        ["In March it was about the whole place. We don’t all see it the same way."],
    ),
    (
        [about(MARCH, NIGHTS, at("whole", "usual")), talk(NOVEMBER, left("learning"))],
        ["Not part of the conversation in November. “the night handover” was usual here in March."],
    ),
    (
        [
            talk(MAY, at("whole", "minds")),
            about(MARCH, NIGHTS, at("whole", "usual")),
            talk(NOVEMBER, at("whole", "usual")),
        ],
        [
            ("In March it was about something else: the night handover. It is usual here now."),
            "It was on our minds in May 2025; it is usual here now.",
        ],
    ),
]


@pytest.mark.parametrize(("records", "expected"), SUBJECTS)
def test_conversations_about_different_things_not_compared(records, expected):
    assert sentences_of(*records)[0] == expected


def test_row_breaks_between_subjects_with_the_reason():
    (row,) = rows_of([WHOLE_USUAL, about(NOVEMBER, NIGHTS, at("whole", "minds"))])

    before, after = row.points
    assert (before.broken, after.joined, after.arc) == (None, False, None)
    assert break_words(after.broken, row) == "In March it was about the whole place."


def test_row_breaks_after_a_subject_with_what_it_was():
    (row,) = rows_of(
        [about(MARCH, NIGHTS, at("whole", "minds")), talk(NOVEMBER, at("whole", "usual"))]
    )

    words = break_words(row.points[-1].broken, row)
    assert words == "In March it was about something else: the night handover."


def test_subject_named_where_its_line_stands_above():
    rows = [WHOLE_USUAL, about(NOVEMBER, NIGHTS, at("whole", "minds"))]

    assert sentences_of(*rows) == [
        ["In March it was about the whole place. “the night handover” is on our minds now."]
    ]


@pytest.mark.parametrize(("records", "_expected"), SUBJECTS)
def test_subject_not_told_where_its_words_do_not_go(records, _expected):
    for row in rows_of(records, subjects=False):
        sentences = [sentence.plain for sentence in row_sentences(row)]
        sentences += [break_words(point.broken, row) for point in row.points if point.broken]
        assert "night" not in " ".join(sentences).lower()
        assert "kitchen" not in " ".join(sentences)


def test_subject_that_is_not_told_is_still_another():
    records = [WHOLE_USUAL, about(NOVEMBER, NIGHTS, at("whole", "minds"))]

    (row,) = rows_of(records, subjects=False)

    assert [sentence.plain for sentence in row_sentences(row)] == [
        "In March it was about the whole place. The one thing we talked about is on our minds now."
    ]


def test_themes_of_a_talk_about_something_compared():
    records = [
        talk(MARCH, at("learning", "minds")),
        about(NOVEMBER, NIGHTS, at("learning", "usual")),
    ]

    assert sentences_of(*records)[0] == ["It was on our minds in March; it is usual here now."]


def test_reason_given_against_another_subject_is_not_about_these_two():
    records = [
        talk(MAY, at("whole", "usual")),
        about(MARCH, NIGHTS, at("whole", "usual")),
        talk(NOVEMBER, at("whole", "minds", words="Two left")),
    ]

    assert (
        sentences_of(*records)[0][-1]
        == "We called it usual here in May 2025 and say on our minds now."
    )


# What nobody got to is not what the team left


def test_left_by_the_team_after_nobody_got_to_it_not_said_of_both():
    records = [talk(MARCH, left(LINE)), talk(NOVEMBER, Words(LINE, "another_day"))]

    assert sentences_of(*records) == [["Left for another day."]]


def test_nobody_got_to_it_after_the_team_left_it():
    records = [talk(MARCH, Words(LINE, "another_day")), talk(NOVEMBER, left(LINE))]

    assert sentences_of(*records) == [["Not talked about this time."]]


# Told some time later

LATER = dt.date(2028, 11, 28)
OLD = [
    (
        at(LINE, "minds"),
        at(LINE, "usual"),
        "It was on our minds in March 2026 and usual here in November 2026.",
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", words="Two left"),
        ("Two left. We called it usual here in March 2026 and here and there in November 2026."),
    ),
    (
        at(LINE, "here"),
        at(LINE, "here"),
        "It was here and there in November 2026, as in March 2026.",
    ),
    (
        at(LINE, "here", 1),
        at(LINE, "here", 2),
        "Still here and there in November 2026, a little steadier than in March 2026.",
    ),
    (
        at(LINE, "here", 2),
        at(LINE, "here", 1),
        "Still here and there in November 2026, a little less steady than in March 2026.",
    ),
    (
        at(LINE, "usual"),
        Words(LINE, "differs", views=(View("Not at night"),)),
        (
            "In November 2026 we didn’t all see it the same way: Not at night."
            " In March 2026 we said usual here."
        ),
    ),
    (
        Words(LINE, "differs"),
        at(LINE, "usual"),
        ("In March 2026 we didn’t all see it the same way; it was usual here in November 2026."),
    ),
    (
        None,
        at(LINE, "usual"),
        "It was usual here in November 2026.",
    ),
    (
        Words(LINE, "another_day"),
        at(LINE, "usual"),
        "Left for another day in March 2026. It was usual here in November 2026.",
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", reason="seen_clearly"),
        (
            "We said usual here in March 2026 and here and there in November 2026. We"
            " saw it more clearly."
        ),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", reason="seen_clearly", recast_level="here"),
        (
            "We said usual here in March 2026. In November 2026 we saw that here and "
            "there would have been nearer then too."
        ),
    ),
    (
        at(LINE, "usual"),
        at(LINE, "here", reason="seen_clearly", recast_level="minds"),
        (
            "We said usual here in March 2026. In November 2026 we saw that on our "
            "minds would have been nearer then, and said here and there."
        ),
    ),
]


@pytest.mark.parametrize(("earlier", "later", "expected"), OLD)
def test_told_against_the_day_of_the_letter(earlier, later, expected):
    records = [talk(MARCH, earlier)] if earlier else []

    assert sentences_of(*records, talk(NOVEMBER, later), today=LATER)[0][0] == expected


@pytest.mark.parametrize(("earlier", "later", "_expected"), OLD)
def test_nothing_of_long_ago_is_called_now(earlier, later, _expected):
    records = [talk(MARCH, earlier)] if earlier else []

    plain = " ".join(sentences_of(*records, talk(NOVEMBER, later), today=LATER)[0])
    assert "now" not in plain.lower().split()
    assert " is " not in plain


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2026, 11, 12), "It was on our minds in March; it is usual here now."),
        (dt.date(2026, 12, 24), "It was on our minds in March; it is usual here now."),
        (dt.date(2027, 2, 12), "It was on our minds in March 2026; it is usual here now."),
        (
            dt.date(2027, 2, 13),
            "It was on our minds in March 2026 and usual here in November 2026.",
        ),
    ],
)
def test_now_only_where_the_last_conversation_is_recent(today, expected):
    records = [talk(MARCH, at(LINE, "minds")), talk(NOVEMBER, at(LINE, "usual"))]

    assert sentences_of(*records, today=today) == [[expected]]


def test_two_talks_in_one_month_told_by_day():
    records = [talk(dt.date(2026, 11, 3), at(LINE, "minds")), talk(NOVEMBER, at(LINE, "usual"))]

    assert sentences_of(*records) == [["It was on our minds on 3 November; it is usual here now."]]
    assert sentences_of(*records, today=LATER) == [
        ["It was on our minds on 3 November 2026 and usual here on 12 November 2026."]
    ]


def test_break_told_against_the_day_of_the_letter():
    records = [talk(MARCH, Words(LINE, "another_day")), talk(NOVEMBER, at(LINE, "usual"))]
    (row,) = rows_of(records, today=LATER)

    assert break_words(row.points[-1].broken, row) == ("Left for another day in March 2026.")


# Other frameworks, other words


def test_framework_the_team_comes_back_to_is_not_left():
    records = [
        talk(MAY, at(LINE, "minds")),
        talk(MARCH, at("sector", "here"), slug="other"),
        talk(NOVEMBER, at(LINE, "usual")),
    ]

    assert sentences_of(*records)[1] == [
        "Our last conversation used another framework. It was here and there in March."
    ]


def test_framework_the_team_has_left():
    records = [
        talk(MAY, at("sector", "here"), slug="other"),
        talk(MARCH, at(LINE, "minds")),
        talk(NOVEMBER, at(LINE, "usual")),
    ]

    assert sentences_of(*records)[1] == [
        "Last time we used another framework. It was here and there in May 2025."
    ]


FIVE = (*LEVELS, LevelText("beyond", "Others learn from it", 5, ""))
RENAMED = tuple(structs.replace(level, code=f"new-{level.code}") for level in LEVELS)


@pytest.mark.parametrize(
    ("levels", "level", "expected"),
    [
        (
            FIVE,
            "usual",
            "It was here and there in March, of four; we now use five. It is usual here now.",
        ),
        (
            RENAMED,
            "new-usual",
            "We used other words then: it was here and there in March. It is usual here now.",
        ),
    ],
)
def test_place_in_other_words_still_told(levels, level, expected):
    records = [
        talk(MARCH, at(LINE, "here"), lines=LINES),
        talk(NOVEMBER, at(LINE, level), version="2.1", levels=levels),
    ]

    assert sentences_of(*records) == [[expected]]


def test_place_in_other_words_told_where_there_is_none_now():
    records = [
        talk(MARCH, at(LINE, "here")),
        talk(NOVEMBER, Words(LINE, "another_day"), version="2.1", levels=FIVE),
    ]

    assert sentences_of(*records) == [
        ["Left for another day this time. It was here and there in March."]
    ]


def test_no_card_in_other_words_is_told_without_a_place():
    records = [
        talk(MARCH, Words(LINE, "differs")),
        talk(NOVEMBER, at(LINE, "usual"), version="2.1", levels=FIVE),
    ]

    assert sentences_of(*records) == [["We used other words then, in March. It is usual here now."]]


def test_every_reason_has_its_words():
    assert set(BARS) == set(Bar)
