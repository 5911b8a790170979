"""What happened, without content; what a person is told, on their pages and by letter."""

import datetime as dt

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models.organisation import Organisation
from accounts.models.service import Service
from accounts.models.user import User
from pages.database.keys import Keyed


class Event(models.Model):
    """Who did what to which object when. Ids only: no free text ever."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="events")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="events")

    class Meta:
        ordering = ("at", "pk")
        indexes = [
            models.Index(fields=["service", "at"], name="accounts_event_service_at"),
            models.Index(fields=["act", "at"], name="accounts_event_act_at"),
        ]


# What somebody was told in words stays so, whatever becomes of the report it was said to.
ANSWERS = ("share_answered", "share_thanked")
# Kinds that lead to one page whatever they are about, by the name of its address.
PAGES_OF_ALL = {"share_received": "shared-with-us", "asked": "your-teams"}

# Kinds that are so up to the day they speak of.
UNTIL_THEN = ("share_received", "share_ends", "share_unread", "talk_again")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def still_for(self, user: User) -> "NoticeQuerySet":
        """Keep those about a team this person is in now, or to a body they read for now.

        Who has left is told no more, of what they had not read yet either.
        """
        return self.filter(
            models.Q(service__in=Service.objects.reachable_by(user))
            | models.Q(organisation__in=Organisation.objects.read_for_by(user))
        )

    def still_so(self) -> "NoticeQuerySet":
        """Leave out what was so up to a day that is over: the night puts it away."""
        return self.exclude(kind__in=UNTIL_THEN, around__lt=timezone.localdate())

    def latest_first(self) -> "NoticeQuerySet":
        return self.order_by("-created_at", "-pk")


class Notice(Keyed):
    """What a person is told: a kind and ids; its words are in a template."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    object_id = models.UUIDField(null=True)
    # Whom it tells of, where it tells of a person: who has come in, or who has asked somebody in,
    # who may have no account yet.
    about = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    invitation = models.ForeignKey(
        "accounts.Invitation", models.CASCADE, null=True, related_name="+"
    )
    # The day it speaks of; the first of a month where it speaks of that.
    around = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    # Everybody it tells of, where several notices are said in one sentence (notices_for).
    names: list[str]

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "read_at"], name="accounts_notice_user_read")]

    @property
    def family(self) -> str:
        """What its kind begins with: of what is said of one thing, what is of one sort."""
        return self.kind.partition("_")[0]

    @property
    def topic(self) -> tuple[object, ...]:
        """What it is about, of which only the latest is so: one report, one meeting, one team."""
        if self.object_id:
            return self.object_id, self.family
        if self.about_id:
            return self.kind, self.service_id, self.organisation_id
        return (self.pk,)

    @property
    def is_between(self) -> bool:
        """True for what a team and a body say to each other besides a report."""
        return self.kind.startswith(("understanding_", "meeting_"))

    @property
    def leads_to(self) -> str:
        """Where what it tells of is looked at; "" where there is no such page."""
        if self.kind in PAGES_OF_ALL:
            return reverse(PAGES_OF_ALL[self.kind])
        if self.kind == "unsaved":
            return reverse("conversation", args=[self.object_id])
        if self.kind.startswith(("mirror_", "deletion_")):
            return self._page_of_a_place()
        if self.is_between:
            name = "meeting" if self.kind.startswith("meeting_") else "understanding"
            return reverse(name, args=[self.object_id])
        of_a_person = self.invitation_id or self.about_id
        if self.object_id and self.organisation_id and not of_a_person:
            return reverse("share", args=[self.object_id])
        return ""

    def _page_of_a_place(self) -> str:
        name = "mirror" if self.service else "body-teams"
        if self.kind.startswith("deletion_"):
            name = "delete-team"
        # Where it was stopped all is as it was: its page would only ask anew.
        if self.place and self.kind != "deletion_stopped":
            return reverse(name, args=[self.place.slug])
        return ""

    @property
    def place(self) -> Service | Organisation | None:
        return self.service or self.organisation


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


class Letter(Keyed):
    """A letter to one address, written in the transaction of the act that it tells of.

    Its words are in templates named after `kind`; here are only keys, a link and what the
    templates need besides: days, and names that its reader may know. Nobody's free text.
    """

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
        at = self.details.get("at")
        if at:
            return dt.datetime.fromisoformat(at)
        return None
