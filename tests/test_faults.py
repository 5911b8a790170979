"""docs/faults.md says which test holds which fault: each is there, and no row is without one."""

import re

from tests.source import ROOT

PAGE = ROOT / "docs" / "faults.md"
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
COUNTS = {"A": 13, "B": 9, "C": 12, "D": 8, "E": 20, "F": 6, "G": 10, "H": 10}


def rows() -> dict[str, str]:
    """Return the rows of the page by their code."""
    table = re.findall(r"^\| ([A-H]\d+) \|(.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(table)


def test_every_fault_has_its_row():
    codes = [f"{letter}{n}" for letter, most in COUNTS.items() for n in range(1, most + 1)]
    assert list(rows()) == codes


def test_every_row_names_a_test_that_is_there():
    missing = []
    for code, row in rows().items():
        named = NAMED.findall(row)
        if not named:
            missing.append(code)
        for path, name in named:
            file = ROOT / "tests" / path
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            if not re.search(rf"^(?:async )?def {name}\(", text, re.MULTILINE):
                missing.append(f"{code}: {path}::{name}")
    assert missing == []
