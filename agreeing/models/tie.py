"""A team and a body that have to do with each other."""

import uuid
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service, User


class Side(models.TextChoices):
    """Who says something: the team, or the body."""

    TEAM = "team", _("the team")
    BODY = "body", _("the body")


class TieQuerySet(models.QuerySet["Tie"]):
    """Ties, by who has a page of them."""

    def of_teams_of(self, user: User) -> "TieQuerySet":
        """Keep those of teams this person is in now."""
        return self.filter(
            service__memberships__user=user,
            service__memberships__ended_on=None,
            service__memberships__user__is_active=True,
        ).distinct()

    def shown_to_bodies_of(self, user: User) -> "TieQuerySet":
        """Keep those a body this person reads for now has a page of."""
        return self.filter(
            body__memberships__user=user,
            body__memberships__ended_on=None,
            body__memberships__user__is_active=True,
            shown_at__isnull=False,
        ).distinct()

    def with_whom(self) -> "TieQuerySet":
        """Fetch team, its organisation and the body along."""
        return self.select_related("service__organisation", "body")

    def in_name_order(self) -> "TieQuerySet":
        """Sort by body, then by team."""
        return self.order_by("body__name", "service__name", "pk")


class Tie(models.Model):
    """One team and one body, once. The body has a page of it since the team turned to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="ties")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ties")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(null=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service", "body"], name="agreeing_tie_once"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.body_id}"

    def get_absolute_url(self) -> str:
        return reverse("told", args=[self.pk])
