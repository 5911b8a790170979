"""A copy as a file: what makes it one of ours, and everything that can be wrong with it."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from accounts.operations.tables import Sum, sum_of
from pages.commands import CannotDo, open_file

# The table in which a copy says what it is: one row about the whole, one about each table.
LABEL = "pizazz_copy"
OURS = ("accounts_user", "assessments_closure", "django_migrations")
HEADER = b"SQLite format 3\x00"
# Two columns that seal each other: text or bytes, and its SHA-256.
SEALED = (("document", "digest"), ("content", "digest"))

# Ours has tables and nothing that acts by itself when somebody writes into them.
ACTING = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"


class DamagedError(CannotDo):
    """A copy that was whole once, or of what was not whole any more."""


def open_copy(path: Path) -> sqlite3.Connection:
    """Open a file to read it; it is never made by that."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=20)


def write_label(path: Path, *, release: str, at: dt.datetime) -> None:
    """Write into a finished copy what it is and the sum of each table."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous=FULL")
        file.execute(f"CREATE TABLE {LABEL} (name TEXT PRIMARY KEY, rows INTEGER, said TEXT)")
        label = [(table, *_sum(file, table)) for table in _tables(file)]
        label.append(("", len(label), f"Pizazz {release}, {at.isoformat(timespec='seconds')}"))
        file.execute("BEGIN")
        file.executemany(f"INSERT INTO {LABEL} VALUES (?, ?, ?)", label)  # noqa: S608 -- a constant
        file.execute("COMMIT")


def leave_out_what_acts(file: sqlite3.Connection) -> None:
    """Take out of a copy what somebody added to the served file: it would not be put back."""
    for kind, name in file.execute(ACTING).fetchall():
        file.execute(f"DROP {kind} IF EXISTS {_quoted(name)}")


def check_copy(path: Path) -> str:
    """Return what a copy says of itself.

    Raises CannotDo, in a sentence: cut, damaged, of another application, of a newer release, or
    with a record that is not as it was sealed.
    """
    _look_at_bytes(path)
    try:
        with closing(open_copy(path)) as file:
            _look_inside(path, file)
            return _what_it_says(path, file)
    except sqlite3.DatabaseError as error:
        raise DamagedError(f"{path} is damaged ({error}). Take another copy.") from error


def migrations_to_come(path: Path) -> bool:
    with closing(open_copy(path)) as file:
        applied = set(file.execute("SELECT app, name FROM django_migrations"))
    return bool(set(MigrationLoader(None).disk_migrations) - applied)


def broken_seals(file: sqlite3.Connection) -> Iterator[str]:
    """Find rows whose text is not the one that was sealed, by table and key."""
    for table in _tables(file):
        columns = [row[1] for row in file.execute(f"PRAGMA table_info({_quoted(table)})")]
        key = columns[0]
        for text, digest in SEALED:
            if {text, digest} <= set(columns):
                query = f"SELECT {_quoted(key)}, {text}, {digest} FROM {_quoted(table)}"  # noqa: S608 -- our tables
                for pk, sealed, sha in file.execute(query):
                    content = sealed if isinstance(sealed, bytes) else str(sealed).encode()
                    if sha and hashlib.sha256(content).hexdigest() != sha:
                        yield f"{table} {pk}"


def _look_at_bytes(path: Path) -> None:
    try:
        size = path.stat().st_size
        with open_file(path) as file:
            head = file.read(100)
    except OSError as error:
        raise CannotDo(f"{path} cannot be read: {error.strerror or error}.") from error
    if not size:
        raise CannotDo(f"{path} is empty: no copy was made there. Take another.")
    if head.startswith(b"PGDMP"):
        raise CannotDo(
            f"{path} is of pg_dump, not of manage.py backup. Type: pg_restore, as it says."
        )
    if not head.startswith(HEADER):
        raise CannotDo(f"{path} is no copy of Pizazz: it is no SQLite file.")
    page = int.from_bytes(head[16:18])
    pages = int.from_bytes(head[28:32])
    whole = (65536 if page == 1 else page) * pages
    if size != whole:
        raise CannotDo(f"{path} is not whole: it has {size} bytes of {whole}. Take another copy.")


def _look_inside(path: Path, file: sqlite3.Connection) -> None:
    (verdict,) = file.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise DamagedError(f"{path} is damaged ({verdict.splitlines()[-1]}). Take another copy.")
    if not set(OURS) <= set(_tables(file)):
        raise CannotDo(f"{path} is no copy of Pizazz: it is of another application.")
    if acting := file.execute(ACTING).fetchone():
        raise CannotDo(
            f"{path} is not what was copied: it has a {acting[0]} ({acting[1]}). Take another copy."
        )
    applied = set(file.execute("SELECT app, name FROM django_migrations"))
    migrations = set(MigrationLoader(None).disk_migrations)
    ours = {app for app, _name in migrations}
    newer = sorted(f"{app}.{name}" for app, name in applied - migrations if app in ours)
    if newer:
        raise CannotDo(f"{path} is of a newer release ({newer[-1]}). Update Pizazz first.")
    if not applied:
        raise CannotDo(f"{path} is empty: its tables were never prepared. Take another copy.")
    if file.execute("PRAGMA foreign_key_check").fetchone():
        raise DamagedError(
            f"{path} is damaged (a row points to one that is not there). Take another copy."
        )


def _what_it_says(path: Path, file: sqlite3.Connection) -> str:
    if LABEL not in _tables(file, with_label=True):
        broken = next(broken_seals(file), None)
        if broken:
            raise CannotDo(
                f"{path} is damaged ({broken} is not as it was sealed). Take another copy."
            )
        return "a file that manage.py backup did not make"
    query = f"SELECT CAST(name AS TEXT), rows, said FROM {LABEL} WHERE name IS NOT NULL"  # noqa: S608 -- a constant
    label = {name: (rows, text) for name, rows, text in file.execute(query)}
    if "" not in label:
        raise CannotDo(f"{path} is not what was copied: its label is cut. Take another copy.")
    _tables_said, whole = label.pop("")
    sums = {table: _sum(file, table) for table in _tables(file)}
    for table in sorted(label.keys() | sums.keys()):
        if label.get(table) != sums.get(table):
            raise CannotDo(f"{path} is not what was copied: {table} differs. Take another copy.")
    return str(whole)


def _tables(file: sqlite3.Connection, *, with_label: bool = False) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = [name for (name,) in file.execute(f"{query} ORDER BY name")]
    if LABEL in names and not with_label:
        names.remove(LABEL)
    return names


def _sum(file: sqlite3.Connection, table: str) -> Sum:
    rows = file.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 -- a table's own name
    return sum_of(map(repr, rows))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
