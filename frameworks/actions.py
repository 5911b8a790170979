"""Publishing frameworks, and offering them.

There is no other way to write one: what is published never changes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import models, transaction
from django.utils import timezone

from accounts.actions import log
from accounts.models import Organisation, User
from frameworks.files import companions, documents
from frameworks.files.documents import BadDocumentError, Entry, Key
from frameworks.files.validation import check
from frameworks.models import (
    Companion,
    Framework,
    Level,
    LevelGloss,
    Line,
    Offer,
    Prompt,
    Publication,
    Voice,
)
from frameworks.selectors import forget_trees, offered_slugs
from frameworks.tree import FrameworkTree, build
from pages.database.at_once import Stale, one_at_a_time
from record.document import digest


@transaction.atomic
def publish(*, entries: list[Entry], at: datetime | None = None) -> list[Framework]:
    """Publish every framework of a document: all of them, or none.

    A version that is already published with the same words is left alone; one with other words is
    replaced when nothing refers to it. Returns the frameworks that were written.

    Raises BadDocumentError when the document breaks a rule of validation.py, or changes a version
    that is in use. Records no Event: it is done at installation, before there are people.
    """
    check(entries)
    at = at or timezone.now()
    frameworks = []
    for key, group in documents.by_framework(entries).items():
        framework = _publish_one(key=key, entries=group, at=at)
        if framework:
            frameworks.append(framework)
    return frameworks


def _publish_one(*, key: Key, entries: list[Entry], at: datetime) -> Framework | None:
    mark = documents.framework_digest(entries)
    same = Framework.objects.shipped().filter(slug=key[0], version=key[1])
    old = same.select_related("publication").first()
    if old:
        seal = getattr(old, "publication", None)
        if seal and seal.digest == mark == documents.framework_digest(documents.from_rows(old)):
            return None
        _remove_unused(old)
    framework = _write(entries)
    _refuse_more_than_wording(framework)
    Publication.objects.create(framework=framework, digest=mark, published_at=at)
    return framework


def _refuse_more_than_wording(framework: Framework) -> None:
    """Raise BadDocumentError where a version differs in more than words from its edition."""
    for other in Framework.objects.shipped().published().filter(slug=framework.slug):
        if other.edition == framework.edition and other != framework:
            problems = list(companions.minor_problems(build(other), build(framework)))
            if problems:
                raise BadDocumentError(*sorted(problems))


@transaction.atomic
def add_companion(*, document: dict[str, Any]) -> Companion | None:
    """Put links or glosses beside published frameworks; None where they are there already.

    Raises BadDocumentError when the file breaks a rule, or changes one that is there and does not
    say it is the next edition.
    """
    file = companions.parse(document)
    if isinstance(file, companions.LinksFile):
        kind = Companion.Kind.LINKS
        problems = list(companions.link_problems(file, _tree(file.from_), _tree(file.to)))
    else:
        kind = Companion.Kind.GLOSSES
        problems = list(companions.gloss_problems(file, _tree(file.framework)))
    if problems:
        raise BadDocumentError(*problems)
    text = msgspec.json.encode(file, order="deterministic").decode()
    last = Companion.objects.filter(kind=kind, subject=file.subject).order_by("edition").last()
    if last and last.digest == digest(text):
        return None
    if last and file.edition <= last.edition:
        raise BadDocumentError(
            f"“{file.subject}” has been loaded, and this file changes it: "
            f"give it “edition: {last.edition + 1}”."
        )
    added = Companion.objects.create(
        kind=kind,
        subject=file.subject,
        edition=file.edition,
        document=text,
        digest=digest(text),
        loaded_at=timezone.now(),
    )
    forget_trees()
    return added


def _tree(key: tuple[str, str]) -> FrameworkTree:
    framework = Framework.objects.shipped().published().filter(slug=key[0], version=key[1]).first()
    if framework is None:
        raise BadDocumentError(f"“{' '.join(key)}” is not published: load its framework first.")
    return build(framework)


def _write(entries: list[Entry]) -> Framework:
    """Insert one framework's complete entries, a query per table, keys resolved in memory."""
    row_of: dict[tuple[type[models.Model], Key], Any] = {}
    for model in documents.MODELS:
        of_model = [entry for entry in entries if documents.type_of[entry["model"]] is model]
        # Themes before elements: an element refers to its theme.
        of_model.sort(key=lambda entry: bool(entry["fields"].get("theme")))
        for entry in of_model:
            row_of[model, documents.natural_key(entry)] = _instance(model, entry, row_of)
        rows = [row for (kind, _key), row in row_of.items() if kind is model]
        model._default_manager.bulk_create(rows)
    return next(row for row in row_of.values() if isinstance(row, Framework))


def _instance(
    model: type[models.Model],
    entry: Entry,
    row_of: dict[tuple[type[models.Model], Key], models.Model],
) -> models.Model:
    values: dict[str, Any] = {}
    for name, value in entry["fields"].items():
        target = model._meta.get_field(name).related_model
        related = isinstance(target, type) and value is not None
        values[name] = row_of[target, tuple(value)] if related else value  # type: ignore[index]
    return model(**values)


def _remove_unused(framework: Framework) -> None:
    """Remove a version. Whatever refers to it in any app keeps it there (PROTECT)."""
    # Whoever begins a conversation about it in this moment is seen, or comes too late.
    Framework.objects.select_for_update().get(pk=framework.pk)
    Publication.objects.filter(framework=framework).lift()
    lines = Line.objects.core().filter(framework=framework)
    try:
        Prompt.objects.filter(framework=framework).delete()
        Voice.objects.filter(framework=framework).delete()
        LevelGloss.objects.filter(level__framework=framework).delete()
        lines.filter(kind=Line.Kind.ELEMENT).delete()
        lines.delete()
        Level.objects.filter(framework=framework).delete()
        Framework.objects.filter(pk=framework.pk).delete()
    except models.ProtectedError as error:
        name = f"{framework.slug} {framework.version}"
        raise BadDocumentError(
            f"“{name}” is published and in use, and this file changes it: give it a new version."
        ) from error


@transaction.atomic
def choose_offer(
    organisation: Organisation, slugs: Sequence[str], *, seen: Sequence[str], by: User
) -> None:
    """Offer these. Raises Stale where something else is offered than this person saw."""
    one_at_a_time(organisation)
    now = offered_slugs(organisation)
    if set(now) == set(slugs):
        return
    if set(now) != set(seen):
        raise Stale(now)
    Offer.objects.update_or_create(organisation=organisation, defaults={"slugs": list(slugs)})
    log("frameworks_offered", by=by, object_id=organisation.pk, organisation=organisation)
