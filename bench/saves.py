"""Measures saving: fifty people at once, and one beside the slowest page.

    .venv/bin/python -m bench.saves [--seconds N] [--database sqlite|postgres]

The rate of saves is set beside the rate at which one writer can commit a short row on the same disk
and kind of database, before and after, with nobody else there. Beside it, and of no target, stands
the rate at which one writer commits the very rows of a save, which are more, and whose processor
time a save is: the clients', who are on the same processors, is not the site's. Exits 1 when a
target is missed.
"""

import argparse
import html
import os
import re
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from bench import processor
from bench.pages import Sheet, addresses, settings_of
from bench.serving import ROOT, Site, at_once, collect_static, fill_database, rate, running, text_of

LEAST = 0.4  # of the raw commits
LONGEST = 2.0  # seconds that a save may wait beside the slowest page
RAW_SECONDS = 3.0
READERS = 4
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Saver:
    """Somebody with a page of a conversation open, who saves an example again and again."""

    def __init__(self, site: Site, cookie: str, path: str) -> None:
        self.site, self.path = replace(site, cookie=cookie).as_a_browser(path), path
        _status, body = self.site.get(path)
        self.fields = fields_of(body)

    def save(self, words: str = "") -> float:
        """Save once; return how long it took. Raises RuntimeError where it was not taken."""
        fields = self.fields | typed(words)
        start = time.perf_counter()
        status = self.site.post(self.path, urlencode(fields))
        took = time.perf_counter() - start
        if status != 302:  # noqa: PLR2004 -- on to the next page
            raise RuntimeError(f"a save was answered {status}")
        return took


def fields_of(page: bytes) -> dict[str, str]:
    """Return what a page of a conversation sends along, from its bytes as sent."""
    form = text_of(page).partition("talk-form")[2]
    return {name: html.unescape(value) for name, value in HIDDEN.findall(form)}


def typed(words: str = "") -> dict[str, str]:
    """Return what somebody types, in a form that was not sent yet."""
    words = words or f"We keep {uuid.uuid4()}."
    return {"key": str(uuid.uuid4()), "words": words, "choice": ""}


def shares(site: Site) -> dict[str, float]:
    """Return the processor seconds up to now: of the clients, the site and a database's server."""
    clients, served = time.process_time(), processor.seconds(site.process)
    every = processor.seconds(os.getpid())
    return {"clients": clients, "site": served, "database": max(every - clients - served, 0.0)}


def beside(site: Site, saver: Saver, seconds: float) -> tuple[str, float]:
    """Return the slowest page's name, and the longest that a save waits while it is asked for."""
    slowest = max(site.pages, key=lambda name: site.seconds(site.pages[name]))
    waits, end = list[float](), time.perf_counter() + seconds

    def read() -> None:
        while time.perf_counter() < end:
            site.seconds(site.pages[slowest])

    def save() -> None:
        while time.perf_counter() < end:
            waits.append(saver.save())

    at_once([*[read] * READERS, save])
    return slowest, max(waits)


def raw_commits(address: str, scratch: str) -> float:
    """Return commits a second of one writer of one short row, as safe as Pizazz asks for."""
    words = "Some words as people write them. " * 3
    beside = f"sqlite:///{scratch}/raw.sqlite3" if address.startswith("sqlite") else address
    with _one_writer(beside) as write:
        write("CREATE TABLE IF NOT EXISTS bench_raw (words text)")
        return _a_second(lambda: write(f"INSERT INTO bench_raw VALUES ('{words}')"))  # noqa: S608 -- ours


def own_commits(address: str, writes: dict[str, list[str]]) -> float:
    """Return commits a second of one writer of the rows of a save, in the site's own database.

    `writes`: what a save wrote, as "sql", and the "keys" that have to be new each time.
    """
    with _one_writer(address) as write:

        def save() -> None:
            new = {key: uuid.uuid4() for key in writes["keys"]}
            write("BEGIN")
            for sql in writes["sql"]:
                for key, other in new.items():
                    sql = sql.replace(key, str(other)).replace(key.replace("-", ""), other.hex)  # noqa: PLW2901 -- one after another
                write(sql)
            write("COMMIT")

        return _a_second(save)


def _a_second(act: Callable[[], object]) -> float:
    count, end = 0, time.perf_counter() + RAW_SECONDS
    while time.perf_counter() < end:
        act()
        count += 1
    return count / RAW_SECONDS


@contextmanager
def _one_writer(address: str) -> Iterator[Callable[[str], object]]:
    """Give what writes there and waits for the disk, each by itself until it says BEGIN."""
    if address.startswith("sqlite"):
        from pizazz.environment import wal_is_safe  # noqa: PLC0415 -- as it is served

        base: Any = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
        base.execute(f"PRAGMA journal_mode={'WAL' if wal_is_safe() else 'DELETE'}")
        base.execute("PRAGMA synchronous=FULL")
        write: Callable[[str], object] = base.execute
    else:
        base = _postgres(address)
        cursor = base.cursor()
        write = cursor.execute
        for name in ("fsync", "synchronous_commit"):
            write(f"SHOW {name}")
            assert cursor.fetchone() == ("on",), f"{name} is off: no commit waits for the disk"
    with closing(base):
        yield write


def _postgres(address: str) -> Any:
    import psycopg2  # noqa: PLC0415 -- only where PostgreSQL is wanted

    connection = psycopg2.connect(address)
    connection.autocommit = True
    return connection


def main() -> int:
    """Measure what was asked for; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long fifty people save")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    arguments = parser.parse_args()
    sheet = Sheet()
    os.chdir(ROOT)
    for database in [arguments.database] if arguments.database else ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as scratch:
            both = addresses(database, scratch, safe=True)
            _plain, ours = settings_of(both, scratch)
            collect_static(ours)
            entrance = fill_database("bench.fill_savers", ours)
            with running("pizazz.wsgi:application", entrance, ours) as site:
                savers = [Saver(site, *way) for way in entrance["savers"]]
                raw = raw_commits(both[1], scratch)
                before = shares(site)
                a_second = rate([saver.save for saver in savers], arguments.seconds)
                processors = {name: end - before[name] for name, end in shares(site).items()}
                raw = statistics.mean([raw, raw_commits(both[1], scratch)])
                own = own_commits(both[1], entrance["writes"])
                name, longest = beside(site, savers[0], min(arguments.seconds, 20.0))
            print(f"{database}: {len(savers)} people save for {arguments.seconds:.0f} s")
            print(f"  {a_second:,.0f} saves a second, {raw:,.0f} raw commits a second")
            of_rows = f"{own / a_second:.2f} for a save"
            print(f"  {own:,.0f} commits a second of a save's own rows: {of_rows}")
            a_save = {
                name: spent / a_second / arguments.seconds * 1000
                for name, spent in processors.items()
            }
            print(
                "  processor, ms a save: " + ", ".join(f"{n} {ms:.1f}" for n, ms in a_save.items())
            )
            sheet.row("raw commits for a save", raw / a_second, 1 / LEAST, lambda v: f"{v:.2f}")
            sheet.row(f"longest wait beside {name}", longest, LONGEST, lambda v: f"{v:.2f} s")
    return 1 if sheet.missed else 0


if __name__ == "__main__":
    sys.exit(main())
