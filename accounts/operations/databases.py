"""Other databases beside the one that is served, and long work in it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from pages.commands import CannotDo

BESIDE = "beside"


def served_file() -> Path | None:
    """Return the SQLite file that is served; None on PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    return Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])


def url_of(path: Path) -> str:
    """Return how a SQLite file is named in DATABASE_URL."""
    # What means something in an address, or is dropped from one; a name may be no UTF-8.
    return re.sub(r"[%?#\s]", lambda each: quote(each[0]), f"sqlite:///{path.resolve()}")


def with_beside(path: Path) -> list[Path]:
    """Return a SQLite file, and what SQLite puts beside it, which belongs to it."""
    return [path.with_name(path.name + end) for end in ("", "-journal", "-wal", "-shm")]


@contextmanager
def connected(url: str) -> Iterator[str]:
    """Open another database. Gives its alias."""
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    every = connections.configure_settings({DEFAULT_DB_ALIAS: {}, BESIDE: config})
    connections.settings[BESIDE] = every[BESIDE]
    try:
        yield BESIDE
    finally:
        connections[BESIDE].close()
        del connections[BESIDE]
        del connections.settings[BESIDE]


def patiently() -> None:
    """Let this connection take as long as it takes: the limits are for pages."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")


def manage(*words: str, url: str | None = None) -> str:
    """Type another of our commands, for the database at `url` where it is said. Gives its words.

    In a process of its own: migrations of the past speak to the default database only. Raises
    CannotDo with what it said last.
    """
    variables = dict(os.environ)
    if url is not None:
        variables.pop("DATABASE_URL_FILE", None)
        variables["DATABASE_URL"] = url
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or words[0]).splitlines()
        raise CannotDo(lines[-1].removeprefix("CommandError: "))
    return done.stdout.strip()
