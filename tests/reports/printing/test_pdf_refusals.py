"""What a PDF is never made from: outside addresses, files of ours, endless words."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
import pytest
from django.contrib.staticfiles import finders

from record.words.own_words import MOST_LINES
from reports.printing import pdf
from reports.printing.pdf import render_pdf
from tests.reports.documents import CREATED, HOSTILE, opened_pdf, page, refusal, rendered, text

pytestmark = pytest.mark.pdf

# --- Outside addresses


class _Counter(BaseHTTPRequestHandler):
    requests: list[str]

    def do_GET(self) -> None:
        self.requests.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, format: str, *args) -> None:  # noqa: A002 -- the name http.server gives
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Listen on this machine: the address, and the list of what was asked for."""
    requests: list[str] = []
    handler = type("Counter", (_Counter,), {"requests": requests})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", requests
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
    document = render_pdf(page(rendered("{{ words|paragraphs }}", words)), created=CREATED)
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
    document = opened_pdf(wrap.format("w" * 5000), timeout=30)
    assert len(document.pages) <= 5


def test_many_line_breaks_are_folded() -> None:
    document = opened_pdf(rendered("{{ words|paragraphs }}", "x\n" * 25_000), timeout=30)
    assert len(document.pages) <= 3 + 50_000 // 2500 + MOST_LINES // 40


def test_nested_elements_are_refused_and_are_words_when_escaped() -> None:
    nested = "<div>" * 400 + "deep" + "</div>" * 400
    assert refusal(page(nested)) == "large"
    out = text(render_pdf(page(rendered("<p>{{ words|printable }}</p>", nested)), created=CREATED))
    assert "deep" in out
