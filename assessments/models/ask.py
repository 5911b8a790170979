"""What a team asks of others, and what they answered."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import Organisation, User
from assessments.models.assessment import Assessment
from assessments.models.factor import Factor
from assessments.models.order import order_field
from assessments.models.text import Words
from record.choices import Answered, AskedOf, each_asked
from record.document import AnswerText


class Ask(models.Model):
    """An obstacle that needs someone else, put to them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factor = models.OneToOneField(Factor, on_delete=models.PROTECT, related_name="ask")
    asked_in = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="asks")
    # Where it was last put into other words (empty: where it was first asked), and where the
    # team said what came of it.
    put_in = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="+")
    came_in = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="+")
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

    def __str__(self) -> str:
        return self.words

    @property
    def asked_of(self) -> tuple[str, ...]:
        """Everybody it is put to, by code."""
        return each_asked(self.to, self.also)


class AskAnswer(models.Model):
    """What the person asked said. Later answers are new rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=10, choices=Answered)
    words = Words()
    # Words or a month, and no deadline: nothing is computed from it.
    about_when = models.CharField(max_length=100, blank=True, default="")
    # The commissioning body that answers; empty where the team's manager or organisation does.
    body = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    # Whoever answers as the team's manager or organisation agrees that it may stand in a report;
    # a body, that other bodies that are asked the same may read it.
    may_go_out = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    order = order_field()

    class Meta:
        ordering = ("order", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(answer__in=[each.value for each in Answered]),
                name="assessments_askanswer_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()

    @property
    def text(self) -> AnswerText:
        """The answer as the record tells it."""
        return AnswerText(
            answer=self.answer,
            words=self.words,
            at=self.at,
            about_when=self.about_when,
            body=self.body.name if self.body_id and self.body else "",
            body_id=str(self.body_id) if self.body_id else "",
            may_go_out=self.may_go_out,
        )
