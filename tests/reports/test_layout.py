"""How the pages of a report are filled, measured on the pages as they print."""

import datetime as dt
import subprocess

import pytest
from django.test import override_settings

from record.document import AskText
from reports.content import Options, Report, build_report
from reports.printing.render import report_pdf
from tests import alder_house, records
from tests.records import LEARN, a_record, obstacle, placed, team_line, trying
from tests.reports.aloud import aloud
from tests.reports.documents import poppler, text
from tests.reports.invented import team
from tests.reports.printed import printed
from tests.reports.ten_teams import TEN

pytestmark = pytest.mark.pdf

TALL, TOP, BOTTOM = 297, 20, 31  # millimetres, as report.css has it
DOTS = 60  # an inch: a row of dots is less than half a millimetre
THIRD = 1 / 3
# What begins on a page of its own, if more than a third of the page before it is filled.
BEGINS = ("What has changed", "Where we are", "What we agreed", "What we might agree")
BEGINS += ("Theme by theme", "One page you may quote")
ALONE = "One page you may quote"  # to be taken out: it begins on a page of its own in any case
LONG = "It depends who is on, and that is not good enough for people who wait all day. " * 18


def long_answers():
    """Asks, steps and lines of many words each."""
    record = a_record(
        dt.date(2026, 11, 22),
        judgements=(placed(LEARN, records.HERE),),
        examples=tuple(team_line(LEARN, f"{LONG} {number}") for number in range(6)),
        factors=tuple(
            obstacle(f"{LONG} {n}", LEARN, reach="someone_else", ask=an_ask(n)) for n in range(5)
        ),
        steps=tuple(trying(f"{LONG} {number}") for number in range(5)),
    )
    return [record], Options.own_copy(date=dt.date(2026, 11, 22))


def an_ask(number):
    return AskText(f"ask-{number}", "commissioner", f"{LONG} {number}", why=LONG, tried=LONG)


def alder():
    return alder_house.a_journey(), Options.own_copy(date=dt.date(2026, 11, 22))


MORE = {"long answers": long_answers, "Alder House": alder}
TOLD = [f"team {number}" for number in (3, 4, 19, 23, 34)] + [*MORE, *TEN]


@pytest.fixture(scope="module", params=TOLD)
def on_paper(request, tmp_path_factory):
    with override_settings(RENDER_DIR=str(tmp_path_factory.mktemp("render"))):
        if request.param not in MORE:
            return printed(request.param)
        talks, options = MORE[request.param]()
        report = build_report(list(talks), options=options)
        return report, report_pdf(report)


def empty_feet(document: bytes) -> list[float]:
    """Return how much of each page is empty below its last mark, the foot apart: 0 to 1."""
    poppler("pdftoppm")
    left = subprocess.run(
        ["pdftoppm", "-r", str(DOTS), "-gray", "-"], input=document, capture_output=True, check=True
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


def lines_of_pages(document: bytes) -> list[list[str]]:
    """Return the lines of each page, the foot apart."""
    pages = []
    for page in text(document, "-layout").split("\f"):
        lines = [" ".join(line.split()) for line in page.splitlines() if line.strip()]
        if lines:
            pages.append(lines[:-1])
    return pages


def headings(report: Report) -> tuple[str, ...]:
    """Return the headings of a report and the questions under them, as they are printed."""
    titles = [line.lstrip("# ") for line in aloud(report).splitlines() if line.startswith("#")]
    return (*titles, *(theme.question for theme in report.themes if theme.question))


def broken_layout(report: Report, document: bytes) -> list[tuple[int, str]]:
    """Return the pages that are not filled as they should be, each with what is wrong."""
    pages, feet = lines_of_pages(document), empty_feet(document)
    # A heading may take two lines, so a line that begins or ends one is one.
    heads = [" ".join(heading.split()) for heading in headings(report)]
    wrong = []
    for at, lines in enumerate(pages[:-1]):
        following = pages[at + 1]
        if feet[at] > 1 - THIRD and not following[0].startswith(ALONE):
            wrong.append((at + 1, "less than a third full"))
        if feet[at] > THIRD and not following[0].startswith(BEGINS):
            wrong.append((at + 1, "its foot is empty by more than a third, and its part goes on"))
        if lines[-1] in heads or any(head.endswith(f" {lines[-1]}") for head in heads):
            wrong.append((at + 1, "ends in a heading"))
        first, rest = following[0], following[1:]
        if len(rest) == 0 or (first not in heads and rest[0] in heads):
            wrong.append((at + 2, "begins with one line"))
        if first.startswith("By when:"):
            wrong.append((at + 2, "begins with the last line of what stands before it"))
    return wrong


def test_pages_are_filled_and_begin_and_end_well(on_paper):
    assert broken_layout(*on_paper) == []


def test_letter_with_a_time_to_meet_ends_on_its_page():
    letter, second = lines_of_pages(printed("one_of_everything")[1])[:2]
    assert letter[-1] == "the team of Alder House"
    assert second[0].startswith(BEGINS)


def test_names_of_levels_stay_on_the_page_of_their_bead_row():
    records, _options = team(13)  # names so long that they take three lines
    _report, document = printed("team 13")
    names = {word for level in records[-1].framework.levels for word in level.name.split()}
    for page in text(document, "-layout").split("\f"):
        lines = [line for line in page.splitlines() if line.strip()]
        assert not lines or set(lines[0].replace("\u200b", "").split()) - names, lines[0]
