"""Measures pages against the yardstick, on SQLite and on PostgreSQL.

    .venv/bin/python -m bench.pages [--times N] [--database sqlite|postgres]

All ratios of one database come from one run, the yardstick asked in turn with the page. Everything
is served and asked for on 127.0.0.1, for a bounded time. Exits 1 when a target is missed.
"""

import argparse
import html.parser
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.serving import ROOT, Site, served, text_of

TARGETS = {"theme page": 1.0, "your teams": 1.5, "journey": 1.5}
BESIDE_REPORT = 1.5
FIRST_VISIT = {"all": 75_000, "script": 15_000, "fonts": 45_000}
LATER_PAGE = 12_000
ROUNDS = 5
REPORTS, LONGEST = 4, 60.0  # so many are made meanwhile, or so many seconds go by
TURN = 10


class Assets(html.parser.HTMLParser):
    """Collects what a page loads: style, script, preloaded fonts, icon."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.assets: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and scripts."""
        attributes = dict(attrs)
        if tag == "script" and attributes.get("src"):
            self.assets[str(attributes["src"])] = "script"
        elif tag == "link" and attributes.get("href"):
            kinds = {"stylesheet": "style", "preload": "fonts", "icon": "icon"}
            if kind := kinds.get(str(attributes.get("rel"))):
                self.assets[str(attributes["href"])] = kind


def ratios(site: Site, yardstick: Site, times: int) -> dict[str, float]:
    """Return each page's median time over the yardstick's, ten of each in turn.

    In turn, because a machine's speed changes from second to second when others use it too.
    """
    figures = {}
    for name in TARGETS:
        ours, unit = list[float](), list[float]()
        for _round in range(-(-times // TURN)):
            ours += [site.seconds(site.pages[name]) for _time in range(TURN)]
            unit += [yardstick.seconds(yardstick.pages["page"]) for _time in range(TURN)]
        figures[name] = statistics.median(ours) / statistics.median(unit)
    return figures


def throughput(site: Site, yardstick: Site) -> dict[str, float]:
    """Return the yardstick's pages a second over each page's, eight clients at once.

    The median of short rounds in turn.
    """
    return {
        name: statistics.median(
            yardstick.per_second(yardstick.pages["page"]) / site.per_second(site.pages[name])
            for _round in range(ROUNDS)
        )
        for name in TARGETS
    }


def beside_report(site: Site, times: int) -> tuple[float, int]:
    """Return the theme page's time while reports render, over its own, and how many rendered.

    Two people ask for them, each again once they have theirs; who is told to wait looks again when
    the page does so by itself.
    """
    path, stop, statuses = site.pages["theme page"], threading.Event(), list[int]()
    own = [site.seconds(path) for _time in range(times)]

    def render() -> None:
        while not stop.is_set():
            status, _body, headers = site.answer(site.pages["pdf"])
            statuses.append(status)
            stop.wait(int(headers.get("Retry-After", 0)))

    threads = [threading.Thread(target=render) for _person in range(2)]
    for thread in threads:
        thread.start()
    beside = []
    end = time.monotonic() + LONGEST
    while statuses.count(200) < REPORTS and time.monotonic() < end:
        beside.append(site.seconds(path))
    stop.set()
    for thread in threads:
        thread.join()
    own += [site.seconds(path) for _time in range(times)]
    return statistics.median(beside) / statistics.median(own), statuses.count(200)


def weights(site: Site) -> tuple[dict[str, int], dict[str, int]]:
    """Return the bytes on the wire of a first visit by kind, and of later pages by name."""
    _status, body = site.get(site.pages["sign in"], signed_in=False)
    collector = Assets()
    collector.feed(text_of(body))
    first = {"page": len(body)}
    for address, kind in collector.assets.items():
        first[kind] = first.get(kind, 0) + len(site.get(address)[1])
    first["all"] = sum(first.values())
    later = {name: len(site.get(site.pages[name])[1]) for name in TARGETS}
    return first, later


class Sheet:
    """Prints figures beside their targets and remembers misses."""

    def __init__(self) -> None:
        """Begin without a miss."""
        self.missed = 0

    def row(self, what: str, value: float, target: float, in_words: Callable[[float], str]) -> None:
        """Print one figure."""
        word = "within" if value <= target else "OVER"
        self.missed += value > target
        print(f"  {what:44} {in_words(value):>10}   target {in_words(target)}: {word}")


def times_over(value: float) -> str:
    """Show a ratio."""
    return f"x {value:.2f}"


def in_bytes(value: float) -> str:
    """Show bytes."""
    return f"{value:,.0f} B"


def measure(database: str, times: int, sheet: Sheet) -> None:
    """Measure everything on one database."""
    with tempfile.TemporaryDirectory() as scratch:
        plain, production = settings_of(addresses(database, scratch), scratch)
        with (
            served(
                "django.core.wsgi:get_wsgi_application()", "bench.yardstick.fill", plain
            ) as unit,
            served("pizazz.wsgi:application", "bench.fill", production, collect=True) as site,
        ):
            print(f"{database}: one client, medians of {times}")
            for name, value in ratios(site, unit, times).items():
                sheet.row(name, value, TARGETS[name], times_over)
            print(f"{database}: eight clients at once, medians of {ROUNDS} rounds")
            for name, value in throughput(site, unit).items():
                sheet.row(name, value, TARGETS[name], times_over)
            value, reports = beside_report(site, times)
            sheet.row(f"theme page beside {reports} reports", value, BESIDE_REPORT, times_over)
            first, later = weights(site)
            for kind, size in first.items():
                if kind in FIRST_VISIT:
                    sheet.row(f"first visit, {kind}", size, FIRST_VISIT[kind], in_bytes)
            for name, size in later.items():
                sheet.row(f"later page, {name}", size, LATER_PAGE, in_bytes)


def settings_of(databases: tuple[str, str], scratch: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the environment of the yardstick and of Pizazz, each on its database."""
    yard, ours = databases
    key = {"PIZAZZ_SECRET_KEY": "only for measuring, and only here, but long enough to be a key"}
    plain = key | {"DJANGO_SETTINGS_MODULE": "bench.yardstick.settings", "DATABASE_URL": yard}
    production = key | {
        "DJANGO_SETTINGS_MODULE": "pizazz.settings",
        "PIZAZZ_HOSTS": "localhost",
        "PIZAZZ_BEHIND_PROXY": "True",
        "PIZAZZ_RENDER_DIR": scratch,
        "DATABASE_URL": ours,
    }
    return plain, production


def addresses(database: str, scratch: str, *, safe: bool = False) -> tuple[str, str]:
    """Return two databases of this kind, for the yardstick and for Pizazz.

    `safe`: commits of PostgreSQL wait for the disk; those of SQLite always do.
    """
    if database == "sqlite":
        return f"sqlite:///{scratch}/yard.sqlite3", f"sqlite:///{scratch}/ours.sqlite3"
    from tests import postgres  # noqa: PLC0415 -- only where it is asked for

    # A cluster each: both have tables of sessions and users.
    return postgres.start(safe=safe), postgres.start(safe=safe)


def main() -> int:
    """Measure what was asked for; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=150, help="requests of each page")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    arguments = parser.parse_args()
    sheet = Sheet()
    os.chdir(ROOT)
    for database in [arguments.database] if arguments.database else ["sqlite", "postgres"]:
        measure(database, arguments.times, sheet)
    return 1 if sheet.missed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(ROOT)))
    sys.exit(main())
