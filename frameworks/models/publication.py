"""The seal on a published framework, and what comes beside one: links and glosses."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.database.constraints import unique
from pages.database.keys import Keyed

if TYPE_CHECKING:
    from frameworks.models.framework import Framework

M = TypeVar("M", bound="Sealed")
P = TypeVar("P", bound="SealedPart")
W = TypeVar("W", bound="WrittenOnce")


class FrameworkIsPublishedError(Exception):
    """Something tried to change words that teams may already have answered."""


def refuse(what: object) -> NoReturn:
    """Raise FrameworkIsPublishedError, naming what cannot be changed."""
    raise FrameworkIsPublishedError(f"{what} belongs to a published framework and never changes.")


class SealedQuerySet(models.QuerySet[M]):
    """Rows that cannot be written once their framework is published."""

    published_path: ClassVar[str] = "framework__publication__isnull"

    def sealed(self) -> Self:
        """Keep the rows of published frameworks."""
        return self.filter(**{self.published_path: False})

    def _stop_if_sealed(self) -> None:
        first = self.sealed().first()
        if first is not None:
            refuse(first)

    def update(self, **kwargs: Any) -> int:
        """Update, unless a row is sealed (then FrameworkIsPublishedError)."""
        self._stop_if_sealed()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, unless a row is sealed (then FrameworkIsPublishedError)."""
        self._stop_if_sealed()
        return super().delete()

    # As Django's own: not offered by managers, where it would mean every row.
    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Add rows, unless their framework is sealed (then FrameworkIsPublishedError)."""
        rows = list(objs)
        ids = {row.sealed_framework_id() for row in rows} - {None}
        if Publication.objects.filter(framework__in=ids).exists():
            refuse(rows[0])
        return super().bulk_create(rows, *args, **kwargs)


class Sealed(Keyed):
    """A row of a framework's core. `loaddata` bypasses this; checks.py finds what it did."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless the framework is published (then FrameworkIsPublishedError)."""
        self._stop_if_sealed()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, unless the framework is published (then FrameworkIsPublishedError)."""
        self._stop_if_sealed()
        return super().delete(*args, **kwargs)

    def _stop_if_sealed(self) -> None:
        if Publication.objects.filter(framework=self.sealed_framework_id()).exists():
            refuse(self)

    def sealed_framework_id(self) -> UUID | None:
        """Return the framework whose publication seals this row, or None for a free row."""
        raise NotImplementedError


class SealedPartQuerySet(SealedQuerySet[P]):
    def get_by_natural_key(self, slug: str, version: str, code: str) -> P:
        """Find a part of a shipped framework."""
        rows = self.filter(framework__owner=None, framework__slug=slug)
        return rows.get(framework__version=version, code=code)


class SealedPart(Sealed):
    """A row of one framework, with a code of its own in it."""

    if TYPE_CHECKING:
        framework: models.ForeignKey[Framework, Framework]
        framework_id: UUID
        code: models.SlugField[str, str]

    class Meta:
        abstract = True
        ordering = ("framework", "order")
        constraints = [
            unique("%(app_label)s_%(class)s_code_once", "framework", "code"),
            unique("%(app_label)s_%(class)s_order_once", "framework", "order"),
        ]

    def natural_key(self) -> tuple[str, str, str]:
        """Return the framework's key and the code."""
        return (*self.framework.natural_key(), self.code)

    def sealed_framework_id(self) -> UUID | None:
        return self.framework_id


class WrittenOnceQuerySet(models.QuerySet[W]):
    def update(self, **_kwargs: Any) -> int:
        refuse(self.model.called)

    def delete(self) -> tuple[int, dict[str, int]]:
        refuse(self.model.called)

    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class WrittenOnce(models.Model):
    """A row that is never changed (FrameworkIsPublishedError)."""

    called: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse(self.called)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse(self.called)


class PublicationQuerySet(WrittenOnceQuerySet["Publication"]):
    def lift(self) -> None:
        """Take the seals off. Only actions.publish does, from a version that nothing refers to."""
        models.QuerySet.delete(self)

    lift.queryset_only = True  # type: ignore[attr-defined]
    lift.alters_data = True  # type: ignore[attr-defined]


class Publication(WrittenOnce):
    """The seal on a published framework. Fixtures do not hold it, so loaddata cannot forge it."""

    called = "A seal"
    framework = models.OneToOneField(
        "frameworks.Framework", models.PROTECT, primary_key=True, related_name="publication"
    )
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()


class Companion(WrittenOnce):
    """One file beside a framework, as canonical JSON with its SHA-256.

    `subject`: what it is about ("pies 2.0", "pies 2.0 to 3.0"). A changed file comes as the next
    edition; the one before it stays.
    """

    class Kind(models.TextChoices):
        LINKS = "links", _("links between versions")
        GLOSSES = "glosses", _("glosses of elements")

    called = "A file beside a framework"
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=200)
    edition = models.PositiveSmallIntegerField(default=1)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "subject", "edition")
        constraints = [unique("frameworks_companion_once", "kind", "subject", "edition")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
