"""What every row of what was said in a conversation has in common."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from assessments.models.order import order_field

if TYPE_CHECKING:
    from frameworks.models import Line


class SaidRow(models.Model):
    """Words with the version they stand in, and their place among others of their kind."""

    noun: ClassVar[str]  # what the events about it call it
    text: ClassVar[str] = "words"  # the field with its words; without any, it is taken out

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = order_field()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return str(getattr(self, self.text))

    @property
    def subject_id(self) -> uuid.UUID:
        """What the events are about: this row, or what lives on when its conversation is over."""
        return self.pk


class PointingRow(SaidRow):
    """A row that points to lines of the framework, and is kept once it is taken out."""

    lines: "models.ManyToManyField[Line, Any]"
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(SaidRow.Meta):
        abstract = True
