"""Every row of every table, whichever database holds it: reading, copying, proving equal.

A database beside the one that is served is read here, too, and long work is done in it.
"""

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model

from pages.commands import CannotDo

# Sign-ins are not copied: a copy that is stolen opens no session. People sign in again.
LEFT_OUT = {"sessions.Session", "accounts.SignIn"}
AT_A_TIME = 500


class Sum(NamedTuple):
    """How many rows a table has, and a digest of them all that does not depend on their order."""

    rows: int
    digest: str


def models() -> list[type[Model]]:
    """Return every model whose table is copied, those between two models included."""
    copied: list[type[Model]] = []
    for model in apps.get_models(include_auto_created=True):
        about = model._meta
        if about.managed and not about.proxy and about.label not in LEFT_OUT:
            copied.append(model)
    return copied


def rows(model: type[Model], alias: str) -> Iterator[dict[str, Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    values = model._base_manager.using(alias).order_by().values(*names)
    yield from values.iterator(chunk_size=AT_A_TIME)


def sums(alias: str) -> dict[str, Sum]:
    """Return the sum of each table. Equal sums mean equal rows, times to the microsecond."""
    return {model._meta.label: _sum(rows(model, alias)) for model in models()}


def copy(source: str, target: str) -> dict[str, Sum]:
    """Copy every row into a database whose tables are empty. Returns the sums of what was read.

    Both should be in a transaction: of the source so that nothing changes meanwhile, of the target
    so that it is all or nothing and keys may point to rows that come later.
    """
    sums_read: dict[str, Sum] = {}
    for model in models():
        sums_read[model._meta.label] = _sum(_write(model, rows(model, source), target))
    number_on(target)
    return sums_read


def clear(alias: str) -> None:
    connection = connections[alias]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in models():
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608 -- our tables


def number_on(alias: str) -> None:
    """Let the numbers that the database gives go on after the highest there is."""
    connection = connections[alias]
    statements = connection.ops.sequence_reset_sql(no_style(), models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def difference(first: dict[str, Sum], second: dict[str, Sum]) -> str:
    """Say in a sentence where two databases differ; nothing where they do not."""
    for label in sorted(first.keys() | second.keys()):
        sum_here, sum_there = first.get(label), second.get(label)
        if sum_here != sum_there:
            counts = (
                f"{sum_here.rows if sum_here else 0} and {sum_there.rows if sum_there else 0} rows"
            )
            return f"The rows of {label} are not the same ({counts})."
    return ""


def _write(
    model: type[Model], values: Iterator[dict[str, Any]], target: str
) -> Iterator[dict[str, Any]]:
    """Write rows, some at a time, and give them on."""
    while batch := list(islice(values, AT_A_TIME)):
        _put(model, batch, target)
        yield from batch


def _put(model: type[Model], batch: list[dict[str, Any]], target: str) -> None:
    """Write rows as they are, also where a model would note the time of writing."""
    instances = [model(**row) for row in batch]
    if not any(_notes_time(field) for field in model._meta.concrete_fields):
        model._base_manager.using(target).bulk_create(instances)
        return
    for instance in instances:
        instance.save_base(raw=True, force_insert=True, using=target)


def _notes_time(field: Any) -> bool:
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _sum(values: Iterable[dict[str, Any]]) -> Sum:
    return sum_of(json.dumps(row, default=_plain, sort_keys=True) for row in values)


def sum_of(texts: Iterable[str]) -> Sum:
    total = count = 0
    for text in texts:
        total += int.from_bytes(hashlib.sha256(text.encode()).digest())
        count += 1
    return Sum(count, f"{total % 2**256:064x}")


def _plain(value: Any) -> str:
    """Say a value that JSON has no word for, the same for both databases."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    return str(value)


BESIDE = "beside"


def served_file() -> Path | None:
    """Return the SQLite file that is served; None on PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    return Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])


def url_of(path: Path) -> str:
    """Return how a SQLite file is named in DATABASE_URL."""
    # What means something in an address, or is dropped from one; a name may be no UTF-8.
    return re.sub(r"[%?#\s]", lambda match: quote(match[0]), f"sqlite:///{path.resolve()}")


def with_beside(path: Path) -> list[Path]:
    """Return a SQLite file, and what SQLite puts beside it, which belongs to it."""
    return [path.with_name(path.name + end) for end in ("", "-journal", "-wal", "-shm")]


@contextmanager
def connected(url: str) -> Iterator[str]:
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    if config["ENGINE"].endswith("sqlite3"):
        config.pop("OPTIONS", None)  # what stands behind a ? is read by the settings neither
    databases = connections.configure_settings({DEFAULT_DB_ALIAS: {}, BESIDE: config})
    connections.settings[BESIDE] = databases[BESIDE]
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
    process = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode:
        lines = (process.stderr.strip() or process.stdout.strip() or words[0]).splitlines()
        raise CannotDo(lines[-1].removeprefix("CommandError: "))
    return process.stdout.strip()
