"""What goes to others, and what stays with the team."""

import datetime as dt
import re
from itertools import pairwise

import msgspec
import pytest

from record.choices import Status
from record.document import AskText, View
from reports.content import build_report
from reports.printing.render import report_html
from tests import alder_house, records
from tests.records import (
    HERE,
    LEARN,
    RULES,
    SPACES,
    USUAL,
    a_record,
    answered,
    helps,
    obstacle,
    placed,
    team_line,
)
from tests.reports.looking import (
    OWN_COPY,
    SHARE,
    TODAY,
    everything_of,
    replaced,
)


def test_share_never_says_who_does_what():
    inside, outside = (
        build_report(alder_house.a_journey(), options=options) for options in (OWN_COPY, SHARE)
    )
    assert "the early shift" in everything_of(inside)
    assert "the early shift" not in everything_of(outside)


def test_share_never_says_why_a_record_was_put_right_nor_where_examples_are_kept():
    record = a_record(
        TODAY,
        number=2,
        reason="Canary the parrot.",
        examples=(records.example("Seen twice.", LEARN, link="https://inside.example.org/canary"),),
        judgements=(placed(LEARN, HERE),),
    )
    inside, outside = (build_report([record], options=options) for options in (OWN_COPY, SHARE))
    assert inside.to_json().lower().count("canary") == 2
    assert "canary" not in outside.to_json().lower()
    assert "put right later" in outside.to_json()


def test_ours_is_left_out_until_it_is_chosen():
    hidden = build_report(alder_house.a_journey(), options=SHARE)
    chosen = build_report(alder_house.a_journey(), options=replaced(SHARE, include_ours=True))
    assert "Relief staff change every month" not in hidden.to_json()
    assert "No time to stop and think" not in hidden.to_json()
    assert "Relief staff change every month" in chosen.to_json()
    assert "What gets in the way and is ours to change." in hidden.reading.left_out
    assert "What gets in the way and is ours to change." not in chosen.reading.left_out


def test_obstacle_without_a_reach_counts_as_ours():
    record = a_record(TODAY, factors=(obstacle("Canary", LEARN, reach=""),))
    assert "Canary" not in build_report([record], options=SHARE).to_json()


def test_only_chosen_asks_go_and_nothing_of_the_others():
    report = build_report(alder_house.a_journey(), options=SHARE)
    assert [ask.what.words for ask in report.asks] == [
        "Two move-on places held for people who have been here over a year."
    ]
    assert "pets" not in everything_of(report)
    nothing = build_report(alder_house.a_journey(), options=replaced(SHARE, asks=()))
    assert nothing.asks == ()
    assert "nowhere for people to move on to" not in everything_of(nothing)


def test_words_on_the_talk_itself_go_with_the_examples_only():
    record = a_record(
        TODAY,
        about="Canary of about",
        how_talked_words="Canary of how",
        not_heard="Canary of who",
        talked_over_with="Canary of whom",
        talked_over_said="Canary of what",
    )
    letter = build_report([record], options=replaced(SHARE, sections=("changes", "themes")))
    whole = build_report([record], options=SHARE)
    assert everything_of(letter).count("Canary") == 0
    assert everything_of(whole).count("Canary") == 5


def test_talk_about_one_thing_is_not_reported_as_about_the_whole_place():
    telling = team_line("whole", "Tired, but glad.")
    record = a_record(TODAY, length="coffee", about="Friday <nights>", examples=(telling,))

    page = report_html(build_report([record], options=OWN_COPY))
    without = build_report([record], options=replaced(SHARE, sections=("changes", "themes")))

    assert page.index("Friday &lt;nights&gt;.") < page.index("Tired, but glad.")
    assert "Friday" not in without.to_json()
    for html in (page, report_html(without)):
        assert "The whole place" not in html


@pytest.mark.parametrize(
    "sections", [(), ("around",), ("around", "themes"), ("trying",), ("changes", "around")]
)
@pytest.mark.parametrize("asks", [(), None])
def test_no_heading_is_skipped_whatever_is_chosen(sections, asks):
    html = report_html(
        build_report(alder_house.a_journey(), options=replaced(SHARE, sections=sections, asks=asks))
    )
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_theme_rows_go_on_while_the_conversation_grows():
    report = build_report(alder_house.a_journey(), options=OWN_COPY)
    for theme in report.themes[1:]:
        row = next(row for row in theme.rows if row.code == theme.code)
        placed_marks = [mark for mark in row.marks if mark.spot]
        assert [mark.joined for mark in placed_marks] == [False] + [True] * (len(placed_marks) - 1)
        assert [mark.broken for mark in placed_marks] == [""] * len(placed_marks)


