"""What is said in one report alone: what is hard to say, and what may be quoted."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.selectors import is_of_one
from pages.forms.fields import HINT, OneOf, WordsField
from pages.words import reads_as
from reports.content.quotable import beginning, level_named
from reports.content.report import HARD_TITLE
from sharing.chosen import no_level, told_by_one, whole_records
from sharing.forms.preparing import PreparingForm
from sharing.models import Share

ANSWERS = ("quote_better", "quote_true", "quote_asked")


class SayForm(PreparingForm):
    """What a team finds hard to say to this body: in the report, or at a table."""

    names = ("hard_to_say", "hard_on_agenda")

    hard_to_say = WordsField(
        most=1000,
        rows=3,
        label=HARD_TITLE,
        help_text=gettext_lazy(
            "Your whole team reads it before it goes. It is never on the page that may be quoted, "
            "and goes into no other report."
        ),
    )
    hard_on_agenda = forms.BooleanField(
        label=gettext_lazy("Put it on the agenda instead"),
        help_text=gettext_lazy(
            "Then it is not in the report. Your team’s agenda for the meeting has it."
        ),
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, share: Share) -> None:
        super().__init__(data, share=share)
        if is_of_one(share.service):
            self.fields["hard_to_say"].help_text = gettext_lazy(
                "It is never on the page that may be quoted, and goes into no other report."
            )
            self.fields["hard_on_agenda"].help_text = gettext_lazy(
                "Then it is not in the report. Your agenda for the meeting has it."
            )


class QuoteForm(PreparingForm):
    """May this be quoted? Then in which words."""

    names = ("quotable", "quote", *ANSWERS)

    quotable = OneOf(
        label=gettext_lazy("May this be quoted?"),
        help_text=gettext_lazy(
            "If so, one page is made for it, without levels or pictures, to be put with a paper."
        ),
        required=True,
        choices=Share.Quotable.choices,
        error_messages={"required": gettext_lazy("Say whether it may be quoted.")},
    )
    quote = WordsField(
        most=1500,
        rows=6,
        label=gettext_lazy("What may be quoted"),
        help_text=gettext_lazy(
            "About 150 words: who you are, what has become established, what is harder, what you "
            "ask. Think of it on the front page of a newspaper."
        ),
    )
    quote_better = WordsField(most=300, label=gettext_lazy("Is it getting better?"))
    quote_true = WordsField(most=300, label=gettext_lazy("How do we know it is true?"))
    quote_asked = WordsField(
        most=300, label=gettext_lazy("What are members asked to do?"), help_text=HINT
    )

    def __init__(self, data: Mapping[str, Any] | None, *, share: Share) -> None:
        self.records = whole_records(share)
        super().__init__(data, share=share)

    def saved(self, share: Share) -> dict[str, Any]:
        """Return the words; before there are any, how they may begin."""
        said = super().saved(share)
        if not share.quotable and not share.quote:
            said["quote"] = self._beginning()
        return said

    def clean(self) -> dict[str, Any]:
        """Ask for words where they may be quoted, and refuse the names of levels."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("quotable") in {"", None, Share.Quotable.NO}:
            return cleaned
        if not cleaned.get("quote") and "quote" not in self.errors:
            self.add_error("quote", gettext_lazy("Write what may be quoted, or answer “No”."))
        elif self._is_only_begun(cleaned):
            self.add_error(
                "quote",
                gettext_lazy(
                    "This is only how the page may begin. Go on in your own words, or answer “No”."
                ),
            )
        for name in ("quote", *ANSWERS):
            named = level_named(self.records, [cleaned.get(name) or ""])
            if named:
                self.add_error(name, no_level(named))
        return cleaned

    def _is_only_begun(self, cleaned: dict[str, Any]) -> bool:
        """Say whether there is nothing of the team's own in it: the offered beginning alone."""
        if any(cleaned.get(name) for name in ANSWERS):
            return False
        return reads_as(cleaned.get("quote") or "") == reads_as(self._beginning())

    def _beginning(self) -> str:
        if not self.records:
            return ""
        return beginning(self.records[-1], by_myself=told_by_one(self.share.service, self.records))
