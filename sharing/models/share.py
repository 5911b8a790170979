"""A frozen, consented copy of chosen conversations for one named body."""

import datetime as dt
import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Service, User
from agreeing.models import BetweenQuerySet
from assessments.models import Ask, Closure
from assessments.models.row import Words
from pages.database.constraints import together, unique
from record.words.days import day
from sharing.models.words import ShareWords

# The event that says that a reader was told, before their first opening, that it is recorded.
OPENINGS_EXPLAINED = "openings_explained"


def local_day(moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    return day(timezone.localdate(moment))


class ShareQuerySet(BetweenQuerySet["Share"]):
    def sent_to_bodies_of(self, user: User) -> "ShareQuerySet":
        """Keep what was sent to commissioning bodies this person reads for, past ones too.

        By one live membership at most, so each once. With `reader_role`, what they are to the body.
        """
        if not user.is_active:
            return self.none()
        return self.filter(
            body__memberships__user=user, body__memberships__ended_on=None, sent_at__isnull=False
        ).annotate(reader_role=models.F("body__memberships__role"))

    def of(self, service: Service) -> "ShareQuerySet":
        return self.filter(service=service)

    def for_a_list(self) -> "ShareQuerySet":
        """Fetch what a row prints; the frozen report is large and stays where it is."""
        return self.with_whom().defer("document")

    def with_file(self) -> "ShareQuerySet":
        """Fetch the file that was sent along, and besides only what its page asks of a share."""
        of_service = ("service__slug", "service__name", "service__second_name")
        of_body = ("body__kind", "body__name")
        of_share = ("reference", "state", "sent_at", "ends_on", "taken_back_at")
        of_file = ("file__content", "file__digest")
        rows = self.select_related("service", "body", "file")
        return rows.only(*of_share, *of_service, *of_body, *of_file)

    def live(self, today: dt.date | None = None) -> "ShareQuerySet":
        return self.filter(state=Share.State.SENT, ends_on__gte=today or timezone.localdate())

    def latest_first(self) -> "ShareQuerySet":
        return self.order_by("-created_at", "-pk")

    def by_body(self) -> "ShareQuerySet":
        return self.order_by("body__name", "body__slug", "-sent_at", "-pk")


class Share(ShareWords):
    """One report to one body, with a purpose and an end. Frozen when shown to the team."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("being prepared")
        SHOWN = "shown", gettext_lazy("shown to the team")
        RENDER_FAILED = "render_failed", gettext_lazy("the PDF could not be made yet")
        SENT = "sent", gettext_lazy("sent")
        TAKEN_BACK = "taken_back", gettext_lazy("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="shares")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="shares")
    # Prepared in one go with another: what is chosen there is chosen here, until one changes here.
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followers")
    # The copy that this one begins from: its reader is told what is different.
    again_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="issued_anew")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    purpose = Words(max_length=1000)
    ends_on = models.DateField(null=True)
    closures = models.ManyToManyField(Closure, related_name="shares", blank=True)
    sections = models.JSONField(default=list, blank=True)
    include_ours = models.BooleanField(default=False)
    # The frozen report: versioned JSON, as text, with its SHA-256.
    document = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(null=True)
    shown_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The first day on which it may go, as named when it was shown.
    may_go_on = models.DateField(null=True)
    # Where two people send: who said, once that day had come, that the team was asked.
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The day on which its body said "Thank you, we have read it", which says no more than that.
    thanked_on = models.DateField(null=True)
    # The frozen copy was written anew without words that were taken out; a PDF of it went.
    words_taken_out_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            together("sharing_share_shown_pair", "shown_at", "shown_by"),
            together("sharing_share_asked_pair", "asked_at", "asked_by"),
            models.CheckConstraint(
                condition=models.Q(sent_at=None, sent_by=None)
                | models.Q(sent_at__isnull=False, sent_by__isnull=False, ends_on__isnull=False)
                & ~models.Q(document=""),
                name="sharing_share_sent_pair",
            ),
            together("sharing_share_taken_back_pair", "taken_back_at", "taken_back_by"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("share", args=[self.pk])

    def has_ended(self, on: dt.date | None = None) -> bool:
        """Say whether its last day is over (midnight of the site's zone, Europe/London)."""
        return self.ends_on is not None and self.ends_on < (on or timezone.localdate())

    @property
    def is_being_prepared(self) -> bool:
        """True while choices are made; nobody but the team's manager has been told."""
        return self.state == self.State.DRAFT

    @property
    def waits_to_be_sent(self) -> bool:
        """True once the team was shown the exact copy, until it is sent, changed or put away."""
        return self.state in {self.State.SHOWN, self.State.RENDER_FAILED}

    @property
    def was_of_one(self) -> bool:
        """True where one person was the team when it was shown: only then nothing waited."""
        return self.shown_at is not None and self.may_go_on == timezone.localdate(self.shown_at)

    @property
    def is_live(self) -> bool:
        return self.can_be_read()

    def can_be_read(self, on: dt.date | None = None) -> bool:
        """Say whether it is sent, not taken back and its last day not over: today, or that day."""
        return self.state == self.State.SENT and not self.has_ended(on)

    @property
    def over_at(self) -> dt.datetime | None:
        """The moment from which its body cannot read it any more, or None while it can.

        The same whether it was taken back or ran out.
        """
        if self.sent_at is None or self.ends_on is None or self.is_live:
            return None
        after = dt.datetime.combine(self.ends_on + dt.timedelta(days=1), dt.time.min)
        ran_out = timezone.make_aware(after)
        return min(ran_out, self.taken_back_at or ran_out)

    @property
    def over_since(self) -> dt.date | None:
        if self.over_at is None:
            return None
        return timezone.localdate(self.over_at)

    @property
    def is_emptied(self) -> bool:
        """True of what was sent once all data of its team was deleted: its dates are left."""
        return self.sent_at is not None and not self.digest

    @property
    def last_day(self) -> str:
        if self.ends_on:
            return day(self.ends_on)
        return ""

    @property
    def standing(self) -> str:
        if self.state == self.State.TAKEN_BACK:
            return self._taken_back()
        if self.state == self.State.SENT:
            form = (
                _("Sent on {sent}; it could be read until {last}.")
                if self._is_read_no_more
                else _("Sent on {sent}; it can be read until {last}.")
            )
            return form.format(sent=local_day(self.sent_at), last=self.last_day)
        if self.state == self.State.RENDER_FAILED:
            return _("Not sent yet: the PDF could not be made. It can be tried again.")
        if self.state == self.State.SHOWN:
            shown_on = local_day(self.shown_at)
            if self.was_of_one:
                return _("Kept as it is since {day}, not sent yet.").format(day=shown_on)
            return _("Shown to the team on {day}, not sent yet.").format(day=shown_on)
        begun_on = local_day(self.created_at)
        return _("Being prepared since {day}. Nothing has been sent.").format(day=begun_on)

    @property
    def last_day_label(self) -> str:
        never_was = self.sent_at is None and self._is_read_no_more
        if self.state == self.State.TAKEN_BACK or never_was:
            return _("Was to be read until")
        if self._is_read_no_more:
            return _("Could be read until")
        return _("Can be read until")

    @property
    def _is_read_no_more(self) -> bool:
        return self.has_ended() or self.body.closed_on is not None

    def _taken_back(self) -> str:
        taken_back_on = local_day(self.taken_back_at)
        if self.sent_at is None:
            return _("Not sent: we decided so on {day}.").format(day=taken_back_on)
        sent_on = local_day(self.sent_at)
        return _("Sent on {sent}, taken back on {day}.").format(sent=sent_on, day=taken_back_on)


class ShareAsk(models.Model):
    """The team's answer on one ask: goes with this share, or not."""

    share = models.ForeignKey(Share, models.CASCADE, related_name="asks")
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="+")
    included = models.BooleanField()

    class Meta:
        constraints = [unique("sharing_shareask_once", "share", "ask")]


class ShareFile(models.Model):
    """The bytes that were sent, with their hash. Made once, when it was sent."""

    share = models.OneToOneField(Share, models.PROTECT, related_name="file")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()