def test_why_a_line_is_not_ours_goes_only_with_the_ask_it_became():
    words = "The landlord decides."
    ask = AskText("ask-landlord", "partner", words)
    record = a_record(
        TODAY,
        judgements=(answered(RULES, "not_ours", words),),
        factors=(obstacle(words, RULES, reach="someone_else", ask=ask),),
    )
    with_it, without = (
        build_report([record], options=replaced(SHARE, asks=asks)).to_json()
        for asks in ((ask.id,), ())
    )
    assert words in with_it
    assert words not in without


def test_why_a_line_is_not_ours_stays_out_as_one_of_several_views():
    """Kept beside somebody else's card, the words of an ask that is left out are a view."""
    words = "The landlord decides."
    ask = AskText("ask-landlord", "partner", words)
    views = (View("", HERE), View(f"{Status.NOT_OURS.label}: {words}"))
    record = a_record(
        TODAY,
        judgements=(answered(RULES, "differs", views=views),),
        factors=(obstacle(words, RULES, reach="someone_else", ask=ask),),
    )
    with_it, without = (
        build_report([record], options=replaced(SHARE, asks=asks)).to_json()
        for asks in ((ask.id,), ())
    )
    assert words in with_it
    assert words not in without
    assert str(Status.NOT_OURS.label) in without


def test_obstacle_that_needs_others_without_an_ask_stays_in_the_team():
    words = "The council never listens."
    record = a_record(TODAY, factors=(obstacle(words, RULES, reach="someone_else"),))
    assert words not in build_report([record], options=SHARE).to_json()
    assert words in build_report([record], options=OWN_COPY).to_json()


def test_line_that_its_row_does_not_say_stands_among_the_examples():
    """A line that does not apply says why, so the team's own line is not in its row."""
    line = "We had a garden once."
    record = a_record(
        TODAY,
        length="more",
        judgements=(
            placed(SPACES, HERE),
            answered("built-environment", "does_not_apply", "We have no building."),
        ),
        examples=(
            team_line("built-environment", line),
            team_line(SPACES, "It depends.\nOn the door."),
        ),
    )
    (theme,) = build_report([record], options=OWN_COPY).themes
    assert [example_told.words.words for example_told in theme.says] == ["On the door."]
    assert [row.words.words for row in theme.rows if row.words] == [line]


@pytest.mark.django_db  # links between editions are in the database
def test_what_points_to_a_line_of_an_older_edition_only_is_not_lost():
    newer = msgspec.structs.replace(
        records.a_framework(),
        version="3.0",
        lines=tuple(line for line in records.a_framework().lines if line.code != RULES),
    )
    report = build_report(
        [
            a_record(
                dt.date(2025, 3, 10),
                judgements=(placed(RULES, HERE), placed(LEARN, HERE)),
                examples=(team_line(LEARN, "Of the older edition."),),
                factors=(helps("The old rota", RULES), helps("The garden", LEARN)),
            ),
            a_record(TODAY, framework=newer, judgements=(placed(LEARN, USUAL),)),
        ],
        options=OWN_COPY,
    )
    themes = {theme.code: theme for theme in report.themes}
    assert [factor.words.words for factor in themes["former-pies-20"].helps] == ["The old rota"]
    assert [factor.words.words for factor in themes[LEARN].helps] == ["The garden"]
    assert themes[LEARN].line is None


@pytest.mark.parametrize(
    ("section", "field"),
    [("changes", "changes"), ("trying", "trying"), ("around", "around"), ("themes", "themes")],
)
def test_section_not_chosen_is_not_there(section, field):
    rest = tuple(other for other in SHARE.sections if other != section)
    assert not getattr(
        build_report(alder_house.a_journey(), options=replaced(SHARE, sections=rest)), field
    )
    assert getattr(build_report(alder_house.a_journey(), options=SHARE), field)


def test_letter_alone_holds_nothing_of_the_other_sections():
    report = build_report(alder_house.a_journey(), options=replaced(SHARE, sections=(), asks=()))
    text = everything_of(report)
    for words in ("Our forum closed", "A debrief", "moved to Mill Lane", "comes to the hour"):
        assert words not in text


def test_conversations_not_chosen_leave_no_trace():
    report = build_report([alder_house.themes(), alder_house.latest()], options=SHARE)
    for words in ("We host the forum", "It is busy, and mostly kind", "in March"):
        assert words not in report.to_json()
