"""Puts what a release's database held into an empty one, with the tables of that release."""

import gzip
import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

KEPT = sorted(Path(__file__).parent.glob("*.json.gz"))


def held_by_release(path: str | Path) -> dict[str, Any]:
    """Read what a release's database held."""
    return json.loads(gzip.decompress(Path(path).read_bytes()))


def load(path: str) -> Apps:
    """Make the tables as they were, and fill them. What comes next is the upgrade."""
    release = held_by_release(path)
    executor = MigrationExecutor(connection)
    last = dict(release["migrations"])
    then = executor.migrate([*last.items(), *_of_others(executor, last)]).apps
    with transaction.atomic(), connection.constraint_checks_disabled():
        for label, table in release["tables"].items():
            _fill(then, label, table["fields"], table["rows"])
    return then


def open_another(then: Apps) -> None:
    """Let a conversation be open a second time, in a newer version and begun a day later.

    Somebody has typed in it, on a page as it was then, and not saved.
    """
    frameworks = then.get_model("frameworks", "Framework").objects
    assessments = then.get_model("assessments", "Assessment").objects
    another = assessments.get(closed_at=None, set_aside_at=None)
    newer = frameworks.get(pk=another.framework_id)
    newer.pk, newer.version = uuid.uuid4(), "2.1"
    newer.save(force_insert=True)
    another.pk, another.framework_id = uuid.uuid4(), newer.pk
    another.started_at += timedelta(days=1)
    another.save(force_insert=True)
    then.get_model("assessments", "Draft").objects.create(
        user_id=another.started_by_id,
        assessment_id=another.pk,
        page="place-soil",
        fields={"words": "Half a line", "step": "3", "recast_step": "2"},
        saved_at=another.started_at,
    )


def _of_others(executor: MigrationExecutor, last: dict[str, str]) -> list[tuple[str, str]]:
    """Return the newest tables of other people's apps.

    An app of ours that came later builds on newer tables of the others: it comes with the upgrade.
    """
    graph = executor.loader.graph
    there = {node for key in last.items() for node in graph.forwards_plan(key)}
    leaves = []
    for leaf in graph.leaf_nodes():
        newer = [n for n in graph.forwards_plan(leaf) if n[0] in last and n not in there]
        if leaf[0] not in last and not newer:
            leaves.append(leaf)
    return leaves


def _fill(then: Apps, label: str, names: list[str], rows: list[list[str | None]]) -> None:
    model = then.get_model(label)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rows_there = []
    for row in rows:
        values = {
            name: None if value is None else _target(fields[name]).to_python(value)
            for name, value in zip(names, row, strict=True)
        }
        rows_there.append(model(**values))
    model._base_manager.bulk_create(rows_there)


def _target(field: object) -> object:
    """Return the field that knows the type: of a key to another row, that row's."""
    return getattr(field, "target_field", field)
