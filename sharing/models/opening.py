"""Who opened a report, and when first."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from accounts.models import User
from sharing.models.share import Share


class ShareOpenQuerySet(models.QuerySet["ShareOpen"]):
    """Openings, as far as a team may know them."""

    def first_day(self) -> dt.date | None:
        """Return the day on which it was first opened: not by whom, not when that day."""
        return self.order_by("at").values_list("at__date", flat=True).first()


class ShareOpen(models.Model):
    """Who opened it in which way, and when first: recorded before a byte goes out.

    The team sees the body and the first day, no more. Whether somebody came back is not kept.
    """

    class What(models.TextChoices):
        PAGE = "page", gettext_lazy("read")
        PDF = "pdf", gettext_lazy("downloaded")
        WORD = "word", gettext_lazy("taken as a Word document")

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="opens")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()

    objects = ShareOpenQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["share", "user", "what"], name="sharing_shareopen_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_id} {self.what}"
