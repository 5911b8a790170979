"""What lives on: what helps and what gets in the way, what is asked of others, what is tried."""

import uuid

from django.db import models

from accounts.models import Organisation, Service, User
from assessments.models.assessment import Assessment
from assessments.models.row import PointingRow, Words, order_field
from frameworks.models import Line
from pages.database.constraints import unique
from pages.database.keys import Keyed
from record.choices import Answered, AskedOf, FactorKind, FactorState, Reach, StepState
from record.document import AnswerText
from record.words.labels import recipients


class Factor(Keyed):
    """A thing with a life of its own: first named, still there, easier, gone."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=10, choices=FactorKind)
    first_named_in = models.ForeignKey(Assessment, models.PROTECT, related_name="new_factors")


class FactorNote(PointingRow):
    """A factor's words and state as one assessment saw it."""

    noun = "factor"

    factor = models.ForeignKey(Factor, models.PROTECT, related_name="notes")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="factor_notes")
    words = Words()
    reach = models.CharField(max_length=20, choices=Reach, blank=True)
    state = models.CharField(max_length=10, choices=FactorState)
    lines = models.ManyToManyField(Line, related_name="factor_notes", blank=True)

    class Meta(PointingRow.Meta):
        constraints = [unique("assessments_factornote_once", "factor", "assessment")]

    @property
    def is_nobodys_yet(self) -> bool:
        """True for what gets in the way while nobody has said whose it is to change."""
        in_the_way = self.factor.kind == FactorKind.OBSTACLE
        return in_the_way and not self.reach and self.state != FactorState.GONE

    @property
    def subject_id(self) -> uuid.UUID:
        """The factor, whatever it is called in this assessment."""
        return self.factor_id


class Ask(Keyed):
    """An obstacle that needs someone else, put to them."""

    factor = models.OneToOneField(Factor, models.PROTECT, related_name="ask")
    asked_in = models.ForeignKey(Assessment, models.PROTECT, related_name="asks")
    # Where it was last put into other words (empty: where it was first asked), and where the
    # team said what came of it.
    put_in = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="+")
    came_in = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="+")
    to = models.CharField(max_length=20, choices=AskedOf, default=AskedOf.UNKNOWN)
    # Whom else: each answers its own part.
    also = models.JSONField(default=list, blank=True, db_default=[])
    words = Words()
    why = Words()
    tried = Words()
    would_change = Words()
    meanwhile = Words()
    came_of = Words()
    version = models.PositiveIntegerField(default=0)

    @property
    def asked_of(self) -> tuple[str, ...]:
        """Everybody it is put to, by code."""
        return recipients(self.to, self.also)


class AskAnswer(Keyed):
    """What the person asked said. Later answers are new rows."""

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=10, choices=Answered)
    words = Words()
    # Words or a month, and no deadline: nothing is computed from it.
    about_when = models.CharField(max_length=100, blank=True, default="")
    # The commissioning body that answers; empty where the team's manager or organisation does.
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    # Whoever answers as the team's manager or organisation agrees that it may stand in a report;
    # a body, that other bodies that are asked the same may read it.
    may_go_out = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    order = order_field()

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=[answer.value for answer in Answered]),
                name="assessments_askanswer_known",
            )
        ]

    @property
    def text(self) -> AnswerText:
        if self.body is None:
            return AnswerText.from_row(self, body="", body_id="")
        return AnswerText.from_row(self, body=self.body.name, body_id=str(self.body_id))


class Step(Keyed):
    """Something a team tries; it lives across assessments."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="steps")
    first_named_in = models.ForeignKey(Assessment, models.PROTECT, related_name="new_steps")


class StepReview(PointingRow):
    """A step's words as one assessment has them, and, later, what came of it."""

    noun = "step"
    text = "what"

    step = models.ForeignKey(Step, models.PROTECT, related_name="reviews")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="step_reviews")
    what = Words()
    who = models.CharField(max_length=200, blank=True)
    by_when = models.CharField(max_length=100, blank=True)
    notice = Words()
    state = models.CharField(max_length=10, choices=StepState, default=StepState.TRYING)
    # "Done, nothing changed" is a normal result, so what was learned stands apart from the state.
    learned = Words()
    lines = models.ManyToManyField(Line, related_name="step_reviews", blank=True)

    class Meta(PointingRow.Meta):
        constraints = [unique("assessments_stepreview_once", "step", "assessment")]

    @property
    def subject_id(self) -> uuid.UUID:
        """The step, whatever it is called in this assessment."""
        return self.step_id
