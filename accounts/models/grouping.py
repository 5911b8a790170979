"""Groupings of teams, and who of a team says that somebody may come in."""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models.organisation import Organisation
from accounts.models.service import Service
from accounts.models.user import User
from pages.database.constraints import unique
from pages.words import refuse_controls


class GroupingQuerySet(models.QuerySet["Grouping"]):
    def in_name_order(self) -> "GroupingQuerySet":
        return self.order_by(Lower("name"), "pk")


class Grouping(models.Model):
    """Some teams of one organisation under a name: "outreach", "north of the river".

    A team can be in several. Its name is read by every team in it and whoever leads, and by nobody
    else. It gives nobody a right to read anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="groupings")
    name = models.CharField(max_length=100, validators=[refuse_controls])
    services = models.ManyToManyField(Service, related_name="groupings", blank=True)

    objects = GroupingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", Lower("name"), name="accounts_grouping_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LetIn(models.Model):
    """One of a team without a manager says that a lead may come in; a second one opens the door."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="let_in")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [unique("accounts_letin_said_once", "service", "person", "by")]
