"""A hard report ends on time, and nobody else suffers from it."""

import fcntl
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reports import pdf
from reports.pdf import render_pdf
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
    begun = time.monotonic()
    assert refusal(SLOW, timeout=1.234) == "slow"
    assert time.monotonic() - begun < 20
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


def test_second_waits_and_third_is_told(place) -> None:
    place.mkdir(parents=True)
    with (place / "pdf-working.lock").open("w") as first, ThreadPoolExecutor() as pool:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = pool.submit(render_pdf, page("<p>Second</p>"), created=CREATED)
        while not _locked(place / "pdf-waiting.lock"):
            assert not second.done()
            time.sleep(0.01)
        assert refusal(page("<p>Third</p>")) == "busy"
        assert not second.done()
        fcntl.flock(first, fcntl.LOCK_UN)
        assert second.result(timeout=60).startswith(b"%PDF-1.7")
    assert render_pdf(page("<p>Fourth</p>"), created=CREATED).startswith(b"%PDF-1.7")


def test_waiting_has_an_end(place) -> None:
    place.mkdir(parents=True)
    with (place / "pdf-working.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        assert refusal(page("<p>Second</p>"), timeout=0.3) == "busy"


def _locked(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


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
