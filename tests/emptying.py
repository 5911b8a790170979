"""Tables are emptied after a test that commits: their rows go, what Django put into them stays.

Its own way has PostgreSQL make every file anew, and writes four hundred permissions again: a tenth
of a second, for each test.
"""

from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = (ContentType, Permission)


@cache
def beginning() -> dict[str, int]:
    """Count what Django puts into tables that are new; asked before the first test."""
    return _kept()


def _kept() -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in KEPT}


def empty(_case: TransactionTestCase) -> None:
    """Stand for TransactionTestCase's own way."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(set(tables) - beginning().keys()):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a name of ours
    assert _kept() == beginning()
