"""What makes a team say so."""

from typing import ClassVar

from django.db import models

from accounts.models import User
from assessments.models.contribution import Contribution
from assessments.models.row import PointingRow
from assessments.models.text import Words
from frameworks.models import Line
from record.choices import ExampleKind


class Example(PointingRow):
    """One example, pointing to none, one or several lines."""

    noun = "example"

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="examples"
    )
    words = Words()
    kind = models.CharField(max_length=20, choices=ExampleKind, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=2000, blank=True)
    lines = models.ManyToManyField(Line, related_name="examples", blank=True)
    # The first row on a line is *the team's line* for it: the sentence a reader meets first.
    team_line = models.ForeignKey(
        Line, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(PointingRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contribution", "team_line"],
                condition=models.Q(removed_at=None),
                name="assessments_example_one_team_line",
            ),
        ]
