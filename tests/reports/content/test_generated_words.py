"""Our own words count nothing and leave people’s words as they are."""

import re

import pytest

from record.document import Place
from reports.content import build_report
from reports.printing.render import report_html
from tests import alder_house
from tests.records import (
    HERE,
    LEARN,
    USUAL,
    a_record,
    helps,
    obstacle,
    placed,
    team_line,
    trying,
)
from tests.reports.generated import counts, sentences
from tests.reports.looking import OWN_COPY, SHARE, TODAY, row_of, two


@pytest.mark.parametrize("options", [OWN_COPY, SHARE])
def test_generated_text_counts_nothing(options):
    report = build_report(alder_house.a_journey(), options=options)
    assert [counted for text in sentences(report) for counted in counts(text)] == []


@pytest.mark.parametrize("options", [OWN_COPY, SHARE])
def test_printed_text_counts_nothing(options):
    html = report_html(build_report(alder_house.a_journey(), options=options))
    ours = re.sub(r"(?s)<(bdi|svg|head)\b.*?</\1>|<p dir=.*?</p>|<section class=.prov.*", "", html)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", ours))
    assert "What has changed" in text
    assert counts(text) == []


@pytest.mark.parametrize(
    "text", ["Four lines moved.", "We went further on 3 of them.", "Two steps back."]
)
def test_counting_is_noticed(text):
    assert counts(text) != []


def test_recast_row_keeps_the_old_bead():
    earlier = placed(LEARN, USUAL)
    later = placed(LEARN, HERE, why_differs="seen_clearly", recast=Place("placed", HERE))
    row = row_of(two(earlier, later), LEARN)
    assert [(mark.spot.level, mark.arc) for mark in row.marks] == [(USUAL, ""), (HERE, "")]
    assert row.marks[1].recast.level == HERE


def test_braces_and_markup_in_own_words_stay_words():
    hostile = "{0} {people} <script>alert(1)</script> & {% now 'Y' %}"
    record = a_record(
        TODAY,
        opening=hostile,
        judgements=(placed(LEARN, HERE),),
        examples=(team_line(LEARN, hostile),),
        factors=(helps(hostile), obstacle(hostile, LEARN)),
        steps=(trying(hostile, notice=hostile),),
        people_kinds=("{0}",),
    )
    html = report_html(build_report([record], options=OWN_COPY))
    assert "<script" not in html
    assert "{0} {people} &lt;script&gt;alert(1)&lt;/script&gt; &amp; {% now" in html
