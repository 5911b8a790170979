import datetime as dt
import io
import re
import subprocess
import sys

import msgspec
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from reports.content import Options, build_report
from reports.printing.render import report_html, report_pdf
from reports.selectors import kept_conversations, own_report
from tests import alder_house, records
from tests.records import LEARN, a_record, closure_of, obstacle, placed, team_line, trying
from tests.reports.documents import text
from tests.reports.tags import elements, faults

pytestmark = pytest.mark.pdf

TODAY = dt.date(2026, 11, 22)
SHARE = Options(
    date=TODAY, reference="PZ-7F3K-22", to="Northtown Council", until=dt.date(2027, 6, 30)
)


@pytest.fixture(scope="module")
def printed_report(tmp_path_factory):
    """Make one report for all tests of this file that only read it."""
    with override_settings(RENDER_DIR=str(tmp_path_factory.mktemp("render"))):
        return report_pdf(build_report(alder_house.a_journey(), options=SHARE))


@pytest.fixture
def document(printed_report):
    with pikepdf.open(io.BytesIO(printed_report)) as opened:
        yield opened


def bookmarks(document):
    with document.open_outline() as outline:
        return [(item.title, [child.title for child in item.children]) for item in outline.root]


def test_report_has_no_fault_of_structure(printed_report):
    assert faults(printed_report) == []


def test_report_says_what_it_is(document):
    assert str(document.docinfo["/Title"]) == (
        "How we are getting on at Alder House, 22 November 2026"
    )
    assert str(document.Root.Lang) == "en-gb"


def test_bookmarks_lead_through_the_report(document):
    (title, parts), *others = bookmarks(document)
    assert (title, others) == ("How we are getting on at Alder House", [])
    assert parts == [
        "What has changed, what has not, what we see more clearly",
        "What we ask, and what we are trying",
        "Theme by theme",
        "How to read this, and how not",
        "Where this comes from",
    ]


def test_each_picture_has_words_in_its_place(document):
    figures = [element for element in elements(document) if element.S == "/Figure"]
    words = [str(figure.Alt) for figure in figures]
    assert len(words) == 11, "a bead row each; the marks of the key have their words beside them"
    assert (
        "Reflective practice: We stopped calling it optional. It was here and there in March; it "
        "is usual here now. We changed."
    ) in words


def test_pages_before_theme_by_theme_hold_no_picture(document, printed_report):
    pages = [re.sub(r"\s+", " ", page) for page in text(printed_report).split("\f")]
    first = next(at for at, page in enumerate(pages) if "Theme by theme" in page)
    drawn = {
        document.pages.index(pikepdf.Page(element.Pg))
        for element in elements(document)
        if element.S == "/Figure"
    }
    assert first > 1
    assert min(drawn) >= first
    html = report_html(build_report(alder_house.a_journey(), options=SHARE))
    assert "<svg" not in html[: html.index("Theme by theme</h2>")]


def test_each_bead_row_has_its_sentence_before_it():
    """What became of the line is told before theme by theme; here the team's words stand."""
    report = build_report(alder_house.a_journey(), options=SHARE)
    before, themes = report_html(report).split('id="themes"')
    rows = re.findall(r'(?s)<div class="rowed">\s*(.*?)<div class="rod-place">(.*?)</svg>', themes)
    assert len(rows) == 11
    for words, rod in rows:
        title = re.search(r"(?s)<title[^>]*>([^:]+): (.+?)</title>", rod)
        assert title[2].strip().endswith((".", "!", "?"))
        assert title[1].lower() in before.lower()
        assert re.search(r"<bdi|As a whole|^\s*$", words)


def test_bead_row_has_its_sentence_where_what_has_changed_was_not_chosen():
    """Its own before it; what several lines share, behind them all, with their names."""
    alone = msgspec.structs.replace(SHARE, sections=("themes",))
    html = report_html(build_report(alder_house.a_journey(), options=alone))
    (shared,) = re.findall(r'(?s)id="theme-several">(.*?)</section>', html)
    rows = re.findall(r'(?s)<div class="rowed">\s*(.*?)<div class="rod-place">(.*?)</svg>', html)
    assert len(rows) == 11
    for words, rod in rows:
        name = re.search(r"(?s)<title[^>]*>([^:]+): ", rod)[1]
        sentence = re.sub(r"<[^>]+>", "", words.rsplit("</span>", 1)[-1]).strip()
        assert sentence.endswith((".", "!", "?")) or name.lower() in shared.lower()


