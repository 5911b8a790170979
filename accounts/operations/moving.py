"""Moving everything to another database, and proving that it is the same there."""

import tempfile
from pathlib import Path

import dj_database_url
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from accounts.operations import tables
from accounts.operations.backup import back_up
from accounts.operations.databases import connected, manage
from pages.commands import CannotDo


def move(url: str) -> dict[str, tables.Sum]:
    """Copy everything to the database at `url`, which has to be new. Nothing changes here.

    Returns:
        The sum of each table, the same here and there.

    Raises:
        CannotDo: with the sentence to show; what is at `url` is not to be used then.
    """
    _understood(url)
    with tempfile.TemporaryDirectory(prefix="pizazz-move-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        back_up(copy, at=timezone.now())
        manage("restore", str(copy), "--moving", url=url)
    here = tables.sums(DEFAULT_DB_ALIAS)
    with connected(url) as there:
        found = tables.difference(here, tables.sums(there))
    if found:
        raise CannotDo(
            f"{found} Did somebody save meanwhile? Stop Pizazz, then move into a new database."
        )
    return here


def _understood(url: str) -> None:
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
