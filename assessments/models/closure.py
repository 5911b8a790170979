"""The sealed record of a finished assessment, and what others were shown of it."""

from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service, User
from assessments.models.assessment import Assessment
from assessments.models.row import Words, order_field
from frameworks.models import Level, Line
from pages.database.constraints import together, unique
from pages.database.keys import Keyed
from record.document import Record
from record.words.days import which_on


class ClosureQuerySet(models.QuerySet["Closure"]):
    def reachable_by(self, user: User) -> "ClosureQuerySet":
        return self.filter(
            assessment__service__memberships__user=user,
            assessment__service__memberships__ended_on=None,
            assessment__service__memberships__user__is_active=True,
        ).distinct()

    def current(self) -> "ClosureQuerySet":
        """Keep the last number of each assessment: corrections supersede."""
        same = Closure.objects.filter(assessment=models.OuterRef("assessment"))
        newer = same.filter(number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(newer))

    def of(self, service: Service) -> "ClosureQuerySet":
        return self.filter(assessment__service=service)

    def before(self, assessment: Assessment) -> "ClosureQuerySet":
        """Keep those of the same team's conversations before this one, last held first.

        Of one conversation the last number comes first.
        """
        earlier = models.Q(assessment__held_on__lt=assessment.held_on) | models.Q(
            assessment__held_on=assessment.held_on, assessment__started_at__lt=assessment.started_at
        )
        of_team = self.filter(earlier, assessment__service=assessment.service_id)
        others = of_team.filter(~models.Q(assessment=assessment))
        return others.order_by("-assessment__held_on", "-assessment__started_at", "-number")

    def in_order(self) -> "ClosureQuerySet":
        """Sort by the day the team talked; late entries where they belong."""
        return self.order_by("held_on", "assessment__started_at", "number")


class Closure(Keyed):
    """Canonical JSON with its SHA-256. A correction is the next number.

    Never edited, but where words are taken out of it: then a TakenOut says so.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="closures")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    # The few words that pages over many services print, taken from the document when sealed.
    card = models.JSONField(default=dict)
    held_on = models.DateField()
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = Words()
    # Text, not JSON: PostgreSQL's jsonb reorders keys, and the hash is over these very bytes.
    # The last column, as SQLite reads a row from its beginning: past this, every other is slow.
    document = models.TextField()

    objects = ClosureQuerySet.as_manager()

    class Meta:
        constraints = [unique("assessments_closure_number_once", "assessment", "number")]

    def get_absolute_url(self) -> str:
        return reverse("record", args=[self.pk])

    @cached_property
    def record(self) -> Record:
        return Record.from_json(self.document)

    @cached_property
    def which(self) -> str:
        """Which of its team's talks it is: "on 3 March 2026", "later on 3 March 2026"."""
        closures = Closure.objects.current().of(self.assessment.service).in_order()
        closures = closures.filter(held_on=self.held_on)
        talks = list(closures.values_list("assessment_id", flat=True))
        place = talks.index(self.assessment_id) if self.assessment_id in talks else len(talks)
        return which_on(self.held_on, None, place=place, of=len(talks)).text


class TakenOut(Keyed):
    """Words were taken out of a kept record, whose document was written anew without them.

    Which words is said nowhere. The record as it was before can be proved no more.
    """

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="taken_out")
    day = models.DateField()
    by = models.CharField(max_length=20, choices=[("manager", _("a manager of the team"))])
    old_digest = models.CharField(max_length=64)
    new_digest = models.CharField(max_length=64)
    order = order_field()

    class Meta:
        ordering = ("order", "pk")


class Reading(models.Model):
    """One line of a closure, for pages over many services. Immutable."""

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="readings")
    line = models.ForeignKey(Line, models.PROTECT, related_name="readings")
    status = models.CharField(max_length=20, blank=True)
    level = models.ForeignKey(Level, models.PROTECT, null=True, related_name="+")
    finer = models.PositiveSmallIntegerField(null=True)
    answered = models.BooleanField()

    class Meta:
        constraints = [unique("assessments_reading_line_once", "closure", "line")]


class AgencyRelease(Keyed):
    """A team's answer on showing one closure to its own organisation. None is also an answer."""

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="releases")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    shown = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            unique("assessments_agencyrelease_once", "closure", "organisation", taken_back_at=None),
            together("assessments_agencyrelease_taken_back_pair", "taken_back_at", "taken_back_by"),
        ]
