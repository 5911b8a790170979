"""Keeps what a release's database holds, for the test that brings it up to today.

In a checkout of that release, on a database with its demo in it:

    DATABASE_URL=sqlite:////full/path PIZAZZ_DEBUG=True PIZAZZ_SECRET_KEY=x \\
        .venv/bin/python tests/releases/keep.py > 0.1.0.json
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pizazz.settings")

import django

django.setup()

from django.apps import apps  # noqa: E402 -- after setup
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402 -- after setup

APPS = ("accounts", "frameworks", "assessments", "agreeing", "mirror", "sharing")


def _text(row: Any, field: Any) -> Any:
    return None if getattr(row, field.attname) is None else field.value_to_string(row)


def main() -> None:
    """Write the migrations that were applied, and every row of our tables as text."""
    applied = MigrationRecorder.Migration.objects.filter(app__in=APPS).order_by("id")
    tables = {}
    for app in APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model._meta.proxy:
                continue
            fields = [field for field in model._meta.concrete_fields if not field.generated]
            rows = [
                [
                    None if getattr(row, f.attname) is None else f.value_to_string(row)
                    for f in fields
                ]
                for row in model._base_manager.order_by("pk")
            ]
            tables[model._meta.label] = {"fields": [f.attname for f in fields], "rows": rows}
    release = {"migrations": list(applied.values_list("app", "name")), "tables": tables}
    json.dump(release, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
