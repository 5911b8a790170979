"""Dated memberships: where rights come from; and who of a team says that somebody may come in."""

import datetime as dt
import uuid
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.service import Service
from accounts.models.user import User
from pages.database.constraints import one_of, unique

# Nobody reads as a commissioner what a team they belong to, or lead, could share: the two sides
# would each be less free to speak. The simple rule: a
# person who now reads for a commissioning body is in no team and leads no provider now. Only a
# team of that very body, assessing itself, is excepted: a body is not shared with by its own team.
BOTH_SIDES = _(
    "Nobody can be in a team, or lead an organisation that runs services, and read for a "
    "commissioning body at the same time. End the other one first."
)


M = TypeVar("M", bound=models.Model)


def today() -> dt.date:
    return timezone.localdate()


def refuse_dates(since: dt.date | None, ended_on: dt.date | None) -> None:
    """Refuse days to come, and an end before the beginning.

    A right is there or not: it begins when it is entered and ends when its end is entered.
    """
    for name, day in (("since", since), ("ended_on", ended_on)):
        if day and day > today():
            raise ValidationError({name: _("This day is still to come.")})
    if since and ended_on and ended_on < since:
        raise ValidationError({"ended_on": _("It cannot end before it begins.")})


class MembershipQuerySet(models.QuerySet[M]):
    def live(self) -> Self:
        return self.filter(ended_on=None)

    def active(self) -> Self:
        """Keep the live ones of people who may sign in."""
        return self.filter(ended_on=None, user__is_active=True)


class ServiceMembershipQuerySet(MembershipQuerySet["ServiceMembership"]):
    def managers(self) -> Self:
        return self.filter(role="manager")


class OrganisationMembershipQuerySet(MembershipQuerySet["OrganisationMembership"]):
    def leads(self) -> Self:
        return self.filter(role="lead")


class ServiceMembership(models.Model):
    """A person in a team, from a day, until they leave."""

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", _("contributor")
        MANAGER = "manager", _("manager")
        PRACTISING = "practising", _("practising")

    user = models.ForeignKey(User, models.PROTECT, related_name="service_memberships")
    service = models.ForeignKey(Service, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    since = models.DateField(default=today)
    ended_on = models.DateField(null=True, blank=True)

    objects = ServiceMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            unique("accounts_servicemembership_once", "user", "service", ended_on=None),
            one_of(
                "accounts_servicemembership_role_known",
                role=["contributor", "manager", "practising"],
            ),
        ]

    def clean(self) -> None:
        """Refuse impossible days, and a person who reads for a commissioning body."""
        super().clean()
        refuse_dates(self.since, self.ended_on)
        practises = self.role == self.Role.PRACTISING
        service = Service.with_practice.filter(pk=self.service_id)
        whose = service.values_list("practice_of", flat=True).first()
        if whose != (self.user_id if practises else None):
            raise ValidationError({"role": _("In a place for practice one practises, alone.")})
        if self.ended_on is None and not practises:
            parts = parts_in(Organisation.Kind.COMMISSIONER, self.user_id)
            if parts.exclude(organisation__in=service.values("organisation")).exists():
                raise ValidationError({"user": BOTH_SIDES})


class OrganisationMembership(models.Model):
    """A person in an organisation: its lead, or a reader in a commissioning body."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        READER = "reader", _("reader")

    user = models.ForeignKey(User, models.PROTECT, related_name="organisation_memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    since = models.DateField(default=today)
    ended_on = models.DateField(null=True, blank=True)

    objects = OrganisationMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            unique("accounts_organisationmembership_once", "user", "organisation", ended_on=None),
            one_of("accounts_organisationmembership_role_known", role=["lead", "reader"]),
        ]

    def clean(self) -> None:
        """Refuse impossible days, readers where nothing is read, and a person on both sides."""
        super().clean()
        refuse_dates(self.since, self.ended_on)
        kind = Organisation.objects.filter(pk=self.organisation_id).values_list("kind", flat=True)
        provider = kind.first() == Organisation.Kind.PROVIDER
        if provider and self.role == self.Role.READER:
            raise ValidationError({"role": _("Only a commissioning body has readers.")})
        if self.ended_on is not None:
            return
        if provider:
            is_on_other_side = parts_in(Organisation.Kind.COMMISSIONER, self.user_id).exists()
        else:
            live = ServiceMembership.objects.live()
            teams = live.filter(user=self.user_id, service__practice_of=None)
            elsewhere = teams.exclude(service__organisation=self.organisation_id)
            leads = parts_in(Organisation.Kind.PROVIDER, self.user_id)
            is_on_other_side = elsewhere.exists() or leads.exists()
        if is_on_other_side:
            raise ValidationError({"user": BOTH_SIDES})


def parts_in(kind: str, person: uuid.UUID) -> OrganisationMembershipQuerySet:
    live = OrganisationMembership.objects.live()
    return live.filter(user=person, organisation__kind=kind)


class LetIn(models.Model):
    """One of a team without a manager says that a lead may come in; a second one opens the door."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="let_in")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [unique("accounts_letin_said_once", "service", "person", "by")]
