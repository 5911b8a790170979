"""A journey on paper: its table loses no conversation, and no sheet holds a heading alone."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page

from reports.content import build_journey
from tests.browser.chrome import started_chrome
from tests.reports.documents import poppler, text
from tests.reports.invented import team
from tests.source import ROOT

EDGES = ("top", "right", "bottom", "left")


@pytest.fixture(scope="module")
def paper() -> Iterator[Page]:
    """Return a page of Chromium, to be printed."""
    with started_chrome() as browser:
        yield browser.new_page()


def printed(paper: Page, template: str, context: dict[str, object]) -> str:
    """Return what Chromium prints of a template, a form feed after each sheet."""
    poppler("pdftotext")
    styles = [
        (ROOT / "static" / "css" / name).read_text() for name in ("pizazz.css", "journey.css")
    ]
    paper.set_content(
        f'<!doctype html><meta charset="utf-8"><style>{"".join(styles)}</style>'
        f"<main>{render_to_string(template, context)}</main>"
    )
    return text(paper.pdf(margin=dict.fromkeys(EDGES, "1cm")), "-layout")


@pytest.mark.parametrize("number", [2, 3, 4])  # three, six and fourteen conversations
def test_each_conversation_of_each_line_is_on_paper(number, paper, rf):
    records, _options = team(number)
    journey = build_journey(list(records))
    context = {"journey": journey, "request": rf.get("/"), "line_slug": ""}
    words = printed(paper, "reports/_journey_table.html", context)
    rows = sum(len(group.rows) for group in journey.groups)
    for title in (talk.title for talk in journey.columns):
        named = words.count(f"{title}:")
        assert named == rows if len(journey.columns) > 3 else title.split()[0] in words


@pytest.mark.parametrize("number", [1, 2, 3, 4, 8])
def test_marks_of_the_rows_are_told_on_the_sheet_where_the_rows_begin(number, paper, rf):
    records, _options = team(number)
    journey = build_journey(list(records))
    context = {"journey": journey, "request": rf.get("/"), "line_slug": ""}
    sheets = printed(paper, "reports/_journey.html", context).split("\f")
    (sheet,) = [sheet for sheet in sheets if "Line by line" in sheet]
    rows = sheet.partition("Line by line")[2]
    assert all(" ".join(mark.words.split()) in " ".join(rows.split()) for mark in journey.key)
    assert journey.groups[0].name in rows
