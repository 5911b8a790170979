"""What is over, gone or told elsewhere is not told as if it were still so."""

import datetime as dt

import pytest
from msgspec.structs import replace

from record.choices import STILL_TRYING, StepState
from record.document import AroundNoteText, AskText
from reports.content import Options, build_report
from reports.content.compare import build_comparison
from reports.content.copies import differences
from reports.content.journey import build_journey
from reports.content.options import CHANGES
from reports.content.understanding import nothing_agreed
from reports.content.wall import build_wall
from tests.records import (
    HERE,
    LEARN,
    RULES,
    a_record,
    answered,
    helps,
    obstacle,
    placed,
    team_line,
    trying,
)
from tests.reports.aloud import aloud
from tests.reports.looking import replaced
from tests.reports.odd_teams import ODD, each_of
from tests.reports.ten_teams import QUOTED, TEAMS

MARCH, SEPTEMBER = dt.date(2026, 3, 10), dt.date(2026, 9, 1)
OWN_COPY = Options.own_copy(date=dt.date(2026, 9, 20))


@pytest.mark.parametrize("line", [(LEARN,), ()])
def test_help_that_is_gone_is_not_told(line):
    talks = [
        a_record(MARCH, factors=(helps("Good tea", *line, id="tea"),)),
        a_record(SEPTEMBER, factors=(helps("Good tea", *line, id="tea", state="gone"),)),
    ]
    assert "Good tea" not in build_report(talks, options=OWN_COPY).to_json()
    assert build_journey(talks).helps == ()


@pytest.mark.parametrize("state", list(StepState))
def test_step_stands_under_what_it_is(state):
    steps = (trying("A debrief", state.value, learned="It is hard at night."),)
    report = build_report([a_record(MARCH, steps=steps)], options=OWN_COPY)
    going = state.value in STILL_TRYING
    assert [step.what.words for step in report.trying.now] == (["A debrief"] if going else [])
    assert [step.what.words for step in report.trying.learned] == ([] if going else ["A debrief"])


@pytest.mark.parametrize(
    ("words", "asks_title", "title"),
    [
        ("A key.", "What we asked, and", "What we asked, and is no longer in the way"),
        ("A door.", "What needed others, and", "What is no longer in the way"),
    ],
)
def test_nothing_is_asked_where_all_of_it_is_no_longer_in_the_way(words, asks_title, title):
    """What was put in no words of an ask was not asked then, either."""
    ask = AskText("a", "manager", words)
    over = obstacle("A door.", reach="someone_else", state="gone", ask=ask)
    talks = [a_record(MARCH, factors=(over,), steps=(trying("A debrief"),))]
    report = build_report(talks, options=Options.own_copy(date=MARCH))
    assert report.asks_title == f"{asks_title} what we are trying"
    assert [group.title for group in report.ask_groups] == [title]
    assert report.open_asks == []


def test_copy_of_a_talk_of_long_ago_is_told_of_then():
    """A letter asks on the day it goes; nobody is asked by what the team reads by itself."""
    named = obstacle("A draught.", reach="someone_else", ask=AskText("a", "manager", "A door."))
    talks = [a_record(MARCH, factors=(named,), steps=(trying("A debrief"),))]
    soon = build_report(talks, options=Options.own_copy(date=MARCH))
    assert soon.letter.title == "How we are getting on at Alder House"
    assert soon.asks_title == "What we ask, and what we are trying"
    late = build_report(talks, options=OWN_COPY)
    assert late.letter.title == "How we were getting on at Alder House in March 2026"
    assert late.asks_title == "What we asked, and what we were trying"
    assert [group.title for group in late.ask_groups] == ["What we asked of our manager"]
    ended = build_report(talks, options=Options.own_copy(date=MARCH, ended=True))
    assert (ended.letter.title, ended.asks_title) == (late.letter.title, late.asks_title)
    journey = build_journey(talks, today=OWN_COPY.date)
    assert journey.asks_title == late.asks_title
    sent = build_report(talks, options=Options(date=OWN_COPY.date, reference="PZ", to="A council"))
    assert sent.letter.title == late.letter.title
    assert [group.title for group in sent.ask_groups] == ["What we ask of our manager"]
    # Nor by what a newer talk passed over, once that was told long ago.
    for talked, title in ((SEPTEMBER, "What we asked"), (dt.date(2026, 6, 10), "What we ask")):
        newer = [*talks, a_record(talked)]
        copy = build_report(newer, options=replaced(OWN_COPY, date=talked))
        for page in (build_journey(newer, today=talked), copy):
            assert page.asks_title.startswith(f"{title}, ")
            assert [group.title for group in page.ask_groups] == [f"{title} of our manager"]
        again = build_report(newer, options=Options(date=talked, reference="PZ", to="A council"))
        assert [group.title for group in again.ask_groups] == ["What we ask of our manager"]


