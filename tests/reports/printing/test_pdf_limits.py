"""A hard report ends on time, and nobody else suffers from it."""

import fcntl
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reports.printing import pdf
from reports.printing.pdf import render_pdf
from tests.reports.documents import CREATED, page, refusal

pytestmark = pytest.mark.pdf


def working(mark: str) -> list[str]:
    """Return the command lines of running workers that carry `mark`."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if "pdf_worker.py" in line and mark in line:
            lines.append(line)
    return lines


SLOW = page(
    f"<table style='table-layout: auto'><tr><td style='overflow-wrap: anywhere'>{'w' * 9000}"
    "</td></tr></table>"
)


def test_time_limit_ends_the_child() -> None:
    start = time.monotonic()
    assert refusal(SLOW, timeout=1.234) == "slow"
    assert time.monotonic() - start < 20
    assert working("1.234") == []


def test_memory_limit_ends_the_child() -> None:
    many = "<p>" + "<br>".join("x" * 12_000)
    assert refusal(page(many), memory_bytes=96 * 1024 * 1024) == "large"


def test_broken_environment_is_said_in_a_sentence(monkeypatch, tmp_path) -> None:
    empty = tmp_path / "worker.py"
    empty.write_text("import sys\nsys.exit(3)\n", encoding="utf-8")
    monkeypatch.setattr(pdf, "WORKER", empty)
    assert refusal(page("<p>Words</p>")) == "failed"


# What a machine without Pango does: the first library that is asked for is not found.
WITHOUT_PANGO = """
import runpy
from cffi import FFI
def missing(self, name, flags=0):
    raise OSError(f"cannot load library {name!r}")
FFI.dlopen = missing
runpy.run_path(%r, run_name="__main__")
"""


def test_missing_pango_is_said_in_a_sentence(monkeypatch, tmp_path) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(WITHOUT_PANGO % str(pdf.WORKER), encoding="utf-8")
    monkeypatch.setattr(pdf, "WORKER", worker)
    assert refusal(page("<p>Words</p>")) == "library"
    assert "the Pango library is missing" in str(pdf.SENTENCES[pdf.Reason.LIBRARY])


def test_others_wait_for_the_first(place) -> None:
    place.mkdir(parents=True)
    with (place / "pdf-working.lock").open("w") as first, ThreadPoolExecutor() as pool:
        fcntl.flock(first, fcntl.LOCK_EX)
        others = [pool.submit(render_pdf, page("<p>One</p>"), created=CREATED) for _n in range(3)]
        time.sleep(0.2)
        assert [other.done() for other in others] == [False] * 3
        fcntl.flock(first, fcntl.LOCK_UN)
        for other in others:
            assert other.result(timeout=60).startswith(b"%PDF-1.7")


def test_what_a_killed_one_left_is_swept(place) -> None:
    left = place / "report-left"
    left.mkdir(parents=True)
    (left / "font.ttf").write_bytes(b"x")
    render_pdf(page("<p>Words</p>"), created=CREATED)
    assert list(place.glob("report-*")) == []


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "stopped"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "stopped"),
        ("import os; os.abort()", "large"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "slow"),
    ],
)
def test_how_the_child_ended_says_why(monkeypatch, tmp_path, ends, reason) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(ends, encoding="utf-8")
    monkeypatch.setattr(pdf, "WORKER", worker)
    assert refusal(page("<p>Words</p>")) == reason


def test_child_that_uses_up_its_time_is_slow_and_not_killed(monkeypatch, tmp_path) -> None:
    """The system kills at the hard limit of CPU time; ours is above the one that says so."""
    worker = tmp_path / "worker.py"
    worker.write_text(
        f"import runpy, signal\nlimit = runpy.run_path({str(pdf.WORKER)!r})['limit']\n"
        "limit(-4, 2**29)\nsignal.alarm(0)\nwhile True: pass\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(pdf, "WORKER", worker)
    assert refusal(page("<p>Words</p>")) == "slow"


def test_waiting_has_an_end(place) -> None:
    place.mkdir(parents=True)
    with (place / "pdf-working.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        assert refusal(page("<p>Second</p>"), patience=0.3) == "busy"


def test_child_gives_way_to_web_pages(place) -> None:
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(refusal, SLOW, timeout=2.321)
        nice = set()
        while not slow.done():
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if b"2.321" in path.read_bytes():
                        nice.add(os.getpriority(os.PRIO_PROCESS, int(path.parent.name)))
                except OSError:
                    continue
            time.sleep(0.05)
    assert max(nice) >= 10
