"""Cost of making a PDF our way, against WeasyPrint alone on the same HTML in its own process.

    .venv/bin/python bench/pdf.py --html FILE       a document with `bundled:` addresses
    .venv/bin/python bench/pdf.py --service SLUG    the journey report of a service, whole pipeline
    .venv/bin/python bench/pdf.py                   a made-up report of 15 lines
    .venv/bin/python bench/pdf.py --large           14 conversations of 15 lines; 200 lines: seconds
                                                    (at most 20 alone), pages, CPU a page (flat)

The target (issue, Speed): at most 1.25 times WeasyPrint alone, at most 150 MB.
"Ours" is what a web process waits for: the lock, the child's start, imports, layout, bytes back;
with --service also reading the records and filling the templates. "Alone" is Python's start, the
import and `write_pdf` in the usual environment, with the same files read from disk. They take
turns, and the ratio is that of the medians.
Where a machine has a C compiler, Python's search for libraries starts it a few times during the
import. Ours does not; so that this cannot flatter us, "alone" is also run without one.
"""

import argparse
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_TIMES = 1.25
MOST_MB = 150
MOST_SECONDS = 20
# Themes, elements in each, conversations.
LARGE = {"14 conversations of 15 lines": (3, 4, 14), "200 lines": (10, 19, 2)}
ALONE = """
import sys
import weasyprint
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
# Stands where the worker stands, keeps its job, then is the worker.
LISTENER = """
import io, json, runpy, sys
job = sys.stdin.buffer.read()
open({copy!r}, "w", encoding="utf-8").write(json.loads(job)["html"])
sys.stdin = io.TextIOWrapper(io.BytesIO(job))
runpy.run_path({worker!r}, run_name="__main__")
"""


def prepare() -> None:
    """Set Django up, for a try-out if nothing else is said."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pizazz.settings")
    os.environ.setdefault("PIZAZZ_DEBUG", "True")
    os.environ.setdefault("PIZAZZ_SECRET_KEY", "only for a bench, but long enough to be a key")
    import django  # noqa: PLC0415 -- needs the environment

    django.setup()


def made_up() -> str:
    """Return a report of five themes with three lines each, as long as a real one."""
    rod = (
        "<figure><figcaption><b>Line {0}.</b> It happened nine weeks out of twelve; nights ring "
        "in. It was <b>here and there</b> in March; it is <b>usual here</b> now. Tŷ, dŵr."
        '</figcaption><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 60" role="img">'
        "<title>Line {0}: here and there in March, usual here now</title>"
        '<rect y="28" width="640" height="4" fill="#555b63"/>'
        '<circle cx="240" cy="30" r="9" fill="#fff" stroke="#2d6ca2" stroke-width="3"/>'
        '<circle cx="400" cy="30" r="12" fill="#4a4e9d" stroke="#1e2329"/>'
        '<text x="160" y="56" font-size="13" text-anchor="middle">Here and there</text></svg>'
        "</figure>"
    )
    words = "<p>The hour on Tuesdays has survived a bad winter. We lost our forum.</p>" * 6
    themes = "".join(
        f'<section class="page"><h2>Theme {theme}</h2>{words}'
        + "".join(rod.format(f"{theme}.{line}") for line in range(4))
        + "</section>"
        for theme in range(5)
    )
    rows = "".join(
        f'<tr><th scope="row">Line {row}</th>' + "<td>here and there</td>" * 6 + "</tr>"
        for row in range(15)
    )
    return (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Journey</title>'
        '<link rel="stylesheet" href="bundled:css/report.css">'
        '<body data-foot="Alder House · PZ-7F3K-22" data-page="page" data-of="of">'
        f'<section class="page letter"><h1>How we are getting on</h1>{words}</section>'
        f'<section class="page"><h2>What has changed</h2>{words * 3}</section>'
        f"{themes}<table>{rows}</table></body></html>"
    )


def html_sent(slug: str, folder: Path) -> str:
    """Return the HTML that `journey_pdf SLUG` sends to the worker."""
    from reports.printing import pdf  # noqa: PLC0415 -- after prepare()

    copy, listener, worker = folder / "sent.html", folder / "listener.py", pdf.WORKER
    listener.write_text(LISTENER.format(copy=str(copy), worker=str(worker)), encoding="utf-8")
    pdf.WORKER = listener
    try:
        journey(slug, folder)
    finally:
        pdf.WORKER = worker
    return copy.read_text(encoding="utf-8")


