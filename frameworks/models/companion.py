"""What comes beside a published framework: links between its versions, glosses for its elements."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from frameworks.models.publication import refuse


class CompanionQuerySet(models.QuerySet["Companion"]):
    """Companions: written once, never changed."""

    def update(self, **_kwargs: Any) -> int:
        """Refuse (FrameworkIsPublishedError)."""
        refuse("A file beside a framework")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse (FrameworkIsPublishedError)."""
        refuse("A file beside a framework")

    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def newest(self, kind: str) -> list["Companion"]:
        """Return the newest edition of each file of one kind."""
        found: dict[str, Companion] = {}
        for companion in self.filter(kind=kind).order_by("subject", "edition"):
            found[companion.subject] = companion
        return list(found.values())


class Companion(models.Model):
    """One file beside a framework, as canonical JSON with its SHA-256.

    `subject`: what it is about ("pies 2.0", "pies 2.0 to 3.0"). A changed file comes as the next
    edition; the one before it stays.
    """

    class Kind(models.TextChoices):
        LINKS = "links", _("links between versions")
        GLOSSES = "glosses", _("glosses of elements")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=200)
    edition = models.PositiveSmallIntegerField(default=1)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    objects = CompanionQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "subject", "edition")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "subject", "edition"], name="frameworks_companion_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new one; refuse to change one (FrameworkIsPublishedError)."""
        if not self._state.adding:
            refuse("A file beside a framework")
        super().save(*args, **kwargs)
