"""One dated occasion on which a team looked at how it works; what somebody has typed there."""

import datetime as dt
import json
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Service, User
from assessments.models.row import Words
from frameworks.models import Framework
from pages.database.constraints import one_of, together, unique
from pages.database.keys import Keyed
from pages.forms.submission import CODE
from pages.signatures import When
from pages.words import tidy
from record.choices import HowTalked, Length, NextTalk

if TYPE_CHECKING:
    from assessments.models.contribution import Contribution

OPEN = models.Q(closed_at=None, set_aside_at=None)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def reachable_by(self, user: User) -> "AssessmentQuerySet":
        """Keep those of teams this person is in, each once, with `team_role`."""
        if not user.is_active:
            return self.none()
        return self.filter(
            service__memberships__user=user, service__memberships__ended_on=None
        ).annotate(team_role=models.F("service__memberships__role"))

    def open(self) -> "AssessmentQuerySet":
        """Keep those being worked on (being put right included)."""
        return self.filter(OPEN)

    def finished(self) -> "AssessmentQuerySet":
        return self.filter(closed_at__isnull=False)

    def after(self, assessment: "Assessment") -> "AssessmentQuerySet":
        """Keep those of the same team after this one, by the day they talked."""
        later = models.Q(held_on__gt=assessment.held_on) | models.Q(
            held_on=assessment.held_on, started_at__gt=assessment.started_at
        )
        return self.filter(later, service=assessment.service_id)

    def latest_first(self) -> "AssessmentQuerySet":
        """Sort by the day the team talked, newest first."""
        return self.order_by("-held_on", "-started_at")


class Assessment(Keyed):
    """One dated occasion by one service against one framework."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="assessments")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="assessments")
    # The framework's own, whatever the version: of one framework a team has one talk open.
    framework_slug = models.SlugField()
    length = models.CharField(max_length=10, choices=Length)
    held_on = models.DateField()
    # The coffee break may be about one thing on the team's mind; empty: the whole place.
    about = models.CharField(max_length=200, blank=True)
    people_kinds = models.JSONField(default=list, blank=True)
    head_count = models.PositiveSmallIntegerField(null=True, blank=True)
    how_talked = models.CharField(max_length=20, choices=HowTalked, blank=True)
    how_talked_words = models.CharField(max_length=300, blank=True)
    talked_over_with = models.CharField(max_length=300, blank=True)
    talked_over_said = Words()
    not_heard = Words()
    opening = Words()
    next_talk = models.CharField(max_length=10, choices=NextTalk, blank=True)
    next_talk_on = models.DateField(null=True, blank=True)
    next_talk_by = models.CharField(max_length=100, blank=True)
    next_talk_needs = models.JSONField(default=list, blank=True)
    open_until = models.DateField(null=True, blank=True)
    opened_themes = models.ManyToManyField("frameworks.Line", related_name="opened_in", blank=True)
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # While a finished one is being put right, these say since when, by whom and why.
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reopen_reason = Words()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "framework_slug"],
                condition=OPEN,
                name="assessments_assessment_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(framework_slug=""),
                name="assessments_assessment_framework_named",
            ),
            together("assessments_assessment_closed_pair", "closed_at", "closed_by"),
            together(
                "assessments_assessment_set_aside_pair",
                "set_aside_at",
                "set_aside_by",
                closed_at=None,
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at=None, reopened_by=None, reopen_reason="")
                | models.Q(reopened_at__isnull=False, reopened_by__isnull=False, closed_at=None),
                name="assessments_assessment_reopened_pair",
            ),
            one_of("assessments_assessment_length_known", length=["coffee", "themes", "more"]),
        ]

    def get_absolute_url(self) -> str:
        return reverse("conversation", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.set_aside_at is None

    @property
    def is_finished(self) -> bool:
        return self.closed_at is not None

    @property
    def is_being_put_right(self) -> bool:
        """True while a finished one is open again for a correction."""
        return self.reopened_at is not None and self.is_open

    @property
    def open_for_others_until(self) -> dt.date | None:
        """Until when it was said to stay open, while that day is not over."""
        day = self.open_until
        if day is None or day < timezone.localdate():
            return None
        return day

    def months_count_from(self, held_on: dt.date, today: dt.date) -> dt.date:
        """Return the day from which the months to the next talk count.

        It is that on which they are chosen, however long the talk has been open; of one that was
        typed in late, or is put right, the day of the talk.
        """
        is_late = held_on != timezone.localdate(self.started_at)
        if is_late or self.is_being_put_right:
            return held_on
        return today

    @property
    def is_next_talk_over(self) -> bool:
        """True where that day has gone by, and the same answer would give another."""
        day, today = self.next_talk_on, timezone.localdate()
        return day is not None and day < self.months_count_from(self.held_on, today)

    @property
    def team(self) -> "Contribution":
        """The team's own contribution: exactly one."""
        return self.contributions.get(pk=self.team_id)

    @property
    def team_id(self) -> uuid.UUID:
        """The key of the team's own contribution: the assessment's, so that it needs no query."""
        return self.pk


class Submission(models.Model):
    """The key of a form that was saved, so that sending it twice saves it once."""

    key = models.UUIDField(primary_key=True)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="submissions")
    at = models.DateTimeField()


KEPT_FOR = dt.timedelta(days=30)


class DraftQuerySet(models.QuerySet["Draft"]):
    def fresh(self) -> "DraftQuerySet":
        """Keep those of the last thirty days."""
        return self.filter(saved_at__gte=timezone.now() - KEPT_FOR)

    def over(self, *, at: When = None) -> "DraftQuerySet":
        return self.filter(saved_at__lt=(at or timezone.now()) - KEPT_FOR)


class Draft(Keyed):
    """One person's unsaved words on one page; on the server, never in the browser."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=100)
    # The key of the form it was typed in: another tab's form does not write over it.
    key = models.UUIDField(null=True)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [unique("assessments_draft_once", "user", "assessment", "page")]

    @property
    def is_fresh(self) -> bool:
        return self.saved_at >= timezone.now() - KEPT_FOR

    def words_not_in(self, document: str) -> list[str]:
        """Return what reads as words in it and stands in no text of a record's JSON."""
        words = []
        for value in self.fields.values():
            for text in value if isinstance(value, list) else [value]:
                is_kept = json.dumps(tidy(text), ensure_ascii=False)[1:-1] in document
                if not CODE.fullmatch(text.strip()) and not is_kept:
                    words.append(text)
        return words
