"""The figures that take long: each part by its own command, its words kept with their day."""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from evidence.seeded import ROOT

RESULTS = ROOT / "docs/evidence/figures.json"
PAGE = ROOT / "docs/evidence/figures.md"
MODEL = ["./test", "tests/stateful", "-n", "0", "-s"]
AT_ONCE = ["./test", "tests/test_at_once.py", "-n", "0", "-s"]


@dataclass(frozen=True)
class Part:
    """A command, with what is set for it, and how many of its last lines say what it found.

    `tells`: what of these lines is the figure itself.
    """

    what: str
    command: list[str]
    tells: str
    variables: dict[str, str] = field(default_factory=dict)
    lines: int = 6

    @property
    def typed(self) -> str:
        """The line that a person would type."""
        settings = [f"{name}={value}" for name, value in self.variables.items()]
        return " ".join([*settings, *self.command]).replace(sys.executable, ".venv/bin/python")


def on_postgres(part: Part) -> Part:
    """Return the same part on PostgreSQL."""
    variables = part.variables | {"TEST_DATABASE": "postgres"}
    return replace(part, what=f"{part.what}, PostgreSQL", variables=variables)


def module(name: str, *more: str) -> list[str]:
    """Return the command that runs a module of ours."""
    return [sys.executable, "-m", name, *more]


_MODEL = Part(
    "Any order of acts: 500 runs of 50",
    MODEL,
    r"[\d,]+ runs[^:]*(?=:)|[\d,]+ runs of \d+ acts.*",
    {"PIZAZZ_MODEL_RUNS": "500"},
    lines=3,
)
_AT_ONCE = Part(
    "Sixteen press at once on every form",
    AT_ONCE,
    r"\d+ forms, answers by status: .*",
    {"PIZAZZ_AT_ONCE": "16"},
    lines=3,
)
# Strict: without it a library that the database does not know counts as one without a fault.
_LOCKED = ["--requirement", "requirements.txt", "--require-hashes", "--disable-pip"]
_AUDIT = module("pip_audit", *_LOCKED, "--strict")
_COPIES = ["./test", "-m", "server", "tests/accounts/operations"]
PASSED = r"\d+ passed|\d+ failed"
PARTS = {
    "holes": Part("Seeded holes", module("evidence.seeded"), r"\d+ of \d+ caught", lines=12),
    "model": _MODEL,
    "model-postgres": on_postgres(_MODEL),
    "at-once": _AT_ONCE,
    "at-once-postgres": on_postgres(_AT_ONCE),
    "saves": Part(
        "Fifty people save for a minute", module("bench.saves"), r".*a second.*", lines=14
    ),
    "killed": Part(
        "Killed while people save",
        module("evidence.killed"),
        r"\w+: [\d,]+ rounds of kill -9|[\d,]+ saves acknowledged, [\d,]+ lost",
        lines=4,
    ),
    "rolling": Part(
        "Two hosts change over",
        module("evidence.rolling"),
        r"[\d,]+ saves acknowledged, [\d,]+ lost|[\d,]+ errors seen",
        lines=4,
    ),
    "export": Part(
        "A whole organisation out and in again",
        module("bench.export"),
        r"\d+ records|(?:out of|into) [\w ]+: \d+ s, \d+ MB|the same bytes: \w+",
        lines=8,
    ),
    "restore": Part("Restore drill", _COPIES, PASSED, lines=2),
    "judge": Part("Reports before a judge of PDF/UA-1", ["./test", "-m", "judge"], PASSED, lines=2),
    "audit": Part("Known faults of libraries", _AUDIT, r".+", lines=8),
}


def last_results() -> dict[str, dict[str, object]]:
    """Return what every part said last, by its name."""
    results: dict[str, dict[str, object]] = {}
    if RESULTS.exists():
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
    return results


def in_short(name: str, result: dict[str, object]) -> str:
    """Return the figure itself, of all that a part said."""
    lines: list[str] = result["said"]  # type: ignore[assignment]  # a list of JSON
    figures: list[str] = []
    for line in lines:
        figures += re.findall(PARTS[name].tells, line)
    return "; ".join(figure.strip() for figure in figures) or lines[-1]


def run(names: list[str], head: str) -> int:
    """Run parts, keep what each said, and write the page; return 1 where one failed."""
    failed = 0
    for name in names:
        results = last_results()
        results[name] = result_of(PARTS[name])
        failed += not results[name]["good"]
        RESULTS.write_text(
            json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        PAGE.write_text(page(results), encoding="utf-8")
        print(f"{name}: {'good' if results[name]['good'] else 'NOT GOOD'}", flush=True)
    print(f"{head}\n{PAGE.relative_to(ROOT)}")
    return int(failed > 0)


def result_of(part: Part) -> dict[str, object]:
    """Run one part; return its last lines, when it was, and whether it was good."""
    start = time.monotonic()
    process = subprocess.run(
        part.command,
        cwd=ROOT,
        env=os.environ | part.variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    lines = [line for line in process.stdout.splitlines() if line.strip()]
    last = lines[-part.lines :]
    if "pip_audit" in part.command:
        last = why_not_asked(process.stdout) or last
    return {
        "at": datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC"),
        "good": process.returncode == 0,
        "seconds": round(time.monotonic() - start),
        "said": last,
    }


def why_not_asked(text: str) -> list[str]:
    """Say why no database of faults was asked, where none was."""
    if "No module named" in text:
        return ["not asked: pip-audit is not here. Type: uv pip install pip-audit"]
    if "could not be audited" in text:
        return ["not answered: what answers from this machine knows no faults"]
    if any(sign in text for sign in ("ConnectionError", "Max retries", "ServiceError")):
        return ["could not be reached: no database of known faults answers from this machine"]
    return []


def page(results: dict[str, dict[str, object]]) -> str:
    """Return the page of what every part said last; one that never ran says so."""
    parts = ["# Figures that take long", ""]
    parts += ["Written by `./run evidence --long`, part by part. Failures stand here, too.", ""]
    for name, part in PARTS.items():
        parts += [f"## {part.what}", "", f"`{part.typed}`", ""]
        if name not in results:
            parts += ["Not run to its end yet.", ""]
            continue
        last = results[name]
        word = "as it is to be" if last["good"] else "NOT AS IT IS TO BE"
        lasted = f", {last['seconds']} s" if last["seconds"] else ""
        parts += [f"{last['at']}{lasted}: {word}.", "", "```"]
        parts += [str(line) for line in last["said"]]  # type: ignore[attr-defined]  # a list
        parts += ["```", ""]
    return "\n".join(parts)
