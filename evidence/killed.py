"""Kills the service in mid-saving, again and again, and looks for what it had said was saved.

    .venv/bin/python -m evidence.killed [--rounds N] [--database sqlite|postgres]

Eight people save; after a few saves every process of the service is killed (`kill -9`). Then each
word whose save was answered with 302 has to be in the database, and the database whole. On
PostgreSQL it is our processes that are killed, not the server's. Exits 1 where a word is lost.
"""

import argparse
import contextlib
import http.client
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

from bench.pages import addresses, settings_of
from bench.saves import Saver
from bench.serving import ROOT, Site, collect_static, fill_database

FEWEST, MOST = 4, 60  # saves before the kill,
LONGEST = 10.0  # or so many seconds
PRINT_EVERY = 25  # rounds
QUESTION = "SELECT words FROM assessments_example"


class Service:
    """Pizazz, to be started and killed again and again (evidence/starter.py)."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.starter = subprocess.Popen(
            [sys.executable, "-m", "evidence.starter"],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, line: str) -> str:
        """Say a line to the starter; return what it answers."""
        print(line, file=self.starter.stdin, flush=True)
        return next(iter(self.starter.stdout or ()), "")

    @contextlib.contextmanager
    def served(self) -> Iterator[tuple[Site, int]]:
        """Serve in a group of processes of its own; give the site, and the group to kill."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        group = int(self.ask(str(port)))
        site = Site(port, "", {})
        try:
            for _try in range(600):
                with contextlib.suppress(OSError):
                    site.get("/healthz")
                    break
                time.sleep(0.1)
            yield site, group
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)

    def close(self) -> None:
        """Start no more."""
        self.starter.communicate()


def one_round(entrance: dict[str, Any], service: Service) -> list[str]:
    """Let people save until the service is killed; return the words that were acknowledged."""
    acknowledged: list[str] = []
    with service.served() as (site, group):
        savers = [Saver(site, *way) for way in entrance["savers"]]

        def go(saver: Saver) -> None:
            # A connection that breaks acknowledges nothing.
            with contextlib.suppress(OSError, http.client.HTTPException):
                while True:
                    words = f"We keep {uuid.uuid4()}."
                    saver.save(words)
                    acknowledged.append(words)

        threads = [threading.Thread(target=go, args=(saver,)) for saver in savers]
        for thread in threads:
            thread.start()
        enough = random.randint(FEWEST, MOST)  # noqa: S311 -- any moment will do
        end = time.monotonic() + LONGEST
        while len(acknowledged) < enough and time.monotonic() < end:
            time.sleep(0.01)
        os.killpg(group, signal.SIGKILL)
        for thread in threads:
            thread.join()
    return acknowledged


def stored(address: str) -> set[str]:
    """Return every example's words, once the database was found whole."""
    if address.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as base:
            (whole,) = base.execute("PRAGMA integrity_check").fetchone()
            if whole != "ok":
                raise RuntimeError(f"the database is not whole: {whole}")
            return {words for (words,) in base.execute(QUESTION)}
    import psycopg2  # noqa: PLC0415 -- only where PostgreSQL is wanted

    with contextlib.closing(psycopg2.connect(address)) as connection:
        cursor = connection.cursor()
        cursor.execute(QUESTION)
        return {words for (words,) in cursor.fetchall()}


def main() -> int:
    """Kill as often as was asked for; return 1 where a word is lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    lost = 0
    for database in [arguments.database] if arguments.database else ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as scratch:
            both = addresses(database, scratch, safe=True)
            _plain, ours = settings_of(both, scratch)
            collect_static(ours)
            entrance = fill_database("evidence.fill", ours)
            saved, missing, service = 0, 0, Service(ours)
            for number in range(1, arguments.rounds + 1):
                acknowledged = one_round(entrance, service)
                saved += len(acknowledged)
                missing += len(set(acknowledged) - stored(both[1]))
                if number % PRINT_EVERY == 0 and number < arguments.rounds:
                    print(f"after {number}: {saved:,} saves, {missing} lost", flush=True)
            service.close()
        lost += missing
        print(f"{database}: {arguments.rounds} rounds of kill -9")
        print(f"  {saved:,} saves acknowledged, {missing} lost", flush=True)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
