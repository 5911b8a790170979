"""What changed around a team."""

from django.db import models

from assessments.models.assessment import Assessment
from assessments.models.row import SaidRow


class AroundNote(SaidRow):
    """What changed around the team: a date and a line (*moved to Mill Lane*)."""

    noun = "around"

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="around_notes"
    )
    happened_on = models.DateField()
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ("happened_on", "order", "pk")
