"""Small documents for the tests of PDFs, and ways to read what came out."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.template import engines

from reports.printing import pdf
from reports.printing.pdf import RenderError, render_pdf
from tests.conftest import need

HOSTILE = Path(__file__).parent / "hostile"
CREATED = datetime(2026, 11, 12, 10, 30, tzinfo=UTC)
ROD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 40" role="img">'
    "<title>Usual here now</title>"
    '<rect x="0" y="18" width="600" height="4" fill="#555b63"/>'
    '<text x="20" y="36" font-size="12">On our minds</text></svg>'
)


def page(body: str, *, style: str = "") -> str:
    """Put `body` into a document such as our templates make."""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        "<title>Alder House – our journey</title>"
        f'<link rel="stylesheet" href="bundled:css/report.css">{style}</head>'
        '<body data-foot="Alder House · PZ-7F3K-22" data-page="page" data-of="of">'
        f"{body}</body></html>"
    )


def opened_pdf(body: str, **limits) -> pikepdf.Pdf:
    """Make `body` and open it."""
    return pikepdf.open(io.BytesIO(render_pdf(page(body), created=CREATED, **limits)))


def refusal(html: str, **limits) -> str:
    """Return the reason why `html` is not made."""
    with pytest.raises(RenderError) as caught:
        render_pdf(html, created=CREATED, **limits)
    assert str(caught.value) == str(pdf.SENTENCES[caught.value.reason])
    return caught.value.reason


def rendered(template: str, words: str) -> str:
    """Render people's words as a report template does."""
    page = engines["django"].from_string("{% load reports %}" + template)
    return page.render({"words": words})


def poppler(tool: str) -> None:
    """Skip where one of Poppler's tools is missing."""
    need(tool, available=shutil.which(tool) is not None, line="apt-get install poppler-utils")


def text(document: bytes, *options: str) -> str:
    """Return the words in a PDF, in reading order."""
    poppler("pdftotext")
    return subprocess.run(
        ["pdftotext", *options, "-", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()
