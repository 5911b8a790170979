"""What a team says in one report and in no other, and what it keeps of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.row import Words
from reports.content.quotable import Quote

# What a team writes for one report.
QUOTE_TEXTS = ("quote", "quote_better", "quote_true", "quote_asked")
SHARE_TEXTS = ("purpose", "meet", "hard_to_say", *QUOTE_TEXTS)


class ShareWords(models.Model):
    """Words of one report, each where it is wanted; and what stays within the team."""

    class Quotable(models.TextChoices):
        NO = "no", _("No")
        PUBLIC = "public", _("Yes, and it may be published")
        PRIVATE = "private", _("Yes, in papers that are not published")

    # Of a body where nobody is yet: who is asked in there when it is sent, and not before.
    invites = models.EmailField(blank=True, default="")
    # Keys of lines and of words of the chosen conversations (no words).
    held = models.JSONField(default=list, blank=True)
    # Whether the reader is told that something is kept.
    held_marked = models.BooleanField(default=False)
    # Whether a body reads which others were asked the same, and what they let be told.
    say_who_else = models.BooleanField(default=False)
    meet = Words(max_length=300)
    # Never goes into a next report. On the agenda it is not in this one either.
    hard_to_say = Words(max_length=1000)
    hard_on_agenda = models.BooleanField(default=False)
    quotable = models.CharField(max_length=10, choices=Quotable, blank=True, default="")
    quote = Words(max_length=1500)
    quote_better = Words(max_length=300)
    quote_true = Words(max_length=300)
    quote_asked = Words(max_length=300)

    class Meta:
        abstract = True

    @property
    def address_parts(self) -> dict[str, str]:
        before, _at, after = self.invites.rpartition("@")
        return {"before_at": before, "after_at": after}

    @property
    def quotation(self) -> Quote | None:
        if self.quotable in {"", self.Quotable.NO}:
            return None
        return Quote(
            words=self.quote,
            better=self.quote_better,
            true=self.quote_true,
            request=self.quote_asked,
            public=self.quotable == self.Quotable.PUBLIC,
        )

    @property
    def hard_in_report(self) -> str:
        """What is hard to say and stands in the report; nothing where it waits for a meeting."""
        if self.hard_on_agenda:
            return ""
        return self.hard_to_say
