"""Our understanding: one page that a team and a body agree on, version by version."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import User
from agreeing.models.tie import Side, Tie
from assessments.models.text import Words

BOXES = ("asked", "talk", "ours", "theirs", "turn_to", "more_terms")
MOST = 1000


class UnderstandingQuerySet(models.QuerySet["Understanding"]):
    """Versions, by how far they have come."""

    def open(self) -> "UnderstandingQuerySet":
        """Keep what is being written or looked at: at most one between a team and a body."""
        return self.filter(agreed_at=None, rewritten_at=None)

    def agreed(self) -> "UnderstandingQuerySet":
        """Keep what both said yes to, the newest first."""
        return self.filter(agreed_at__isnull=False).order_by("-number")

    def before(self, version: "Understanding | None") -> "UnderstandingQuerySet":
        """Keep what both could read and neither looks at any more, the newest first.

        `version`: the one that both said yes to last, which stands on the page by itself.
        """
        over = models.Q(agreed_at__isnull=False) | models.Q(rewritten_at__isnull=False)
        found = self.filter(over).order_by("-number")
        if version:
            return found.exclude(pk=version.pk)
        return found


class Understanding(models.Model):
    """One version: written by the team, put to the body, agreed by it or written anew.

    Once it was put it never changes: what the team writes then is the next version. It is between
    a team and a body. Who leaves takes nothing of it along.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="understandings")
    number = models.PositiveIntegerField()
    asked = Words(max_length=MOST)
    talk = Words(max_length=MOST)
    ours = Words(max_length=MOST)
    theirs = Words(max_length=MOST)
    turn_to = Words(max_length=MOST)
    more_terms = Words(max_length=MOST)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField(null=True)
    put_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # The team wrote it anew, as the next version, after the body was asked.
    rewritten_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # One of the two said that it no longer works; a reason is not asked for, so there is none.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_side = models.CharField(max_length=10, choices=Side, blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    objects = UnderstandingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tie", "number"], name="agreeing_understanding_number_once"
            ),
            models.UniqueConstraint(
                fields=["tie"],
                condition=models.Q(agreed_at=None, rewritten_at=None),
                name="agreeing_understanding_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(rewritten_at=None)
                | models.Q(put_at__isnull=False, agreed_at=None),
                name="agreeing_understanding_rewritten_once_put",
            ),
            models.CheckConstraint(
                condition=models.Q(put_at=None, put_by=None)
                | models.Q(put_at__isnull=False, put_by__isnull=False),
                name="agreeing_understanding_put_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_at=None, agreed_by=None)
                | models.Q(agreed_at__isnull=False, agreed_by__isnull=False, put_at__isnull=False),
                name="agreeing_understanding_agreed_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_side="")
                | models.Q(
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    ended_side__in=Side.values,
                    agreed_at__isnull=False,
                ),
                name="agreeing_understanding_ended_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tie_id} {self.number}"

    @property
    def is_put(self) -> bool:
        """True while the body is asked whether this is how it remembers it."""
        return self.put_at is not None and self.agreed_at is None and self.rewritten_at is None

    def seen(self) -> str:
        """Say what somebody sees of it: which wording, and how much is written beside it."""
        return f"{self.wording()}.{self.remarks.count()}"

    def wording(self) -> str:
        """Say which wording it is."""
        return f"{self.pk}.{self.version}"


class SaidOfVersion(models.Model):
    """Something that is said of a version, by whom and when: new words are new rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    words = Words(max_length=MOST)
    order = models.PositiveIntegerField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(self.pk)


class Remark(SaidOfVersion):
    """What a reader of the body wrote beside a version instead of saying yes."""

    understanding = models.ForeignKey(
        Understanding, on_delete=models.PROTECT, related_name="remarks"
    )


class CameOf(SaidOfVersion):
    """What came of one half of what was agreed, as one side sees it."""

    understanding = models.ForeignKey(
        Understanding, on_delete=models.PROTECT, related_name="came_of"
    )
    half = models.CharField(max_length=10, choices=Side)
    side = models.CharField(max_length=10, choices=Side)
