"""What a judgement is placed on."""

import secrets
import time
import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from frameworks.models.framework import Framework
from frameworks.models.publication import SealedPart, SealedPartQuerySet
from pages.database.constraints import unique


def ordered_uuid() -> uuid.UUID:
    """Return a UUID (RFC 9562, version 7) that sorts after those made before it.

    `dumpdata` writes rows by primary key, and an element cannot be loaded before its theme.
    """
    millis, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    return uuid.UUID(int=millis << 80 | 7 << 76 | fraction << 64 | 2 << 62 | secrets.randbits(62))


class LineQuerySet(SealedPartQuerySet["Line"]):
    def sealed(self) -> Self:
        """Keep the lines of published frameworks; an organisation's local lines stay free."""
        return super().sealed().filter(owner=None)

    def core(self) -> Self:
        """Leave out organisations' local lines."""
        return self.filter(owner=None)

    def get_by_natural_key(self, slug: str, version: str, code: str) -> "Line":
        """Find a core line of a shipped framework."""
        return super(LineQuerySet, self.core()).get_by_natural_key(slug, version, code)


class Line(SealedPart):
    """What a judgement is placed on: the whole, a theme, or an element of a theme."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("the whole")
        THEME = "theme", _("theme")
        ELEMENT = "element", _("element")

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="lines")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="lines"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    theme = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="elements"
    )
    code = models.SlugField()
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()
    summary = models.TextField(blank=True)
    going_well = models.TextField(blank=True)
    aliases = models.JSONField(default=list, blank=True)

    objects = models.Manager.from_queryset(LineQuerySet)()

    class Meta:
        ordering = ("framework", "order")
        constraints = [
            unique("frameworks_line_code_once", "framework", "code", owner=None),
            unique("frameworks_line_owned_code_once", "framework", "owner", "code"),
            unique("frameworks_line_order_once", "framework", "order", owner=None),
            unique("frameworks_line_one_whole", "framework", kind="whole", owner=None),
            models.CheckConstraint(
                condition=models.Q(kind="element", theme__isnull=False)
                | models.Q(kind__in=["whole", "theme"], theme=None),
                name="frameworks_line_element_has_theme",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def sealed_framework_id(self) -> uuid.UUID | None:
        """Return the framework's id; None for an organisation's local line."""
        return None if self.owner_id else self.framework_id
