"""What a commissioning body does with a report: it opens it, and says something in reply."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.models import Ask
from assessments.models.row import Words
from pages.database.constraints import unique
from pages.database.keys import Keyed
from pages.words import tidy
from record.choices import Answered
from sharing.models.share import Share

# What is typed or ticked in one field of a reply.
Typed = str | bool


def tidy_value(value: Typed) -> Typed:
    if isinstance(value, str):
        return tidy(value)
    return value


def says(row: models.Model, fields: Mapping[str, Typed]) -> bool:
    """Say whether a row, a part of a reply or an answer, holds what was typed."""
    return all(getattr(row, name) == tidy_value(value) for name, value in fields.items())


class ReplyQuerySet(models.QuerySet["Reply"]):
    def drafts(self) -> "ReplyQuerySet":
        """Keep what the body has not sent: its own readers see it, nobody else."""
        return self.filter(sent_at=None)

    def sent(self) -> "ReplyQuerySet":
        """Keep what the team can read, in the order in which it was said."""
        return self.filter(sent_at__isnull=False).order_by("sent_at", "pk")


class Reply(Keyed):
    """One part of a reply: a draft of its body's readers until one of them sends it.

    What answers an ask becomes the ask's answer when it is sent, and its draft goes.
    """

    class About(models.TextChoices):
        ASK = "ask", _("What you ask of us")
        HEARD = "heard", _("What we heard")
        QUESTIONS = "questions", _("Questions we have")
        DIFFERENTLY = "differently", _("Where we see it differently")
        UNASKED = "unasked", _("Something you did not ask us")
        MATTERS = "matters", _("What matters to us, and what is asked of us")

    share = models.ForeignKey(Share, models.PROTECT, related_name="replies")
    about = models.CharField(max_length=20, choices=About)
    ask = models.ForeignKey(Ask, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=10, choices=Answered, blank=True, default="")
    words = Words()
    about_when = models.CharField(max_length=100, blank=True, default="")
    # An answer to an ask may be told to other bodies that are asked the same.
    may_go_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about="ask", ask__isnull=False, sent_at=None)
                | (~models.Q(about="ask") & models.Q(ask=None)),
                name="sharing_reply_ask_pair",
            ),
            unique(
                "sharing_reply_one_draft_an_ask", "share", "ask", sent_at=None, ask__isnull=False
            ),
            unique("sharing_reply_one_draft_a_part", "share", "about", sent_at=None, ask=None),
        ]

    @property
    def has_words(self) -> bool:
        """Whether anything stands in it: a draft may have been emptied, or begun by mistake."""
        return bool(self.words or self.answer or self.about_when)


class ShareOpen(models.Model):
    """Who opened it in which way, and when first: recorded before a byte goes out.

    The team sees the body and the first day, no more. Whether somebody came back is not kept.
    """

    class What(models.TextChoices):
        PAGE = "page", gettext_lazy("read")
        PDF = "pdf", gettext_lazy("downloaded")
        WORD = "word", gettext_lazy("taken as a Word document")

    share = models.ForeignKey(Share, models.PROTECT, related_name="opens")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [unique("sharing_shareopen_once", "share", "user", "what")]
