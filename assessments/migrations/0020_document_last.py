"""Puts a record's document behind its other columns, where SQLite need not read past it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def put_last(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table anew on SQLite, which has its columns in the order of the model's fields."""
    if editor.connection.vendor != "sqlite":
        return  # PostgreSQL keeps long text outside its rows
    closure = apps.get_model("assessments", "Closure")
    last = max(field.creation_counter for field in closure._meta.local_fields)
    closure._meta.get_field("document").creation_counter = last + 1
    editor._remake_table(closure)  # type: ignore[attr-defined]  # SQLite's has it


class Migration(migrations.Migration):
    dependencies = [("assessments", "0019_answers_that_may_go_out")]
    operations = [migrations.RunPython(put_last, migrations.RunPython.noop)]