def journey(slug: str, folder: Path) -> None:
    """Make a service's report as `manage.py journey_pdf` does, in this process."""
    from django.core.management import call_command  # noqa: PLC0415 -- after prepare()

    call_command("journey_pdf", slug, output=str(folder / "journey.pdf"), stdout=sys.stderr)


def on_disk(html: str, folder: Path) -> Path:
    """Write the document and its files so that plain WeasyPrint finds them: `bundled:` -> file."""
    from django.contrib.staticfiles import finders  # noqa: PLC0415 -- after prepare()

    from reports.printing.pdf import BUNDLED  # noqa: PLC0415 -- after prepare()

    for name in BUNDLED:
        copy = folder / name
        copy.parent.mkdir(exist_ok=True)
        body = Path(finders.find(name)).read_bytes()
        copy.write_bytes(body.replace(b"bundled:", f"file://{folder}/".encode()))
    page = folder / "page.html"
    page.write_text(html.replace("bundled:", f"file://{folder}/"), encoding="utf-8")
    return page


def seconds_of(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(arguments: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Run the ways in turn and return the figures."""
    from reports.printing.pdf import render_pdf  # noqa: PLC0415 -- after prepare()

    created = datetime(2026, 11, 12, tzinfo=UTC)
    if arguments.service:
        html = html_sent(arguments.service, folder)
    else:
        html = Path(arguments.html).read_text(encoding="utf-8") if arguments.html else made_up()
    page = on_disk(html, folder)

    def ours() -> None:
        if arguments.service:
            journey(arguments.service, folder)
        else:
            render_pdf(html, created=created)

    command = [sys.executable, "-c", ALONE, str(page), str(folder / "alone.pdf")]

    def alone() -> None:
        subprocess.run(command, check=True, capture_output=True)

    def alone_without_compiler() -> None:
        environment = {**os.environ, "PATH": ""}
        subprocess.run(command, check=True, capture_output=True, env=environment)

    render_pdf(html, created=created)
    # The largest child so far, and so far there were only ours.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    alone()
    ways = (ours, alone, alone_without_compiler)
    rounds = [[seconds_of(way) for way in ways] for _ in range(arguments.runs)]
    mine, plain, quick = (statistics.median(times) for times in zip(*rounds, strict=True))
    return {
        "runs": arguments.runs,
        "html_kB": round(len(html.encode()) / 1024),
        "ours_s": round(mine, 3),
        "alone_s": round(plain, 3),
        "alone_without_compiler_s": round(quick, 3),
        "ratio": round(mine / plain, 3),
        "ratio_without_compiler": round(mine / quick, 3),
        "peak_MB": round(peak),
    }


def large(themes: int, elements: int, talks: int) -> dict[str, float]:
    """Make a team's own copy of this size once, from its records to its bytes."""
    import pikepdf  # noqa: PLC0415 -- only here

    from reports.content import Options, build_report  # noqa: PLC0415 -- after prepare()
    from reports.printing.render import report_pdf  # noqa: PLC0415 -- after prepare()
    from tests.reports.invented import sized  # noqa: PLC0415 -- after prepare()

    records = sized(themes, elements, talks)
    options = Options.own_copy(date=records[-1].held_on)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    start = time.perf_counter()
    content = report_pdf(build_report(records, options=options))
    seconds = time.perf_counter() - start
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    pages = len(pikepdf.open(io.BytesIO(content)).pages)
    return {
        "seconds": round(seconds, 1),
        "pages": pages,
        "cpu_s_a_page": round(cpu / pages, 3),
    }


def main() -> int:
    """Print the figures; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--html", help="a document with bundled: addresses")
    source.add_argument("--service", help="a service's slug")
    source.add_argument("--large", action="store_true", help="the two largest reports, once each")
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    prepare()
    if arguments.large:
        sizes = {name: large(*size) for name, size in LARGE.items()}
        print(json.dumps(sizes))
        return int(any(figures["seconds"] > MOST_SECONDS for figures in sizes.values()))
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(arguments, Path(folder))
    print(json.dumps(figures))
    return int(figures["ratio_without_compiler"] > MOST_TIMES or figures["peak_MB"] > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
