"""Reports of some conversations only."""

import datetime as dt

import pytest

from record.document import Place
from reports.content import build_report
from reports.content.heads import HeadCode
from reports.printing.render import report_html
from tests import alder_house
from tests.records import (
    HERE,
    LEARN,
    MIND,
    ROOTED,
    USUAL,
    a_record,
    placed,
    trying,
)
from tests.reports.generated import sentences
from tests.reports.looking import (
    OWN_COPY,
    SHARE,
    TODAY,
    heads,
    replaced,
    row_of,
)


def test_day_of_a_conversation_that_was_left_out_is_not_told():
    first, _second, _third, last = alder_house.a_journey()
    some = build_report([first, last], options=replaced(SHARE, selected=True, asks=None))
    whole = build_report(alder_house.a_journey(), options=replaced(SHARE, asks=None))

    days = {"First named on 11 November 2025.", "First named on 10 March 2026."}
    assert days == {ask.first_named for ask in whole.asks if ask.first_named}
    assert days & {ask.first_named for ask in some.asks} == set()


def some(*judged, asks=()):
    """Build a share of a first and a third conversation, the second left out."""
    days = (dt.date(2026, 1, 5), dt.date(2026, 3, 5), dt.date(2026, 6, 5))
    first, second, third = (
        a_record(day, judgements=(judgement,)) for day, judgement in zip(days, judged, strict=True)
    )
    options = replaced(SHARE, selected=True, asks=asks)
    return build_report([first, third], apart=[second], options=options)


@pytest.mark.parametrize(
    "now",
    [
        placed(LEARN, USUAL, why_differs="around_us"),
        placed(LEARN, USUAL, why_differs="seen_clearly", recast=Place("placed", USUAL)),
    ],
)
def test_reason_and_recast_told_against_a_conversation_left_out_are_not_told(now):
    report = some(placed(LEARN, HERE), placed(LEARN, ROOTED), now)
    row = row_of(report, LEARN)
    assert row.plain == "It was here and there in January and usual here in June."
    assert [mark.recast for mark in row.marks] == [None, None]
    assert heads(report) == {"more": ["Learning and enquiry"], "harder": []}


def test_lower_place_after_a_conversation_left_out_is_not_said_to_have_no_reason():
    row = row_of(some(placed(LEARN, ROOTED), placed(LEARN, USUAL), placed(LEARN, HERE)), LEARN)
    assert row.plain == "We called it well rooted in January and here and there in June."


def test_report_of_one_of_several_conversations_does_not_say_that_it_is_the_first():
    *earlier, last = alder_house.a_journey()
    report = build_report([last], apart=earlier, options=replaced(SHARE, selected=True))
    assert report.changes.first_time == (
        "This comes from one conversation, so nothing is set beside it here."
    )
    text = " ".join(sentences(report))
    assert "first time" not in text
    assert "We first talked" not in text
    assert "last time" not in text


def test_journey_of_coffee_breaks_does_not_say_that_nothing_is_harder():
    talks = [alder_house.coffee(), a_record(TODAY, length="coffee")]
    report = build_report(talks, options=OWN_COPY)
    html = report_html(report)
    assert HeadCode.HARDER not in {head.code for head in report.changes.heads}
    assert "Nothing here can be set beside last time." in html


def test_report_of_some_conversations_says_that_first_and_last_are_of_those():
    first, _second, _third, last = alder_house.a_journey()
    some = build_report([first, last], options=replaced(SHARE, selected=True))
    whole = build_report(alder_house.a_journey(), options=SHARE)

    assert "Some of our conversations are here" in some.changes.only_some
    assert "Some of our conversations are here" in report_html(some)
    assert whole.changes.only_some == ""


def test_step_that_was_last_told_before_says_when():
    earlier = a_record(dt.date(2026, 3, 10), steps=(trying("A rota"),))
    later = a_record(dt.date(2026, 11, 12), steps=(trying("A walk"),))
    tried = build_report([earlier, later], options=OWN_COPY).trying
    steps = (*tried.now, *tried.before)

    assert {step.what.words: step.when_said for step in steps} == {
        "A walk": "",
        "A rota": "Last said on 10 March 2026.",
    }


def test_line_that_moved_before_last_time_is_as_it_was_since():
    talks = [
        a_record(dt.date(2025, 3, 10), judgements=(placed(LEARN, MIND),)),
        a_record(dt.date(2026, 3, 10), judgements=(placed(LEARN, HERE, 2),)),
        a_record(dt.date(2026, 11, 12), judgements=(placed(LEARN, HERE, 3),)),
    ]
    changes = build_report(talks, options=OWN_COPY).changes

    assert heads(build_report(talks, options=OWN_COPY)) == {"harder": []}
    assert changes.same.plain == "Learning and enquiry."
    assert [item.name for item in changes.before.items] == ["Learning and enquiry"]
