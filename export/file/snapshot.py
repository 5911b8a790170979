"""Everything as it was at one moment, while others go on saving."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from accounts.operations.backup import copy_served_file
from accounts.operations.databases import connected, patiently, url_of
from accounts.operations.leftovers import COPY_OF_EXPORT, drop_leftovers


@contextmanager
def snapshot(*, large: bool) -> Iterator[str]:
    """Hold one moment. Gives the alias of the database to read.

    PostgreSQL keeps it for this transaction alone. In SQLite whoever reads keeps others from
    saving: what is read in an instant is read where it is, and of what takes longer (`large`) a
    copy is made first, in the folder for temporary files.
    """
    if connection.in_atomic_block:  # whoever calls holds the moment already
        yield DEFAULT_DB_ALIAS
    elif connection.vendor == "postgresql":
        if large:
            patiently()
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield DEFAULT_DB_ALIAS
    elif large:
        drop_leftovers([Path(tempfile.gettempdir())])
        with tempfile.TemporaryDirectory(prefix=COPY_OF_EXPORT) as folder:
            copy = Path(folder) / "copy.sqlite3"
            copy.touch(0o600)
            copy_served_file(copy)
            with connected(url_of(copy)) as alias:
                connections[alias].ensure_connection()
                copy.unlink()  # it is open: whoever is killed from here on leaves none
                yield alias
    else:
        with _reading():
            yield DEFAULT_DB_ALIAS


@contextmanager
def _reading() -> Iterator[None]:
    """Begin to read without the right to write, which only one can have."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("COMMIT")
