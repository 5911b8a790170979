"""Services, the teams that assess themselves; their addresses, and the groupings they are in."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Lower
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from pages.database.keys import Keyed
from pages.database.prepared import Prepared
from pages.words import refuse_controls, slug_of

if TYPE_CHECKING:
    from accounts.models.membership import ServiceMembership
    from accounts.models.user import User

KINDS_TO_HEAR = ["days", "nights", "relief", "volunteers", "residents"]


def kinds_to_hear() -> list[str]:
    return list(KINDS_TO_HEAR)


class KindOfPlace(models.TextChoices):
    """What kind of service it is. Only whom there is to hear is proposed from it."""

    HOSTEL = "hostel", _("hostel")
    OUTREACH = "outreach", _("outreach")
    DAY_CENTRE = "day centre", _("day centre")
    SUPPORTED = "supported housing", _("supported housing")
    HOUSING_FIRST = "housing first", _("Housing First")
    WOMENS = "women", _("women’s service or refuge")
    JUSTICE_HEALTH = "probation or health", _("probation or health team")
    OTHER = "other", _("other")


class ServiceQuerySet(models.QuerySet["Service"]):
    def in_use(self) -> "ServiceQuerySet":
        return self.filter(archived_on=None)

    # No distinct() below: a constraint lets a person be live in each of these once at most.

    def reachable_by(self, user: "User | uuid.UUID") -> "ServiceQuerySet":
        """Keep the services whose team this person is in (contributor or manager)."""
        return self.filter(
            memberships__user=user, memberships__ended_on=None, memberships__user__is_active=True
        )

    def with_role(self) -> "ServiceQuerySet":
        """Add `team_role`, the role in the team by which `reachable_by` found it."""
        return self.annotate(team_role=models.F("memberships__role"))  # type: ignore[no-redef]  # below

    def managed_by(self, user: "User") -> "ServiceQuerySet":
        return self.filter(
            memberships__user=user,
            memberships__ended_on=None,
            memberships__role="manager",
            memberships__user__is_active=True,
        )

    def without_manager(self) -> "ServiceQuerySet":
        """Keep those that nobody looks after, nor has been asked to."""
        managed = models.Q(memberships__role="manager", memberships__ended_on=None)
        invited = models.Q(
            invitations__role="manager",
            invitations__accepted_at=None,
            invitations__withdrawn_at=None,
            invitations__valid_until__gte=timezone.localdate(),
        )
        manager = Service.objects.filter(managed | invited, pk=models.OuterRef("pk"))
        return self.filter(~models.Exists(manager))

    def led_by(self, user: "User") -> "ServiceQuerySet":
        return self.arranged_by(user).filter(organisation__kind=Organisation.Kind.PROVIDER)

    def arranged_by(self, user: "User") -> "ServiceQuerySet":
        """Keep the services of organisations of either kind this person leads, to arrange them.

        No right to read comes of it.
        """
        return self.filter(
            organisation__memberships__user=user,
            organisation__memberships__ended_on=None,
            organisation__memberships__role="lead",
            organisation__memberships__user__is_active=True,
        )

    def in_name_order(self) -> "ServiceQuerySet":
        return self.order_by("name", "slug")


class ServiceManager(models.Manager["Service"]):
    """Services of real teams: no list, report or count has places to practise in."""

    def get_queryset(self) -> ServiceQuerySet:
        """Leave out places to practise in; who means them too asks `with_practice`."""
        return ServiceQuerySet(self.model, using=self._db).filter(practice_of=None)


class Service(Keyed):
    """The team that assesses itself: a hostel, an outreach team. The unit of everything."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    name = models.CharField(max_length=200, validators=[refuse_controls])
    # For letters, calendars and the wall: the real name would tell strangers where people live.
    second_name = models.CharField(max_length=200, blank=True, validators=[refuse_controls])
    slug = models.SlugField(unique=True)
    people_word = models.CharField(max_length=40, blank=True, validators=[refuse_controls])
    what_matters = models.TextField(blank=True, max_length=1000)
    kinds_to_hear = models.JSONField(default=kinds_to_hear, blank=True)
    kind_of_place = models.CharField(max_length=20, choices=KindOfPlace, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    archived_on = models.DateField(null=True, blank=True)
    # Who looks after a team without a manager, until a day: a line says so; no right comes of it.
    cover = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    cover_until = models.DateField(null=True, editable=False)
    # When the team first wrote something down: from then on only the team lets anybody in.
    first_words_at = models.DateTimeField(null=True, editable=False)
    # The team would like somebody to hold its next talk, since then.
    facilitator_wanted_on = models.DateField(null=True, editable=False)
    # Whose place to practise in this is: invented, seen by nobody else, and gone by a button.
    practice_of = models.OneToOneField(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="practice"
    )

    # What whoever asks is in its team, where `with_role` asked.
    team_role: str

    objects = ServiceManager.from_queryset(ServiceQuerySet)()
    with_practice = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "slug")
        indexes = [
            models.Index(fields=["organisation", "name", "slug"], name="accounts_service_by_name")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("service", args=[self.slug])

    @property
    def people(self) -> str:
        return self.people_word or self.organisation.people_word

    @property
    def is_of_a_body(self) -> bool:
        return self.organisation.kind == Organisation.Kind.COMMISSIONER

    @property
    def side(self) -> str:
        """From which side it answers, where a framework asks sides differently."""
        return "body" if self.is_of_a_body else "service"

    @property
    def is_covered(self) -> bool:
        """Whether somebody was named to look after it until a day that is not over."""
        return bool(self.cover_id and self.cover_until and self.cover_until >= timezone.localdate())

    @property
    def name_outside(self) -> str:
        """What the team is called where strangers may read it: letters, calendars, the wall."""
        return self.second_name or self.name

    @property
    def name_of_files(self) -> str:
        """What files of the team begin with: what it is called now, which its address need not."""
        return slug_of(self.name_outside) or self.slug


class FormerAddress(Keyed):
    """What stood in a team's addresses once: a page left open and a link kept still find it."""

    slug = models.SlugField(unique=True)
    service = models.ForeignKey(Service, models.CASCADE, related_name="former_addresses")


class GroupingQuerySet(models.QuerySet["Grouping"]):
    def in_name_order(self) -> "GroupingQuerySet":
        return self.order_by(Lower("name"), "pk")


class Grouping(Keyed):
    """Some teams of one organisation under a name: "outreach", "north of the river".

    A team can be in several. Its name is read by every team in it and whoever leads, and by nobody
    else. It gives nobody a right to read anything.
    """

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


def service_at(rows: models.QuerySet[Service], slug: str) -> Service:
    """Return the service among these rows that has this address, or had it. Raises Http404."""
    service = next(iter(rows.filter(slug=slug)), None)
    if service is None:
        former = FormerAddress.objects.filter(slug=slug).values("service")
        service = next(iter(rows.filter(pk__in=former)), None)
    if service is None:
        raise Http404("No team")
    return service


def team_service(user: "User", slug: str) -> Service:
    """Return the service with this slug, with its organisation, to somebody of its team.

    With `team_role`, what they are in it. Raises Http404 to everybody else, the same as for a
    service that does not exist.
    """
    service = _THERE.first(user.pk, slug) or _ONCE_THERE.first(user.pk, slug)
    if service is None:
        raise Http404("No team")
    return service


def _of_team(user: uuid.UUID) -> models.QuerySet[Service]:
    rows = Service.with_practice.reachable_by(user).with_role()
    return rows.select_related("organisation")


# Every page of a team begins with it.
_THERE = Prepared(lambda user, slug: _of_team(user).filter(slug=slug), uuid.UUID, str)
_ONCE_THERE = Prepared(
    lambda user, slug: _of_team(user).filter(former_addresses__slug=slug), uuid.UUID, str
)


def team_of(service: Service) -> "list[ServiceMembership]":
    """Return the live memberships of a team, managers first, then by name."""
    rows = service.memberships.active().select_related("user")
    return sorted(rows, key=lambda row: (row.role != "manager", row.user.display_name.lower()))


def has_one_person(service: Service) -> bool:
    return service.memberships.active().count() == 1
