"""Something worth remembering."""

import uuid

from django.db import models

from accounts.models import Service, User
from assessments.models.assessment import Assessment
from assessments.models.order import order_field
from assessments.models.text import Words
from frameworks.models import Line


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes, by whether a conversation has opened with them."""

    def waiting(self) -> "NoteQuerySet":
        """Keep those no conversation has opened with yet."""
        return self.filter(read_in=None)

    def oldest_first(self) -> "NoteQuerySet":
        """Sort in the order they were kept."""
        return self.order_by("order", "pk")


class Note(models.Model):
    """One line kept on any shift. Append-only; unsigned unless its writer signs it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="notes")
    words = Words(blank=False, max_length=500)
    line = models.ForeignKey(
        Line, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    kept_at = models.DateTimeField()
    order = order_field()
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    read_in = models.ForeignKey(
        Assessment, null=True, on_delete=models.PROTECT, related_name="notes"
    )

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words
