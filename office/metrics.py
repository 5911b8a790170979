"""Figures of the machine alone, for a monitor: no label, so none of a team, a person or an act.

Text as Prometheus reads it, written into a file that an agent on the same machine collects: there
is no address for it, so nobody from outside can ask.
"""

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from accounts.models import Event, Letter
from accounts.operations.backup import PROVED
from office.site import disk
from pages.database.readiness import missing_migrations
from reports.models import WantedPdf


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure: its name behind `pizazz_`, what it is, how much. Never a label."""

    name: str
    told: str
    value: float


def gauges() -> list[Gauge]:
    """Return every figure; those of the database only while it answers."""
    free = disk().free
    found = [
        Gauge("disk_free_bytes", "Free space where the data lies.", free),
        Gauge("written_seconds", "When this was written.", timezone.now().timestamp()),
    ]
    try:
        return [
            Gauge("ready", "Whether the database answers and is of this release.", 1),
            *_asked(),
            *found,
        ]
    except (DatabaseError, InterfaceError, _NotReady):
        return [Gauge("ready", "Whether the database answers and is of this release.", 0), *found]


class _NotReady(Exception):
    """The database is of another release."""


def _asked() -> list[Gauge]:
    """Return the figures that the database has: what waits for the machine, and the last copy."""
    if missing_migrations():
        raise _NotReady
    letters = Letter.objects.waiting()
    due = letters.exclude(next_try_at=None).filter(next_try_at__lt=timezone.now())
    copy = Event.objects.filter(act=PROVED).order_by("-at").first()
    return [
        Gauge("letters_due", "Letters that should have gone out by now.", due.count()),
        Gauge("letters_given_up", "Letters given up.", letters.filter(next_try_at=None).count()),
        Gauge(
            "pdfs_waiting",
            "PDFs that wait to be made.",
            WantedPdf.objects.filter(done_at=None).count(),
        ),
        Gauge(
            "last_copy_seconds", "When a copy was last proved.", copy.at.timestamp() if copy else 0
        ),
    ]


def as_text(figures: list[Gauge]) -> str:
    """Return them as Prometheus reads them."""
    lines = []
    for each in figures:
        name = f"pizazz_{each.name}"
        lines += [f"# HELP {name} {each.told}", f"# TYPE {name} gauge", f"{name} {each.value:.0f}"]
    return "\n".join(lines) + "\n"


def write(path: Path) -> None:
    """Write them whole, beside and then over: whoever collects never reads half of it.

    Raises OSError.
    """
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        try:
            file.write(as_text(gauges()))
            file.close()
            os.chmod(file.name, 0o644)  # noqa: PTH101 -- an agent of another user reads it
            os.replace(file.name, path)  # noqa: PTH105 -- the same
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(file.name)  # noqa: PTH108 -- the same
            raise
