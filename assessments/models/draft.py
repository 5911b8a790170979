"""What one person has typed and not yet saved."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from assessments.models.assessment import Assessment

KEPT_FOR = dt.timedelta(days=30)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Unsaved words, by age."""

    def fresh(self) -> "DraftQuerySet":
        """Keep those of the last thirty days."""
        return self.filter(saved_at__gte=timezone.now() - KEPT_FOR)

    def over(self, *, at: dt.datetime | None = None) -> "DraftQuerySet":
        """Keep those that are older."""
        return self.filter(saved_at__lt=(at or timezone.now()) - KEPT_FOR)


class Draft(models.Model):
    """One person's unsaved words on one page; on the server, never in the browser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=100)
    # The key of the form it was typed in: another tab's form does not write over it.
    key = models.UUIDField(null=True)
    base_version = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "assessment", "page"], name="assessments_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return self.page

    @property
    def is_fresh(self) -> bool:
        """True for thirty days."""
        return self.saved_at >= timezone.now() - KEPT_FOR
