"""What a team and a body agree on, and when they meet."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service, User
from accounts.models.service import has_one_person
from assessments.models.row import Words
from pages.database.constraints import together, unique
from pages.database.keys import Keyed
from pages.database.search import contains
from pages.words import with_names

M = TypeVar("M", bound=models.Model)


class Side(models.TextChoices):
    TEAM = "team", _("the team")
    BODY = "body", _("the body")


class BetweenQuerySet(models.QuerySet[M]):
    def of_teams_of(self, user: User) -> Self:
        return self.filter(
            service__memberships__user=user,
            service__memberships__ended_on=None,
            service__memberships__user__is_active=True,
        ).distinct()

    def of_teams_named(self, words: str) -> Self:
        """Keep those of teams that have this in their name, or in that of who runs them."""
        of_team = contains("service__name", words)
        return self.filter(of_team | contains("service__organisation__name", words))

    def with_whom(self) -> Self:
        return self.select_related("service__organisation", "body")


class TieQuerySet(BetweenQuerySet["Tie"]):
    def shown_to_bodies_of(self, user: User) -> "TieQuerySet":
        """Keep those a body this person reads for now has a page of."""
        return self.filter(
            body__memberships__user=user,
            body__memberships__ended_on=None,
            body__memberships__user__is_active=True,
            shown_at__isnull=False,
        ).distinct()

    def in_name_order(self) -> "TieQuerySet":
        return self.order_by("body__name", "service__name", "pk")


class Tie(Keyed):
    """One team and one body, once. The body has a page of it since the team turned to it."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="ties")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="ties")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    shown_at = models.DateTimeField(null=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [unique("agreeing_tie_once", "service", "body")]

    def get_absolute_url(self) -> str:
        return reverse("tie-history", args=[self.pk])

    @property
    def team_is_gone(self) -> bool:
        """True once all data of the team was taken away: the body alone keeps what was said."""
        return not self.service.memberships.exists()

    @property
    def who_has_page(self) -> str:
        """Who of the two reads their pages so far, in a sentence."""
        alone = has_one_person(self.service)
        if self.shown_at is None:
            if alone:
                sentence = gettext("Only you have this page so far. {body} knows nothing of it.")
            else:
                sentence = gettext(
                    "Only the team of {team} has this page so far. {body} knows nothing of it."
                )
        elif self.team_is_gone:
            sentence = gettext(
                "Those who read for {body} have this page. The team of {team} is gone."
            )
        elif alone:
            sentence = gettext(
                "The one person who works at {team} and those who read for {body} have this page."
            )
        else:
            sentence = gettext("The team of {team} and those who read for {body} have this page.")
        return with_names(sentence, team=self.service.name, body=self.body.name)


BOXES = ("asked", "talk", "ours", "theirs", "turn_to", "more_terms")
MOST = 1000


class UnderstandingQuerySet(models.QuerySet["Understanding"]):
    def open(self) -> "UnderstandingQuerySet":
        """Keep what is being written or looked at: at most one between a team and a body."""
        return self.filter(agreed_at=None, rewritten_at=None)

    def agreed(self) -> "UnderstandingQuerySet":
        return self.filter(agreed_at__isnull=False).order_by("-number")

    def before(self, version: "Understanding | None") -> "UnderstandingQuerySet":
        """Keep what both could read and neither looks at any more, the newest first.

        `version`: the one that both said yes to last, which stands on the page by itself.
        """
        over = models.Q(agreed_at__isnull=False) | models.Q(rewritten_at__isnull=False)
        versions = self.filter(over).order_by("-number")
        if version:
            return versions.exclude(pk=version.pk)
        return versions


class Understanding(Keyed):
    """One version: written by the team, put to the body, agreed by it or written anew.

    Once it was put it never changes: what the team writes then is the next version. It is between
    a team and a body. Who leaves takes nothing of it along.
    """

    tie = models.ForeignKey(Tie, models.PROTECT, related_name="understandings")
    number = models.PositiveIntegerField()
    asked = Words(max_length=MOST)
    talk = Words(max_length=MOST)
    ours = Words(max_length=MOST)
    theirs = Words(max_length=MOST)
    turn_to = Words(max_length=MOST)
    more_terms = Words(max_length=MOST)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    put_at = models.DateTimeField(null=True)
    put_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The team wrote it anew, as the next version, after the body was asked.
    rewritten_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # One of the two said that it no longer works; a reason is not asked for, so there is none.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_side = models.CharField(max_length=10, choices=Side, blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    objects = UnderstandingQuerySet.as_manager()

    class Meta:
        constraints = [
            unique("agreeing_understanding_number_once", "tie", "number"),
            unique("agreeing_understanding_one_open", "tie", agreed_at=None, rewritten_at=None),
            models.CheckConstraint(
                condition=models.Q(rewritten_at=None)
                | models.Q(put_at__isnull=False, agreed_at=None),
                name="agreeing_understanding_rewritten_once_put",
            ),
            together("agreeing_understanding_put_pair", "put_at", "put_by"),
            together(
                "agreeing_understanding_agreed_pair", "agreed_at", "agreed_by", put_at__isnull=False
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_side="")
                | models.Q(
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    ended_side__in=Side.values,
                    agreed_at__isnull=False,
                ),
                name="agreeing_understanding_ended_pair",
            ),
        ]

    @property
    def is_put(self) -> bool:
        """True while the body is asked whether this is how it remembers it."""
        return self.put_at is not None and self.agreed_at is None and self.rewritten_at is None

    def seen(self) -> str:
        """Say what somebody sees of it: which wording, and how much is written beside it."""
        return f"{self.wording()}.{self.remarks.count()}"

    def wording(self) -> str:
        return f"{self.pk}.{self.version}"


class WordsOnVersion(Keyed):
    """Something that is said of a version, by whom and when: new words are new rows."""

    words = Words(max_length=MOST)
    order = models.PositiveIntegerField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ("order", "pk")


class Remark(WordsOnVersion):
    """What a reader of the body wrote beside a version instead of saying yes."""

    understanding = models.ForeignKey(Understanding, models.PROTECT, related_name="remarks")


class CameOf(WordsOnVersion):
    """What came of one half of what was agreed, as one side sees it."""

    understanding = models.ForeignKey(Understanding, models.PROTECT, related_name="came_of")
    half = models.CharField(max_length=10, choices=Side)
    side = models.CharField(max_length=10, choices=Side)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def standing(self) -> "MeetingQuerySet":
        """Keep what is offered or taken and was not let go: at most one between the two."""
        return self.filter(over_at=None)


class Meeting(Keyed):
    """An offer of times. Other times offered in answer are a meeting of their own."""

    tie = models.ForeignKey(Tie, models.PROTECT, related_name="meetings")
    side = models.CharField(max_length=10, choices=Side)
    where = Words(max_length=200)
    first = models.DateTimeField()
    second = models.DateTimeField()
    third = models.DateTimeField(null=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Other times were offered, or one of the two let it go.
    over_at = models.DateTimeField(null=True)
    over_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            unique("agreeing_meeting_one_standing", "tie", over_at=None),
            together("agreeing_meeting_taken_pair", "taken", "taken_at", "taken_by"),
            together("agreeing_meeting_over_pair", "over_at", "over_by"),
        ]

    @property
    def times(self) -> list[dt.datetime]:
        return list(filter(None, (self.first, self.second, self.third)))

    @property
    def ahead(self) -> list[dt.datetime]:
        return [time for time in self.times if time > timezone.now()]
