"""One version of a framework, and which frameworks an organisation offers its teams."""

import uuid
from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Organisation
from frameworks.models.publication import Sealed, SealedQuerySet
from pages.database.constraints import unique
from pages.database.keys import Keyed
from record.framework import Edition, Number, edition, name_and_version, version_number


class FrameworkQuerySet(SealedQuerySet["Framework"]):
    published_path = "publication__isnull"

    def get_by_natural_key(self, slug: str, version: str) -> "Framework":
        """Find a shipped framework (no owner)."""
        return self.get(owner=None, slug=slug, version=version)

    def shipped(self) -> Self:
        return self.filter(owner=None)

    def published(self) -> Self:
        return self.filter(publication__isnull=False)

    def with_sides(self) -> Self:
        """Add `for_services` and `for_bodies`: whose teams may use it; without voices, services."""
        same = self.model._base_manager.filter(pk=models.OuterRef("pk"), voices__isnull=False)
        return self.annotate(
            for_services=~models.Exists(same) | models.Exists(same.filter(voices__kind="service")),
            for_bodies=models.Exists(same.filter(voices__kind="body")),
        )

    def first_offered_first(self) -> list["Framework"]:
        """Return them by `order`, and of one framework the newest version by number first."""
        newest_first = sorted(self, key=lambda framework: framework.number, reverse=True)
        order: dict[str, int] = {}
        for framework in newest_first:
            order.setdefault(framework.slug, framework.order)
        return sorted(newest_first, key=lambda framework: (order[framework.slug], framework.slug))


class Framework(Sealed):
    """One version of a framework: its lines, levels, prompts and where it comes from."""

    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    slug = models.SlugField()
    version = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    # Which of several frameworks a service is offered first: 1 before 2.
    order = models.PositiveSmallIntegerField(default=1)
    occasion_word = models.CharField(max_length=40, default="conversation")
    step_names = models.JSONField(default=list, blank=True)
    intro = models.TextField(blank=True)
    source = models.TextField()
    acknowledgement = models.TextField()
    licence = models.CharField(max_length=200)

    objects = models.Manager.from_queryset(FrameworkQuerySet)()

    class Meta:
        ordering = ("slug", "version")
        constraints = [
            unique("frameworks_framework_shipped_once", "slug", "version", owner=None),
            unique("frameworks_framework_owned_once", "owner", "slug", "version"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("framework", args=[self.slug, self.version])

    @property
    def edition(self) -> Edition:
        """The slug and major version: inside one edition only the wording differs."""
        return edition(self.slug, self.version)

    @property
    def name_and_version(self) -> str:
        """The name with the version: "PIEs 2.0"."""
        return name_and_version(self.name, self.version)

    @property
    def number(self) -> Number:
        """The version as a number that sorts: 2.10 after 2.9."""
        return version_number(self.version)

    def natural_key(self) -> tuple[str, str]:
        return (self.slug, self.version)

    def sealed_framework_id(self) -> uuid.UUID:
        return self.id


class Offer(Keyed):
    """The frameworks that an organisation has chosen for its teams.

    By slug, so that the choice holds for every version. Without one, all are offered.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="offer")
    slugs = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("organisation",)