@pytest.mark.parametrize(
    ("days", "now"), [(0, True), (1, False)], ids=["until then", "and no longer"]
)
def test_what_is_meant_until_the_next_talk_is_so_now_until_then(days, now):
    """Half a year on, as on the first page: in a copy, a letter, the journey and on the wall."""
    named = obstacle("A door.", reach="someone_else", ask=AskText("a", "manager", "A key."))
    again, more = dt.date(2026, 9, 10), {"factors": (named,), "steps": (trying("A debrief"),)}
    talk = a_record(MARCH, next_talk="half_year", next_talk_on=again, **more)
    on = again + dt.timedelta(days=days)
    copy, letter = Options.own_copy(date=on), Options(date=on, reference="PZ", to="A council")
    ask, is_trying = ("ask", "What we are trying") if now else ("asked", "What we were trying")
    title = f"What we {ask}, and w{is_trying[1:]}"
    assert build_report([talk], options=copy).asks_title == title
    assert build_journey([talk], today=on).asks_title == title
    assert build_report([talk], options=letter).trying.title == is_trying
    wall = [part.title for part in build_wall(talk, today=on).parts]
    assert (is_trying in wall, "What we cannot change by ourselves" in wall) == (True, now)
    # Not where the team has ended, or talked since.
    ended = build_report([talk], options=replaced(copy, ended=True))
    since = build_report([talk], options=letter, apart=[a_record(SEPTEMBER)])
    assert [report.trying.title for report in (ended, since)] == ["What we were trying"] * 2


def test_what_was_tried_long_ago_stands_apart_from_what_is_tried():
    records = [
        a_record(MARCH, steps=(trying("A rota"),)),
        a_record(SEPTEMBER, steps=(trying("A walk"),)),
    ]
    words = aloud(build_report(records, options=OWN_COPY))
    assert "What we were trying\n\nA rota: last said on 10 March 2026." in words
    assert words.index("A walk") < words.index("What we were trying") < words.index("A rota")


def test_what_the_talk_before_was_trying_is_tried_now_for_three_months():
    """As on the first page, whether or not the last talk tries something else."""
    records = [a_record(dt.date(2026, 7, 1), steps=(trying("A rota"),)), a_record(SEPTEMBER)]
    tried = build_journey(records, today=SEPTEMBER).trying
    assert (tried.title, tried.now[0].when_said) == ("What we are trying", "")


def test_first_talk_is_not_said_to_have_changed_anything():
    judged = (answered(RULES, "differs"), answered(LEARN, "not_ours", "The trust decides."))
    words = aloud(build_report([a_record(SEPTEMBER, judgements=judged)], options=OWN_COPY))
    assert "## Where we are" in words
    assert "What has changed" not in words.replace("What has changed around us", "")


@pytest.mark.parametrize("state", list(StepState))
def test_last_said_on_is_not_said_of_what_is_over(state):
    records = [a_record(MARCH, steps=(trying("A debrief", state.value),)), a_record(SEPTEMBER)]
    report = build_report(records, options=OWN_COPY)
    step = (*report.trying.now, *report.trying.learned)[0]
    assert step.when_said == ("Last said on 10 March 2026." if state.value in STILL_TRYING else "")


