"""What was typed when the sign-in had run out."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.models.user import User


class KeptPost(models.Model):
    """A form sent after the sign-in ran out: kept an hour for the same person, then finished."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_posts")
    path = models.CharField(max_length=500)
    body = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.path
