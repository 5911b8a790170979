"""The page that may be quoted: safe on a front page, whatever stands in the rest."""

import pytest

from reports.content import build_report
from reports.content.quotable import Quote, beginning, level_named, quotable_page
from reports.printing.render import report_html
from tests.occasions import MARCH
from tests.records import a_record
from tests.reports.invented import MANY, team
from tests.reports.ten_teams import share

QUOTE = Quote(
    words="Alder House is a hostel for twenty-four people.",
    better="In how we think together, yes.",
    request="Note the account.",
)
HARD = "The quarterly return takes a day of the person who runs the reflective hour."


def page_of(html: str) -> str:
    """Return the markup of the page that may be quoted."""
    return html.partition('id="quotable"')[2].partition("</section>")[0]


def test_page_has_the_teams_words_and_the_questions_it_answered():
    page = quotable_page(a_record(MARCH), QUOTE, to="Northtown Council")
    words, what_it_is, better, request, how_far = page.texts
    assert words == "Alder House is a hostel for twenty-four people."
    assert what_it_is.startswith("This is the team’s own account. It is not a score")
    assert better == "Is it getting better? In how we think together, yes."
    assert request == "What are members asked to do? Note the account."
    assert how_far.startswith("You may use it in papers that are not published. ")
    assert "What Northtown Council publishes is for it to decide" in how_far


def test_nothing_written_makes_no_page():
    assert quotable_page(a_record(MARCH), Quote(words=" "), to="Northtown Council") is None


def test_report_without_it_has_no_such_page():
    report = build_report([a_record(MARCH)], options=share())
    assert not report.quotable
    assert "quotable" not in report_html(report)
    assert "quotable" not in report.to_json()


def test_page_holds_nothing_that_is_hard_to_say():
    report = build_report([a_record(MARCH)], options=share(quote=QUOTE, hard_to_say=HARD))
    html = report_html(report)
    assert HARD in html
    assert HARD not in page_of(html)


@pytest.mark.parametrize("number", range(1, MANY, 6))
def test_page_has_no_picture_and_no_level_of_ours(number):
    records, options = team(number)
    report = build_report(records, options=options)
    page = page_of(report_html(report))
    assert page
    assert "<svg" not in page
    ours = [report.quotable.what_it_is, report.quotable.how_far]
    assert level_named(records, ours) == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("It is usual\n here now.", "Usual here"),
        ("ON OUR MINDS", "On our minds"),
        ("It is unusual hereabouts.", ""),
        ("", ""),
    ],
)
def test_names_of_levels_are_found(text, named):
    assert level_named([a_record(MARCH)], [text]) == named


def test_beginning_names_no_team_where_one_person_works():
    words = beginning(a_record(MARCH), by_myself=True)
    assert words.endswith("One person works here, and wrote this.")
    assert level_named([a_record(MARCH)], [words]) == ""
