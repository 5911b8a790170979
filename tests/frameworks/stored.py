"""Frameworks that tests begin with: published once by each worker, then stored as the same rows."""

from collections.abc import Callable, Iterator, Sequence

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from frameworks.models import Framework
from frameworks.selectors import forget_trees

# For each table a statement that stores all its rows, and their values.
Statements = list[tuple[str, list[object]]]
_published: dict[str, Statements] = {}


def load_shipped() -> None:
    """Have the frameworks that come with Pizazz, as `load_frameworks` leaves them."""
    store("shipped", lambda: call_command("load_frameworks", verbosity=0))


def store(name: str, publish: Callable[[], object]) -> None:
    """Have what `publish` leaves in tables that are empty.

    Where something is there already, or the first time, it is called.
    """
    if Framework._base_manager.exists():
        publish()
    elif name in _published:
        # Rows that refer to each other are asked for each other in the end only.
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in _published[name]:
                cursor.execute(statement, values)
        forget_trees()
    else:
        was_empty = not list(_statements())
        publish()
        if was_empty:
            _published[name] = list(_statements())


def _statements() -> Iterator[tuple[str, list[object]]]:
    models = apps.get_app_config("frameworks").get_models()
    for name in sorted({model._meta.db_table for model in models}):
        table = connection.ops.quote_name(name)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- a name of ours
            rows = cursor.fetchall()
            names = [connection.ops.quote_name(column[0]) for column in cursor.description]
        if rows:
            yield _insert(table, names, rows)


def _insert(
    table: str, names: Sequence[str], rows: Sequence[Sequence[object]]
) -> tuple[str, list[object]]:
    one = f"({', '.join(['%s'] * len(names))})"
    many = ", ".join([one] * len(rows))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES {many}"  # noqa: S608 -- the same
    return statement, [value for row in rows for value in row]
