"""Queries worked out once: of a short one, Django's part takes longer than the database's.

What is asked stays a QuerySet, made by whoever owns the rule; only that it is put into SQL anew for
every request is saved. It reads what Django's own `ModelIterable` reads of a compiler. PostgreSQL
does the same for its part: a connection plans the query once (PREPARE).
"""

import datetime as dt
import hashlib
import uuid
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import NotSupportedError, OperationalError, ProgrammingError, connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

Row = TypeVar("Row")
Single = uuid.UUID | str | dt.date | dt.datetime
Value = Single | list[uuid.UUID]
# PostgreSQL's codes: where a pooler gives the connection of one process to another, and where a
# newer release has widened a column since.
NO_SUCH_STATEMENT, THERE_ALREADY, OTHER_COLUMNS = "26000", "42P05", "0A000"


class Prepared(Generic[Row]):
    """A query by some values, each used as it is.

    Args:
        make: gives the query for such values: of objects, or of `values_list`. What it asks may
            depend on nothing else: not on the day, the language or who asks.
        kinds: of the values: uuid.UUID, str, date, datetime, or list, of keys to be among.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], *kinds: type[Value]) -> None:
        self.make, self.kinds = make, kinds
        self._plans: dict[tuple[str, tuple[int, ...]], _Plan] = {}

    def first(self, *values: Value) -> Row | None:
        return next(self.rows(*values), None)

    def rows(self, *values: Value) -> Iterator[Row]:
        """Give what is found now, as the query itself would."""
        lists = [_padded(_several(value)) for value in values]
        shape = connection.vendor, tuple(map(len, lists))
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = self._planned(shape[1])
        return plan.rows(list(map(as_sent, chain.from_iterable(lists))))

    def _planned(self, lengths: Iterable[int]) -> "_Plan":
        stand_ins = []
        for place, (kind, length) in enumerate(zip(self.kinds, lengths, strict=True)):
            stand_ins.append(STAND_INS[kind](place, length))
        return _Plan(self.make(*stand_ins), stand_ins)


# A value that no other of the query is, by its kind: of its place, and how many it is.
STAND_INS: dict[type[Any], Callable[[int, int], Value]] = {
    uuid.UUID: lambda _place, _length: uuid.uuid4(),
    str: lambda _place, _length: str(uuid.uuid4()),
    dt.date: lambda place, _length: dt.date(1, 1, 1 + place),
    dt.datetime: lambda place, _length: dt.datetime(1, 1, 2, microsecond=place, tzinfo=dt.UTC),
    list: lambda _place, length: [uuid.uuid4() for _number in range(length)],
}


class _Plan:
    """The SQL of a query on one kind of database, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Any], stand_ins: list[Value]) -> None:
        self.compiler: Any = rows.query.get_compiler(connection=connection)
        try:
            self.sql, parameters = self.compiler.as_sql()
        except EmptyResultSet:  # among none there is nothing
            self.sql = ""
            return
        singles = chain.from_iterable(map(_several, stand_ins))
        places = {as_sent(value): place for place, value in enumerate(singles)}
        # Of each value that is sent: the place among those that are given, or what it always is.
        self.parameters = [(places.get(value), value) for value in parameters]
        columns = [column[0] for column in self.compiler.select]
        self.converters = self.compiler.get_converters(columns)
        # Whether a connection keeps what it has planned.
        self.planned = weakref.WeakKeyDictionary[Any, bool]()
        self.read = READERS[rows._iterable_class](self.compiler)  # noqa: SLF001 -- which Django reads them with

    def rows(self, values: list[Any]) -> Iterator[Any]:
        """Ask, and give the rows as they are read."""
        if not self.sql:
            return iter(())
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql" or not self._asked_as_planned(cursor, values):
                parameters = [
                    fixed if place is None else values[place] for place, fixed in self.parameters
                ]
                cursor.execute(self.sql, parameters)
            rows: Any = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return map(self.read, rows)

    def _asked_as_planned(self, cursor: Any, values: list[Any]) -> bool:
        """Ask by the plan that this connection of PostgreSQL has, or say that it has none.

        Behind a pooler that gives connections away in between it has none, nor one that still fits
        where a column was widened meanwhile. Inside a transaction it is not tried: there, finding
        that out would end the transaction.
        """
        raw = connection.connection
        if connection.in_atomic_block or not self.planned.get(raw, True):
            return False
        try:
            if raw not in self.planned:
                self._plan(raw)
            statement = f"EXECUTE {self._statement[0]} ({', '.join(['%s'] * len(values))})"
            cursor.execute(statement, values)
        except (OperationalError, NotSupportedError) as error:
            if getattr(error.__cause__, "pgcode", None) not in {NO_SUCH_STATEMENT, OTHER_COLUMNS}:
                raise
            self.planned[raw] = False
        return self.planned[raw]

    def _plan(self, raw: Any) -> None:
        try:
            # Past Django's count of queries, of which it is none; but a fault is told as Django's.
            with connection.wrap_database_errors, raw.cursor() as cursor:
                name, sql = self._statement
                cursor.execute(f"PREPARE {name} AS {sql}")
        except ProgrammingError as error:
            if getattr(error.__cause__, "pgcode", None) != THERE_ALREADY:
                raise
        self.planned[raw] = True

    @cached_property
    def _statement(self) -> tuple[str, str]:
        """Its name, which tells the SQL in every process; and that SQL as PostgreSQL takes it."""
        with connection.connection.cursor() as cursor:
            sql = self.sql % tuple(
                cursor.mogrify("%s", [fixed]).decode() if place is None else f"${place + 1}"
                for place, fixed in self.parameters
            )
        return f"pizazz_{hashlib.sha256(sql.encode()).hexdigest()[:32]}", sql


def _objects(compiler: Any) -> Callable[[Any], Any]:
    """Return what makes an object of a row, with what is fetched along and annotated."""
    info, select, alias = compiler.klass_info, compiler.select, connection.alias
    begin, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[begin:end]]
    related = get_related_populators(info, select, alias)  # type: ignore[call-arg]  # stubs of a later Django
    annotated = list(compiler.annotation_col_map.items())
    from_db = info["model"].from_db

    def read(row: Any) -> Any:
        instance = from_db(alias, names, row[begin:end])
        for populator in related:
            populator.populate(row, instance)
        for name, place in annotated:
            setattr(instance, name, row[place])
        return instance

    return read


def _values(compiler: Any) -> Callable[[Any], Any]:
    """Return what makes a tuple of a row, without what is only sorted by."""
    end = compiler.col_count
    return lambda row: tuple(row[:end])


READERS: dict[type[Any], Callable[[Any], Callable[[Any], Any]]] = {
    ModelIterable: _objects,
    ValuesListIterable: _values,
}


def _several(value: Value) -> Sequence[Single]:
    return value if isinstance(value, list) else [value]


def _padded(values: Sequence[Single]) -> list[Single]:
    """Repeat the last until they are a power of two: so a few plans serve lists of any length."""
    length = 1 << max(len(values) - 1, 0).bit_length()
    return [*values, *list(values[-1:]) * (length - len(values))]


def as_sent(value: Any) -> Any:
    """Return a value as it is sent to this database."""
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value
