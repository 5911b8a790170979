"""A release whose migrations only widen can be rolled over several hosts; another says so.

While hosts change over, the release before still runs on the same tables: it asks for every column
it knew, adds rows without those it does not know, and rows like others where two may be alike. So
what goes, goes a release later than the code that used it; a new column may be empty or has a
default in the database; what is to stand once is so in the code first (docs/operations.md).
A release that narrows all the same has STOP in its part of the CHANGELOG.
"""

import gzip
import json
import re

from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tests.source import INSTALLED, ROOT

STOP = "Stop every host before `prepare`: this release narrows tables."
GONE = (
    migrations.DeleteModel,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def released() -> set[tuple[str, str]]:
    """Return the migrations of the newest release that was kept."""
    newest = max((ROOT / "tests/releases").glob("*.json.gz"), key=lambda path: path.name)
    release = json.loads(gzip.decompress(newest.read_bytes()))
    return {(app, name) for app, name in release["migrations"]}


def narrows(operation, new_tables: set[str]) -> str:
    """Say what the release before could not live with, or "". `made`: tables that are new, too."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        reasons = [narrows(part, new_tables) for part in operation.database_operations]
        return "; ".join(filter(None, reasons))
    if isinstance(operation, migrations.CreateModel):
        new_tables.add(operation.name_lower)
    elif isinstance(operation, GONE):
        return f"{type(operation).__name__} takes away what the release before asks for"
    elif isinstance(operation, migrations.AddField):
        field = operation.field
        may_be_left_out = field.null or field.has_db_default() or field.many_to_many
        if operation.model_name_lower not in new_tables and not may_be_left_out:
            return f"{operation.name} has no db_default: the release before cannot add rows"
    elif isinstance(operation, migrations.AddConstraint):
        once = isinstance(operation.constraint, models.UniqueConstraint)
        if once and operation.model_name_lower not in new_tables:
            return f"{operation.constraint.name}: the release before may add what is there already"
    return ""


def narrowing() -> dict[str, list[str]]:
    """Return what narrows in the release that is being made, by migration."""
    every = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    before, wrong = released(), {}
    for (app, name), migration in sorted(every.items()):
        if app in INSTALLED and (app, name) not in before:
            new_tables: set[str] = set()
            reasons = [narrows(operation, new_tables) for operation in migration.operations]
            if any(reasons):
                wrong[f"{app}.{name}"] = [reason for reason in reasons if reason]
    return wrong


def test_release_that_narrows_says_to_stop_every_host():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = re.split(r"^## ", text, flags=re.MULTILINE)[1]
    says_so = STOP in " ".join(unreleased.split())
    assert says_so == bool(narrowing()), narrowing()


def test_what_narrows_is_noticed():
    once = models.UniqueConstraint(fields=["words"], name="example_once")
    empty, filled = models.TextField(null=True), models.TextField(db_default="")
    samples = {
        migrations.RemoveField("example", "words"): True,
        migrations.AddField("example", "words", models.TextField(default="")): True,
        migrations.AddField("example", "words", empty): False,
        migrations.AddField("example", "words", filled): False,
        migrations.AddConstraint("example", once): True,
        migrations.RunPython(migrations.RunPython.noop): False,
    }
    for sample, expected in samples.items():
        assert bool(narrows(sample, set())) is expected
    new_tables: set[str] = set()
    new = migrations.CreateModel("Later", fields=[])
    narrows(new, new_tables)
    assert narrows(migrations.AddField("later", "words", models.TextField()), new_tables) == ""
