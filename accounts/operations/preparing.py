"""What a release needs once before it is served: tables, frameworks, files, statistics.

Several hosts may begin it at once: one does it, the others wait and find nothing left to do.
"""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from accounts.operations.tables import patiently, served_file
from pages.commands import CannotDo
from pages.database.faults import Fault
from pages.database.readiness import missing_migrations, unknown_migrations


def is_empty() -> bool:
    """Say whether the database that is served has no table, or is not there yet."""
    served = served_file()
    if served is not None and not served.exists():
        return True  # asked, SQLite would make it
    return not connection.introspection.table_names()


def make_tables(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Make every table and note each migration as done: all of it, or nothing."""
    with connections[alias].schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        note_migrations(alias)


def note_migrations(alias: str = DEFAULT_DB_ALIAS) -> None:
    record = MigrationRecorder.Migration
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    MigrationRecorder(connections[alias]).ensure_schema()
    rows = [record(app=app, name=name) for app, name in sorted(migrations)]
    record.objects.using(alias).bulk_create(rows)


# SQLite looks at so many rows of each index: a second at any size, and never out of date by much.
LOOKED_AT = 1000


def refresh_statistics() -> None:
    """Let the database count its rows anew. Without it SQLite guesses, at any size."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA optimize")
        else:  # ours alone: of its own PostgreSQL would log a warning each
            tables = connection.introspection.table_names(cursor)
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


LONGEST_WAIT = 600.0
# Any number will do, as long as nothing else in this PostgreSQL takes the same.
LOCK = 0x50697A7A617A7A  # "Pizzazz"
MANIFEST = "staticfiles.json"


def prepare(*, anew: bool, then: Callable[[], object] | None = None) -> None:
    """Do it all, or find it done. Raises CannotDo.

    `anew`: an empty database is right, though there was something in it before.
    `then`: what else is done while nobody else prepares.
    """
    with one_process_at_a_time():
        _refuse_wrong_database(anew=anew)
        if is_empty():
            make_tables()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_frameworks", verbosity=0)
        call_command("refresh_cards", verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        refresh_statistics()
        marker = _marker()
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
        if then:
            then()


def refuse_unprepared() -> None:
    """Raise CannotDo where a start would serve what is not prepared; changes nothing."""
    if words := trouble_with_folders():
        raise CannotDo(words)
    if is_empty():
        _refuse_wrong_database(anew=False)
        raise CannotDo("The database is empty. Type: manage.py prepare, or manage.py restore COPY")
    if missing_migrations():
        raise CannotDo(Fault.NOT_PREPARED.sentence)
    if newer := unknown_migrations():
        raise CannotDo(NEWER.replace("{name}", newer[-1]))
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / MANIFEST).exists():
        raise CannotDo("This machine has no static files yet. Type: manage.py prepare")


NEWER = "The database is of a newer release ({name}). Update Pizazz, or restore an older copy."


@contextmanager
def one_process_at_a_time() -> Iterator[None]:
    """Let one process at a time do this, on this machine or on any that has the same database."""
    served = served_file()
    with _only_here(Path(settings.RENDER_DIR) / "prepare.lock"):
        if served is not None:
            if not served.parent.is_dir():
                raise CannotDo(
                    f"There is no folder {served.parent}. Make it first, for the user Pizazz runs "
                    "as."
                )
            yield
            return
        patiently()
        _wait_until(_try_lock)
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _try_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


@contextmanager
def _only_here(path: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, however it ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as error:
        raise CannotDo(_cannot_be_written(Path(error.filename))) from error
    with file:

        def try_lock() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        _wait_until(try_lock)
        yield


def trouble_with_folders() -> str:
    """Say what of this machine's own files could not be written, or nothing; changes nothing."""
    places = {Path(settings.RENDER_DIR): Path.is_dir, Path(settings.ERASED_LIST): Path.is_file}
    for path, is_what_it_should in places.items():
        nearest = next(folder for folder in (path, *path.parents) if os.path.lexists(folder))
        fits = is_what_it_should(path) if nearest == path else nearest.is_dir()
        if not fits or not os.access(nearest, os.W_OK):
            return _cannot_be_written(path)
    return ""


def _cannot_be_written(path: Path) -> str:
    return f"{path} cannot be written. See who owns it and its folder, and PIZAZZ_RENDER_DIR."


def _wait_until(try_lock: Callable[[], bool]) -> None:
    started = time.monotonic()
    while not try_lock():
        if time.monotonic() - started > LONGEST_WAIT:
            raise CannotDo(
                "Another “prepare” has been running for ten minutes. See what holds it up."
            )
        time.sleep(0.1)


def _refuse_wrong_database(*, anew: bool) -> None:
    """Refuse to build an empty site where one was, and to go back to an older release."""
    served = served_file()
    if settings.DEBUG and served is not None and not served.exists():
        return  # who deletes the file of a try-out wants it afresh
    if not is_empty():
        if newer := unknown_migrations():
            raise CannotDo(NEWER.replace("{name}", newer[-1]))
    elif not anew and _marker().exists():
        name = connection.settings_dict["NAME"]
        raise CannotDo(
            f"There was a Pizazz in {name}, and now it is empty. Type: manage.py restore COPY. "
            "If it is to begin anew: manage.py prepare --anew"
        )


def _marker() -> Path:
    """Return what says on this machine that there is something in this database."""
    parts = (connection.settings_dict[name] for name in ("ENGINE", "HOST", "PORT", "NAME"))
    name = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
    return Path(settings.RENDER_DIR) / f"prepared-{name}"


# Under another name than its own until it is whole, with the number of its process, and what SQLite
# puts beside; or a folder for one. The third and fourth are what a release of before called them.
PART = re.compile(
    r"\..+\.\d+\.part(-journal|-wal|-shm)?|pizazz-(copy|export|move)-.+"
    r"|restore-\d+\.sqlite3(-journal|-wal|-shm)?"
)
# No command takes as long.
AFTER = 24 * 60 * 60


def part_beside(path: Path) -> Path:
    """Return where a file stands until it is whole and is given its name."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


@contextmanager
def private_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a new file that nobody else on this machine can read; at the end it is on the disk."""
    number = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(number, "wb") as file:
        yield file
        file.flush()
        os.fsync(number)


def drop_leftovers(folders: Iterable[Path]) -> None:
    """Drop what was left in these folders more than a day ago by this user on this machine.

    What is being made at this moment is younger, also where another container makes it.
    """
    for folder in {place.resolve() for place in folders if place.is_dir()}:
        for path in folder.iterdir():
            if not PART.fullmatch(path.name):
                continue
            status = path.lstat()
            if status.st_uid != os.getuid() or status.st_mtime > time.time() - AFTER:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.is_file():
                path.unlink(missing_ok=True)


@contextmanager
def room_for_a_copy() -> Iterator[Path]:
    """Give a new folder of this site for a copy that nobody keeps.

    What a killed command leaves there goes with a backup, as every night: in the system’s folder
    for temporary files everything that anybody wrote would stay.
    """
    if words := trouble_with_folders():
        raise CannotDo(words)
    place = Path(settings.RENDER_DIR)
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pizazz-copy-", dir=place) as folder:
        yield Path(folder)
