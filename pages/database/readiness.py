"""Whether this process and its database can answer people."""

from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def _of_this_release() -> frozenset[tuple[str, str]]:
    """Return every migration that the code has; it does not change while a process lives."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def missing_migrations(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return what has still to be applied, as app.name; asks the database."""
    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    return sorted(f"{app}.{name}" for app, name in _of_this_release() - applied)


def unknown_migrations() -> list[str]:
    """Return what was applied by a newer release, as app.name."""
    migrations = _of_this_release()
    ours = {app for app, _name in migrations}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in set(applied) - migrations if app in ours)
