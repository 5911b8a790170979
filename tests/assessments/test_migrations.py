"""What is in a database already survives an upgrade."""

import gc
from importlib import import_module

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate(targets: list[tuple[str, str]] | None = None) -> Apps:
    """Go back to a migration, or forwards to the newest; gives the models as they were then."""
    executor = MigrationExecutor(connection)
    # A migration makes thousands of classes: the collector would walk them all again and again.
    gc.disable()
    try:
        return executor.migrate(targets or executor.loader.graph.leaf_nodes()).apps
    finally:
        gc.enable()


@pytest.mark.django_db(transaction=True)
def test_log_of_the_admin_goes_with_the_names_in_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_admin_log (object_repr varchar(200))")
        cursor.execute("INSERT INTO django_admin_log VALUES ('Con Tributor')")
    module = import_module("accounts.migrations.0020_no_admin_log")
    for _time in range(2):  # where it never was, there is nothing to drop
        with connection.schema_editor() as editor:
            for operation in module.Migration.operations:
                operation.database_forwards("accounts", editor, None, None)
        assert "django_admin_log" not in connection.introspection.table_names()
