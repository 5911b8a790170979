"""Words before levels: every line that somebody said something of is told in words."""

import datetime as dt
import re

import msgspec
import pytest

from record.document import View
from record.words.own_words import with_end
from reports.content import Options, build_journey, build_report
from reports.printing.render import report_html
from reports.templatetags.reports import answer_in, long_list
from tests import alder_house
from tests.records import (
    HERE,
    LEARN,
    MIND,
    RULES,
    USUAL,
    a_framework,
    a_record,
    an_id,
    answered,
    obstacle,
    passed_over,
    placed,
    team_line,
    trying,
)
from tests.reports.aloud import aloud, words_of
from tests.reports.ten_teams import TEN

MARCH, NOVEMBER = dt.date(2026, 3, 10), dt.date(2026, 11, 12)
OWN_COPY = Options.own_copy(date=dt.date(2026, 11, 22))
HOUR = "The hour happens when the same two people are in."


def element_then_themes():
    """First more, with words and a card on an element; then five themes."""
    earlier = a_record(
        MARCH,
        length="more",
        judgements=(placed(LEARN, HERE), placed("reflective-practice", USUAL)),
        examples=(team_line("reflective-practice", HOUR),),
    )
    return [earlier, a_record(NOVEMBER, judgements=(placed(LEARN, HERE),))]


def test_element_that_was_not_asked_about_is_told_in_its_last_words_with_their_month():
    text = aloud(build_report(element_then_themes(), options=OWN_COPY))
    assert f"Reflective practice. In March: {HOUR}\n[bead row]" in text
    assert "It was usual here in March" not in text
    journey = build_journey(element_then_themes())
    row = next(row for row in journey.rows if row.code == "reflective-practice")
    assert (row.words.words, row.words_when) == (HOUR, "In March")


ONLY_CHANGES = msgspec.structs.replace(OWN_COPY, sections=("changes",))


@pytest.mark.parametrize(
    ("then", "words", "now", "line"),
    [
        (placed(LEARN, MIND), "We mean to.", placed(LEARN, HERE), "In March: We mean to. It was"),
        (
            placed(LEARN, USUAL),
            "Every week.",
            placed(LEARN, HERE),
            "In March: Every week. We have not",
        ),
        (
            answered(LEARN, "differs", views=(View("Nights never see it."),)),
            "",
            placed(LEARN, HERE),
            "In March we didn’t all see it the same way: Nights never see it. It is here and there",
        ),
        (placed(LEARN, MIND), "Yes.", answered(LEARN, "not_ours"), "In March: Yes. It was on"),
        (placed(LEARN, MIND), "Yes.", answered(LEARN, "another_day"), "In March: Yes. Left for"),
        (
            placed(LEARN, MIND),
            "Yes.",
            answered(LEARN, "differs", views=(View("", HERE), View("", USUAL))),
            "In March: Yes. Some say here and there.",
        ),
    ],
)
def test_what_moved_without_words_is_told_with_the_last_words_before_its_level(
    then, words, now, line
):
    lines = (team_line(LEARN, words),) if words else ()
    talks = [
        a_record(MARCH, judgements=(then,), examples=lines),
        a_record(NOVEMBER, judgements=(now,)),
    ]
    text = aloud(build_report(talks, options=ONLY_CHANGES))
    assert f"\nLearning and enquiry. {line}" in text
    journey = long_list("reports/_heads.html", changes=build_journey(talks).changes)
    assert f"Learning and enquiry. {line}" in " ".join(words_of(journey).split())


def test_what_moved_before_last_time_is_told_with_the_last_words_before_its_level():
    talks = [
        a_record(
            dt.date(2025, 11, 11),
            judgements=(placed(LEARN, MIND),),
            examples=(team_line(LEARN, "We mean to."),),
        ),
        a_record(MARCH, judgements=(placed(LEARN, HERE),)),
        a_record(NOVEMBER, judgements=(placed(LEARN, HERE),)),
    ]
    text = aloud(build_report(talks, options=ONLY_CHANGES))
    assert "\nLearning and enquiry. In November 2025: We mean to. " in text


DIFFERED = answered(
    LEARN, "differs", views=(View("Nights never see it.", HERE), View("Days do it daily", USUAL))
)
DIFFERED_WORDS = "Nights never see it. Days do it daily."
OTHERWISE = [
    (DIFFERED, "In June we didn’t all see it the same way", DIFFERED_WORDS),
    (
        answered(LEARN, "not_ours", "The council decides."),
        "In June we said it wasn’t ours to change",
        "The council decides.",
    ),
    (
        answered(LEARN, "does_not_apply", "No kitchen."),
        "In June it did not apply here",
        "No kitchen.",
    ),
    (
        answered(LEARN, "another_day", "Too few of us."),
        "Left for another day in June",
        "Too few of us.",
    ),
]


