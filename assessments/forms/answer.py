"""What somebody who was asked answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pages.forms.fields import LineField, OneOf, WordsField
from record.choices import Answered

CHOOSE = _("Choose one of the answers.")


class AnswerForm(forms.Form):
    """An answer to what a team asks: which, in their words, and about when."""

    answer = OneOf(
        label=_("Your answer"),
        required=True,
        choices=Answered.choices,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    words = WordsField(
        label=_("In your words"),
        help_text=_("The team’s next conversation opens with it. Leave out names."),
        most=1000,
        rows=2,
    )
    about_when = LineField(
        label=_("About when, if you can say"),
        help_text=_("A month, or a few words. It is no deadline."),
        most=100,
    )

    may_go_out = forms.BooleanField(
        label=_("It may stand in a report that the team sends outside"),
        help_text=_("Without this only the team reads your answer."),
        required=False,
    )

    # False for a draft, which may be half a sentence.
    is_whole = True

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of the sentence where there is one."""
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("answer")
        begun = answer and answer != Answered.TALK
        if self.is_whole and begun and "words" in cleaned and not cleaned["words"]:
            message = gettext("Finish the sentence: the team will read it next time they talk.")
            self.add_error("words", ValidationError(message, code="required"))
        return cleaned
