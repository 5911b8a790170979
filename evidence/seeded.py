"""Takes out one policy, scope or filter at a time, and sees whether a test notices.

    .venv/bin/python -m evidence.seeded [WORDS ...] [--near] [--out FILE]

The holes stand in evidence/holes, as small patches: `#` what would be so, `=` the tests that are
asked first, `@` the file, then its lines as in a diff. Each is cut into a copy of the checkout.
WORDS: only those with one of these in heading or path. --near: only those tests are asked; else the
app's own and the walk of tests/leaks, too, where they notice nothing. Exits 1 where none does.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOLES = ROOT / "evidence" / "holes"
FAILED, PASSED = 1, 0  # pytest's exit codes; any other says that it could not even look
# Asked where the neighbours notice nothing.
WALK = "tests/leaks/test_routes.py"
QUIET = ["-q", "-x", "-p", "no:cacheprovider", "--no-header", "-m", "not browser and not server"]


@dataclass
class Hole:
    """One check that is taken out: the lines it stands in, and those that stand there instead."""

    what: str
    path: str = ""
    tests: list[str] = field(default_factory=list)
    old: str = ""
    new: str = ""

    def cut(self, text: str) -> str:
        """Return a file's text with the hole. Raises ValueError where it does not fit once."""
        if text.count(self.old) != 1:
            raise ValueError(
                f"{self.path} has these lines {text.count(self.old)} times: {self.what}"
            )
        return text.replace(self.old, self.new)


def holes() -> list[Hole]:
    """Read every hole, in order."""
    return [hole for path in sorted(HOLES.glob("*.txt")) for hole in _read(path)]


def _read(path: Path) -> Iterator[Hole]:
    hole = None
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, rest = line[:1], line[1:]
        if mark == "#":
            if hole:
                yield hole
            hole = Hole(rest.strip())
        elif hole and mark == "=":
            hole.tests = rest.split()
        elif hole and mark == "@":
            hole.path = rest.strip()
        elif hole and mark:
            hole.old += f"{rest}\n" if mark in " -" else ""
            hole.new += f"{rest}\n" if mark in " +" else ""
    if hole:
        yield hole


def copy_checkout(to: Path) -> None:
    """Copy what is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def noticed(copy: Path, hole: Hole, *, near: bool) -> str:
    """Return which test failed with the hole in the copy; "" where none did."""
    path = copy / hole.path
    whole = path.read_text(encoding="utf-8")
    path.write_text(hole.cut(whole), encoding="utf-8")
    try:
        app = hole.path.partition("/")[0]
        by = first_failure(copy, hole.tests)
        return by if by or near else first_failure(copy, [f"tests/{app}", WALK])
    finally:
        path.write_text(whole, encoding="utf-8")


def first_failure(copy: Path, tests: list[str]) -> str:
    """Run tests in the copy; return the first that failed, or "".

    Raises RuntimeError where pytest could not run them: that is no notice of anything.
    """
    command = [sys.executable, "-m", "pytest", *QUIET, *tests]
    process = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    lines = process.stdout.splitlines()
    if process.returncode == PASSED:
        return ""
    failures = [
        line.partition(" - ")[0] for line in lines if line.startswith(("FAILED ", "ERROR "))
    ]
    if process.returncode != FAILED or not failures:
        message = "\n".join(["the tests could not be run:", *lines[-15:]])
        raise RuntimeError(message)
    return failures[0].partition(" ")[2]


def _earlier(path: Path | None) -> list[dict[str, str]]:
    """Return what was found before."""
    if path is None or not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> int:
    """Cut each hole in turn; return 1 where one went unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("words", nargs="*")
    parser.add_argument("--near", action="store_true")
    parser.add_argument(
        "--out", type=Path, help="a line of JSON each; what it has is not asked anew"
    )
    arguments = parser.parse_args()
    to_cut = [
        hole
        for hole in holes()
        if not arguments.words or any(w in f"{hole.what} {hole.path}" for w in arguments.words)
    ]
    earlier = {line["what"] for line in _earlier(arguments.out) if line["by"]}
    to_cut = [hole for hole in to_cut if hole.what not in earlier]
    missed = 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch)
        copy_checkout(copy)
        for hole in to_cut:
            try:
                by = noticed(copy, hole, near=arguments.near)
            except RuntimeError as error:
                print(error, flush=True)
                by = ""
            missed += not by
            print(f"{'caught' if by else 'NOT CAUGHT'}: {hole.what} ({hole.path}) {by}", flush=True)
            if arguments.out:
                with arguments.out.open("a", encoding="utf-8") as out:
                    out.write(json.dumps({"what": hole.what, "by": by}) + "\n")
    whole = len(to_cut) + len(earlier)
    print(f"{whole - missed} of {whole} caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
