"""Changes and ends of rows worked out once, as prepared queries are."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql import DeleteQuery, Query, UpdateQuery

from pages.database.prepared import STAND_INS, as_sent

Key = uuid.UUID | str


class PreparedWrite:
    """What is written by some values, each a key or a text that is used as it is.

    Args:
        make: gives the query (`changing`, `deleting`) for such values; see Prepared.
        kinds: of the values, uuid.UUID or str.
    """

    def __init__(self, make: Callable[..., Query], *kinds: type[Key]) -> None:
        self.make, self.kinds = make, kinds
        # By kind of database: the SQL, and of each value that is sent its place among those that
        # are given, or what it always is.
        self._plans: dict[str, tuple[str, list[tuple[int | None, Any]]]] = {}

    def __call__(self, *values: Key) -> int:
        """Write now; return of how many rows."""
        plan = self._plans.get(connection.vendor)
        if plan is None:
            plan = self._plans[connection.vendor] = self._planned()
        sql, places = plan
        given = [as_sent(value) for value in values]
        with connection.cursor() as cursor:
            cursor.execute(
                sql, [fixed if place is None else given[place] for place, fixed in places]
            )
            return int(cursor.rowcount)

    def _planned(self) -> tuple[str, list[tuple[int | None, Any]]]:
        stand_ins = [STAND_INS[kind](place, 1) for place, kind in enumerate(self.kinds)]
        sql, sent = self.make(*stand_ins).get_compiler(connection=connection).as_sql()
        places = {as_sent(value): place for place, value in enumerate(stand_ins)}
        return sql, [(places.get(value), value) for value in sent]


def changing(rows: QuerySet[Any], **values: Any) -> Query:
    """Return what `rows.update(**values)` asks of a database."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    made: Query = query
    return made


def deleting(rows: QuerySet[Any]) -> Query:
    """Return what `rows.delete()` asks of a database, of rows that nothing else hangs on."""
    query = rows.query.clone()
    query.__class__ = DeleteQuery
    return query
