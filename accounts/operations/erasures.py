"""The list of what was erased, kept outside the database: a kind, a key and a day each; no name.

A copy made before an erasure brings the person back, the team, or the words that were taken out.
Whoever restores one erases again what is on the lists found: this one, the one that “backup” keeps
beside the copies, and the one in the database that is replaced (docs/adr/0026).
"""

import datetime as dt
import fcntl
import io
import logging
import os
import re
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Erasure
from accounts.operations.files import open_copy
from accounts.operations.preparing import part_beside, private_file
from pages.commands import CannotDo, text_of_file

logger = logging.getLogger(__name__)

NAME = "erased.txt"
KINDS = "|".join(Erasure.Kind.values)
LINE = re.compile(rf"({KINDS}) ([0-9a-f-]{{36}}) ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})")
LONGEST_LIST = 20_000_000  # bytes, of which a line has some sixty
HEAD = "# What was erased: keys, no names. A restore erases it again. Keep it beside the copies.\n"

ErasureLine = tuple[str, uuid.UUID, dt.date]


def note_erased(kind: Erasure.Kind, key: uuid.UUID, *, at: dt.datetime) -> None:
    """Note that a thing is gone, here and, once that is so, on the list. Twice is noted once."""
    _row, is_new = Erasure.objects.get_or_create(kind=kind, key=key, defaults={"at": at})
    if is_new:
        day = timezone.localdate(at)
        transaction.on_commit(partial(note_outside, kind.value, key, day))


def noon_of(day: dt.date) -> dt.datetime:
    """Return a time on the day that a list names, for what is noted once more."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def note_outside(kind: str, key: uuid.UUID, day: dt.date) -> None:
    """Add a line to the list on this machine; where that fails, the next backup does it."""
    path = Path(settings.ERASED_LIST)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _append(path, f"{kind} {key} {day.isoformat()}\n")
    except OSError as error:
        logger.warning("The list of what was erased could not be written: %s", error.strerror)


@contextmanager
def _locked(path: Path) -> Iterator[io.FileIO]:
    """Open a list that nobody else changes meanwhile; once more, where it was written anew."""
    while True:
        number = os.open(path, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600)
        with os.fdopen(number, "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.path.samestat(path.stat(), os.fstat(number)):
                yield file
                return


def _append(path: Path, line: str) -> None:
    """Add a line, whole and by itself, whatever stands at the end of the list, or none of it."""
    with _locked(path) as file:
        size = file.seek(0, os.SEEK_END)
        last = os.pread(file.fileno(), 1, size - 1) if size else b""
        begins = {b"": HEAD, b"\n": ""}.get(last, "\n")
        try:
            _write_all(file, (begins + line).encode())
        except OSError:
            file.truncate(size)
            raise


def _write_all(file: io.FileIO, content: bytes) -> None:
    """Write everything; Python would say nothing of what a full disk had no room for."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]
    os.fsync(file.fileno())


def write_list(path: Path) -> None:
    """Write a list anew with all that is in the database and was on it before."""
    part = part_beside(path)
    is_added_to = path == Path(settings.ERASED_LIST) and path.exists()
    try:
        # What is added at this moment is in it, or waits for the new one.
        with _locked(path) if is_added_to else nullcontext():
            with private_file(part) as file:
                file.write((HEAD + as_lines(_every_erasure(path))).encode())
            part.replace(path)
    except OSError as error:
        raise CannotDo(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)


def _every_erasure(path: Path) -> set[ErasureLine]:
    lines: set[ErasureLine] = set()
    if Erasure._meta.db_table in connection.introspection.table_names():  # not of an older release
        rows = Erasure.objects.values_list("kind", "key", "at")
        lines = {(kind, key, timezone.localdate(at)) for kind, key, at in rows}
    if path.exists():
        lines |= read_list(path)
    return lines


def as_lines(erasures: Iterable[ErasureLine]) -> str:
    return "".join(
        f"{kind} {key} {day.isoformat()}\n" for kind, key, day in sorted(erasures, key=str)
    )


def read_list(path: Path) -> set[ErasureLine]:
    """Return what a list says. Raises CannotDo, with the line, where it is none."""
    try:
        text = text_of_file(path, LONGEST_LIST, "utf-8-sig")  # an editor's mark is none
    except (OSError, UnicodeError) as error:
        raise CannotDo(f"{path} cannot be read as a list of what was erased.") from error
    lines_read = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        erasure = _read_line(line.strip())
        if erasure is None:
            raise CannotDo(
                f"{path}, line {number} names nothing that was erased. Take another list."
            )
        lines_read.add(erasure)
    return lines_read


def _read_line(line: str) -> ErasureLine | None:
    match = LINE.fullmatch(line)
    try:
        return (match[1], uuid.UUID(match[2]), dt.date.fromisoformat(match[3])) if match else None
    except ValueError:  # a key or a day that is none
        return None


def in_file(database: Path | None) -> set[ErasureLine] | None:
    """Return what a SQLite database says was erased; None where it cannot say."""
    if database is None or not database.exists():
        return None
    try:
        with closing(open_copy(database)) as file:
            rows = file.execute("SELECT kind, key, at FROM accounts_erasure").fetchall()
    except sqlite3.DatabaseError:
        return None
    return {(kind, uuid.UUID(key), dt.date.fromisoformat(at[:10])) for kind, key, at in rows}


def not_yet_erased(lines: Iterable[ErasureLine], applied: set[ErasureLine]) -> list[ErasureLine]:
    erased = {(kind, key) for kind, key, _day in applied}
    return sorted({line for line in lines if line[:2] not in erased}, key=str)
