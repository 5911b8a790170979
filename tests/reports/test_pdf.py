"""The one door to WeasyPrint: what it makes, what it refuses, and that nobody else suffers."""

import fcntl
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from PIL import Image, ImageChops

from reports import pdf
from reports.pdf import BUNDLED, RenderError, render_pdf
from reports.text import MOST_LINES
from tests.conftest import need
from tests.reports.tags import elements, faces, faults

pytestmark = pytest.mark.pdf

HOSTILE = Path(__file__).parent / "hostile"
CREATED = datetime(2026, 11, 12, 10, 30, tzinfo=UTC)
ROD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 40" role="img">'
    "<title>Usual here now</title>"
    '<rect x="0" y="18" width="600" height="4" fill="#555b63"/>'
    '<text x="20" y="36" font-size="12">On our minds</text></svg>'
)


@pytest.fixture(autouse=True)
def place(settings, tmp_path) -> Path:
    """Give each test a lock of its own: tests run side by side."""
    settings.RENDER_DIR = str(tmp_path / "render")
    return tmp_path / "render"


def page(body: str, *, style: str = "") -> str:
    """Put `body` into a document such as our templates make."""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        "<title>Alder House – our journey</title>"
        f'<link rel="stylesheet" href="bundled:css/report.css">{style}</head>'
        '<body data-foot="Alder House · PZ-7F3K-22" data-page="page" data-of="of">'
        f"{body}</body></html>"
    )


def made(body: str, **limits) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_pdf(page(body), created=CREATED, **limits)))


def refusal(html: str, **limits) -> str:
    """Return the reason why `html` is not made."""
    with pytest.raises(RenderError) as caught:
        render_pdf(html, created=CREATED, **limits)
    assert str(caught.value) == str(pdf.SENTENCES[caught.value.reason])
    return caught.value.reason


def shown(template: str, words: str) -> str:
    """Render people's words as a report template does."""
    page = engines["django"].from_string("{% load report_text %}" + template)
    return page.render({"words": words})


def poppler(tool: str) -> None:
    need(tool, available=shutil.which(tool) is not None, line="apt-get install poppler-utils")


