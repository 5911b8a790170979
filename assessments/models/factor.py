"""What a service has going for it and what gets in its way, across assessments."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import Service
from assessments.models.assessment import Assessment
from assessments.models.row import PointingRow
from assessments.models.text import Words
from frameworks.models import Line
from record.choices import FactorKind, FactorState, Reach


class Factor(models.Model):
    """A thing with a life of its own: first named, still there, easier, gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=10, choices=FactorKind)
    first_named_in = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="new_factors"
    )

    def __str__(self) -> str:
        return str(self.pk)


class FactorNote(PointingRow):
    """A factor's words and state as one assessment saw it."""

    noun = "factor"

    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="notes")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="factor_notes"
    )
    words = Words()
    reach = models.CharField(max_length=20, choices=Reach, blank=True)
    state = models.CharField(max_length=10, choices=FactorState)
    lines = models.ManyToManyField(Line, related_name="factor_notes", blank=True)

    class Meta(PointingRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["factor", "assessment"], name="assessments_factornote_once"
            ),
        ]

    @property
    def is_nobodys_yet(self) -> bool:
        """True for what gets in the way while nobody has said whose it is to change."""
        in_the_way = self.factor.kind == FactorKind.OBSTACLE
        return in_the_way and not self.reach and self.state != FactorState.GONE

    @property
    def subject_id(self) -> uuid.UUID:
        """The factor, whatever it is called in this assessment."""
        return self.factor_id
