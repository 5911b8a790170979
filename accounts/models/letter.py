"""Letters that wait to go out, and those that went."""

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone

from accounts.models.organisation import Organisation
from accounts.models.service import Service
from accounts.models.user import User

CLOCKS_DIFFER = dt.timedelta(minutes=1)  # between hosts
# Longer than a letter is ever put off: a day, and then until the morning.
LONGEST = dt.timedelta(days=2)


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> "LetterQuerySet":
        """Keep those that are still to go out, or were given up and not withdrawn."""
        return self.filter(sent_at=None, withdrawn_at=None)

    def due(self, at: dt.datetime) -> "LetterQuerySet":
        """Keep those whose turn it is, longest waiting first.

        Among them those that a clock which was ahead wrote, or put off for longer than is done.
        """
        late = models.Q(written_at__gt=at + CLOCKS_DIFFER) | models.Q(next_try_at__gt=at + LONGEST)
        is_due = models.Q(next_try_at__lte=at) | (models.Q(next_try_at__gt=at) & late)
        return self.waiting().filter(is_due).order_by("next_try_at", "pk")


class Letter(models.Model):
    """A letter to one address, written in the transaction of the act that it tells of.

    Its words are in templates named after `kind`; here are only keys, a link and what the
    templates need besides: days, and names that its reader may know. Nobody's free text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="letters")
    address = models.EmailField()
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    object_id = models.UUIDField(null=True)
    # Its link is made when it goes out: what could be used is never stored.
    invitation = models.ForeignKey(
        "accounts.Invitation", models.CASCADE, null=True, related_name="+"
    )
    # Where it leads, from the root of this site.
    path = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    # None: it is not tried any more.
    next_try_at = models.DateTimeField(null=True, default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(sent_at=None, withdrawn_at=None),
                name="accounts_letter_due",
            ),
            models.Index(fields=["object_id"], name="accounts_letter_object"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(withdrawn_at=None),
                name="accounts_letter_sent_or_withdrawn",
            )
        ]

    @property
    def until(self) -> dt.date | None:
        """The last day of what the letter tells of, where it has one."""
        day = self.details.get("until")
        if day:
            return dt.date.fromisoformat(day)
        return None

    @property
    def changed_at(self) -> dt.datetime | None:
        """When what the letter tells of was changed, where it tells so."""
        at = self.details.get("at")
        if at:
            return dt.datetime.fromisoformat(at)
        return None
