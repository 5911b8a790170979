"""A journey as a table loses no conversation on paper, however many there are."""

import subprocess

import pytest
from django.template.loader import render_to_string

from reports.content import build_journey
from tests.conftest import chromium
from tests.reports.documents import poppler, text
from tests.reports.invented import team
from tests.source import ROOT


@pytest.mark.parametrize("number", [2, 3, 4])  # three, six and fourteen conversations
def test_each_conversation_of_each_line_is_on_paper(number, tmp_path, rf):
    poppler("pdftotext")
    records, _options = team(number)
    journey = build_journey(list(records))
    styles = [
        (ROOT / "static" / "css" / name).read_text() for name in ("pizazz.css", "journey.css")
    ]
    table = render_to_string(
        "reports/_journey_table.html", {"journey": journey, "request": rf.get("/"), "line_slug": ""}
    )
    html = tmp_path / "table.html"
    html.write_text(
        f'<!doctype html><meta charset="utf-8"><style>{"".join(styles)}</style>{table}',
        encoding="utf-8",
    )
    made = tmp_path / "table.pdf"
    subprocess.run(
        [
            str(chromium()),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--print-to-pdf={made}",
            str(html),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    words = text(made.read_bytes(), "-layout")
    rows = sum(len(group.cells) for group in journey.table.groups)
    for title in journey.table.columns:
        named = words.count(f"{title}:")
        assert named == rows if len(journey.table.columns) > 3 else title.split()[0] in words
