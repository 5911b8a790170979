"""A service and a commissioning body’s team look at the same relationship, each from its side."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service, User
from assessments.models import Closure
from pages.database.constraints import one_of, together, unique
from pages.database.keys import Keyed


class PairQuerySet(models.QuerySet["Pair"]):
    def of(self, team: Service) -> "PairQuerySet":
        """Keep the pairs a team is a side of, and those that wait for one of its body."""
        waits = models.Q(body_team=None, body=team.organisation_id, ended_at=None)
        return self.filter(models.Q(service=team) | models.Q(body_team=team) | waits)

    def live(self) -> "PairQuerySet":
        return self.filter(ended_at=None)

    def without_their_team(self) -> "PairQuerySet":
        """Keep the live ones that are over, since the body's team has ended: it is asked anew."""
        return self.live().filter(body_team__archived_on__isnull=False)

    def with_sides(self) -> "PairQuerySet":
        return self.select_related("service__organisation", "body", "body_team__organisation")

    def latest_first(self) -> "PairQuerySet":
        return self.order_by("-asked_at", "-pk")


class Pair(Keyed):
    """One service and one body. The service asks, a team of the body agrees, either can end it."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="mirrors")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="mirrors")
    body_team = models.ForeignKey(Service, models.PROTECT, null=True, related_name="mirrored_by")
    framework_slug = models.SlugField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            unique("mirror_pair_one_live", "service", "body", "framework_slug", ended_at=None),
            together("mirror_pair_agreed_together", "agreed_at", "agreed_by", "body_team"),
            together("mirror_pair_ended_pair", "ended_at", "ended_by"),
        ]

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None

    @property
    def goes_on(self) -> bool:
        return self.is_agreed and self.over_since is None

    @property
    def over_since(self) -> dt.date | None:
        """The day since which neither reads the other’s, or None while it goes on.

        A side that is closed ends it, too.
        """
        days = [self.service.archived_on, self.body.closed_on]
        if self.body_team:
            days.append(self.body_team.archived_on)
        if self.ended_at is not None:
            days.append(timezone.localdate(self.ended_at))
        return min(filter(None, days), default=None)


class Showing(Keyed):
    """What one side shows: one kept record, without the lines it keeps within the team."""

    class Side(models.TextChoices):
        SERVICE = "service", _("how we are commissioned")
        BODY = "body", _("how we commission")

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="showings")
    side = models.CharField(max_length=10, choices=Side)
    closure = models.ForeignKey(Closure, models.PROTECT, related_name="mirrored_in")
    kept = models.JSONField(default=list, blank=True)
    shown_at = models.DateTimeField()
    shown_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            unique("mirror_showing_once", "pair", "side"),
            one_of("mirror_showing_side_known", side=["service", "body"]),
        ]
