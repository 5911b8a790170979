"""A report as a whole: what it is, and the letter it begins with."""

import datetime as dt

import msgspec
import pytest

from reports.content import NothingKeptError, Report, build_report
from reports.content.report import fingerprint_of
from tests import alder_house
from tests.records import (
    LEARN,
    MIND,
    a_record,
    placed,
)
from tests.reports.looking import (
    OWN_COPY,
    SHARE,
    TODAY,
)


@pytest.mark.parametrize("options", [OWN_COPY, SHARE])
def test_report_survives_json(options):
    report = build_report(alder_house.a_journey(), options=options)
    again = Report.from_json(report.to_json())
    assert again == report
    assert again.to_json() == report.to_json()
    assert again.provenance.fingerprint == fingerprint_of(again)


def test_fingerprint_notices_a_change():
    report = build_report(alder_house.a_journey(), options=SHARE)
    letter = msgspec.structs.replace(report.letter, to="Southtown Council")
    changed = msgspec.structs.replace(report, letter=letter)
    assert changed.provenance.fingerprint != fingerprint_of(changed)


def test_report_of_nothing_refused():
    with pytest.raises(NothingKeptError):
        build_report([], options=OWN_COPY)


def test_order_of_records_does_not_matter():
    there = build_report(alder_house.a_journey(), options=OWN_COPY)
    back = build_report(alder_house.a_journey()[::-1], options=OWN_COPY)
    assert there == back


def test_late_entry_stands_at_its_own_day():
    late = a_record(
        dt.date(2025, 8, 1), entered_on=dt.date(2026, 11, 20), judgements=(placed(LEARN, MIND),)
    )
    report = build_report([*alder_house.a_journey(), late], options=OWN_COPY)
    days = [conversation.held_on for conversation in report.reading.conversations]
    assert days == sorted(days)
    told_late = report.reading.conversations[1]
    assert told_late.title == "1 August 2025"
    assert "written down here on 20 November 2026" in told_late.facts


def test_letter_says_who_took_part_in_words():
    assert build_report(alder_house.a_journey(), options=SHARE).letter.took_part == (
        "This comes from four conversations among ourselves, the first on 20 May 2025 and the last "
        "on 12 November 2026. The last time it was seven of us: days, nights and relief."
    )


def test_letter_says_which_kinds_took_part_where_nobody_counted():
    first = a_record(dt.date(2026, 3, 3))
    last = a_record(TODAY, people_kinds=("days", "nights"))
    sentence = build_report([first, last], options=OWN_COPY).letter.took_part
    assert sentence.endswith("22 November 2026. The last time days and nights took part.")


def test_letter_of_one_conversation_without_head_count():
    report = build_report([a_record(TODAY)], options=OWN_COPY)
    assert report.letter.took_part == (
        "This comes from one conversation among ourselves, on 22 November 2026."
    )


def test_own_copy_has_no_addressee_and_says_so():
    report = build_report(alder_house.a_journey(), options=OWN_COPY)
    assert (report.letter.to, report.letter.greeting, report.letter.purpose) == ("", "", None)
    assert report.provenance.lines[-1] == "This is our own copy. It was not made to be shared."


def test_share_says_for_whom_and_until_when():
    report = build_report(alder_house.a_journey(), options=SHARE)
    assert report.provenance.lines == (
        "Written by the team of Alder House, Oak Trust, on 22 November 2026.",
        "Made for Northtown Council.",
        "Northtown Council can read it until 30 June 2027.",
        "The team can take it back at any time. Copies that were made before cannot be recalled.",
    )
