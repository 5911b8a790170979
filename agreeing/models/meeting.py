"""A meeting: two or three times that one side offers, one of which the other takes."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models

from accounts.models import User
from agreeing.models.tie import Side, Tie
from assessments.models.text import Words


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, by what became of them."""

    def standing(self) -> "MeetingQuerySet":
        """Keep what is offered or taken and was not let go: at most one between the two."""
        return self.filter(over_at=None)


class Meeting(models.Model):
    """An offer of times. Other times offered in answer are a meeting of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="meetings")
    side = models.CharField(max_length=10, choices=Side)
    where = Words(max_length=200)
    first = models.DateTimeField()
    second = models.DateTimeField()
    third = models.DateTimeField(null=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # Other times were offered, or one of the two let it go.
    over_at = models.DateTimeField(null=True)
    over_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tie"],
                condition=models.Q(over_at=None),
                name="agreeing_meeting_one_standing",
            ),
            models.CheckConstraint(
                condition=models.Q(taken=None, taken_at=None, taken_by=None)
                | models.Q(taken__isnull=False, taken_at__isnull=False, taken_by__isnull=False),
                name="agreeing_meeting_taken_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(over_at=None, over_by=None)
                | models.Q(over_at__isnull=False, over_by__isnull=False),
                name="agreeing_meeting_over_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tie_id} {self.side}"

    @property
    def times(self) -> list[dt.datetime]:
        """The times that are offered, in the order in which they were named."""
        return [time for time in (self.first, self.second, self.third) if time is not None]
