"""What many tests begin with: built once by each worker, then stored as the same rows."""

from collections.abc import Callable, Iterable, Sequence
from itertools import count

from django.db import connection, models, transaction

# For each table a statement that stores rows, and their values.
Statements = list[tuple[str, list[object]]]
Rows = list[tuple[object, ...]]

# The first number of the rows of each story: far from those of every other, and of any test.
FIRST_NUMBERS = count(1_000_000, 1_000_000)


def built(build: Callable[[], object], kinds: Iterable[type[models.Model]]) -> Statements:
    """Build something, and return what stores again the rows that came to the tables of `kinds`.

    Raises AssertionError where rows changed that were there before: those it could not bring back.
    """
    tables = sorted({kind._meta.db_table for kind in kinds})
    before = {table: _rows(table)[1] for table in tables}
    if connection.vendor == "postgresql":
        _number_from(next(FIRST_NUMBERS), tables)
    build()
    statements = []
    for table in tables:
        names, rows = _rows(table)
        assert all(row in rows for row in before[table]), f"{table}: rows were changed"
        if new := [row for row in rows if row not in before[table]]:
            statements.append(_insert(table, names, new))
    return statements


def put(statements: Statements) -> None:
    """Store rows as they were. Whether those they refer to are there is asked in the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)


def _number_from(first: int, tables: Sequence[str]) -> None:
    """Let new rows be numbered from `first` on.

    PostgreSQL does not take its numbers back with the rows of a test, and an import sets them to
    the highest there is: one of a story that is stored later would be given once more.
    """
    with connection.cursor() as cursor:
        for table in tables:
            for sequence in connection.introspection.get_sequences(cursor, table):
                cursor.execute("SELECT setval(%s, %s)", [sequence["name"], first])


def _rows(table: str) -> tuple[list[str], Rows]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a name of ours
        return [column[0] for column in cursor.description], cursor.fetchall()


def _insert(table: str, names: Sequence[str], rows: Rows) -> tuple[str, list[object]]:
    columns = ", ".join(map(connection.ops.quote_name, names))
    many = ", ".join([f"({', '.join(['%s'] * len(names))})"] * len(rows))
    into = connection.ops.quote_name(table)
    statement = f"INSERT INTO {into} ({columns}) VALUES {many}"  # noqa: S608 -- the same
    return statement, [value for row in rows for value in row]
