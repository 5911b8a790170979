"""Counts of sign-ins in the database, which say so where the database takes none."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connection


class TellingCache(DatabaseCache):
    """Django's cache in a table, but for one thing: a busy database is no "it is there already".

    Django passes over an error when it writes. Whoever counts with `add` would then wait for a
    lock that nobody holds, and refuse a sign-in as one too many.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Add a key, or return False where it is there. Raises the database's error."""
        added = bool(super().add(*args, **kwargs))
        if not added:
            table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
            with connection.cursor() as cursor:  # changes nothing, but has to be let in to write
                cursor.execute(f"UPDATE {table} SET expires = expires WHERE 1 = 0")  # noqa: S608 -- our name
        return added
