"""The page of licences says what is locked, package by package."""

import runpy

from tests.source import ROOT

LICENCES = runpy.run_path(str(ROOT / "docs/licences.py"))


def test_page_of_licences_is_as_locked():
    """Where it is not: .venv/bin/python docs/licences.py."""
    assert LICENCES["PAGE"].read_text(encoding="utf-8") == LICENCES["page"]()


def test_every_locked_package_has_its_row():
    locks = ["requirements.txt", "requirements-test.txt"]
    locked = {pair for lock in locks for pair in LICENCES["locked"](lock).items()}
    lines = LICENCES["PAGE"].read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line.startswith("| ")]
    found = {(row[1], row[2]) for row in rows if row[3]}
    assert found - {("Package", "Version")} == locked
