"""What a team is trying, and what came of it."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import Service
from assessments.models.assessment import Assessment
from assessments.models.row import PointingRow
from assessments.models.text import Words
from frameworks.models import Line
from record.choices import StepState


class Step(models.Model):
    """Something a team tries; it lives across assessments."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="steps")
    first_named_in = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="new_steps"
    )

    def __str__(self) -> str:
        return str(self.pk)


class StepReview(PointingRow):
    """A step's words as one assessment has them, and, later, what came of it."""

    noun = "step"
    text = "what"

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="reviews")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="step_reviews"
    )
    what = Words()
    who = models.CharField(max_length=200, blank=True)
    by_when = models.CharField(max_length=100, blank=True)
    notice = Words()
    state = models.CharField(max_length=10, choices=StepState, default=StepState.TRYING)
    # "Done, nothing changed" is a normal result, so what was learned stands apart from the state.
    learned = Words()
    lines = models.ManyToManyField(Line, related_name="step_reviews", blank=True)

    class Meta(PointingRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["step", "assessment"], name="assessments_stepreview_once"
            ),
        ]

    @property
    def subject_id(self) -> uuid.UUID:
        """The step, whatever it is called in this assessment."""
        return self.step_id
