"""Queries worked out once: of a short one, Django's part takes longer than the database's.

What is asked stays a QuerySet, made by whoever owns the rule; only that it is put into SQL anew for
every request is saved. It reads what Django's own `ModelIterable` reads of a compiler.
"""

import uuid
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
Value = uuid.UUID | str


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

    @cached_property
    def converters(self) -> Any:
        """How the columns are read."""
        return self.compiler.get_converters([each[0] for each in self.compiler.select])

    def rows(self, given: list[Any]) -> Iterator[Any]:
        """Ask, and give the rows as objects."""
        sent = [fixed if place is None else given[place] for place, fixed in self.sent]
        with connection.cursor() as cursor:
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


def _as_sent(value: Value) -> Value:
    """Return a value as it is sent to this database."""
    if isinstance(value, str) or connection.features.has_native_uuid_field:
        return value
    return value.hex
