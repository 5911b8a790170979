"""What gets in the way, what is asked, what is tried."""

import datetime as dt

import pytest

from record.document import AnswerText, AskText
from reports.content import build_report
from reports.printing.render import report_html
from tests import alder_house, records
from tests.records import (
    HERE,
    LEARN,
    a_record,
    helps,
    obstacle,
    placed,
    trying,
)
from tests.reports.aloud import aloud
from tests.reports.looking import (
    OWN_COPY,
    SHARE,
    TODAY,
    replaced,
)


def test_factor_not_told_again_says_when_it_was_last_said():
    report = build_report(
        [
            a_record(dt.date(2026, 3, 10), factors=(helps("Good tea", LEARN),)),
            a_record(dt.date(2026, 11, 12), judgements=(placed(LEARN, HERE),)),
        ],
        options=OWN_COPY,
    )
    theme = next(
        theme_of_report for theme_of_report in report.themes if theme_of_report.code == LEARN
    )
    assert [(factor.words.words, factor.lead) for factor in theme.helps] == [
        ("Good tea", "In March")
    ]


def asking(to="organisation", **more):
    """Return a report in which the team asks for a door."""
    ask = AskText("ask-door", to, "A door that shuts.", **more)
    talk = a_record(
        dt.date(2026, 3, 10),
        factors=(obstacle("A door that shuts.", reach="someone_else", ask=ask),),
    )
    later = a_record(dt.date(2026, 9, 1))
    return build_report([talk, later], options=OWN_COPY)


@pytest.mark.parametrize(
    ("to", "asked_on", "is_said"),
    [
        ("organisation", dt.date(2026, 1, 8), True),
        ("manager", dt.date(2026, 1, 8), True),
        ("organisation", dt.date(2026, 3, 10), False),  # first named when it was last told
        ("organisation", None, False),
        ("commissioner", dt.date(2026, 1, 8), False),  # learns of it only when it is sent
        ("partner", dt.date(2026, 1, 8), False),
    ],
)
def test_nothing_is_said_of_answers_before_anybody_could_answer(to, asked_on, is_said):
    """Answers are sealed with the next telling only, so nothing is said of the time since."""
    words = aloud(asking(to, asked_on=asked_on))
    unanswered = "A door that shuts: when we talked on 10 March 2026 nobody had answered."
    assert (unanswered in words) is is_said
    reply = AnswerText("will", "this month.", dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC))
    assert "nobody had answered" not in report_html(asking(to, answers=(reply,), asked_on=asked_on))


def test_nothing_is_said_of_answers_where_the_talk_before_was_typed_in_afterwards():
    ask = AskText("ask-door", "manager", "A door that shuts.", asked_on=dt.date(2025, 1, 8))
    named = {"factors": (obstacle("A door that shuts.", reach="someone_else", ask=ask),)}
    talk = a_record(dt.date(2026, 3, 10), **named)
    for entered, is_said in ((dt.date(2025, 1, 8), True), (dt.date(2026, 3, 12), False)):
        paper = a_record(dt.date(2025, 1, 8), entered_on=entered, **named)
        html = report_html(build_report([paper, talk], options=OWN_COPY))
        assert ("nobody had answered." in html) is is_said


@pytest.mark.parametrize("body", ["Riverside Health Partnership", "The Probation Service"])
def test_body_that_is_asked_is_called_by_its_name(body):
    ask = AskText(records.an_id("ask move-on"), "commissioner", "A door that shuts.")
    talk = a_record(TODAY, factors=(obstacle("The draught.", reach="someone_else", ask=ask),))
    html = report_html(build_report([talk], options=replaced(SHARE, to=body)))
    assert f"What we ask of {body}" in html
    assert "council" not in html


