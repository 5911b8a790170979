"""Make one PDF and end: the child process behind `reports.printing.pdf`.

Run as `python -I pdf_worker.py SECONDS BYTES`. It knows nothing of Django, so it starts quickly.
It reads one JSON object from standard input, writes the PDF to standard output and says how it
went in its exit code (`Ending`). On trouble it writes the kind of error and the lines of code it
passed to standard error, never the error's own words: those could hold what people wrote.
"""

import json
import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from functools import partialmethod
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict
from unicodedata import bidirectional

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

# Below every web worker: a page that somebody waits for goes first.
NICENESS = 19
# The parent ends us on time. Should the parent be gone, this many seconds later we end ourselves.
GRACE = 5
# Private memory is what counts (RLIMIT_DATA). Mapped libraries and reserved, never touched space
# count in RLIMIT_AS, so that one needs room above it: measured 0.2 GiB for a small report.
MAPPED_ROOM = 1024 * 1024 * 1024


class Ending(IntEnum):
    """Exit codes, and what each means."""

    MADE = 0
    FAILED = 10
    LARGE = 11
    REFUSED = 12
    LIBRARY = 13


class Job(TypedDict):
    """What the parent sends.

    html: the whole document. created: its date, as 2026-11-12T10:00:00Z.
    bundled: addresses that may be read (`bundled:css/report.css`), each with its file's path.
    """

    html: str
    created: str
    bundled: dict[str, str]


def limit(seconds: float, memory: int) -> None:
    """Bind this process: lower priority, `seconds` of clock and CPU, `memory` bytes, no core."""
    os.nice(NICENESS)
    whole = int(seconds) + GRACE
    bounds = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: whole,
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_AS: memory + MAPPED_ROOM,
    }
    for kind, most in bounds.items():
        hard = resource.getrlimit(kind)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # At the hard limit of CPU time the system kills, and would leave no word why.
        room = GRACE if kind == resource.RLIMIT_CPU and value == most else 0
        with suppress(ValueError, OSError):  # not every system has every limit
            resource.setrlimit(kind, (value, value + room))
    signal.alarm(whole)


def direction(words: str) -> str:
    """Return "ltr" or "rtl": the reading direction of the first letter that has one."""
    for letter in words:
        kind = bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


ZERO_WIDTH_SPACE = b"<200b>"
LAST_OF_HEBREW = "\u05ff"


class RefusedError(Exception):
    """The document asked for something that is not on the list."""