def _and_then(judgement, *later):
    june = a_record(dt.date(2026, 6, 2), judgements=(judgement, placed(RULES, HERE)))
    march = a_record(MARCH, judgements=(placed(LEARN, MIND),))
    return [march, june, a_record(NOVEMBER, judgements=later)]


@pytest.mark.parametrize(("judgement", "when", "words"), OTHERWISE)
@pytest.mark.parametrize("later", [(placed(RULES, HERE),), (passed_over(LEARN),)])
def test_words_of_another_answer_stand_before_the_bead_row_when_the_last_talk_has_none(
    judgement, when, words, later
):
    """The last talk left the line out, or nobody took it up."""
    talks = _and_then(judgement, *later)
    row = next(row for row in build_journey(talks).rows if row.code == LEARN)
    assert (row.words.words, row.words_when) == (words, when)
    for sections in (("themes",), ("changes", "themes")):
        options = msgspec.structs.replace(OWN_COPY, sections=sections)
        text = aloud(build_report(talks, options=options))
        assert f"\n{when}: {words}" in text, "and not as a whole: none of its parts is told"


def test_words_of_another_answer_are_said_once():
    """The last talk's own are in its sentence; an older answer is over when there is another."""
    for later in (answered(LEARN, "not_ours", "It is theirs."), DIFFERED):
        rows = build_journey(_and_then(answered(LEARN, "not_ours", "No money."), later)).rows
        row = next(row for row in rows if row.code == LEARN)
        assert row.words is None
    rows = build_journey(_and_then(DIFFERED, placed(LEARN, HERE))).rows
    row = next(row for row in rows if row.code == LEARN)
    when = "In June we didn’t all see it the same way"
    assert (row.words.words, row.words_when) == (DIFFERED_WORDS, when)
    assert "June" not in row.plain, "it stands before the words"
    assert row.plain.startswith("It is here and there now.")
    rows = build_journey(_and_then(answered(LEARN, "not_ours", "No money."), placed(LEARN, HERE)))
    assert next(row for row in rows.rows if row.code == LEARN).words is None


@pytest.mark.parametrize(
    ("first", "now", "marks"),
    [
        (2, 2, ["first", "now", "further_on"]),
        (None, 2, ["first_wide", "now", "wide", "further_on"]),
        (None, None, ["first_wide", "now_wide", "further_on"]),
    ],
)
def test_key_shows_marks_as_the_rows_do(first, now, marks):
    talks = [
        a_record(MARCH, judgements=(placed(LEARN, HERE, first),)),
        a_record(NOVEMBER, judgements=(placed(LEARN, USUAL, now),)),
    ]
    assert [mark.name for mark in build_journey(talks).key] == marks


def test_no_bead_row_is_drawn_of_views_that_the_last_talk_did_not_tell():
    _march, *talks = _and_then(DIFFERED, placed(RULES, HERE))
    row = next(row for row in build_journey(talks).rows if row.code == LEARN)
    assert not row.drawn


@pytest.mark.parametrize("name", TEN)
def test_last_words_of_each_line_stand_before_its_bead_row(name):
    """On the pages before, or with the row itself; who hears its picture hears them once."""
    report = TEN[name]()
    page = report_html(report)
    for theme in report.themes:
        for row in theme.rows:
            above = theme.line if row.code == theme.code else row.words
            heard = [part.text for sentence in row.sentences for part in sentence.parts]
            assert above is None or with_end(above.words) not in heard or row.former
            last = next((mark.line for mark in row.latest_first if mark.line), None)
            if last is not None and row.drawn:
                rod = page.index(f'id="rod-{"former-" if row.former else ""}{row.code}')
                assert last.words in page[:rod]


@pytest.mark.parametrize("name", TEN)
def test_contents_lead_to_what_is_there(name):
    report = TEN[name]()
    page = report_html(report)
    anchors = re.findall(r'(?<!-)\bid="([\w-]+)"', page)
    for anchor, _title in report.contents:
        assert anchors.count(anchor) == 1


