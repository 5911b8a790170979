"""The page of licences says what is locked, package by package; so does the bill of materials."""

import json
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
    listed = {(row[1], row[2]) for row in rows if row[3]}
    assert listed - {("Package", "Version")} == locked


def test_bill_names_every_library_of_the_lock():
    """Where it does not: .venv/bin/python docs/licences.py."""
    text = LICENCES["BILL"].read_text(encoding="utf-8")
    assert text == LICENCES["bill"]()
    named = {
        component["name"]: component["version"] for component in json.loads(text)["components"]
    }
    assert named == LICENCES["locked"]("requirements.txt")