def fetcher(bundled: dict[str, str], refused: list[str]) -> "URLFetcher":
    """Return a fetcher that reads `data:` addresses and the `bundled` ones, and nothing else.

    Anything else stops the render and is noted in `refused`: a report never holds an outside
    address, so one that does is our mistake or somebody's attempt, and must not be handed over.
    """
    from weasyprint.urls import (  # noqa: PLC0415 -- slow import
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class Bundle(URLFetcher):
        """Serve the files that came with the project."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            try:
                body = Path(bundled[url]).read_bytes()
            except (KeyError, OSError) as error:
                refused.append(url)
                raise FatalURLFetchingError from error
            kind = guess_type(bundled[url])[0] or "application/octet-stream"
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return Bundle(allowed_protocols=("data",), allow_redirects=False)


def make(job: Job) -> bytes:
    """Return the PDF of `job`: tagged, PDF/UA-1, the same bytes each time. Raises RefusedError."""
    import weasyprint  # noqa: PLC0415 -- slow import
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415 -- slow import
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 -- slow import

    Stream.marked = partialmethod(_saying_its_words, Stream.marked)
    refused: list[str] = []
    try:
        page = weasyprint.HTML(string=job["html"], url_fetcher=fetcher(job["bundled"], refused))
        # WeasyPrint 70 knows only left and right; people write in either, so ours say "auto".
        for element in page.etree_element.iterfind(".//*[@dir='auto']"):
            element.set("dir", direction("".join(element.itertext())))
        document = page.render(pdf_variant="pdf/ua-1")
        document.metadata.created = job["created"]
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=_name_every_glyph)
    except FatalURLFetchingError:  # not an Exception, so a broad `except` would let it through
        raise RefusedError from None
    if refused:  # pictures inside pictures swallow it
        raise RefusedError
    return pdf


@contextmanager
def _saying_its_words(stream: Any, marked: Any, box: Any, tag: str) -> Iterator[None]:
    """Mark a piece of text, with its letters beside its shapes where one does not tell the other.

    Beyond Hebrew letters join, change places, or are one shape with other dots (Arabic, Bengali).
    WeasyPrint 70 names each shape once, so another letter would be read aloud or copied.
    """
    start = len(stream.stream)
    with marked(stream, box, tag):
        words = getattr(box, "text", "")
        if any(letter > LAST_OF_HEBREW and letter.isalpha() for letter in words):
            actual_text = f"<feff{words.encode('utf-16-be').hex()}>"
            # What it is called is printed as it stands, so this gets into its tag.
            stream._tags[box]["tag"] += f" /ActualText {actual_text}"  # noqa: SLF001 -- no way is offered
            # Readers turn what stands among shapes round once more, as they turn shapes.
            if direction(words) == "ltr":
                stream.stream[start + 1]["ActualText"] = actual_text
        yield


def _name_every_glyph(_document: Any, pdf: Any) -> None:
    """Give glyphs that WeasyPrint 70 leaves without a letter an invisible one.

    Where letters join (Arabic, Bengali), all their text stands with the first glyph of a cluster
    and nothing with the others, which a reader of PDF/UA may not find in the table of letters.
    """
    for entry in pdf.objects:
        lines = getattr(entry, "stream", None)
        if isinstance(lines, list) and b"endcodespacerange" in lines:
            for place, line in enumerate(lines):
                if isinstance(line, bytes) and line.endswith(b" <>"):
                    lines[place] = line[:-2] + ZERO_WIDTH_SPACE


def ending(error: BaseException) -> Ending:
    """Return the exit code for what went wrong."""
    if isinstance(error, MemoryError | RecursionError):
        return Ending.LARGE
    if isinstance(error, RefusedError):
        return Ending.REFUSED
    # Pango missing shows as an OSError while importing, and as nothing else.
    if isinstance(error, OSError) and "weasyprint" not in sys.modules:
        return Ending.LIBRARY
    return Ending.FAILED


def trail(error: BaseException) -> str:
    """Return the error's kind and its last steps through the code, without its words."""
    steps = traceback.extract_tb(error.__traceback__)[-4:]
    places = (f"{Path(s.filename).name}:{s.lineno}" for s in reversed(steps))
    return " < ".join([type(error).__name__, *places])


def nearly_full(memory: int) -> bool:
    """Say whether this process has come near its limit of `memory` bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB on Linux, bytes on macOS
    return peak * (1 if sys.platform == "darwin" else 1024) > memory * 0.8


def main(arguments: list[str]) -> Ending:
    """Read the job, write the PDF, return how it went."""
    # Libraries print: to standard output when Pango is missing, to standard error when a font is.
    out, complaints = os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    logging.disable(logging.CRITICAL)
    try:
        limit(float(arguments[0]), int(arguments[1]))
        job: Any = json.load(sys.stdin.buffer)
        pdf = make(job)
        with os.fdopen(out, "wb") as stream:
            stream.write(pdf)
    except BaseException as error:  # noqa: BLE001 -- the exit code is all that may leave
        code = ending(error)
        # A C library that was refused memory says so in words of its own.
        if code is Ending.FAILED and nearly_full(int(arguments[1])):
            code = Ending.LARGE
        with suppress(MemoryError):
            os.write(complaints, trail(error).encode())
        return code
    return Ending.MADE


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except MemoryError:  # not even room left to say so
        code = Ending.LARGE
    # At once: memory goes with the process, and the parent removes the folder of fonts.
    os._exit(code)
