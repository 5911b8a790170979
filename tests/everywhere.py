"""All that is stored anywhere, as text: to find what should be nowhere."""

import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, models

from tests.source import INSTALLED

# Where words stand that are not in anybody's record yet.
ON_THE_WAY = {"assessments.Draft", "accounts.KeptPost", "accounts.Event"}


def everything() -> dict[str, str]:
    """Return all that is stored anywhere, in small letters, by where it is."""
    texts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our tables
            texts[table] = "\n".join(map(_plain, cursor.fetchall())).lower()
    texts["sessions"] = "\n".join(
        json.dumps(row.get_decoded(), default=str) for row in Session.objects.all()
    ).lower()
    for path in Path(settings.RENDER_DIR).rglob("*"):
        if path.is_file():
            texts[str(path)] = path.read_bytes().decode("latin-1").lower()
    return texts


def _plain(row: tuple[object, ...]) -> str:
    words = (bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)
    return " ".join(
        word.decode("latin-1") if isinstance(word, bytes) else str(word) for word in words
    )


def everything_kept() -> str:
    """Return every text that somebody typed and that was kept, as one."""
    texts = []
    for model in (
        model_class for app in INSTALLED for model_class in apps.get_app_config(app).get_models()
    ):
        names = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        ]
        if names and model._meta.label not in ON_THE_WAY:
            texts += [str(row) for row in model._default_manager.values_list(*names)]
    return "\n".join(texts)


def places_of(words: set[str]) -> dict[str, str]:
    """Return where any of these words stands, with some of what is around it."""
    places = {}
    for place, text in everything().items():
        for word in words:
            at = text.find(word.lower())
            if at >= 0:
                places[f"{place}: {word}"] = text[max(0, at - 80) : at + 120]
    return places
