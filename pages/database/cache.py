"""Counts of sign-ins in the database, which say so where the database takes none."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, IntegrityError, connection, transaction


class TellingCache(DatabaseCache):
    """Django's cache in a table, but for one thing: what could not be written is not passed over.

    Django passes over an error when it writes. Whoever counts with `add` would then wait for a
    lock that nobody holds, and refuse a sign-in as one too many; or would not count at all.
    """

    def _base_set(self, *args: Any, **kwargs: Any) -> bool:
        """Write, or return False where `add` found the key there. Raises the database's error."""
        errors: list[DatabaseError] = []

        def note(execute: Callable[..., Any], *query: Any) -> Any:
            try:
                return execute(*query)
            except IntegrityError:  # somebody else was quicker with the same key
                raise
            except DatabaseError as error:
                errors.append(error)
                raise

        # What fails as late as at the end of Django's own transaction is raised by this one's.
        with transaction.atomic(), connection.execute_wrapper(note):
            is_written = bool(super()._base_set(*args, **kwargs))  # type: ignore[misc]
            if errors:
                raise errors[0]
        return is_written
