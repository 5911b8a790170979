"""Whose reading it is, where it places each line, and what makes a team say so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.models.assessment import Assessment
from assessments.models.row import PointingRow, Words, order_field
from frameworks.models import Level, Line
from pages.database.constraints import unique
from pages.database.keys import Keyed
from record.choices import FINER, ExampleKind, Status, WhyDiffers


class Contribution(Keyed):
    """One voice's reading within an assessment; exactly one is the team's, and has its key.

    By that key a page finds what the team said without a join.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=20, choices=[("team", _("the team"))])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="team") | models.Q(pk=models.F("assessment")),
                name="assessments_contribution_team_has_its_key",
            )
        ]


def _place_checks(prefix: str, *, status: str) -> list[models.BaseConstraint]:
    """Level only with *placed*; the finer place only with level, and one of FINER."""
    level, finer = f"{prefix}level", f"{prefix}finer"
    in_level = {f"{level}__isnull": False, f"{finer}__gte": FINER[0], f"{finer}__lte": FINER[-1]}
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{level}__isnull": False, status: "placed"})
            | (models.Q(**{level: None}) & ~models.Q(**{status: "placed"})),
            name=f"assessments_judgement_{prefix}level_when_placed",
        ),
        models.CheckConstraint(
            condition=models.Q(**{finer: None}) | models.Q(**in_level),
            name=f"assessments_judgement_{prefix}finer_in_level",
        ),
    ]


class Judgement(Keyed):
    """Where a contribution places a line, now and as a first thought."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="judgements")
    line = models.ForeignKey(Line, models.PROTECT, related_name="judgements")
    status = models.CharField(max_length=20, choices=Status, blank=True)
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    finer = models.PositiveSmallIntegerField(null=True, blank=True)
    status_words = Words()
    first_status = models.CharField(max_length=20, choices=Status, blank=True)
    first_level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    first_finer = models.PositiveSmallIntegerField(null=True, blank=True)
    moved_because = Words()
    why_differs = models.CharField(max_length=20, choices=WhyDiffers, blank=True)
    recast_level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    recast_finer = models.PositiveSmallIntegerField(null=True, blank=True)
    # Said by the person who was there: enough for today. Begun shows by itself.
    enough_for_today = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            unique("assessments_judgement_line_once", "contribution", "line"),
            *_place_checks("", status="status"),
            *_place_checks("first_", status="first_status"),
            models.CheckConstraint(
                condition=models.Q(recast_level=None, recast_finer=None)
                | models.Q(
                    models.Q(recast_finer=None)
                    | models.Q(recast_finer__gte=1, recast_finer__lte=5),
                    recast_level__isnull=False,
                    why_differs="seen_clearly",
                ),
                name="assessments_judgement_recast_when_seen_clearly",
            ),
        ]

    @property
    def is_first_thought(self) -> bool:
        """True while it stands where it was first placed."""
        first = (self.first_status, self.first_level_id, self.first_finer)
        return (self.status, self.level_id, self.finer) == first


class Difference(Keyed):
    """One of several views on a line that are kept as several."""

    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="differences")
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    finer = models.PositiveSmallIntegerField(null=True, blank=True)
    words = Words()
    at = models.DateTimeField()
    order = order_field()

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finer=None)
                | models.Q(level__isnull=False, finer__gte=1, finer__lte=5),
                name="assessments_difference_finer_in_level",
            )
        ]


class Example(PointingRow):
    """One example, pointing to none, one or several lines."""

    noun = "example"

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="examples")
    words = Words()
    kind = models.CharField(max_length=20, choices=ExampleKind, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=2000, blank=True)
    lines = models.ManyToManyField(Line, related_name="examples", blank=True)
    # The first row on a line is *the team's line* for it: the sentence a reader meets first.
    team_line = models.ForeignKey(Line, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(PointingRow.Meta):
        constraints = [
            unique(
                "assessments_example_one_team_line", "contribution", "team_line", removed_at=None
            )
        ]
