"""Takes a whole organisation out and into an empty site of each kind: memory, seconds, bytes.

    .venv/bin/python -m bench.export [--services N] [--from KIND] [--into KIND ...]

Ten finished conversations each. The most that `export_organisation` and `import_service` may hold
in memory is 150 MB, however many there are; what is written again on the other site has to be the
same bytes. As on a server: with DEBUG on Django would keep what it asked the database. Exits 1
when a target is missed.
"""

import argparse
import contextlib
import filecmp
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.serving import ROOT
from tests import postgres

MOST = 150.0  # MB
TALKS = 10
KINDS = ["sqlite", "postgres"]
FIRST = """
from accounts.models import User
User.objects.create_superuser("bench@example.org", "only for a bench", display_name="Bench")
"""


class Took(NamedTuple):
    """What a command took: seconds, and the most it held in memory, in MB."""

    seconds: float
    memory: float


def main() -> int:
    """Measure from one kind of database to both; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--services", type=int, default=1000, help="how many teams")
    parser.add_argument("--from", dest="begin", choices=KINDS, default="sqlite")
    parser.add_argument("--into", nargs="+", default=KINDS, choices=KINDS, help="to which kinds")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    missed = False
    with tempfile.TemporaryDirectory() as scratch, postgres.cluster() as cluster:
        here = new_site(arguments.begin, scratch, cluster, "here")
        many = ("--services", str(arguments.services), "--assessments", str(TALKS), "--seed", "1")
        manage(here, "seed_demo", *many)
        file = Path(scratch) / "large.json"
        took = manage(here, "export_organisation", "large-set", str(file))
        size = file.stat().st_size / 1e6
        print(f"{arguments.services * TALKS} records, {size:.0f} MB", flush=True)
        missed |= print_figure(f"out of {arguments.begin}", took)
        for kind in arguments.into:
            there = new_site(kind, scratch, cluster, f"there_{kind}")
            manage(there, "shell", "-v0", "-c", FIRST)
            missed |= print_figure(
                f"into {kind}", manage(there, "import_service", str(file), "-v0")
            )
            again = Path(scratch) / f"{kind}.json"
            missed |= print_figure(
                f"out of {kind} again",
                manage(there, "export_organisation", "large-set", str(again)),
            )
            same = filecmp.cmp(file, again, shallow=False)
            print(f"the same bytes: {'yes' if same else 'NO'}")
            missed |= not same
            again.unlink()
    return 1 if missed else 0


def print_figure(what: str, took: Took) -> bool:
    """Print a figure; say whether it misses its target."""
    missed = took.memory > MOST
    mark = "MISSED" if missed else "ok"
    print(
        f"{what}: {took.seconds:.0f} s, {took.memory:.0f} MB at most (target {MOST:.0f}) {mark}",
        flush=True,
    )
    return missed


def new_site(kind: str, scratch: str, cluster: str, name: str) -> str:
    """Prepare an empty database; return its DATABASE_URL."""
    url = f"sqlite:///{scratch}/{name}.sqlite3"
    if kind == "postgres":
        import psycopg2  # noqa: PLC0415 -- only where it is asked for

        with contextlib.closing(psycopg2.connect(cluster)) as connection:
            connection.autocommit = True
            connection.cursor().execute(f"CREATE DATABASE {name} TEMPLATE template0")
        url = f"{cluster.rpartition('/')[0]}/{name}"
    manage(url, "prepare")
    return url


def manage(url: str, *words: str) -> Took:
    """Type a command and wait for it. Raises CalledProcessError where it does not go well."""
    ours = {
        "DATABASE_URL": url,
        "PIZAZZ_DEBUG": str(words[0] == "seed_demo"),
        "PIZAZZ_SECRET_KEY": "only-for-a-bench-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
        "PIZAZZ_HOSTS": "127.0.0.1",
    }
    start = time.monotonic()
    child = subprocess.Popen(  # our own command
        [sys.executable, "manage.py", *words], env=os.environ | ours, stdout=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, words)
    return Took(time.monotonic() - start, used.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())
