"""How the pages of a report are filled, measured on the pages as they print."""

import datetime as dt
import subprocess

import pytest
from django.test import override_settings

from record.document import AskText
from reports.content import Options, Report, build_report
from reports.printing.render import report_pdf
from tests import alder_house, records
from tests.records import LEARN, a_record, obstacle, placed, told, trying
from tests.reports.documents import poppler, text
from tests.reports.invented import team
from tests.reports.ten_teams import TEN

pytestmark = pytest.mark.pdf

TALL, TOP, BOTTOM = 297, 20, 31  # millimetres, as report.css has it
# A page is looked at in rows of dots, 1.27 mm each: one more than a third cannot be told from it.
MOST_EMPTY = 1 / 3 + 1.27 / (TALL - TOP - BOTTOM)
LONG = "It depends who is on, and that is not good enough for people who wait all day. " * 18


def long_answers():
    """Asks, steps and lines of many words each."""
    record = a_record(
        dt.date(2026, 11, 22),
        judgements=(placed(LEARN, records.HERE),),
        examples=tuple(told(LEARN, f"{LONG} {number}") for number in range(6)),
        factors=tuple(
            obstacle(f"{LONG} {n}", LEARN, reach="someone_else", ask=asked(n)) for n in range(5)
        ),
        steps=tuple(trying(f"{LONG} {number}") for number in range(5)),
    )
    return [record], Options.own_copy(date=dt.date(2026, 11, 22))


def asked(number):
    return AskText(f"ask-{number}", "commissioner", f"{LONG} {number}", why=LONG, tried=LONG)


def alder():
    return alder_house.a_journey(), Options.own_copy(date=dt.date(2026, 11, 22))


REPORTS = {
    **{f"team {number}": lambda number=number: team(number) for number in (3, 4, 19, 23, 34)},
    "long answers": long_answers,
    "Alder House": alder,
    **{name: lambda made=made: (made(), None) for name, made in TEN.items()},
}


@pytest.fixture(scope="module", params=REPORTS)
def printed(request, tmp_path_factory):
    kept, options = REPORTS[request.param]()
    report = kept if isinstance(kept, Report) else build_report(list(kept), options=options)
    with override_settings(RENDER_DIR=str(tmp_path_factory.mktemp("render"))):
        return report, report_pdf(report)


def empty_feet(document: bytes) -> list[float]:
    """Return how much of each page is empty below its last mark, the foot apart: 0 to 1."""
    poppler("pdftoppm")
    left = subprocess.run(
        ["pdftoppm", "-r", "20", "-gray", "-"], input=document, capture_output=True, check=True
    ).stdout
    feet = []
    while left:
        _kind, size, _most, left = left.split(b"\n", 3)
        wide, high = map(int, size.split())
        rows = [left[at : at + wide] for at in range(0, wide * high, wide)]
        left = left[wide * high :]
        first, end = round(high * TOP / TALL), round(high * (TALL - BOTTOM) / TALL)
        marked = [row for row in range(first, end) if min(rows[row]) < 200]
        feet.append((end - max(marked, default=first)) / (end - first))
    return feet


def test_only_the_last_page_of_a_part_is_empty_by_more_than_a_third(printed):
    report, document = printed
    # What begins on a page of its own: the page before it is the last of its part.
    parts = [report.changes.title if report.changes else "Theme by theme", "Theme by theme"]
    parts += ["What we agreed", "What we might agree", "One page you may quote"]
    pages = [page.strip() for page in text(document).split("\f")]
    feet = empty_feet(document)
    for at, foot in enumerate(feet[:-1]):
        assert foot <= MOST_EMPTY or pages[at + 1].startswith(
            tuple(part.split(",")[0] for part in parts)
        ), (at + 1, foot)


def test_no_part_ends_with_a_line_alone_on_its_page(printed):
    _report, document = printed
    for page in text(document, "-layout").split("\f"):
        lines = [line for line in page.splitlines() if line.strip()]
        assert not lines or len(lines) > 2, lines  # the foot of the page is a line, too


def test_no_heading_and_no_question_ends_a_page(printed):
    report, document = printed
    headings = {theme.name for theme in report.themes} | {theme.question for theme in report.themes}
    headings |= {group.title for group in report.ask_groups} | {"What we are trying"}
    for page in text(document, "-layout").split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert lines[-2:-1] == [] or lines[-2] not in headings, lines[-2]


def test_names_of_levels_stay_on_the_page_of_their_bead_row(tmp_path):
    records, options = team(13)  # names so long that they take three lines
    with override_settings(RENDER_DIR=str(tmp_path)):
        document = report_pdf(build_report(list(records), options=options))
    names = {word for level in records[-1].framework.levels for word in level.name.split()}
    for page in text(document, "-layout").split("\f"):
        lines = [line for line in page.splitlines() if line.strip()]
        assert not lines or set(lines[0].replace("\u200b", "").split()) - names, lines[0]
