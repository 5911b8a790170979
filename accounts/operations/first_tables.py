"""The tables of an empty database, made as the models say and not one migration after the other.

It takes a twentieth of the time, and a test shows on both databases that it is the same. What
migrations do to rows has nothing to do here.
"""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def make_tables(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Make every table and note each migration as done: all of it, or nothing."""
    connection = connections[alias]
    done = MigrationRecorder.Migration
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    with connection.schema_editor() as editor:
        editor.create_model(done)
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        done.objects.using(alias).bulk_create(
            [done(app=app, name=name) for app, name in sorted(known)]
        )
