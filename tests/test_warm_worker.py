"""The child that stays makes what the child of one report makes."""

import datetime as dt
from pathlib import Path

import pytest

from reports.printing import pdf
from tests import warm_worker

HTML = "<html lang='en'><head><title>Tea</title></head><body><h1>Tea ☕ שלום</h1></body></html>"
CREATED = dt.datetime(2026, 11, 12, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    settings.RENDER_DIR = str(tmp_path / "render")


@pytest.mark.pdf
def test_a_report_of_the_child_that_stays_is_the_same(monkeypatch):
    warm_worker.start()
    assert pdf.WORKER.parent != Path(pdf.__file__).parent
    warm = [pdf.render_pdf(HTML, created=CREATED) for _number in range(2)]
    monkeypatch.setattr(pdf, "WORKER", Path(pdf.__file__).with_name("pdf_worker.py"))
    assert {*warm} == {pdf.render_pdf(HTML, created=CREATED)}


@pytest.mark.pdf
def test_what_cannot_be_made_is_refused_by_the_child_that_stays():
    page = HTML.replace("<h1>", "<img src='https://elsewhere.example/x.png'><h1>")
    with pytest.raises(pdf.RenderError) as refused:
        pdf.render_pdf(page, created=CREATED)
    assert refused.value.reason == pdf.Reason.REFUSED
