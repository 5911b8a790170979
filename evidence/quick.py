"""The figures that the tests give: what was held, how often, and what failed."""

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass

from evidence import long
from evidence.breaks import BREAKS
from evidence.results import Test, count, under
from evidence.seeded import ROOT, holes

NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
SINKS = {
    "pages": ("tests/leaks/test_bodies.py", "tests/leaks/test_forms.py"),
    "PDF": (
        "tests/reports/printing/test_pdf_refusals.py",
        "tests/reports/printing/test_letters.py",
    ),
    "Word": ("tests/sharing/test_papers.py",),
    "sheets": ("tests/office/test_many.py",),
    "letters and calendars": ("tests/test_names.py", "tests/home/cards/test_calendar.py"),
    "logs": ("tests/pizazz/test_logs.py", "tests/accounts/operations/test_words_in_logs.py"),
    "requests": ("tests/pizazz/test_wsgi.py", "tests/accounts/test_sign_in.py"),
}


@dataclass(frozen=True)
class Figure:
    """One line: what, how much, by which command; `good`: as it is to be, None: not asked.

    Args:
        when: the day it is of.
        stops: `./run evidence`, and with it the gate, fails where it is not as it is to be.
    """

    what: str
    finding: str
    command: str
    good: bool | None
    when: str = "today"
    stops: bool = True


TOGETHER = ("at-once", "at-once-postgres", "killed", "rolling", "saves", "export")
Chapter = tuple[str, list[Figure]]  # a heading, and what stands under it


def of_tests(what: str, tests: list[Test], command: str, *, more: str = "") -> Figure:
    """Return how many of some tests passed, and before that what they counted."""
    passed = sum(test.passed for test in tests)
    if not tests:
        return Figure(what, "not asked in this run", command, None, "-")
    finding = f"{more}{passed} of {len(tests)} tests pass"
    return Figure(what, finding, command, passed == len(tests))


def of_long(*names: str) -> list[Figure]:
    """Return what parts that take long said last, with their days."""
    results, figures = long.last_results(), []
    for name in names:
        part, last = long.PARTS[name], results.get(name)
        if last is None:
            nothing = "not run to its end yet"
            figures.append(Figure(part.what, nothing, part.typed, None, "-", stops=False))
            continue
        day = str(last["at"]).partition(",")[0]
        short = long.in_short(name, last)
        figures.append(Figure(part.what, short, part.typed, bool(last["good"]), day, stops=False))
    return figures


def chapters(tests: list[Test]) -> list[Chapter]:
    """Return every figure that can be told, in the order in which somebody asks."""
    readable = [*reading(tests), *of_long("holes", "model", "model-postgres")]
    broken = [*breaks(tests), *or_last(copies(tests), "restore")]
    usable = [axe(tests), *or_last(judged(tests), "judge")]
    return [
        ("Who may read what", readable),
        ("What is typed is kept", [*keeping(tests), *of_long(*TOGETHER)]),
        ("What happens when something breaks", broken),
        ("What strangers may type", sinks(tests)),
        ("For everybody to use", usable),
        ("Faults that were mended", faults(tests)),
        ("Held against a standard", asvs(tests)),
        ("What we build on", [bill(), *of_long("audit")]),
    ]


def or_last(figure: Figure, name: str) -> list[Figure]:
    """Return a figure; where it was not asked today, what the long part of the same said last."""
    return of_long(name) if figure.good is None else [figure]


def reading(tests: list[Test]) -> list[Figure]:
    """Return whether anybody could read what is not theirs."""
    walks = under(tests, "tests/leaks/test_routes.py::test_nothing_leaks")
    leaks = f"{count(walks, 'cells'):,} cells, {count(walks, 'leaks')} wrong; "
    model = under(tests, "tests/stateful")
    runs = f"{count(model, 'runs')} runs, {count(model, 'acts'):,} acts; "
    walk, acts = "./test tests/leaks/test_routes.py", "./test tests/stateful"
    return [
        of_tests("Every address asked by everybody (the leak matrix)", walks, walk, more=leaks),
        of_tests("Any order of acts, a few runs", model, acts, more=runs),
        seeded(),
    ]


