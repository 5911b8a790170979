"""Organisations: agencies that run services, and bodies that commission them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from pages.database.constraints import one_of
from pages.database.keys import Keyed
from pages.words import refuse_controls

if TYPE_CHECKING:
    from accounts.models.service import Service
    from accounts.models.user import User

FEWEST_DAYS, MOST_DAYS = 2, 14


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def commissioning(self) -> "OrganisationQuerySet":
        return self.filter(kind=Organisation.Kind.COMMISSIONER)

    def offered_to(self, service: "Service") -> "OrganisationQuerySet":
        """Keep the bodies a team may choose from: those it asked in itself, no other team's."""
        is_offered = models.Q(brought_by=None) | models.Q(brought_by=service)
        return self.commissioning().in_use().filter(is_offered)

    def read_for_by(self, user: "User") -> "OrganisationQuerySet":
        """Keep the organisations this person is a reader or lead of now."""
        return self.filter(
            memberships__user=user, memberships__ended_on=None, memberships__user__is_active=True
        )

    def led_by(self, user: "User") -> "OrganisationQuerySet":
        """Keep the organisations that run services and that this person leads now."""
        return self.filter(
            kind=Organisation.Kind.PROVIDER,
            memberships__user=user,
            memberships__ended_on=None,
            memberships__role="lead",
            memberships__user__is_active=True,
        )

    def arranged_by(self, user: "User") -> "OrganisationQuerySet":
        """Keep those in use, of either kind, that this person leads now, to arrange them."""
        live = user.organisation_memberships.live().leads()
        return self.in_use().filter(pk__in=live.values("organisation"))

    def in_use(self) -> "OrganisationQuerySet":
        return self.filter(closed_on=None)

    def in_name_order(self) -> "OrganisationQuerySet":
        return self.order_by("name", "slug")


class OrganisationManager(models.Manager["Organisation"]):
    """Organisations that people belong to; where places to practise in belong is none."""

    def get_queryset(self) -> OrganisationQuerySet:
        organisations = OrganisationQuerySet(self.model, using=self._db)
        return organisations.exclude(kind=Organisation.Kind.PRACTICE)


class Organisation(Keyed):
    """An agency that runs services, or a body that commissions them."""

    class Kind(models.TextChoices):
        PROVIDER = "provider", _("runs services")
        COMMISSIONER = "commissioner", _("commissions services")
        # One for the whole site: what every practice place belongs to. Nobody leads it.
        PRACTICE = "practice", _("for practice")

    class Sending(models.TextChoices):
        MANAGER = "manager", _("The team’s manager")
        TWO = "two", _("Two people of the team: a manager says it was asked, and another sends it")

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200, validators=[refuse_controls])
    slug = models.SlugField(unique=True)
    people_word = models.CharField(max_length=40, default="residents", validators=[refuse_controls])
    sending = models.CharField(max_length=20, choices=Sending, default=Sending.MANAGER)
    # The team that asked a body in for a report: no other is offered it until it is known.
    brought_by = models.ForeignKey(
        "accounts.Service",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="bodies_brought",
    )
    # Of a body that turned out to be another one here: that one, which has what was sent to it.
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="joined"
    )
    # Of whom it is asked in any case: accounts/signing_in/second_step.py.
    second_step = models.BooleanField(default=False)
    # Whole days a team has to read the exact copy before it may go: at least these.
    days_to_read = models.PositiveSmallIntegerField(default=FEWEST_DAYS)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    kinds_of_place = models.JSONField(default=list, blank=True)

    objects = OrganisationManager.from_queryset(OrganisationQuerySet)()
    with_practice = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name", "slug")
        constraints = [
            one_of(
                "accounts_organisation_kind_known", kind=["provider", "commissioner", "practice"]
            ),
            one_of("accounts_organisation_sending_known", sending=["manager", "two"]),
            models.CheckConstraint(
                condition=models.Q(days_to_read__range=(FEWEST_DAYS, MOST_DAYS)),
                name="accounts_organisation_days_to_read",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_outside(self) -> str:
        """What it is called where strangers may read it; a team may have a second name for that."""
        return self.name


def led_organisation(
    user: "User", slug: str, kinds: Sequence[str] = (Organisation.Kind.PROVIDER,)
) -> Organisation:
    """Return an organisation that this person leads, of one of these kinds. Raises Http404."""
    rows = Organisation.objects.arranged_by(user).filter(kind__in=kinds)
    return get_object_or_404(rows, slug=slug)


def organisation_on_site(slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.all(), slug=slug)
