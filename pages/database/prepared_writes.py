"""New rows, changes and ends of rows worked out once, as prepared queries are."""

import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model, QuerySet
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
        keys = list(map(as_sent, values))
        with connection.cursor() as cursor:
            cursor.execute(
                sql, [fixed if place is None else keys[place] for place, fixed in places]
            )
            return int(cursor.rowcount)

    def _planned(self) -> tuple[str, list[tuple[int | None, Any]]]:
        stand_ins = [STAND_INS[kind](place, 1) for place, kind in enumerate(self.kinds)]
        sql, parameters = self.make(*stand_ins).get_compiler(connection=connection).as_sql()
        places = {as_sent(value): place for place, value in enumerate(stand_ins)}
        return sql, [(places.get(value), value) for value in parameters]


class PreparedInsert:
    """New rows of one model: what `row.save()` writes, but for the number of its key if it has one.

    Args:
        model: whose rows.
        among: the field of its siblings, for a model with an `order`: a new row comes after them.
        unless_there: write nothing, rather than raise, where the row's key is there already.
    """

    def __init__(self, model: type[Model], *, among: str = "", unless_there: bool = False) -> None:
        self.model, self.among = model, among
        self.ending = " ON CONFLICT DO NOTHING" if unless_there else ""

    def __call__(self, row: Model) -> bool:
        """Write this row now; say whether it was written."""
        sql, fields = self._plan
        values = [
            field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            state = row._state  # noqa: SLF001 -- as Django leaves a row that it has saved
            state.adding, state.db = False, connection.alias
            return bool(cursor.rowcount)

    @cached_property
    def _plan(self) -> tuple[str, list["Field[Any, Any]"]]:
        """The SQL, the same on both databases, and the field that each of its values is of."""
        about = self.model._meta
        columns, places, fields = [], [], []
        for field in about.concrete_fields:
            if field == about.auto_field:
                continue
            columns.append(f'"{field.column}"')
            if self.among and field.name == "order":
                siblings: Any = about.get_field(self.among)
                places.append(
                    f'(SELECT COALESCE(MAX("order"), 0) + 1 FROM "{about.db_table}"'  # noqa: S608 -- our names
                    f' WHERE "{siblings.column}" = %s)'
                )
                fields.append(siblings)
            else:
                places.append("%s")
                fields.append(field)
        values = f"({', '.join(columns)}) VALUES ({', '.join(places)})"
        return f'INSERT INTO "{about.db_table}" {values}{self.ending}', fields


def changing(rows: QuerySet[Any], **values: Any) -> Query:
    """Return what `rows.update(**values)` asks of a database."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    update: Query = query
    return update


def deleting(rows: QuerySet[Any]) -> Query:
    """Return what `rows.delete()` asks of a database, of rows that nothing else hangs on."""
    query = rows.query.clone()
    query.__class__ = DeleteQuery
    return query
