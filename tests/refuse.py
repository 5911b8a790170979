"""A database that refuses to write some rows, as it does where a rule or its file is broken."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

FUNCTION = """CREATE OR REPLACE FUNCTION refuse_row() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'refused'; END $$ LANGUAGE plpgsql"""


@contextmanager
def refuse_rows(model: type[Model], name: str, value: object) -> Iterator[None]:
    """Refuse to write rows of a model whose column has this value."""
    table, column = model._meta.db_table, model._meta.get_field(name).column
    text = str(value).replace("-", "") if connection.vendor == "sqlite" else str(value)
    for when in ("INSERT", "UPDATE"):
        begin = f"CREATE TRIGGER refuse_{when} BEFORE {when} ON {table}"
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                does = "BEGIN SELECT RAISE(ABORT, 'refused'); END"
                cursor.execute(f"{begin} WHEN NEW.{column} = '{text}' {does}")
            else:
                cursor.execute(FUNCTION)
                does = "EXECUTE FUNCTION refuse_row()"
                cursor.execute(f"{begin} FOR EACH ROW WHEN (NEW.{column} = '{text}') {does}")
    try:
        yield
    finally:
        for when in ("INSERT", "UPDATE"):
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TRIGGER refuse_{when}{on}")