def test_theme_is_told_with_its_question():
    framework = a_framework()
    lines = tuple(
        msgspec.structs.replace(line, question="What did we change?")
        if line.code == LEARN
        else line
        for line in framework.lines
    )
    framework = msgspec.structs.replace(framework, lines=lines)
    talk = a_record(NOVEMBER, framework=framework, judgements=(placed(LEARN, HERE),))
    assert "What did we change?" in aloud(build_report([talk], options=OWN_COPY))


@pytest.mark.django_db  # links between frameworks are in the database
def test_other_framework_is_named_and_nothing_is_said_of_having_left_it():
    """One framework, then another, then the first again."""
    other = msgspec.structs.replace(
        a_framework(), slug="other", name="Contained autonomy", version="1.0"
    )
    records = [
        a_record(MARCH, judgements=(placed(LEARN, MIND),)),
        a_record(dt.date(2026, 6, 2), framework=other, judgements=(placed(RULES, HERE),)),
        a_record(NOVEMBER, judgements=(placed(LEARN, HERE),)),
    ]
    text = aloud(build_report(records, options=OWN_COPY))
    assert "### What we looked at with Contained autonomy 1.0" in text
    for words in ("used to look at", "another framework now"):
        assert words not in text


@pytest.mark.parametrize(
    ("state", "learned", "sentence"),
    [
        ("happened", "It happened after about half.", "A debrief. It happened after about half."),
        ("happened", "", "A debrief: it happened."),
        ("dropped", "Too few of us.", "A debrief: we let it go. Too few of us."),
    ],
)
def test_what_came_of_a_step_is_said_once(state, learned, sentence):
    talk = a_record(NOVEMBER, steps=(trying("A debrief", state, learned=learned),))
    assert sentence in aloud(build_report([talk], options=OWN_COPY))


def test_by_when_is_told_as_it_was_said_and_not_of_another_winter():
    talks = [
        a_record(day, steps=(trying("Boots", state, id=an_id("boots"), by_when="before winter"),))
        for day, state in ((MARCH, "trying"), (NOVEMBER, "not_yet"))
    ]
    first, since = (build_report(some, options=OWN_COPY) for some in (talks[:1], talks))
    assert "By when: before winter" in aloud(first)
    assert "before winter" not in aloud(since)


def test_journey_tells_what_was_tried_asked_and_learned_and_what_helps():
    journey = build_journey(alder_house.a_journey())
    assert [ask.what.words for ask in journey.asks] != []
    assert journey.trying.now
    assert journey.trying.learned
    assert "A front room that people chose" in [factor.words.words for factor in journey.helps]


def test_why_a_row_breaks_is_said_once_where_the_last_words_say_it():
    views = (View("Days say yes."), View("Nights say no."))
    talks = [
        a_record(MARCH, judgements=(answered(LEARN, "differs", views=views),)),
        a_record(dt.date(2026, 6, 2), judgements=(placed(LEARN, HERE),)),
        a_record(NOVEMBER, judgements=(answered(LEARN, "another_day"),)),
    ]
    (row,) = (row for row in build_journey(talks).rows if row.code == LEARN)
    assert row.words_when == "In March we didn’t all see it the same way"
    assert row.breaks == ()


def test_table_of_a_journey_begins_with_the_newest():
    journey = build_journey(alder_house.a_journey())
    titles = [talk.title for talk in journey.columns]
    assert titles == ["12 November 2026", "10 March 2026", "11 November 2025"]
    row = next(row for row in journey.rows if row.code == LEARN)
    assert [answer_in(row, talk).split(",")[0] for talk in journey.columns] == [
        "Here and there",
        "Here and there",
        "On our minds",
    ]


@pytest.mark.parametrize(
    ("day", "when"),
    [
        (NOVEMBER, f"Earlier on {NOVEMBER:%-d %B}"),
        (NOVEMBER.replace(day=1), "On 1 November"),
        (dt.date(2026, 10, 31), "In October"),
    ],
)
def test_words_of_an_earlier_talk_have_its_day_where_its_month_would_be_that_of_the_last(day, when):
    then = a_record(
        day,
        judgements=(placed(LEARN, MIND),),
        examples=(team_line(LEARN, "We mean to."),),
        factors=(obstacle("The rota", LEARN, reach="ours"),),
    )
    now = a_record(
        NOVEMBER,
        judgements=(placed(LEARN, HERE),),
        id=an_id("now"),
        started_at="2026-11-12T18:00:00Z",
    )
    text = aloud(build_report([then, now], options=OWN_COPY))
    assert f". {when}: We mean to. " in text
    assert f"\n- {when}: The rota." in text
    row = next(row for row in build_journey([then, now]).rows if row.code == LEARN)
    assert row.words_when == when
