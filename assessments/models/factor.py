"""What a service has going for it and what gets in its way, across assessments."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Service
from assessments.models.assessment import Assessment
from assessments.models.text import Words
from frameworks.models import Line


class Factor(models.Model):
    """A thing with a life of its own: first named, still there, easier, gone."""

    class Kind(models.TextChoices):
        HELP = "help", _("What we have going for us")
        OBSTACLE = "obstacle", _("What gets in the way")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=10, choices=Kind)
    first_named_in = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="new_factors"
    )

    def __str__(self) -> str:
        return str(self.pk)


class FactorNote(models.Model):
    """A factor's words and state as one assessment saw it."""

    class Reach(models.TextChoices):
        OURS = "ours", _("ours to change")
        SOMEONE_ELSE = "someone_else", _("needs someone else")
        BOTH = "both", _("a bit of both")

    class State(models.TextChoices):
        NEW = "new", _("new")
        STILL = "still", _("still there")
        EASIER = "easier", _("easier")
        GONE = "gone", _("gone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="notes")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="factor_notes"
    )
    words = Words()
    reach = models.CharField(max_length=20, choices=Reach, blank=True)
    state = models.CharField(max_length=10, choices=State)
    lines = models.ManyToManyField(Line, related_name="factor_notes", blank=True)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["factor", "assessment"], name="assessments_factornote_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


# An obstacle with one of these is an ask, put to somebody or to nobody known yet.
NEEDS_OTHERS = frozenset({FactorNote.Reach.SOMEONE_ELSE.value, FactorNote.Reach.BOTH.value})
