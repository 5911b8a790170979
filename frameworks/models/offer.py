"""Which frameworks an organisation offers its teams."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class Offer(models.Model):
    """The frameworks that an organisation has chosen for its teams.

    By slug, so that the choice holds for every version. Without one, all are offered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="offer", verbose_name=_("organisation")
    )
    slugs = models.JSONField(_("frameworks"), default=list, blank=True)

    class Meta:
        verbose_name = _("framework offered")
        verbose_name_plural = _("frameworks offered")
        ordering = ("organisation",)

    def __str__(self) -> str:
        return str(self.organisation)
