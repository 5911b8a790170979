"""Somebody else who holds the database and does not let go."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Hold what every save writes to, as a long transaction of somebody else does."""
    connection.ensure_connection()
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA busy_timeout=100")
        other = sqlite3.connect(settings["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        connection.connection.cursor().execute("SET lock_timeout = 100")
        other = psycopg2.connect(
            dbname=settings["NAME"], host=settings["HOST"], user=settings["USER"]
        )
        other.cursor().execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    with closing(other):
        yield
    connection.close()
