"""HTML in, PDF out: the one door to WeasyPrint.

The work is done by `pdf_worker.py` in a child process of its own, with limits on time and memory,
so that a hard report cannot slow or stop the pages other people wait for. On one machine one
report is made at a time; people wait for theirs in `reports.printing.queue`, not here.
"""

import fcntl
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext_lazy as _

from reports.printing import letters
from reports.printing.pdf_worker import GRACE, Ending

logger = logging.getLogger(__name__)

TIMEOUT = 60.0
MEMORY = 512 * 1024 * 1024
WORKER = Path(__file__).with_name("pdf_worker.py")
FONT_RULES = Path(__file__).with_name("fonts.conf")

# Everything a report may read, by its path under static/. In HTML and CSS: `bundled:<path>`.
BUNDLED = (
    "css/report.css",
    "fonts/atkinson-next-latin-400.ttf",
    "fonts/atkinson-next-latin-700.ttf",
    "fonts/atkinson-next-latin-ext-400.ttf",
    "fonts/atkinson-next-latin-ext-700.ttf",
    "fonts/noto-emoji.ttf",
    "fonts/zero-400.woff2",
    "fonts/zero-700.woff2",
)

# A child whose parent was killed may still hold the turn, until its own limit ends it.
PATIENCE = TIMEOUT + GRACE
STEP = 0.05
SCRATCH = "report-"


class Reason(StrEnum):
    BUSY = "busy"
    SLOW = "slow"
    LARGE = "large"
    REFUSED = "refused"
    LIBRARY = "library"
    STOPPED = "stopped"
    FAILED = "failed"


SENTENCES = {
    Reason.BUSY: _("Another report is being made. Try again in a minute."),
    Reason.SLOW: _("This report took too long to make and was stopped. Nothing is lost."),
    Reason.LARGE: _(
        "This report is larger than can be made here. Nothing is lost; one of fewer conversations "
        "or parts can be made."
    ),
    Reason.REFUSED: _("This report asked for something outside itself, so it was not made."),
    Reason.LIBRARY: _("Reports cannot be made on this machine yet: the Pango library is missing."),
    Reason.STOPPED: _("Making this report was broken off. Nothing is lost. Try again in a minute."),
    Reason.FAILED: _("This report could not be made. Nothing is lost. Try again in a minute."),
}
REASONS = {
    Ending.LARGE: Reason.LARGE,
    Ending.REFUSED: Reason.REFUSED,
    Ending.LIBRARY: Reason.LIBRARY,
    -signal.SIGXCPU: Reason.SLOW,
    -signal.SIGALRM: Reason.SLOW,
    # C libraries that are refused memory do not raise: they end the process.
    -signal.SIGABRT: Reason.LARGE,
    -signal.SIGSEGV: Reason.LARGE,
    -signal.SIGTRAP: Reason.LARGE,
    # By somebody, or by a machine that is short of memory: the report need not be at fault.
    -signal.SIGKILL: Reason.STOPPED,
    -signal.SIGTERM: Reason.STOPPED,
}


