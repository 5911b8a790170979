"""Tables are emptied after a test that commits: their rows go, what Django put into them stays.

Its own way has PostgreSQL make every file anew, and writes four hundred permissions again: a tenth
of a second, for each test.
"""

from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = {"django_content_type", "auth_permission"}


@cache
def beginning() -> tuple[set[tuple[str, str]], int]:
    """Return what Django puts into tables that are new; asked before the first test."""
    return _types_and_permissions()


def _types_and_permissions() -> tuple[set[tuple[str, str]], int]:
    types = ContentType.objects.values_list("app_label", "model")
    return set(types), Permission.objects.count()


def empty(_case: TransactionTestCase) -> None:
    """Stand for TransactionTestCase's own way."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(set(tables) - KEPT):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a name of ours
        for kind in ContentType.objects.all():  # Django adds one where it is asked of a proxy
            if (kind.app_label, kind.model) not in beginning()[0]:
                kind.delete()
    ContentType.objects.clear_cache()
    assert _types_and_permissions() == beginning()
