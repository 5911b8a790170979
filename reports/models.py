"""The PDFs that people wait for."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.database.constraints import unique
from pages.signatures import When

# Longer than one report may take: waiting for a child that was left alone, then its own minute.
# Whoever took it up and says nothing for so long was killed, and it is anybody's again.
LEASE = dt.timedelta(minutes=3)
# What was made and not fetched, and what nobody made, is not kept.
SHELF_LIFE = dt.timedelta(minutes=10)
LONGEST_WAIT = dt.timedelta(hours=1)


class WantedPdfQuerySet(models.QuerySet["WantedPdf"]):
    """PDFs that somebody asked for, by whose turn it is. Their order is that of their numbers."""

    def over(self, at: When = None) -> "WantedPdfQuerySet":
        now = at or timezone.now()
        fetched_late = models.Q(done_at__lt=now - SHELF_LIFE)
        fetched_late |= models.Q(done_at__gt=now + SHELF_LIFE)  # by a clock that was ahead
        return self.filter(fetched_late | models.Q(done_at=None, asked_at__lt=now - LONGEST_WAIT))

    def waiting(self) -> "WantedPdfQuerySet":
        return self.filter(done_at=None)

    def free(self, at: dt.datetime) -> "WantedPdfQuerySet":
        """Keep those that wait and that nobody works on.

        Longer than anybody holds one it is held by a clock that was ahead.
        """
        nobody = models.Q(held_until=None) | models.Q(held_until__lte=at)
        nobody |= models.Q(held_until__gt=at + 2 * LEASE)
        return self.waiting().filter(nobody)

    def like(self, other: "WantedPdf") -> "WantedPdfQuerySet":
        """Keep those whose PDF is the same as that of `other`: they are made in one."""
        return self.filter(kind=other.kind, object_id=other.object_id, version=other.version)


class WantedPdf(models.Model):
    """A PDF that a person asked for and waits for; dropped when it is handed over.

    kind: names who makes it (reports.printing.queue.MAKERS). object_id: of what. version: in which
    state of that (the language of a team's own copy, the digest of a share).
    """

    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.CharField(max_length=64, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    # A sentence why it was not made.
    why = models.CharField(max_length=300, blank=True)

    objects = WantedPdfQuerySet.as_manager()

    class Meta:
        constraints = [
            unique("reports_wantedpdf_once", "user", "kind", "object_id"),
            models.CheckConstraint(
                condition=models.Q(content=None) | models.Q(why=""),
                name="reports_wantedpdf_made_or_why",
            ),
        ]

    @property
    def pdf(self) -> bytes:
        """The PDF; empty where it is kept elsewhere or was not made."""
        return bytes(self.content or b"")  # PostgreSQL hands out a memoryview

    @property
    def before(self) -> int:
        """How many other PDFs are made before this one."""
        others = WantedPdf.objects.waiting().filter(pk__lt=self.pk)
        keys = set(others.values_list("kind", "object_id"))
        return len(keys - {(self.kind, self.object_id)})

    @property
    def standing(self) -> str:
        """Whose turn it is, for the person who waits."""
        before = self.before
        if not before:
            return _("Yours is next.")
        return ngettext("One is before you.", "{n} are before you.", before).format(n=before)
