"""Measures how many times a second a stored report is handed out, against a bare file response.

    .venv/bin/python -m bench.download [--database sqlite|postgres] [--rounds N]

Both hand out the same 200,000 bytes from their database to somebody signed in, in one run, eight
clients at once, in short turns. "bare" asks only whether anybody is signed in; "opened" writes
down each time who it was. Exits 1 when fewer than 0.9 of the bare ones go out.
"""

import argparse
import os
import statistics
import sys
import tempfile

from bench.pages import addresses, settings_of
from bench.serving import ROOT, served

LEAST = 0.9


def measure(database: str, rounds: int) -> float:
    """Print the rates; return ours over that of the bare file."""
    with tempfile.TemporaryDirectory() as scratch:
        plain, production = settings_of(addresses(database, scratch), scratch)
        with (
            served(
                "django.core.wsgi:get_wsgi_application()", "bench.yardstick.fill", plain
            ) as unit,
            served("pizazz.wsgi:application", "bench.fill_download", production) as site,
        ):
            rates_of: dict[str, list[float]] = {"pdf": [], "bare": [], "opened": []}
            for _round in range(rounds):
                for name, rates in rates_of.items():
                    where = site if name == "pdf" else unit
                    rates.append(where.per_second(where.pages[name]))
        middle = {name: statistics.median(rates) for name, rates in rates_of.items()}
        text = ", ".join(f"{name} {rate:.0f}" for name, rate in middle.items())
        over_bare, over_opened = (middle["pdf"] / middle[name] for name in ("bare", "opened"))
        print(f"{database}: a second {text}; of bare {over_bare:.2f}, of opened {over_opened:.2f}")
        return over_bare


def main() -> int:
    """Measure both databases, or the one asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    parser.add_argument("--rounds", type=int, default=11)
    arguments = parser.parse_args()
    os.chdir(ROOT)
    databases = [arguments.database] if arguments.database else ["sqlite", "postgres"]
    rates = [measure(database, arguments.rounds) for database in databases]
    return int(min(rates) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
