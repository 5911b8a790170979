"""Who speaks: the same lines and levels, asked about from one side or the other."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from frameworks.models.framework import Framework
from frameworks.models.publication import SealedPart, SealedPartQuerySet


class Voice(SealedPart):
    """One side that answers a framework. A framework without any is for services."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("a service’s team")
        BODY = "body", _("a commissioning body’s team")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="voices")
    code = models.SlugField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()

    objects = models.Manager.from_queryset(SealedPartQuerySet)()

    class Meta:
        ordering = ("framework", "order")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="frameworks_voice_code_once"
            ),
            models.UniqueConstraint(
                fields=["framework", "order"], name="frameworks_voice_order_once"
            ),
            models.UniqueConstraint(
                fields=["framework", "kind"], name="frameworks_voice_kind_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["service", "body"]), name="frameworks_voice_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
