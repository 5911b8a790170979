"""Queries worked out once: of a short one, Django's part takes longer than the database's.

What is asked stays a QuerySet, made by whoever owns the rule; only that it is put into SQL anew for
every request is saved. It reads what Django's own `ModelIterable` reads of a compiler. PostgreSQL
does the same for its part: a connection plans the query once (PREPARE).
"""

import hashlib
import uuid
import weakref
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import OperationalError, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
Value = uuid.UUID | str
# PostgreSQL's codes, where a pooler gives the connection of one process to another.
NO_SUCH_STATEMENT, THERE_ALREADY = "26000", "42P05"


class Prepared(Generic[M]):
    """A query by some values, each a key or a text that is used as it is.

    Args:
        make: gives the query for such values. What it asks may depend on nothing else: not on the
            day, the language or who asks.
        kinds: of the values, uuid.UUID or str.
    """

    def __init__(self, make: Callable[..., QuerySet[M]], *kinds: type[Value]) -> None:
        self.make, self.kinds = make, kinds
        self._plans: dict[str, _Plan] = {}

    def first(self, *values: Value) -> M | None:
        """Return the first row, or None."""
        return next(self.rows(*values), None)

    def rows(self, *values: Value) -> Iterator[M]:
        """Give what is found now, as the query itself would."""
        plan = self._plans.get(connection.vendor)
        if plan is None:
            stand_ins = [
                uuid.uuid4() if kind is uuid.UUID else str(uuid.uuid4()) for kind in self.kinds
            ]
            plan = self._plans[connection.vendor] = _Plan(self.make(*stand_ins), stand_ins)
        return plan.rows([_as_sent(value) for value in values])


class _Plan:
    """The SQL of a query on one kind of database, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any], stand_ins: list[Value]) -> None:
        self.compiler: Any = rows.query.get_compiler(connection=connection)
        self.sql, sent = self.compiler.as_sql()
        places = {_as_sent(value): place for place, value in enumerate(stand_ins)}
        # Of each value that is sent: the place among those that are given, or what it always is.
        self.sent = [(places.get(value), value) for value in sent]
        # Whether a connection keeps what it has planned.
        self.planned = weakref.WeakKeyDictionary[Any, bool]()

    @cached_property
    def converters(self) -> Any:
        """How the columns are read."""
        return self.compiler.get_converters([each[0] for each in self.compiler.select])

    def rows(self, given: list[Any]) -> Iterator[Any]:
        """Ask, and give the rows as objects."""
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql" or not self._asked_as_planned(cursor, given):
                sent = [fixed if place is None else given[place] for place, fixed in self.sent]
                cursor.execute(self.sql, sent)
            found: Any = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        info, select = self.compiler.klass_info, self.compiler.select
        begin, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column.target.attname for column, _sql, _alias in select[begin:end]]
        related = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]  # stubs of a later Django
        for row in found:
            made = info["model"].from_db(connection.alias, names, row[begin:end])
            for each in related:
                each.populate(row, made)
            for name, place in self.compiler.annotation_col_map.items():
                setattr(made, name, row[place])
            yield made

    def _asked_as_planned(self, cursor: Any, given: list[Any]) -> bool:
        """Ask by the plan that this connection of PostgreSQL has, or say that it has none.

        Behind a pooler that gives connections away in between it has none. Inside a transaction it
        is not tried: there, finding that out would end the transaction.
        """
        raw = connection.connection
        if connection.in_atomic_block or not self.planned.get(raw, True):
            return False
        try:
            if raw not in self.planned:
                self._plan(raw)
            asked = f"EXECUTE {self._statement[0]} ({', '.join(['%s'] * len(given))})"
            cursor.execute(asked, given)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != NO_SUCH_STATEMENT:
                raise
            self.planned[raw] = False
        return self.planned[raw]

    def _plan(self, raw: Any) -> None:
        name, sql = self._statement
        try:
            with raw.cursor() as cursor:  # past Django's count of queries, of which it is none
                cursor.execute(f"PREPARE {name} AS {sql}")
        except raw.ProgrammingError as error:
            if error.pgcode != THERE_ALREADY:
                raise
        self.planned[raw] = True

    @cached_property
    def _statement(self) -> tuple[str, str]:
        """Its name, which tells the SQL in every process; and that SQL as PostgreSQL takes it."""
        with connection.connection.cursor() as cursor:
            sql = self.sql % tuple(
                cursor.mogrify("%s", [fixed]).decode() if place is None else f"${place + 1}"
                for place, fixed in self.sent
            )
        return f"pizazz_{hashlib.sha256(sql.encode()).hexdigest()[:32]}", sql


def _as_sent(value: Value) -> Value:
    """Return a value as it is sent to this database."""
    if isinstance(value, str) or connection.features.has_native_uuid_field:
        return value
    return value.hex
