"""What buyers are told points to what is there."""

import re

import pytest

from tests.source import ROOT

PAGES = sorted((ROOT / "docs/for-buyers").glob("*.md"))
LINK = re.compile(r"\]\(([^)#]+)\)")
PLACE = re.compile(r"\b((?:tests|accounts|pizazz|deploy|frameworks)/[\w./-]*\w)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_and_proofs_are_there(page):
    text = page.read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    missing += [place for place in PLACE.findall(text) if not (ROOT / place).exists()]
    assert missing == []


def test_every_page_is_on_the_list():
    listed = LINK.findall((ROOT / "docs/for-buyers/README.md").read_text(encoding="utf-8"))
    assert {page.name for page in PAGES} - {"README.md"} <= set(listed)


def test_every_kind_of_thing_says_how_long_it_stays():
    """What data protection promises to drop, retention says what drops it."""
    text = (ROOT / "docs/for-buyers/retention.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) > 10
    assert [row for row in rows if len(row) != 3 or not all(cell.strip() for cell in row)] == []