def text(document: bytes) -> str:
    poppler("pdftotext")
    return subprocess.run(
        ["pdftotext", "-", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()


def working(mark: str) -> list[str]:
    """Return the command lines of running workers that carry `mark`."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if "pdf_worker.py" in line and mark in line:
            lines.append(line)
    return lines


# --- What it makes


def test_document_says_what_it_is() -> None:
    document = made("<h1>Our journey</h1><section><h2>What has changed</h2></section><p>Words</p>")
    root = document.Root
    with document.open_metadata() as metadata:
        part = metadata["{http://www.aiim.org/pdfua/ns/id/}part"]
    assert {
        "title": str(document.docinfo["/Title"]),
        "created": str(document.docinfo["/CreationDate"]),
        "language": str(root.Lang),
        "title shown": bool(root.ViewerPreferences.DisplayDocTitle),
        "tagged": bool(root.MarkInfo.Marked),
        "ua": part,
        "tab order": {str(sheet.Tabs) for sheet in document.pages},
        "size": [round(float(side)) for side in document.pages[0].MediaBox[2:]],
        "attachments": len(document.attachments),
    } == {
        "title": "Alder House – our journey",
        "created": "D:20261112103000+00'00",
        "language": "en-GB",
        "title shown": True,
        "tagged": True,
        "ua": "1",
        "tab order": {"/S"},
        "size": [595, 842],
        "attachments": 0,
    }
    with document.open_outline() as outline:
        assert [(top.title, [kid.title for kid in top.children]) for top in outline.root] == [
            ("Our journey", ["What has changed"])
        ]


def test_structure_of_words_lists_and_tables() -> None:
    rows = "".join(f'<tr><th scope="row">Line {n}</th><td>now</td></tr>' for n in range(2))
    document = made(
        "<h1>One</h1><h2>Two</h2><p>Words</p><ul><li>First</li></ul><blockquote>Said</blockquote>"
        f'<table><caption>Places</caption><thead><tr><th scope="col">Line</th>'
        f'<th scope="col">Place</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    kinds = [str(element.S) for element in elements(document)]
    assert [kind for kind in kinds if kind not in {"/Span", "/NonStruct", "/Div"}] == [
        *("/Document", "/H1", "/H2", "/P", "/L", "/LI", "/Lbl", "/LBody", "/BlockQuote"),
        *("/Table", "/Caption", "/THead", "/TR", "/TH", "/TH", "/TBody"),
        *("/TR", "/TH", "/TD", "/TR", "/TH", "/TD"),
    ]
    cells = [element for element in elements(document) if element.S == "/TD"]
    assert [len(cell.A.Headers) for cell in cells] == [2, 2]


def test_figure_takes_its_words_from_the_title_of_the_picture() -> None:
    image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg=="  # noqa: E501 -- one dot
    document = made(f'<figure>{ROD}</figure><p><img src="{image}" alt="A dot"></p>')
    figures = [element for element in elements(document) if element.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Usual here now", "A dot"]


def test_whole_document_has_no_fault_of_structure() -> None:
    html = page(
        f"<h1>Journey</h1><h2>Changes</h2><figure><figcaption>Now</figcaption>{ROD}</figure>"
        '<table><thead><tr><th scope="col">Line</th><th scope="col">Now</th></tr></thead>'
        '<tbody><tr><th scope="row">One</th><td>usual here</td></tr></tbody></table>'
        '<p><a href="https://example.org/">A link</a></p>'
    )
    assert faults(render_pdf(html, created=CREATED)) == []


@pytest.mark.logs_errors
def test_faults_of_structure_are_seen() -> None:
    body = (
        "<h1>One</h1><h3>Three</h3><svg width='9' height='9'><rect width='9' height='9'/></svg>"
        "<table><tr><td>cell</td></tr></table>"
    )
    assert faults(render_pdf(f"<html>{body}</html>", created=CREATED)) == [
        "It has no language.",
        "It has no title.",
        "A heading of level 3 follows one of level 1.",
        "A picture has no words in place of it.",
        "A cell of a table has no heading.",
    ]


def test_foot_names_the_service_and_the_page() -> None:
    words = text(render_pdf(page('<p>One</p><div class="page">Two</div>'), created=CREATED))
    assert words.count("Alder House · PZ-7F3K-22") == 2
    assert re.findall(r"page \d of \d", words) == ["page 1 of 2", "page 2 of 2"]


def test_same_input_gives_the_same_bytes() -> None:
    html = page(f"<h1>Journey</h1><figure>{ROD}</figure><p>ŵ 🙂 שלום</p>")
    prints = {
        hashlib.sha256(render_pdf(html, created=CREATED)).hexdigest(),
        hashlib.sha256(render_pdf(html, created=CREATED)).hexdigest(),
    }
    assert len(prints) == 1


def test_style_sheet_holds_nothing_that_weasyprint_passes_over(caplog) -> None:
    import weasyprint  # noqa: PLC0415 -- slow import

    with caplog.at_level("WARNING", logger="weasyprint"):
        weasyprint.CSS(string=Path(finders.find("css/report.css")).read_text(encoding="utf-8"))
    assert [record.getMessage() for record in caplog.records] == []


# --- Faces


def test_bundled_files_are_there() -> None:
    assert [name for name in BUNDLED if finders.find(name) is None] == []


@pytest.mark.parametrize("weight", [400, 700])
def test_welsh_letters_are_drawn_with_the_bundled_face(weight) -> None:
    document = made(f'<p style="font-weight: {weight}">Tŷ Gwyn: dŵr, Ŵyn, Ŷd, ŵ ŷ</p>')
    assert {name.removesuffix("-Bold") for name in faces(document)} == {
        "Atkinson-Hyperlegible-Next",
        "Atkinson-Hyperlegible-Next-Extended",
    }


def test_words_in_a_picture_are_drawn_with_the_bundled_face() -> None:
    assert faces(made(f"<figure>{ROD}</figure>")) == {"Atkinson-Hyperlegible-Next"}


def test_emoji_stay_on_their_line(tmp_path) -> None:
    poppler("pdftoppm")
    document = render_pdf(
        '<html lang="en"><title>Emoji</title><link rel="stylesheet" href="bundled:css/report.css">'
        "<style>@page { @bottom-left { content: none; border: 0 } "
        "@bottom-right { content: none; border: 0 } } p { margin: 0 }</style>"
        "<p>Hxg</p><p>🙂👍☕🎉</p><p>Hxg</p>",
        created=CREATED,
    )
    (tmp_path / "emoji.pdf").write_bytes(document)
    subprocess.run(
        ["pdftoppm", "-r", "144", "-png", "-singlefile", "emoji.pdf", "emoji"],
        cwd=tmp_path,
        check=True,
    )
    assert faces(pikepdf.open(io.BytesIO(document))) == {
        "Atkinson-Hyperlegible-Next",
        "Report-Emoji",
    }
    with Image.open(tmp_path / "emoji.png") as picture:
        grey = picture.convert("L")
        red, _green, blue = picture.convert("RGB").split()
        colourful = ImageChops.difference(red, blue).getextrema()[1]
        rows = [
            grey.crop((0, y, grey.width, y + 1)).getextrema()[0] < 160 for y in range(grey.height)
        ]
    bands = [len(run) for run in re.findall("X+", "".join("X" if ink else "." for ink in rows))]
    # Three lines of ink with white between them; 12 pt on an 18 pt line is 24 and 36 rows here.
    assert len(bands) == 3
    assert 14 < bands[1] < 36
    assert colourful < 20  # ink is nearly grey


# --- What it refuses


class _Counter(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, format: str, *args) -> None:  # noqa: A002 -- the name http.server gives
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Listen on this machine: the address, and the list of what was asked for."""
    asked: list[str] = []
    handler = type("Counter", (_Counter,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


@pytest.fixture
def outside(server) -> str:
    return (HOSTILE / "outside.html").read_text(encoding="utf-8").replace("SERVER", server[0])


@pytest.mark.logs_errors
def test_hostile_sample_would_reach_out_without_us(server, outside) -> None:
    import weasyprint  # noqa: PLC0415 -- slow import

    document = weasyprint.HTML(string=outside).write_pdf(pdf_variant="pdf/ua-1")
    assert len(set(server[1])) == 9  # all but the SVG's `use`
    assert len(pikepdf.open(io.BytesIO(document)).attachments) == 1


def test_document_full_of_outside_addresses_is_refused(server, outside) -> None:
    assert (refusal(outside), server[1]) == ("refused", [])


@pytest.mark.parametrize("number", range(1, 11))
def test_each_outside_address_is_refused(server, outside, number) -> None:
    (line,) = [line for line in outside.splitlines() if f"/{number}-" in line]
    html = f'<html lang="en"><title>One</title>{line}<p>Words</p></html>'
    if number == 8:  # WeasyPrint does not follow a `use` to another file
        render_pdf(html, created=CREATED)
    else:
        assert refusal(html) == "refused"
    assert server[1] == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "FILE:///etc/hostname",
        "bundled:css/../../pizazz/settings.py",
        "bundled:css/pizazz.css",
        "bundled:/etc/hostname",
        "ftp://127.0.0.1/x",
    ],
)
def test_address_outside_the_list_is_refused(address) -> None:
    html = f'<html lang="en"><title>x</title><link rel="attachment" href="{address}"><p>Words</p>'
    assert refusal(html) == "refused"


def test_path_without_a_scheme_leads_nowhere() -> None:
    html = '<html lang="en"><title>x</title><link rel="attachment" href="/etc/hostname"><p>Words'
    document = render_pdf(html, created=CREATED)
    assert len(pikepdf.open(io.BytesIO(document)).attachments) == 0


def test_missing_bundled_file_is_refused(settings) -> None:
    settings.STATICFILES_DIRS = []
    finders.get_finder.cache_clear()
    try:
        assert refusal(page("<p>Words</p>")) == "refused"
    finally:
        finders.get_finder.cache_clear()


def test_child_is_given_no_secret_of_ours() -> None:
    assert sorted(pdf._environment("x")) == [
        *("FONTCONFIG_FILE", "LC_ALL", "PATH", "TMPDIR", "XDG_CACHE_HOME")
    ]


# --- Long and odd words


def test_hostile_words_come_out_as_words() -> None:
    words = (HOSTILE / "words.txt").read_text(encoding="utf-8")
    document = render_pdf(page(shown("{{ words|paragraphs }}", words)), created=CREATED)
    out = "".join(text(document).split())
    for piece in ('onerror="alert(1)"', "{%loadx%}%s%(a)s{0}${HOME}", "TŷGwyn", "今日は"):
        assert piece in out
    assert len(pikepdf.open(io.BytesIO(document)).attachments) == 0


def test_nul_control_characters_and_lone_surrogates_pass() -> None:
    html = page("<p>Before \x00\x07\x1b[31m \ud800 \ufffe after</p>")
    out = text(render_pdf(html, created=CREATED))
    assert "Before" in out
    assert "after" in out


@pytest.mark.parametrize("wrap", ["<p>{}</p>", "<table><tr><td>{}</td><td>x</td></tr></table>"])
def test_unbroken_word_is_made_within_the_limit(wrap) -> None:
    document = made(wrap.format("w" * 5000), timeout=30)
    assert len(document.pages) <= 5


def test_many_line_breaks_are_folded() -> None:
    document = made(shown("{{ words|paragraphs }}", "x\n" * 25_000), timeout=30)
    assert len(document.pages) <= 3 + 50_000 // 2500 + MOST_LINES // 40


def test_nested_elements_are_refused_and_are_words_when_escaped() -> None:
    nested = "<div>" * 400 + "deep" + "</div>" * 400
    assert refusal(page(nested)) == "large"
    out = text(render_pdf(page(shown("<p>{{ words|printable }}</p>", nested)), created=CREATED))
    assert "deep" in out


# --- Limits, and nobody else suffers


SLOW = page(
    f"<table style='table-layout: auto'><tr><td style='overflow-wrap: anywhere'>{'w' * 9000}"
    "</td></tr></table>"
)


def test_time_limit_ends_the_child() -> None:
    begun = time.monotonic()
    assert refusal(SLOW, timeout=1.234) == "slow"
    assert time.monotonic() - begun < 20
    assert working("1.234") == []


def test_memory_limit_ends_the_child() -> None:
    many = "<p>" + "<br>".join("x" * 12_000)
    assert refusal(page(many), memory_bytes=96 * 1024 * 1024) == "large"


def test_broken_environment_is_said_in_a_sentence(monkeypatch, tmp_path) -> None:
    empty = tmp_path / "worker.py"
    empty.write_text("import sys\nsys.exit(3)\n", encoding="utf-8")
    monkeypatch.setattr(pdf, "WORKER", empty)
    assert refusal(page("<p>Words</p>")) == "failed"


def test_second_waits_and_third_is_told(place) -> None:
    place.mkdir(parents=True)
    with (place / "pdf-working.lock").open("w") as first, ThreadPoolExecutor() as pool:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = pool.submit(render_pdf, page("<p>Second</p>"), created=CREATED)
        while not _locked(place / "pdf-waiting.lock"):
            assert not second.done()
            time.sleep(0.01)
        assert refusal(page("<p>Third</p>")) == "busy"
        assert not second.done()
        fcntl.flock(first, fcntl.LOCK_UN)
        assert second.result(timeout=60).startswith(b"%PDF-1.7")
    assert render_pdf(page("<p>Fourth</p>"), created=CREATED).startswith(b"%PDF-1.7")


def test_waiting_has_an_end(place) -> None:
    place.mkdir(parents=True)
    with (place / "pdf-working.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        assert refusal(page("<p>Second</p>"), timeout=0.3) == "busy"


def _locked(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_child_gives_way_to_web_pages(place) -> None:
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(refusal, SLOW, timeout=2.321)
        nice = set()
        while not slow.done():
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if b"2.321" in path.read_bytes():
                        nice.add(os.getpriority(os.PRIO_PROCESS, int(path.parent.name)))
                except OSError:
                    continue
            time.sleep(0.05)
    assert max(nice) >= 10


def test_weasyprint_is_not_loaded_by_the_web_process() -> None:
    code = "import sys, reports.pdf; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_naive_date_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        render_pdf(page("<p>Words</p>"), created=datetime(2026, 11, 12))  # noqa: DTZ001 -- the point
