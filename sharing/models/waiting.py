"""That somebody of a team would like a shown copy to wait, without who (ADR 24)."""

import datetime as dt
import hashlib
import hmac
import json
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from assessments.models.row import Words, order_field
from sharing.models.share import Share

NINE = dt.time(9)
READABLE = dt.timedelta(days=1)


def new_key() -> str:
    """Draw the key of one copy; without it no token can be told from another."""
    return secrets.token_hex(32)


def shown_from(day: dt.date) -> dt.datetime:
    """Return when what was said on this day is shown: at nine the next morning."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), NINE))


class Waits(models.Model):
    """What was said to one shown copy: one row a copy, there before anybody says anything.

    One row with lists in the order of their letters: neither keys nor the order of rows nor a time
    tell who came first. Tokens and what was said stand apart, so that no one leads to the other.
    """

    share = models.OneToOneField(Share, models.CASCADE, primary_key=True, related_name="waits")
    key = models.CharField(max_length=64, default=new_key)
    tokens = models.JSONField(default=list)
    # Not answered yet, each with the day on which it was said, its words, and a role, if given.
    said = models.JSONField(default=list)
    # The last morning on which the team was told of some.
    told_on = models.DateField(null=True)

    def token_of(self, person: User) -> str:
        """Return what stands for this person, of this copy alone and as long as it waits.

        Who has the database without the site's secret key cannot make it.
        """
        mine = salted_hmac(self.key, str(person.pk), algorithm="sha256").digest()
        secret = settings.SECRET_KEY.encode()
        return hmac.new(secret, mine, hashlib.sha256).hexdigest()

    def visible(self, at: dt.datetime) -> list[dict[str, Any]]:
        """Return what is shown by now and not answered yet."""
        return [wish for wish in self.said if shown_from(_day(wish)) <= at]

    def mark_of(self, at: dt.datetime) -> str:
        """Return a mark of what can be seen by now, by which an answer says what it answers."""
        return hashlib.sha256(json.dumps(self.visible(at)).encode()).hexdigest()

    def has_new(self, at: dt.datetime) -> bool:
        """Say whether something is shown by now of which the team was not told."""
        mornings = [shown_from(_day(wish)).date() for wish in self.visible(at)]
        return any(self.told_on is None or day > self.told_on for day in mornings)


def printable_wishes(wishes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what has words or a role, each once and without its day: nobody learns how many."""
    printable = []
    for wish in wishes:
        words = {"words": wish["words"], "role": wish["role"]}
        if any(words.values()) and words not in printable:
            printable.append(words)
    return in_letters_order(printable)


def in_letters_order(wishes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort what was said by its own letters, so that its order says nothing of when."""
    return sorted(wishes, key=lambda wish: json.dumps(wish, sort_keys=True))


def _day(wish: dict[str, Any]) -> dt.date:
    return dt.date.fromisoformat(wish["day"])


class WaitAnswer(models.Model):
    """What a manager answered to those who would like it to wait. It goes with the copy, too."""

    share = models.ForeignKey(Share, models.CASCADE, related_name="wait_answers")
    words = Words()
    # What it answers: words and roles, in the order of their letters.
    said = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    order = order_field()

    class Meta:
        ordering = ("order", "pk")

    @property
    def readable_until(self) -> dt.datetime:
        return self.at + READABLE
