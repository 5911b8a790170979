"""What one person has typed and not yet saved."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import User
from assessments.models.assessment import Assessment


class Draft(models.Model):
    """One person's unsaved words on one page; on the server, never in the browser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=100)
    base_version = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "assessment", "page"], name="assessments_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return self.page
