"""How this site fares, for who runs it: sentences made of numbers, and figures for a monitor.

Never a word of a team; no figure has a label, so none is of a team, a person or an act. They are
text as Prometheus reads it, in a file that an agent on the same machine collects: there is no
address for it, so nobody from outside can ask.
"""

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Event, Letter
from accounts.operations.backup import PROVED
from pages.commands import refuse_to_replace
from pages.database.readiness import missing_migrations
from reports.models import WantedPdf

GIGABYTE = 10**9


@dataclass(frozen=True)
class Fact:
    """One thing to know, in a sentence; `well` says whether nothing has to be done about it."""

    name: str
    sentence: str
    well: bool = True


def health_of_site() -> list[Fact]:
    """Return what there is to know of the site just now. A few queries, whatever its size."""
    version = Fact(_("Version"), settings.VERSION)
    return [_database(), _letters(), _pdfs(), _copy(), _space(), version]


def _database() -> Fact:
    name = _("Database")
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    try:
        missing = missing_migrations()
    except DatabaseError:
        return Fact(name, _("{kind}: it does not answer.").format(kind=kind), well=False)
    if missing:
        sentence = _("{kind}: its tables are older than the code. Type “manage.py prepare”.")
        return Fact(name, sentence.format(kind=kind), well=False)
    return Fact(name, _("{kind}: it answers.").format(kind=kind))


def _letters() -> Fact:
    name = _("Letters")
    if not settings.LETTERS_GO_OUT:
        return Fact(name, _("No mail server is named, so invitations are links to hand over."))
    rows = Letter.objects.waiting()
    stuck = rows.filter(next_try_at=None).count()
    waits = rows.exclude(next_try_at=None).count()
    parts = [
        ngettext("%(n)d letter waits to go out.", "%(n)d letters wait to go out.", waits)
        % {"n": waits}
        if waits
        else _("No letter waits.")
    ]
    if stuck:
        given_up = ngettext(
            "%(n)d letter was given up: the address may be wrong.",
            "%(n)d letters were given up: addresses may be wrong.",
            stuck,
        )
        parts.append(given_up % {"n": stuck})
    return Fact(name, " ".join(parts), well=not stuck)


def _pdfs() -> Fact:
    waits = WantedPdf.objects.filter(done_at=None).count()
    sentence = ngettext("%(n)d waits to be made.", "%(n)d wait to be made.", waits) % {"n": waits}
    return Fact(_("PDFs"), sentence if waits else _("None waiting."))


def _copy() -> Fact:
    name = _("Last copy that was proved")
    last = copies_proved().first()
    if last is None:
        return Fact(name, _("None yet. docs/operations.md says how one is made."), well=False)
    day = date_format(timezone.localtime(last.at), "j F Y, H:i")
    return Fact(name, day, well=(timezone.now() - last.at).days < 2)  # noqa: PLR2004 -- days


def copies_proved() -> QuerySet[Event]:
    """Return what was noted of each copy of everything that was proved, the newest first."""
    return Event.objects.filter(act=PROVED).order_by("-at")


def disk() -> "shutil._ntuple_diskusage":
    place = Path(str(connection.settings_dict["NAME"])).parent
    if connection.vendor != "sqlite" or not place.is_dir():
        place = settings.BASE_DIR
    return shutil.disk_usage(place)


def _space() -> Fact:
    space = disk()
    free, total = space.free // GIGABYTE, space.total // GIGABYTE
    sentence = _("{free} of {all} GB are free.").format(free=free, all=total)
    return Fact(_("Space"), sentence, well=space.free > GIGABYTE)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure: its name behind `pizazz_`, what it is, how much. Never a label."""

    name: str
    help: str
    value: float


def gauges() -> list[Gauge]:
    of_database: list[Gauge] = []
    with contextlib.suppress(DatabaseError, InterfaceError):
        if not missing_migrations():
            of_database = _of_database()
    ready = "Whether the database answers and is of this release."
    return [
        Gauge("ready", ready, bool(of_database)),
        *of_database,
        Gauge("disk_free_bytes", "Free space where the data lies.", disk().free),
        Gauge("written_seconds", "When this was written.", timezone.now().timestamp()),
    ]


def _of_database() -> list[Gauge]:
    """Return the figures that the database has: what waits for the machine, and the last copy."""
    letters = Letter.objects.waiting()
    # One that a post office did not take waits for its next try, which is always yet to come.
    should_be_out = Q(next_try_at__lt=timezone.now()) | Q(tries__gt=0)
    due = letters.exclude(next_try_at=None).filter(should_be_out)
    copy = copies_proved().first()
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
    lines = []
    for gauge in figures:
        name = f"pizazz_{gauge.name}"
        lines += [
            f"# HELP {name} {gauge.help}",
            f"# TYPE {name} gauge",
            f"{name} {gauge.value:.0f}",
        ]
    return "\n".join(lines) + "\n"


def write(path: Path) -> None:
    """Write them beside and then over: whoever collects never reads half. Raises OSError."""
    refuse_to_replace(path)
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
