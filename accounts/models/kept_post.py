"""What was typed when the sign-in had run out."""

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone

from accounts.models.user import User
from pages.signatures import When

KEPT_FOR = dt.timedelta(hours=1)


class KeptPostQuerySet(models.QuerySet["KeptPost"]):
    def of(self, user: User) -> "KeptPostQuerySet":
        return self.filter(user=user)

    def fresh(self) -> "KeptPostQuerySet":
        return self.filter(kept_at__gt=timezone.now() - KEPT_FOR)

    def over(self, at: When = None) -> "KeptPostQuerySet":
        return self.filter(kept_at__lte=(at or timezone.now()) - KEPT_FOR)

    def beyond(self, most: int) -> list[uuid.UUID]:
        return list(self.order_by("-kept_at").values_list("pk", flat=True)[most:])


class KeptPost(models.Model):
    """A form sent after the sign-in ran out: kept an hour for the same person, then finished."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="kept_posts")
    path = models.CharField(max_length=500)
    body = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = KeptPostQuerySet.as_manager()