def keeping(tests: list[Test]) -> list[Figure]:
    """Return what becomes of words that many save at once."""
    at_once = under(tests, "tests/test_at_once.py")
    presses = f"{count(at_once, 'forms')} forms, {count(at_once, 'presses'):,} presses; "
    command = "./test tests/test_at_once.py"
    return [of_tests("Three press at once on every form", at_once, command, more=presses)]


def copies(tests: list[Test]) -> Figure:
    """Return whether copies of the database are made and put back."""
    folder = "tests/accounts/operations"
    command = f"./test {folder}; ./test -m server {folder}"
    return of_tests("Copies, restores and moves", under(tests, folder), command)


def sinks(tests: list[Test]) -> list[Figure]:
    """Return what becomes of hostile words, by where they come out."""
    return [
        of_tests(f"Hostile words in {name}", under(tests, *files), f"./test {' '.join(files)}")
        for name, files in SINKS.items()
    ]


def axe(tests: list[Test]) -> Figure:
    """Return whether pages can be used by everybody, as far as axe sees."""
    pages = under(
        tests, "tests/browser/site/test_every_page.py", "tests/browser/site/test_pages.py"
    )
    return of_tests("Every page before axe (WCAG 2.2 AA)", pages, "./test tests/browser/site")


def judged(tests: list[Test]) -> Figure:
    """Return whether reports are what PDF/UA-1 wants."""
    reports = under(tests, "tests/reports/test_judge.py")
    return of_tests("Reports before a judge of PDF/UA-1", reports, "./test -m judge")


def breaks(tests: list[Test]) -> list[Figure]:
    """Return, by what breaks, whether people and their words came through it."""
    return [
        of_tests(kind, under(tests, *files), f"./test {' '.join(files)}")
        for kind, files in BREAKS.items()
    ]


def faults(tests: list[Test]) -> list[Figure]:
    """Return, by kind, whether the tests that docs/faults.md names passed."""
    text = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
    figures, pattern = [], r"^## (\w\. .+?)$(.*?)(?=^## |\Z)"
    for head, part in re.findall(pattern, text, re.MULTILINE | re.DOTALL):
        names = {f"tests/{file}::{name}" for file, name in NAMED.findall(part)}
        listed = [test for test in tests if f"{test.file}::{test.name}" in names]
        kind = head.partition(". ")[2]
        figures.append(of_tests(kind, listed, "./test; docs/faults.md names them"))
    return figures


def seeded() -> Figure:
    """Say how many holes there are to seed; whether they are caught is for the long part."""
    whole, fit = holes(), 0
    for hole in whole:
        text = (ROOT / hole.path).read_text(encoding="utf-8")
        fit += text.count(hole.old) == 1
    finding, command = f"{fit} of {len(whole)} fit the code", "./test tests/evidence"
    return Figure("Holes that wait to be seeded", finding, command, fit == len(whole))


def bill() -> Figure:
    """Say how many libraries the bill of materials lists."""
    path = "docs/evidence/bill.cdx.json"
    listed = json.loads((ROOT / path).read_text(encoding="utf-8"))["components"]
    return Figure("Libraries, each with its licence (CycloneDX)", str(len(listed)), path, None)


def asvs(tests: list[Test]) -> list[Figure]:
    """Return how many requirements are met, and whether the tests named for them passed."""
    ledger = "docs/evidence/asvs.csv"
    with (ROOT / ledger).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = Counter(row["met by"] for row in rows)
    unmet = counts.pop("not met", 0)
    rest = ", ".join(f"{number} {how}" for how, number in counts.most_common())
    places = {row["where"] for row in rows if row["met by"] == "test"}
    met = [test for test in tests if f"{test.file}::{test.name}" in places]
    more = f"{len({(test.file, test.name) for test in met})} of {len(places)} named tests ran; "
    what = "OWASP ASVS 5.0, levels 1 and 2"
    finding = f"{unmet} of {len(rows)} requirements not met (the rest: {rest})"
    return [
        Figure(what, finding, ledger, unmet == 0, stops=False),
        of_tests("Tests that the ledger names", met, "./test", more=more),
    ]
