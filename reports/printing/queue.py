"""Waiting for a PDF: a queue in the database that the service works off by itself.

Who asks while nobody else waits gets it in the same answer. Everybody else gets a row and a page
that says how many are before them; a thread of this process works the rows off, one at a time on
a machine. Asking and looking both see to it that there is such a thread, and so does
`manage.py make_pdfs`, so a process that was killed holds up nobody for longer than its lease.
"""

import logging
import threading
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Service, User
from assessments.actions import Refused
from pages.database.background import in_background
from pages.database.faults import fault_of
from pages.signatures import When
from reports.models import LEASE, WantedPdf
from reports.printing.pdf import SENTENCES, Reason, RenderError, machine_lock
from reports.printing.render import report_pdf
from reports.selectors import kept_conversations, own_report

logger = logging.getLogger(__name__)

OWN_COPY = "own_copy"
LOCK = "pdf-queue.lock"
# One that ends whoever works on it is given up.
MOST_TRIES = 3
# How long another process may take to notice that more was asked for.
PATIENCE = 2.0
# Not the report's fault: it is somebody's turn again.
ONCE_MORE = {Reason.BUSY, Reason.STOPPED}


def ask_for_pdf(kind: str, object_id: UUID, *, user: User, version: str = "") -> WantedPdf:
    """Return what this person waits for, asking for it where they do not yet."""
    drop_old_pdfs()
    copy = {"user": user, "kind": kind, "object_id": object_id}
    row, _created = WantedPdf.objects.get_or_create(**copy, defaults={"version": version})
    if row.version != version:
        row.delete()
        return ask_for_pdf(kind, object_id, user=user, version=version)
    return row


def wanted_pdf(kind: str, object_id: UUID, *, user: User) -> WantedPdf | None:
    return WantedPdf.objects.filter(user=user, kind=kind, object_id=object_id).first()


def hand_over(row: WantedPdf) -> None:
    """Forget a row whose PDF, or whose reason why there is none, goes out now."""
    WantedPdf.objects.filter(pk=row.pk).delete()


def make_now(row: WantedPdf) -> None:
    """Make this one at once where nobody waits before it; else let it be made in its turn.

    Raises what its maker raises; then it is no longer waited for.
    """
    with machine_lock(LOCK, patience=0) as lock:
        first = WantedPdf.objects.free(timezone.now()).like(row).order_by("pk").first()
        if lock is not None and first is not None and not row.before:
            try:
                _make(first)
            except Exception:
                hand_over(row)
                raise
    if WantedPdf.objects.waiting().exists():
        make_soon()
    # It may be gone: handed over to another tab of the same person.
    for now in WantedPdf.objects.filter(pk=row.pk):
        row.done_at, row.content, row.why = now.done_at, now.content, now.why


def make_waiting() -> int:
    """Make what waits, one after the other, unless another process does; return how many."""
    count = 0
    while True:
        with machine_lock(LOCK, patience=PATIENCE) as lock:
            first = WantedPdf.objects.free(timezone.now()).order_by("pk").first()
            if lock is None or first is None:
                return count
            try:
                count += _make(first)
            except (RenderError, Refused):
                continue  # told to who waits


def drop_old_pdfs(*, at: When = None) -> int:
    """Delete what was made and not fetched for minutes, or not made; return how many there were."""
    return WantedPdf.objects.over(at).delete()[0]


def _make(first: WantedPdf) -> bool:
    """Make a PDF for everybody who waits for this very one; say whether it was made.

    What was broken off is free again. Raises what its maker raises, which is noted for who waits.
    """
    now = timezone.now()
    free = list(WantedPdf.objects.free(now).like(first).values_list("pk", flat=True))
    rows = WantedPdf.objects.free(now).filter(pk__in=free)
    if not rows.update(held_until=now + LEASE, tries=F("tries") + 1):
        return False  # another machine was first
    leased = WantedPdf.objects.waiting().filter(pk__in=free, held_until=now + LEASE)
    try:
        content = MAKERS[first.kind](first)
    except Exception as error:
        fault = fault_of(error)
        broken_off = isinstance(error, RenderError) and error.reason in ONCE_MORE
        if (broken_off or (fault and fault.passes)) and first.tries < MOST_TRIES:
            leased.update(held_until=None)
            return False
        has_words = isinstance(error, RenderError | Refused)
        why = str(error) if has_words else str(SENTENCES[Reason.FAILED])
        leased.update(done_at=timezone.now(), why=why)
        raise
    leased.update(done_at=timezone.now(), content=content)
    return True


def _own_copy(row: WantedPdf) -> bytes:
    """Make a team's own copy, of everything it has kept by now."""
    service = Service.with_practice.get(pk=row.object_id)
    with translation.override(row.version):
        report = own_report(service, kept_conversations(service))
    if report is None:
        raise Refused(_("Nothing is finished and kept yet."))
    return report_pdf(report)


# Who makes each kind; an app above this one adds its own when it is ready. A maker returns the
# PDF, or None where it keeps it itself.
MAKERS: dict[str, Callable[[WantedPdf], bytes | None]] = {OWN_COPY: _own_copy}


# --- In a thread of the web process, so that nobody's page waits for it.

_making = threading.Lock()


def make_soon() -> None:
    """Let a thread make what waits; one at a time in each process."""
    if settings.PDFS_ARE_MADE_AT_ONCE and not _making.locked():
        in_background("pdfs", _make_all)


def _make_all() -> None:
    if not _making.acquire(blocking=False):
        return
    try:
        make_waiting()
    finally:
        _making.release()
