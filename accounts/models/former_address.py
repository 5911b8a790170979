"""Addresses that a team had before it got another name for the outside."""

import uuid

from django.db import models
from django.http import Http404

from accounts.models.organisation import Service


class FormerAddress(models.Model):
    """What stood in a team's addresses once: a page left open and a link kept still find it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return self.slug


def service_at(rows: models.QuerySet[Service], slug: str) -> Service:
    """Return the service among these rows that has this address, or had it. Raises Http404."""
    found = next(iter(rows.filter(slug=slug)), None)
    if found is None:
        former = FormerAddress.objects.filter(slug=slug).values("service")
        found = next(iter(rows.filter(pk__in=former)), None)
    if found is None:
        raise Http404("No team")  # noqa: TRY003, EM101 -- Django logs it; nobody reads it
    return found
