"""The Word documents that people work on, opened by LibreOffice as they would open them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from accounts.models import User
from agreeing.actions import agree, begin_tie, put_understanding, write_understanding
from agreeing.models import BOXES
from agreeing.selectors import seen_of
from agreeing.text import paper_document
from reports.printing.word import Block, word_document
from sharing import actions
from sharing.correspondence.papers import agenda_document, quotable_document
from sharing.models import Share
from sharing.report import preview
from tests.conftest import need
from tests.reports.aloud import words_of
from tests.sharing.story import TODAY
from tests.sharing.test_approved import in_word

LINE = "apt-get install --no-install-recommends libreoffice-writer-nogui"


def opened(folder: Path, papers: dict[str, bytes]) -> dict[str, str]:
    """Return each document as LibreOffice reads it: its words, headings and lists marked."""
    need("LibreOffice", available=shutil.which("soffice") is not None, line=LINE)
    for name, content in papers.items():
        (folder / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "html", "--outdir", str(folder)]
    documents = [str(folder / f"{name}.docx") for name in papers]
    subprocess.run([*command, *documents], check=True, capture_output=True, timeout=300)
    read = {}
    for name in papers:
        page = (folder / f"{name}.html").read_text(encoding="utf-8")
        read[name] = words_of(re.sub(r"<li>\s*<p\b[^>]*>", "<li>", page))
    return read


def lines(words: str) -> list[str]:
    """Return the lines that say something."""
    return [" ".join(line.split()) for line in words.splitlines() if line.strip()]


@pytest.fixture
def papers(ready: Share, manager: User, reader: User) -> dict[str, bytes]:
    """Every Word document of a report."""
    words = {"quotable": "public", "quote": "We are a hostel.\n\nOf twenty.", "quote_better": "Yes"}
    share = actions.choose(
        ready, by=manager, **words, hard_to_say="You are late", hard_on_agenda=True
    )
    report = preview(share)
    tie = begin_tie(share.service, share.body, by=manager)
    boxes = dict.fromkeys(BOXES, "") | {"asked": "A bed.\n\nAnd a talk.", "more_terms": "None."}
    version = write_understanding(tie, boxes, seen=seen_of(tie), by=manager)
    version = put_understanding(version, seen=version.wording(), by=manager)
    agree(version, seen=version.seen(), by=reader)
    return {
        "quote": quotable_document(share, report) or b"",
        "agenda of the team": agenda_document(share, report, inside=True),
        "agenda of the reader": agenda_document(share, report, inside=False),
        "a page to take to the meeting": paper_document(tie),
        "a list": word_document("T", [Block(points=("One", "Two\nhalves"))], author="A", day=TODAY),
    }


def test_opened_documents_have_every_heading_list_and_sentence(papers, tmp_path: Path):
    read = opened(tmp_path, papers)
    for name, content in papers.items():
        assert lines(read[name]) == lines(in_word(content)), name
    assert lines(read["a list"])[1:] == ["- One", "- Two halves"]
