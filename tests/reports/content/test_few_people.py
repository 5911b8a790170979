"""Few people could be told apart: outside the team neither number nor kinds are said."""

import datetime as dt

import msgspec
import pytest

from reports.content import Options, build_report
from tests.records import HERE, LEARN, a_record, placed
from tests.reports.aloud import aloud

DAY = dt.date(2026, 11, 12)
SHARE = Options(
    date=dt.date(2026, 11, 22),
    reference="PZ-7F3K-22",
    to="Northtown Council",
    purpose="Before we meet.",
    until=dt.date(2027, 6, 30),
)
OWN_COPY = Options.own_copy(date=dt.date(2026, 11, 22))


def text_for(options, *counts):
    records = [
        a_record(
            DAY - dt.timedelta(days=100 * place),
            head_count=count,
            people_kinds=("days", "nights"),
            judgements=(placed(LEARN, HERE),),
        )
        for place, count in enumerate(counts)
    ]
    return aloud(build_report(records, options=options))


@pytest.mark.parametrize("counts", [(1,), (2,), (4,), (4, 3, 2), (None,), (4, None)])
def test_few_people_are_not_counted_for_readers_outside(counts):
    text = text_for(SHARE, *counts)
    for word in ("days and nights", "of us", "written down"):
        assert word not in text


@pytest.mark.parametrize("counts", [(2,), (4,)])
def test_few_people_talked_as_a_team(counts):
    assert "We talked as a team." in text_for(SHARE, *counts)


def test_one_of_a_team_did_not_talk_as_one():
    text = text_for(SHARE, 1)
    assert "as a team" not in text
    assert "by myself" not in text


def test_enough_people_are_said_for_readers_outside():
    assert "with five of us: days and nights" in text_for(SHARE, 5)


@pytest.mark.parametrize("count", [1, 4])
def test_team_reads_how_many_it_was(count):
    words = {1: "one of us: days and nights", 4: "four of us: days and nights"}
    assert words[count] in text_for(OWN_COPY, count)


@pytest.mark.parametrize("counts", [(1,), (1, 1)])
def test_one_who_works_alone_says_so(counts):
    text = text_for(msgspec.structs.replace(SHARE, by_myself=True), *counts)
    assert "I work here by myself" in text
    assert "among ourselves" not in text
    assert "the team of Alder House\n\n" not in text
