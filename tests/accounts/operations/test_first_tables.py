"""Tables made as the models say are those that all migrations make, one after the other."""

import pytest
from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.operations.tables import connected

NO_MODELS = {"cache", "sqlite_stat1", "sqlite_stat4"}  # of createcachetable, and of ANALYZE

# The names we gave; others say what a table was once called.
DECLARED = {
    each.name
    for model in apps.get_models()
    for each in (*model._meta.constraints, *model._meta.indexes)
}

# Of tables between two models Django makes this key as wide as it is told, in a migration of its
# own apps even where their models say otherwise.
KEYS_BETWEEN = {
    (model._meta.db_table, "id")
    for model in apps.get_models(include_auto_created=True)
    if model._meta.auto_created
}


def shape(database: BaseDatabaseWrapper) -> dict[str, object]:
    """Return what a database has, without the order of columns and names made of digests."""
    look = database.introspection
    found: dict[str, object] = {}
    with database.cursor() as cursor:
        for table in set(look.table_names(cursor)) - NO_MODELS:
            columns = {
                each.name: (each.type_code, each.null_ok, each.default, each.internal_size)
                for each in look.get_table_description(cursor, table)
                if (table, each.name) not in KEYS_BETWEEN
            }
            held = look.get_constraints(cursor, table)
            rules = {
                (
                    tuple(each["columns"]),
                    each["primary_key"],
                    each["unique"],
                    each["foreign_key"],
                    tuple(each.get("orders") or ()),
                )
                for each in held.values()
                if not each["check"]
            }
            found[table] = (columns, rules, held.keys() & DECLARED)
    return found


@pytest.mark.server
def test_tables_of_an_empty_database_are_those_of_all_migrations(sites, django_db_blocker):
    made, migrated = sites.new(), sites.new()
    made.manage("prepare")
    assert "No migrations to apply" in made.manage("migrate")
    migrated.manage("migrate")
    shapes = []
    for site in (made, migrated):
        with django_db_blocker.unblock(), connected(site.url) as alias:
            shapes.append(shape(connections[alias]))
    ours, theirs = shapes
    assert ours.keys() == theirs.keys()
    for table, found in ours.items():
        assert found == theirs[table], table
