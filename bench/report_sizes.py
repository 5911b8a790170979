"""What a report costs as it grows: of about 5, 20 and 60 pages.

    .venv/bin/python -m bench.report_sizes [--runs N]

For each the processor time and the memory of the process that makes it, beside WeasyPrint alone on
the same HTML in a process of its own; and, without the PDF, the processor time of what a page over
6, 40 and 160 conversations says: one line over time, the team's own copy. Processor time, because
it is steady on a busy machine. Exits 1 when a page costs more in a longer report (1.3 times), when
our way takes more than 1.25 times WeasyPrint alone, or when a conversation costs more where there
are more of them.
"""

import argparse
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.pdf import ALONE, on_disk, prepare

# Themes, elements in each, conversations.
SIZES = {"about 5": (2, 2, 3), "about 20": (6, 12, 3), "about 60": (14, 17, 4)}
TALKS = (6, 40, 160)
OTHER_SCRIPTS = re.compile("[\u0370-\u1fff\u3040-\uffff]")
MOST_OVER_ALONE, MOST_OVER_SHORTEST = 1.25, 1.3


def cost(command: list[str], environment: dict[str, str] | None = None) -> tuple[float, float]:
    """Run it; return its seconds of processor time and its most memory in MB."""
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def ours(html: str, folder: Path) -> list[str]:
    """Return the command that the worker is started by, with its job on a file of its own."""
    import json  # noqa: PLC0415 -- only here

    from reports.printing import letters, pdf  # noqa: PLC0415 -- after prepare()

    scripts = letters.scripts_for(html)
    job = {
        "html": html.replace("</head>", f"{letters.style_of(scripts)}</head>", 1),
        "created": "2026-11-12T12:00:00Z",
        "bundled": pdf._bundled(letters.files_of(scripts)),  # noqa: SLF001 -- what it hands over
    }
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    worker = f"{sys.executable} -I {pdf.WORKER} 60 {pdf.MEMORY}"
    line = f"exec {worker} <{folder}/job.json >{folder}/our.pdf"
    return ["/bin/sh", "-c", line]


def pages(size: tuple[int, int, int], runs: int) -> dict[str, float]:
    """Make a report of this size both ways, in turn; the least of each counts."""
    import pikepdf  # noqa: PLC0415 -- only here

    from reports.content import Options, build_report  # noqa: PLC0415 -- after prepare()
    from reports.printing import letters, pdf  # noqa: PLC0415 -- after prepare()
    from reports.printing.render import report_html  # noqa: PLC0415 -- after prepare()
    from tests.reports.invented import sized  # noqa: PLC0415 -- after prepare()

    records = sized(*size)
    options = Options.own_copy(date=records[-1].held_on)
    html = letters.printed(report_html(build_report(records, options=options)))
    # Ours brings faces for other scripts along, and WeasyPrint alone would draw boxes.
    html = OTHER_SCRIPTS.sub("x", html)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        our, page = ours(html, folder), on_disk(html, folder)
        plain = [sys.executable, "-c", ALONE, str(page), str(folder / "alone.pdf")]
        environment = pdf._environment(scratch)  # noqa: SLF001 -- as it is started
        rounds = [(cost(our, environment), cost(plain)) for _round in range(runs)]
        seconds, megabytes = min(ours_cost for ours_cost, _plain in rounds)
        alone, other = min(plain_cost for _ours, plain_cost in rounds)
        count = len(pikepdf.open(io.BytesIO((folder / "our.pdf").read_bytes())).pages)
    return {
        "pages": count,
        "cpu_s": round(seconds, 2),
        "cpu_s_a_page": round(seconds / count, 3),
        "MB": round(megabytes),
        "over_alone": round(seconds / alone, 2),
        "alone_MB": round(other),
    }


def least(work: Callable[[], object]) -> float:
    """Return the least milliseconds of processor time that three rounds took."""
    took = []
    for _round in range(3):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took) * 1000


def talk_costs(talks: int) -> dict[str, float]:
    """Return what it costs to say one line over time, and a team's own copy, of so many talks."""
    from reports.content import Options, build_report  # noqa: PLC0415 -- after prepare()
    from reports.content.line import build_line_story  # noqa: PLC0415 -- after prepare()
    from tests.reports.invented import sized  # noqa: PLC0415 -- after prepare()

    records = sized(5, 3, talks)
    options = Options.own_copy(date=records[-1].held_on)
    return {
        "one line": least(lambda: build_line_story(records, "theme-1-1", today=options.date)),
        "own copy": least(lambda: build_report(records, options=options)),
    }


def main() -> int:
    """Print the figures; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    prepare()
    missed = False
    reports = {}
    for name, size in SIZES.items():
        reports[name] = pages(size, runs)
        print(name, "pages:", reports[name])
        missed |= reports[name]["over_alone"] > MOST_OVER_ALONE
    a_page = [figures["cpu_s_a_page"] for figures in reports.values()]
    missed |= max(a_page[1:]) > a_page[0] * MOST_OVER_SHORTEST
    grown = {talks: talk_costs(talks) for talks in TALKS}
    for what in ("one line", "own copy"):
        a_talk = {talks: round(costs[what] / talks, 2) for talks, costs in grown.items()}
        whole = {talks: round(costs[what], 1) for talks, costs in grown.items()}
        print(f"{what}: ms {whole}, a conversation {a_talk}")
        missed |= a_talk[TALKS[2]] > a_talk[TALKS[1]] * MOST_OVER_SHORTEST
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