def test_what_is_in_the_way_and_was_put_in_no_words_of_an_ask_is_not_said_to_be_asked():
    """Nor are words that were taken out."""
    mark = "Taken out on 20 November 2026"
    factors = [
        obstacle(words, reach="someone_else", ask=AskText(words, "manager", more))
        for words, more in (
            ("No room.", ""),
            ("No money.", "no money"),
            ("No key.", "A key."),
            (mark, mark),
        )
    ]
    report = build_report([a_record(TODAY, factors=tuple(factors))], options=OWN_COPY)
    groups = {group.title: [ask.what.words for ask in group.asks] for group in report.ask_groups}
    assert groups == {
        "What needs our manager": ["No room.", "no money"],
        "What we ask of our manager": ["A key."],
        "What we asked of our manager": [mark],
    }
    assert report.asks_title == "What we ask"
    steps = (trying("A debrief"),)
    talk = a_record(TODAY, factors=tuple(factors[:2]), steps=steps)
    report = build_report([talk], options=OWN_COPY)
    assert report.asks_title == "What needs others, and what we are trying"


def test_body_that_is_asked_among_others_reads_that_it_is_and_not_who_else():
    ask = AskText("ask-door", "organisation", "A door that shuts.", also=("commissioner",))
    talk = a_record(TODAY, factors=(obstacle("The draught.", reach="someone_else", ask=ask),))
    theirs = build_report([talk], options=replaced(SHARE, to="Northtown Council", asks=None))
    (group,) = theirs.ask_groups
    assert (group.title, group.space) == ("What we ask of Northtown Council", True)
    ours = build_report([talk], options=OWN_COPY)
    (item,) = ours.asks
    assert item.to == "our organisation and whoever pays for this place"


def test_body_reads_its_own_answers_and_no_other_bodys():
    noon = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    answers = (
        AnswerText("will", "shift the rota.", noon, may_go_out=True),
        AnswerText("will", "say so here only.", noon),
        AnswerText("ask", "the housing team.", noon, "January", "Northtown Council", "north"),
        AnswerText("cannot", "we do not pay.", noon, "", "Riverside Health", "river"),
    )
    ask = AskText(
        records.an_id("ask move-on"), "commissioner", "A door that shuts.", answers=answers
    )
    talk = a_record(TODAY, factors=(obstacle("The draught.", reach="someone_else", ask=ask),))
    theirs = replaced(SHARE, to="Northtown Council", to_ids=("new", "north"))
    html = " ".join(report_html(build_report([talk], options=theirs)).split())
    assert "<bdi>Northtown Council</bdi> answered on 1 March 2026:" in html
    # What the manager answered stands under what the body is asked, and is not the body’s answer.
    assert "Our own organisation answered on 1 March 2026:" in html
    assert " Answered on" not in html
    assert "the housing team." in html
    assert "January" in html
    assert "shift the rota." in html
    assert "say so here only." not in html
    assert "we do not pay." not in html
    assert "Riverside" not in html
    assert "answer-space" not in html
    inside = report_html(build_report([talk], options=OWN_COPY))
    assert "we do not pay." in inside
    assert "answer-space" in report_html(build_report([talk], options=replaced(theirs, to_ids=())))


@pytest.mark.parametrize("to", ["unknown", ""])
def test_ask_to_nobody_known_names_nobody(to):
    html = report_html(asking(to))
    assert "A door that shuts." in html
    assert "What needed others" in html  # as told in March; the talk since passed it over
    assert "What needed somebody else" in html
    assert "What we ask" not in html
    assert "know yet" not in html


def test_factor_that_is_gone_is_no_longer_in_the_way():
    report = build_report(alder_house.a_journey(), options=OWN_COPY)
    whole = report.themes[0]
    assert [factor.words.words for factor in whole.past_obstacles] == ["No time to stop and think"]
    assert [factor.words.words for factor in whole.obstacles] == []


def test_step_reviewed_later_is_learned_from():
    report = build_report(
        [
            a_record(dt.date(2026, 3, 10), steps=(trying("A debrief", id="d"),)),
            a_record(
                dt.date(2026, 11, 12),
                steps=(trying("A debrief", "happened", id="d", learned="Nothing changed."),),
            ),
        ],
        options=OWN_COPY,
    )
    assert report.trying.now == ()
    learned = report.trying.learned[0]
    assert (learned.what.words, learned.state, learned.learned.words) == (
        "A debrief",
        "",
        "Nothing changed.",
    )
