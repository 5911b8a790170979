"""System check: what is published is still what was published."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from frameworks.files.documents import framework_digest, from_rows
from frameworks.models import Companion, Publication
from pages.database.readiness import missing_migrations
from record.document import digest


@register(Tags.database)
def published_frameworks_are_unchanged(
    *,
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **_kwargs: Any,
) -> list[CheckMessage]:
    """Compare each published framework's rows with the digest they were published with.

    `loaddata` and plain SQL pass by every guard in Python; this finds what they did. Asked for with
    `manage.py check --database default`. Says nothing while migrations are pending: `migrate` runs
    it before there are tables.
    """
    if app_configs is not None and "frameworks" not in {app.label for app in app_configs}:
        return []
    messages: list[CheckMessage] = []
    for alias in databases or []:
        if not missing_migrations(alias):
            messages += _changed(alias)
    return messages


def _changed(alias: str) -> Iterator[CheckMessage]:
    for publication in Publication.objects.using(alias).select_related("framework"):
        framework = publication.framework
        if framework_digest(from_rows(framework)) != publication.digest:
            yield Error(
                f"The published framework “{framework.slug} {framework.version}” was changed in "
                "the database.",
                hint="Put its file back with “manage.py loaddata”, or restore a backup.",
                obj=framework,
                id="frameworks.E001",
            )
    for companion in Companion.objects.using(alias):
        if digest(companion.document) != companion.digest:
            yield Error(
                f"The file “{companion}” beside a framework was changed in the database.",
                hint="Restore a backup.",
                obj=companion,
                id="frameworks.E002",
            )
