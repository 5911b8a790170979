"""Measures a lead's pages over many teams on SQLite: as installed, then with fresh statistics.

    .venv/bin/python -m bench.lead [--services N ...] [--times N]

As installed, SQLite knows of its tables what it saw when they were empty. A page that then takes
its own way to the rows walks all there are. Also how long a save waits beside the slowest of these
pages. Exits 1 when a target is missed.
"""

import argparse
import os
import sqlite3
import statistics
import sys
import tempfile

from bench.pages import Sheet, addresses, settings_of, times_over
from bench.saves import LONGEST, Saver, beside
from bench.serving import ROOT, Site, collect_static, fill_database, running

MOST = 1.2  # times the page after ANALYZE
SIZES = [100, 1000]
BESIDE_SECONDS = 20.0


def main() -> int:
    """Measure what was asked for; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--services", type=int, nargs="+", default=SIZES, help="how many teams")
    parser.add_argument("--times", type=int, default=20, help="requests of each page")
    arguments = parser.parse_args()
    sheet = Sheet()
    os.chdir(ROOT)
    for count in arguments.services:
        with tempfile.TemporaryDirectory() as scratch:
            measure(count, arguments.times, scratch, sheet)
    return 1 if sheet.missed else 0


def measure(count: int, times: int, scratch: str, sheet: Sheet) -> None:
    """Measure with so many teams of ten conversations each."""
    database = addresses("sqlite", scratch)[1]
    _plain, ours = settings_of((database, database), scratch)
    collect_static(ours)
    entrance = fill_database("bench.fill_lead", ours | {"SERVICES": str(count)})
    analyzed = ours | {"DATABASE_URL": analyzed_copy(database)}
    with (
        running("pizazz.wsgi:application", entrance, ours) as site,
        running("pizazz.wsgi:application", entrance, analyzed) as other,
    ):
        print(f"{count} services, medians of {times}: as installed, over the same after ANALYZE")
        for name, path in entrance["pages"].items():
            here, there = medians(site, other, path, times)
            sheet.row(f"{name} ({here * 1000:.0f} ms)", here / there, MOST, times_over)
        name, longest = beside(site, Saver(site, *entrance["savers"][0]), BESIDE_SECONDS)
    sheet.row(f"a save beside {name}", longest, LONGEST, lambda v: f"{v:.2f} s")


def analyzed_copy(database: str) -> str:
    """Return the address of a copy that SQLite has looked through."""
    copy = database.replace(".sqlite3", "-analyzed.sqlite3")
    with sqlite3.connect(database.removeprefix("sqlite:///")) as base:
        base.execute("VACUUM INTO ?", [copy.removeprefix("sqlite:///")])
    with sqlite3.connect(copy.removeprefix("sqlite:///")) as base:
        base.execute("ANALYZE")
    return copy


def medians(site: Site, other: Site, path: str, times: int) -> tuple[float, float]:
    """Return a page's median seconds on both, asked in turn: a machine's speed changes."""
    here, there = list[float](), list[float]()
    for _time in range(times + 1):
        here.append(site.seconds(path))
        there.append(other.seconds(path))
    return statistics.median(here[1:]), statistics.median(there[1:])  # the first reads templates


if __name__ == "__main__":
    sys.exit(main())
