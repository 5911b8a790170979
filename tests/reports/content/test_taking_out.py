"""Words that are taken out leave a report that was frozen before, however it quotes them."""

import pytest

from record.document import AroundNoteText, AskText, FactorText, View
from reports.content import build_journey, build_report
from reports.content.copies import without_words
from reports.content.report import fingerprint_of
from tests.records import (
    AWARE,
    HERE,
    LEARN,
    RULES,
    SPACES,
    a_record,
    an_id,
    answered,
    example,
    helps,
    obstacle,
    placed,
    team_line,
    trying,
)
from tests.reports.aloud import aloud
from tests.reports.content.test_changes import OWN_COPY, TODAY
from tests.reports.looking import SHARE

MARK = "Taken out on 12 November 2026"


@pytest.mark.parametrize(
    "words",
    [
        "Joe hits people",
        "1. Joe hits people\n2. Joe shouts at night",
        "a) Joe hits people",
        "> Joe hits people",
        "# Joe hits people:\n- at night, Joe hits\n- by day, too",
        "**Joe hits people**\n• Joe shouts at night",
        "Learning:\n- Joe hits people\n**Enquiry**\n- Joe shouts at night",
        "第一、Joe hits people",
    ],
)
def test_words_leave_a_frozen_report_however_it_quotes_them(words):
    record = a_record(
        TODAY,
        judgements=(answered(AWARE, "not_ours", words), answered(LEARN, "differs", "")),
        examples=(team_line(LEARN, words),),
        factors=(FactorText("1", "help", words, "new"),),
    )
    report = build_report([record], options=OWN_COPY)
    assert "Joe" in report.to_json()
    assert without_words(report, "***\n:", MARK) == report
    rest = without_words(report, words, MARK)
    assert "Joe" not in rest.to_json()
    assert ("Learning and enquiry" in report.to_json()) == (
        "Learning and enquiry" in rest.to_json()
    )
    assert rest.provenance.fingerprint == fingerprint_of(rest)


def test_a_word_or_two_leave_a_frozen_report_only_where_they_are_all_that_is_said():
    record = a_record(
        TODAY,
        judgements=(answered(AWARE, "differs", "In November we ask for money, and Money comes"),),
        examples=(team_line(LEARN, "Hard:\n- Money\n- november\n- Learning and enquiry"),),
        factors=(FactorText("1", "help", "Money", "new"), FactorText("2", "help", "Zoe B", "new")),
    )
    report = build_report([record], options=OWN_COPY).to_json()
    for words in ("Money", "November", "Money\nNovember", "Zoe B", "Money\nZoe B\nEnquiry"):
        rest = without_words(build_report([record], options=OWN_COPY), words, MARK).to_json()
        assert rest != report
        assert "In November we ask for money, and Money comes" in rest
        assert '"Money"' not in rest or "Money" not in words.splitlines()
        assert '"Zoe B"' not in rest or "Zoe B" not in words.splitlines()
        assert rest.count("Learning and enquiry") == report.count("Learning and enquiry")
        assert rest.count("in November") == report.count("in November")


def test_that_something_was_taken_out_is_told_to_nobody_outside():
    record = a_record(
        TODAY,
        opening=MARK,
        not_heard=MARK,
        judgements=(
            answered(AWARE, "does_not_apply", MARK),
            answered(RULES, "differs", views=(View(MARK), View("Nights see it.", HERE))),
            placed(LEARN, HERE, moved_because=MARK),
        ),
        examples=(
            team_line(LEARN, MARK),
            team_line(AWARE, f"{MARK}\nWe listen."),
            example(MARK, SPACES),
        ),
        factors=(helps(MARK, LEARN), obstacle(MARK, LEARN)),
        steps=(trying("A rota", "dropped", learned=MARK), trying("A bell", who=MARK)),
        around=(AroundNoteText(TODAY, MARK),),
    )
    report = build_report([record], options=SHARE)
    assert "Taken out" not in aloud(report)
    for words in ("We listen.", "Nights see it.", "A rota", "A bell"):
        assert words in aloud(report)


def test_that_all_of_something_was_taken_out_is_said_once():
    ask = AskText(an_id("ask"), "manager", MARK, why=MARK, tried=MARK, meanwhile="We wait.")
    record = a_record(
        TODAY,
        factors=(obstacle(MARK, reach="someone_else", ask=ask),),
        steps=(
            trying(MARK, "happened", learned=MARK, id=an_id("first")),
            trying(MARK, "partly", learned=MARK, id=an_id("second")),
        ),
    )
    journey = build_journey([record])
    (item,) = journey.asks
    assert [part.title for part in item.parts] == ["Meanwhile"]
    (over,) = journey.trying.learned
    assert (journey.trying.now, over.learned, over.state) == ((), None, "It happened.")