class RenderError(Exception):
    """A PDF was not made; `str()` is a sentence for people, `reason` says why to the caller."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(SENTENCES[reason]))
        self.reason = reason


def render_pdf(
    html: str,
    *,
    created: datetime,
    timeout: float = TIMEOUT,
    memory_bytes: int = MEMORY,
    patience: float | None = None,
) -> bytes:
    """Return `html` as a tagged A4 PDF (made to PDF/UA-1), the same bytes for the same input.

    html: a whole document; title, language, bookmarks and figures' texts come from it. It may
        refer to `data:` and to `bundled:<path>` of `BUNDLED`; what people wrote must be escaped.
    created: the report's own date (aware), printed into the file instead of the clock's.
    timeout: seconds of work before the child is ended.
    memory_bytes: private memory the child may use.
    patience: seconds to wait for another report that is being made on this machine; None: until
        its own limits have ended it.

    Raises RenderError with a sentence fit for people; ValueError for a naive date. Call it
    outside any transaction.
    """
    if created.tzinfo is None:
        raise ValueError("A report's date must be aware of its time zone.")
    # A lone surrogate cannot be written in UTF-8.
    html = letters.printed(html.encode("utf-8", "replace").decode())
    scripts = letters.scripts_for(html)
    job = {
        "html": html.replace("</head>", f"{letters.style_of(scripts)}</head>", 1),
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "bundled": _bundled(letters.files_of(scripts)),
    }
    folder = settings.RENDER_DIR
    wait = PATIENCE if patience is None else patience
    with _turn(wait) as turn, TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch:
        return _run(
            [str(WORKER), str(timeout), str(memory_bytes)],
            job=json.dumps(job).encode(),
            turn=turn,
            timeout=timeout,
            environment=_environment(scratch),
        )


def _bundled(faces: Iterable[str] = ()) -> dict[str, str]:
    """Return the addresses a report may read, each with its file's path."""
    bundled = {}
    for name in (*BUNDLED, *faces):
        path = finders.find(name)
        if path:
            bundled[f"bundled:{name}"] = str(path)
    return bundled


def _run(
    command: list[str], *, job: bytes, turn: int, timeout: float, environment: dict[str, str]
) -> bytes:
    """Run the child on `job`; `turn` is the lock it keeps for as long as it lives."""
    with subprocess.Popen(  # noqa: S603 -- our own file, no shell, no outside argument
        [sys.executable, "-I", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        pass_fds=(turn,),
    ) as child:
        try:
            pdf, trail = child.communicate(job, timeout=timeout)
        except subprocess.TimeoutExpired:
            logger.warning("A PDF was not made: stopped after %s seconds", timeout)
            raise RenderError(Reason.SLOW) from None
        finally:
            # Also when the web worker itself is told to go: nothing may be left running.
            with suppress(ProcessLookupError):
                if child.poll() is None:
                    os.killpg(child.pid, signal.SIGKILL)
    if child.returncode != Ending.MADE:
        logger.warning("A PDF was not made: %s %s", child.returncode, trail.decode()[:500])
        raise RenderError(REASONS.get(child.returncode, Reason.FAILED))
    return pdf


def _environment(scratch: str) -> dict[str, str]:
    """Return the child's whole environment: no secret of ours goes along.

    scratch: a folder for its fonts while it works. The child may be killed; we tidy up.
    """
    return {
        # Empty on purpose: Python's search for libraries would start a C compiler, 0.2 s each time.
        "PATH": "",
        "LC_ALL": "C.UTF-8",
        "FONTCONFIG_FILE": str(FONT_RULES),
        "TMPDIR": scratch,
        "XDG_CACHE_HOME": str(settings.RENDER_DIR),
    }


@contextmanager
def machine_lock(name: str, *, patience: float) -> Iterator[int | None]:
    """Hold this machine's lock `name`: its descriptor, or None when it is another's for so long."""
    folder = Path(settings.RENDER_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = _take(folder / name, patience=patience)
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def _turn(patience: float) -> Iterator[int]:
    """Hold this machine's one place for making a PDF, by its lock. Raises RenderError (busy)."""
    with machine_lock("pdf-working.lock", patience=patience) as turn:
        if turn is None:
            raise RenderError(Reason.BUSY)
        # Nobody else works here now, so what lies here was left by somebody who was killed.
        for leftover in Path(settings.RENDER_DIR).glob(f"{SCRATCH}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield turn


def _take(path: Path, *, patience: float) -> int | None:
    """Lock the file at `path`, trying for `patience` seconds: its open descriptor, or None.

    The system lets go of the lock when every copy of the descriptor is closed, so a process that
    dies leaves nothing locked. Opened for reading, so that another account's file will do.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                os.close(descriptor)
                return None
            time.sleep(STEP)
        else:
            return descriptor
