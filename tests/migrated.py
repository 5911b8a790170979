"""A database that is migrated once and copied: to migrate an empty one takes ten seconds.

SQLite: a file in the folder for temporary files, kept as long as migrations and packages are the
same. PostgreSQL: a template inside the cluster that is thrown away after the run.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "migrated"


def take() -> IO[str] | None:
    """Put a copy where the tests' database is to be, for Django to look over.

    The first of several processes gets a lock instead, makes one and calls `keep`; the others wait.
    """
    kept = _kept()
    lock = kept.with_suffix(".lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not kept.exists():
        return lock
    lock.close()
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        shutil.copyfile(kept, test["NAME"])
    else:
        test["TEMPLATE"] = TEMPLATE
    return None


def keep(lock: IO[str]) -> None:
    """Keep what was just migrated: whole under its name, or not at all."""
    kept = _kept()
    part = kept.with_suffix(f".{os.getpid()}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
    else:
        name = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE "{name}"')
        part.touch()
    part.rename(kept)
    lock.close()


def _kept() -> Path:
    """Return the copy's path, another one when migrations or packages change."""
    if connection.vendor != "sqlite":
        return Path(connection.settings_dict["HOST"], TEMPLATE)  # the folder of this run's cluster
    told = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("requirements*.txt")]):
        told.update(path.name.encode() + path.read_bytes())
    return Path(tempfile.gettempdir(), f"pizazz-{told.hexdigest()[:16]}.migrated")