@pytest.mark.parametrize(
    ("happened_on", "between"),
    [
        (MARCH, False),
        (MARCH + dt.timedelta(days=1), True),
        (SEPTEMBER, True),
        (SEPTEMBER + dt.timedelta(days=1), False),
    ],
)
def test_comparison_holds_what_changed_up_to_the_very_day_of_the_later_talk(happened_on, between):
    earlier = a_record(MARCH)
    later = a_record(SEPTEMBER, around=(AroundNoteText(happened_on, "We moved"),))
    comparison = build_comparison(earlier, later, among=[earlier, later], today=SEPTEMBER)
    assert [happening.words.words for happening in comparison.around] == (
        ["We moved"] if between else []
    )


def test_coffee_break_with_a_bead_is_told_by_its_row_alone():
    words = team_line(LEARN, "We stop and think on Tuesdays.")
    talk = a_record(
        SEPTEMBER, length="coffee", judgements=(placed(LEARN, HERE),), examples=(words,)
    )
    assert build_journey([a_record(MARCH), talk]).in_words == ()


def test_what_cannot_be_compared_is_not_said_again_of_a_line_without_a_place_today():
    records = [
        a_record(MARCH, judgements=(placed(RULES, HERE), placed(LEARN, HERE))),
        a_record(SEPTEMBER, judgements=(answered(RULES, "does_not_apply"), placed(LEARN, HERE))),
    ]
    assert build_report(records, options=OWN_COPY).reading.breaks == ()


@pytest.mark.parametrize("name", each_of([*TEAMS, *list(ODD)[-6:]]))
def test_letter_that_is_only_longer_ago_tells_no_change_anew(name):
    team = {**TEAMS, **ODD}[name]()
    later = team.report(date=team.options.date.replace(year=2029))
    lines = differences(team.report(), later).lines
    assert "What has changed is told as we see it now." not in lines


REWRITTEN = replace(QUOTED, better="Yes.")
NOTHING = nothing_agreed("Alder House", "Riverside Health Partnership")


@pytest.mark.parametrize(
    ("then", "now", "line"),
    [
        ({"sections": (CHANGES,)}, {}, "New in this one: what changed around us."),
        ({"quote": None}, {}, "There is a page you may quote."),
        ({}, {"quote": None}, "There is no page to quote any more."),
        ({}, {"quote": REWRITTEN}, "The page you may quote reads differently."),
        ({"agreed": NOTHING}, {}, "What we have agreed since then is in this one."),
        ({}, {"agreed": NOTHING}, "What we had agreed then no longer works."),
        ({"asks": ()}, {}, "Answers to what we asked are in this one."),
        ({}, {"asks": ()}, "Something we asked then is not in this one."),
    ],
)
def test_newer_letter_says_what_was_chosen_in_another_way(then, now, line):
    team = TEAMS["one_of_everything"]()
    newer = differences(team.report(**then), team.report(**now))
    assert line in newer.lines
    assert bool(newer.new_asks) == ("asks" in then)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (1, "This one tells of another conversation, too: 12 November 2026."),
        (2, "This one tells of other conversations, too: 10 March 2026 and 12 November 2026."),
    ],
)
def test_newer_letter_says_which_talks_it_tells_of_too(more, line):
    team = TEAMS["one_of_everything"]()
    before = team._replace(records=team.records[:-more])
    lines = differences(before.report(), team.report()).lines
    assert {line, "It begins with other words."} <= set(lines)
    fewer = differences(team.report(), before.report()).lines
    assert "Not every conversation from then is in this one." in fewer


def test_only_talk_of_long_ago_was_the_first_time():
    """Under “Where we were” nothing is so yet."""
    changes = build_report([a_record(MARCH)], options=OWN_COPY).changes
    assert (changes.title, changes.first_time.split(",")[0]) == (
        "Where we were",
        "That was the first time we talked",
    )
