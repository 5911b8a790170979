"""When, with whom and how a team talked, read out."""

import datetime as dt

import pytest

from record.read_back.passages import next_talk, who_was_there
from tests.records import a_record

DAY = dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        ({}, []),
        ({"head_count": 4}, ["There were four of us."]),
        ({"how_talked": "other", "how_talked_words": "By post"}, ["How we talked: By post."]),
        ({"how_talked": "away_day"}, ["How we talked: an away day."]),
        (
            {"how_talked": "away_day", "how_talked_words": "It rained"},
            ["How we talked: an away day.", "It rained."],
        ),
    ],
)
def test_who_was_there(talk, expected):
    sentences = [sentence.plain for sentence in who_was_there(a_record(DAY, **talk)) if sentence]

    assert sentences == ["We talked on 10 March 2026.", *expected]


def test_where_one_was_there_nobody_talked():
    alone = a_record(DAY, head_count=1, people_kinds=("nights",))
    sentences = [sentence.plain for sentence in who_was_there(alone) if sentence]
    assert sentences == ["One of us looked at this on 10 March 2026.", "Who it was: nights."]


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        ({}, ""),
        ({"next_talk": "see"}, "We’ll see when we talk again."),
        (
            {"next_talk": "month", "next_talk_on": dt.date(2026, 4, 10)},
            "We talk again around 10 April 2026.",
        ),
        (
            {"next_talk": "month", "next_talk_on": dt.date(2026, 3, 9)},
            "We meant to talk again around 9 March 2026.",
        ),
        (
            {
                "next_talk_on": dt.date(2026, 3, 9),
                "next_talk_by": "the night lead",
                "next_talk_needs": ("room",),
            },
            (
                "We meant to talk again around 9 March 2026. Who was to hold it: the night lead. "
                "For that we needed a room."
            ),
        ),
        (
            {"next_talk": "see", "next_talk_by": "the night lead"},
            "We’ll see when we talk again. It is held by: the night lead.",
        ),
        ({"next_talk_needs": ("cover", "room")}, "For that we need cover for an hour and a room."),
    ],
)
def test_next_talk(talk, expected):
    assert next_talk(a_record(DAY, **talk), DAY).plain == expected
