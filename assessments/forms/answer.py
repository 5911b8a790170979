"""What somebody who was asked answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pages.forms.fields import LineField, OneOf, WordsField
from record.choices import Answered

CHOOSE = _("Choose one of the answers.")
# How an answer is offered, where that says more than the beginning of a sentence does.
OFFERED = dict(Answered.choices) | {
    Answered.WILL.value: _("I will … (what I can do in my post)"),
    Answered.ASK.value: _("I will ask …, and tell you what I heard"),
    Answered.DONE.value: _("It is done: what is different now …"),
    Answered.NOT_OURS.value: _("It isn’t ours either: who might it be?"),
}


class AnswerForm(forms.Form):
    """An answer to what a team asks: which, in their words, and about when."""

    answer = OneOf(
        label=_("Your answer"),
        required=True,
        choices=list(OFFERED.items()),
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
