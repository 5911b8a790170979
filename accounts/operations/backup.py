"""A copy of everything, under load, whole or not at all; and moving everything by one."""

import datetime as dt
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import dj_database_url
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.utils import timezone

from accounts.operations import files, tables
from accounts.operations.preparing import (
    drop_leftovers,
    make_tables,
    part_beside,
    private_file,
    room_for_a_copy,
)
from accounts.operations.tables import (
    connected,
    manage,
    patiently,
    served_file,
    url_of,
    with_beside,
)
from pages.commands import CannotDo
from pages.database.faults import Fault, fault_of
from pages.database.readiness import missing_migrations

# Whoever saves has a few milliseconds of each try; a copy is read in one go, so it gets its turn.
LONGEST_WAIT = 120.0
# The act of the event that says a copy was made, read again and found whole.
PROVED = "copy_proved"
# Not copied, and wiped where a copy of the whole file had them: sign-ins, counts of attempts.
WIPED = ("accounts_signin", "django_session", "cache")


def back_up(path: Path, *, at: dt.datetime) -> list[str]:
    """Write a copy of everything to `path`.

    It is written beside, proved, and then given its name, so that no half of one is ever there.
    Returns the rows that are copied as they are, but not as they were sealed. Raises CannotDo;
    nothing is there then.
    """
    _see_room(path)
    part = part_beside(path)
    # Beside it, and where `restore`, `move_to` and exports of this site write.
    folders = [path.parent, Path(settings.ERASED_LIST).parent, Path(settings.RENDER_DIR)]
    served = served_file()
    drop_leftovers([*folders, served.parent] if served else folders)
    try:
        with private_file(part):
            pass  # SQLite fills it
        copy = copy_served_file if connection.vendor == "sqlite" else _of_server
        with _in_a_sentence():
            copy(part)
            files.write_label(part, release=settings.VERSION, at=at)
            files.check_copy(part)  # read again, as a restore would
            with closing(files.open_copy(part)) as file:
                broken = list(files.broken_seals(file))
        _to_disk(part)
        part.replace(path)
    except OSError as error:
        raise CannotDo(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        for path_beside in with_beside(part):
            path_beside.unlink(missing_ok=True)
    _to_disk(path.parent)
    return broken


def _see_room(path: Path) -> None:
    if path.exists():
        raise CannotDo(
            f"{path} is there already, and a copy is never written over. Name another file."
        )
    if not path.parent.is_dir():
        raise CannotDo(
            f"There is no folder {path.parent}. Make it first, for the user Pizazz runs as."
        )


def copy_served_file(part: Path) -> None:
    """Copy the pages of a SQLite file at one moment; whoever saves waits for that moment."""
    source = served_file()
    if source is None or not source.exists():
        raise CannotDo(Fault.NOT_PREPARED.sentence)
    started = time.monotonic()

    def wait(_status: int, _left: int, _pages: int) -> None:
        if time.monotonic() - started > LONGEST_WAIT:
            raise TimeoutError

    uri = f"{source.resolve().as_uri()}?mode=rw"
    with (
        _in_a_sentence(),
        closing(sqlite3.connect(uri, uri=True, timeout=1)) as live,  # so soon Ctrl-C is heeded
        closing(sqlite3.connect(part, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")
        live.backup(copy, pages=-1, progress=wait)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        files.leave_out_what_acts(copy)
        names = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
        for table in WIPED:
            if table in names:
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 -- two constants


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """Say what SQLite meets as any command does; where a copy is damaged, that its source is."""
    try:
        yield
    except TimeoutError as error:
        raise CannotDo(Fault.BUSY.sentence) from error
    except files.DamagedError as error:
        if connection.vendor != "sqlite":
            raise
        raise CannotDo(Fault.DAMAGED.sentence) from error
    except sqlite3.DatabaseError as error:
        fault = fault_of(DatabaseError(str(error)))
        if fault is None:
            raise
        raise CannotDo(fault.sentence) from error


def _of_server(part: Path) -> None:
    """Copy every row of PostgreSQL as it was at one moment; nobody waits for it."""
    if missing_migrations():
        raise CannotDo(Fault.NOT_PREPARED.sentence)
    patiently()
    with connected(url_of(part)) as copy:
        make_tables(copy)
        with transaction.atomic(), transaction.atomic(using=copy):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            sums = tables.copy(DEFAULT_DB_ALIAS, copy)
        if sentence := tables.difference(sums, tables.sums(copy)):
            raise CannotDo(sentence)


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def move(url: str) -> dict[str, tables.Sum]:
    """Copy everything to the database at `url`, which has to be new. Nothing changes here.

    Returns the sum of each table, the same here and there. Raises CannotDo; where somebody saved
    meanwhile nothing is left at `url`.
    """
    _refuse_url(url)
    with room_for_a_copy() as folder:
        copy = folder / "copy.sqlite3"
        back_up(copy, at=timezone.now())
        manage("restore", str(copy), "--moving", url=url)
    sums = tables.sums(DEFAULT_DB_ALIAS)
    with connected(url) as other:
        sentence = tables.difference(sums, tables.sums(other))
        if sentence:  # nobody begins to work with what lacks something
            with transaction.atomic(other):
                tables.clear(other)
    if sentence:
        config = dj_database_url.parse(url)
        if config["ENGINE"].endswith("sqlite3"):  # made a moment ago
            for path in with_beside(Path(config["NAME"])):
                path.unlink(missing_ok=True)
        raise CannotDo(
            f"{sentence} Did somebody save meanwhile? Stop Pizazz, then move into a new database."
        )
    return sums


def _refuse_url(url: str) -> None:
    try:
        config = dj_database_url.parse(url)
    except ValueError as error:
        raise CannotDo(NOT_UNDERSTOOD) from error
    engine = config["ENGINE"].rpartition(".")[2]
    if engine not in {"sqlite3", "postgresql"}:
        raise CannotDo(NOT_UNDERSTOOD)
    if engine == "sqlite3" and Path(config["NAME"]).exists():
        raise CannotDo(
            f"{config['NAME']} is there already, and nothing is written over. Name a new file."
        )


NOT_UNDERSTOOD = (
    "Name the other database: sqlite:////full/path/db.sqlite3 or "
    "postgres://user:password@host/name."
)
