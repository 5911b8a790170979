"""Prints how far what is promised holds, in figures, with the command that makes each.

    ./run evidence                      asks the tests, which takes as long as they take
    ./run evidence --results FILE ...   reads what `./test --junitxml=FILE` has said
    ./run evidence --long [NAME ...]    the parts that take long, each kept in docs/evidence

What takes long stands there as it was found last, with its day. Exits 1 where a figure of today
is not as it is to be.
"""

import argparse
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from evidence import long, quick
from evidence.results import read
from evidence.seeded import ROOT

WORDS = {True: "as it is to be", False: "NOT AS IT IS TO BE", None: "-"}


def head(what: str) -> str:
    """Return the first line: what, of which day and commit."""
    command = ["git", "log", "-1", "--format=%h"]
    log = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    now = datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC")
    return f"# {what}\n\n{now}, commit {log.stdout.strip() or 'unknown'}\n"


def ask_tests(folder: Path) -> list[Path]:
    """Run the tests, and those that are steps of their own in the gate."""
    files = []
    for number, marks in enumerate(("not server and not judge", "server or judge")):
        files.append(folder / f"{number}.xml")
        command = ["./test", "-m", marks, f"--junitxml={files[-1]}"]
        subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False)
    return files


def main() -> int:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(prog="./run evidence", description=__doc__.partition("\n")[0])
    parser.add_argument("--results", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--long", nargs="*", metavar="NAME", choices=[*long.PARTS, []])
    arguments = parser.parse_args()
    if arguments.long is not None:
        return long.run(arguments.long or list(long.PARTS), head("Figures that take long"))
    with tempfile.TemporaryDirectory() as folder:
        chapters = quick.chapters(read(arguments.results or ask_tests(Path(folder))))
    print(head("Figures"))
    stopped = False
    for heading, figures in chapters:
        print(f"## {heading}\n\n| What | Found | | Day | Command |\n|---|---|---|---|---|")
        for figure in figures:
            line = [
                figure.what,
                figure.finding,
                WORDS[figure.good],
                figure.when,
                f"`{figure.command}`",
            ]
            print(f"| {' | '.join(line)} |")
            stopped |= figure.stops and figure.good is False
        print()
    return int(stopped)


if __name__ == "__main__":
    sys.exit(main())
