"""Nothing of what a team keeps stands in a report, whatever it keeps of whatever it said."""

import datetime as dt
import random
import re

import msgspec
import pytest

from record.distance.rows import rows_of
from record.distance.telling import oldest_first
from record.document import FactorText
from record.withholding import line_key, pieces_of, withhold
from record.words.own_words import bare
from reports.content import Options, build_report
from reports.content.report import Report
from tests.records import HERE, MIND, USUAL, placed
from tests.reports.content.test_odd_cases import coffee
from tests.reports.invented import MANY, team


def texts(value):
    """Every text of a report."""
    if isinstance(value, dict):
        return [text for member in value.values() for text in texts(member)]
    if isinstance(value, list):
        return [text for member in value for text in texts(member)]
    return [value] if isinstance(value, str) else []


def plain(report: Report) -> str:
    pieces = texts(msgspec.json.decode(report.to_json()))
    return " ".join(" ".join(pieces).split()).casefold()


def report(records, options: Options, keys, *, marked: bool) -> Report:
    """Build it without what a team writes for one report: that may not tell of what is kept."""
    options = msgspec.structs.replace(options, purpose="", meet="", hard_to_say="", quote=None)
    rest = withhold(oldest_first(records), keys, marked=marked)
    return build_report(rest.records, options=options)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("number", range(0, MANY, 3))
def test_words_that_are_kept_stand_nowhere(number, marked):
    records, options = team(number)
    dice = random.Random(number)  # noqa: S311 -- the same each time, no secret
    pieces = [piece for piece in pieces_of(records) if len(piece.words.split()) > 2]
    withheld = dice.sample(pieces, k=max(1, len(pieces) // 3)) if pieces else []

    text = plain(report(records, options, [piece.key for piece in withheld], marked=marked))

    for piece in withheld:
        for line in piece.words.splitlines():
            words = " ".join(bare(line).split()).casefold().rstrip(".")
            assert len(words.split()) < 3 or not re.search(rf"{re.escape(words)}(?!\w)", text)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("number", range(1, MANY, 4))
def test_line_that_is_kept_is_told_only_where_it_is_marked(number, marked):
    records, options = team(number)
    framework = records[-1].framework
    line = next(a_line for a_line in framework.lines if a_line.kind == "theme")
    key = line_key(framework.edition, line.code)

    told_report = report(records, options, [key], marked=marked)

    kept_lines = told_report.changes.kept_lines if told_report.changes else None
    rows = [row for theme in told_report.themes for row in theme.rows if row.code == line.code]
    assert not any(row.drawn or row.words for row in rows)
    rest = plain(msgspec.structs.replace(told_report, changes=None, themes=()))
    assert line.name.casefold() not in rest
    if kept_lines:
        assert marked
        assert kept_lines.plain == f"Kept within the team: {line.name[:1].lower()}{line.name[1:]}."
    if not marked:
        assert line.name.casefold() not in plain(told_report)


def test_talk_whose_subject_is_kept_is_told_as_of_one_thing_and_not_of_the_whole_place():
    """Also where it goes because the same words are kept elsewhere."""
    kitchen, lift = "The kitchen at night", "Our lift"
    obstacle = FactorText("o1", "obstacle", kitchen, "there")
    records = [
        coffee(dt.date(2025, 11, 11), kitchen, "It leaks.", placed("whole", MIND)),
        coffee(dt.date(2026, 3, 10), lift, "It stops.", placed("whole", USUAL)),
        coffee(dt.date(2026, 11, 12), "", "Loud.", placed("whole", HERE)),
    ]
    records[0] = msgspec.structs.replace(records[0], factors=(obstacle,))
    keys = ["row:o1", f"talk:{records[1].occasion.id}:about"]
    options = Options(date=dt.date(2026, 11, 12), reference="PZ-7F3K-22", to="Riverside")
    text = plain(report(records, options, keys, marked=False))
    assert "kitchen" not in text
    assert "lift" not in text
    assert "it was about something else: another thing, on 10 march 2026." in text
    assert "we called it" not in text
    (row,) = rows_of(withhold(records, keys, marked=False).records)
    assert not row.since_last.compared
    assert row.since_first is None