def test_foot_names_service_reference_team_and_page(printed_report):
    words = re.sub(r"\s+", " ", text(printed_report))
    assert "PZ-7F3K-22 · written by the team of Alder House" in words
    count = text(printed_report).count("\f")
    assert f"page 1 of {count}" in words
    assert f"page {count} of {count}" in words


def test_letter_read_aloud_makes_sense(printed_report):
    letter = re.sub(r"\s+", " ", text(printed_report).split("\f")[0])
    for words in (
        "From the team of Alder House, Oak Trust To Northtown Council 22 November 2026",
        "This comes from four conversations among ourselves, the first on 20 May 2025",
        "What matters to us here Somebody who has been thrown out of everywhere",
        "The hour on Tuesdays has survived a bad winter.",
        "It is not a score or an inspection",
    ):
        assert words in letter


def test_same_report_gives_the_same_bytes(printed_report):
    assert report_pdf(build_report(alder_house.a_journey(), options=SHARE)) == printed_report


def test_hostile_words_are_printed_as_words():
    hostile = "<img src=x onerror=alert(1)> {% now 'Y' %} ŵŷ " + "x" * 5000
    record = a_record(
        TODAY,
        judgements=(placed(LEARN, records.HERE),),
        examples=(team_line(LEARN, hostile),),
        opening=hostile,
        factors=(obstacle(hostile, LEARN),),
        steps=(trying(hostile),),
    )
    printed = report_pdf(build_report([record], options=Options.own_copy(date=TODAY)))
    assert faults(printed) == []
    assert "<img src=x onerror=alert(1)> {% now 'Y' %} ŵŷ" in re.sub(r"\s+", " ", text(printed))


@pytest.mark.parametrize("name", ["W" * 200, ("Oak House of the north side " * 8)[:200]])
def test_longest_name_stays_on_the_sheet_with_its_page_and_reference(name):
    report = build_report([a_record(TODAY)], options=SHARE)
    named = msgspec.structs.replace(report.letter, service=name, signed=f"the team of {name}")
    pdf = report_pdf(msgspec.structs.replace(report, letter=named))
    ends = [float(place) for place in re.findall(r'<word .*xMax="([\d.]+)"', text(pdf, "-bbox"))]
    assert max(ends) <= 595 - 76, "within the margins"
    words = text(pdf)
    pages = words.count("\f")
    assert words.count("PZ-7F3K-22") > pages
    assert f"page {pages} of {pages}" in words


# --- Handed over


def test_team_member_downloads_our_own_copy(client, contributor, service):
    for record in alder_house.a_journey():
        closure_of(service, record)
    client.force_login(contributor)
    answer = client.get(reverse("own-copy-pdf", args=["alder-house"]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert re.fullmatch(
        r'attachment; filename="alder-house-our-own-copy-\d{4}-\d\d-\d\d\.pdf"',
        answer["Content-Disposition"],
    )
    assert answer.content[:5] == b"%PDF-"


# --- The command


def test_command_writes_the_pdf(service, tmp_path):
    closure_of(service, alder_house.themes())
    path = tmp_path / "journey.pdf"
    call_command("journey_pdf", "alder-house", output=path, verbosity=0)
    assert faults(path.read_bytes()) == []
    assert path.stat().st_mode & 0o077 == 0  # a team's own copy is for nobody else here
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"] == ["journey.pdf"]


def test_own_report_says_what_is_being_put_right(service, manager):
    closure = closure_of(service, alder_house.themes())
    again = Assessment.objects.filter(pk=closure.assessment_id)
    again.update(closed_at=None, closed_by=None, reopened_at=timezone.now(), reopened_by=manager)
    report = own_report(service, kept_conversations(service))
    assert [conversation.being_put_right for conversation in report.reading.conversations] == [True]


@pytest.mark.parametrize(
    ("slug", "name", "sentence"),
    [
        ("no-such-house", "x.pdf", "There is no service with the slug 'no-such-house'."),
        ("alder-house", "x.pdf", "alder-house has no finished conversation yet."),
        ("alder-house", "no/folder/x.pdf", "name a file in a folder that exists."),
        ("alder-house", "", "name a file in a folder that exists."),
    ],
)
def test_command_says_in_a_line_what_is_wrong(service, tmp_path, slug, name, sentence):
    with pytest.raises(CommandError) as caught:
        call_command("journey_pdf", slug, output=tmp_path / name)
    assert str(caught.value).endswith(sentence)
    assert "\n" not in str(caught.value)
    assert caught.value.returncode == 1


def test_command_with_wrong_usage_exits_with_two():
    done = subprocess.run(
        [sys.executable, "manage.py", "journey_pdf"], capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "manage.py journey_pdf: the following arguments are required: SERVICE_SLUG, --output\n"
    )
