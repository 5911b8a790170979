"""Dated memberships: where rights come from."""

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation, Service
from accounts.models.user import User


def today() -> dt.date:
    """Return today's date in the site's time zone."""
    return timezone.localdate()


class ServiceMembership(models.Model):
    """A person in a team, from a day, until they leave."""

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", _("contributor")
        MANAGER = "manager", _("manager")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="service_memberships")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = models.DateField(_("since"), default=today)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "service"],
                condition=models.Q(ended_on=None),
                name="accounts_servicemembership_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["contributor", "manager"]),
                name="accounts_servicemembership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.service} ({self.get_role_display()})"


class OrganisationMembership(models.Model):
    """A person in an organisation: its lead, or a reader in a commissioning body."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        READER = "reader", _("reader")

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="organisation_memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = models.DateField(_("since"), default=today)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(ended_on=None),
                name="accounts_organisationmembership_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["lead", "reader"]),
                name="accounts_organisationmembership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation} ({self.get_role_display()})"

    def clean(self) -> None:
        """Refuse a reader in an organisation that runs services: it reads nothing there."""
        super().clean()
        if self.role == self.Role.READER and self.organisation.kind == Organisation.Kind.PROVIDER:
            raise ValidationError({"role": _("Only a commissioning body has readers.")})
