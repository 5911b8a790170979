"""What a reader writes back: an answer to an ask, or another part of a reply."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.answer import AnswerForm
from pages.forms.fields import WordsField
from sharing.models import Reply

READ_BY = _(
    "The whole team reads this, nights included. Both sides keep it. A council, a health body or "
    "probation can be asked for it by the public."
)


class ReplyForm(forms.Form):
    """One part of a reply, as a draft or to be sent. It carries what the person saw.

    Args (besides the data): draft, what the body's readers wrote so far; seen; sending.
    """

    parts: tuple[str, ...] = ("words",)

    words = WordsField(label=_("In your words"), help_text=READ_BY, most=2000, rows=4)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        draft: Reply | None = None,
        seen: str = "",
        sending: bool = False,
    ) -> None:
        self.sending = sending
        initial = {name: getattr(draft, name) for name in self.parts} if draft else {}
        super().__init__(data, initial={**initial, "seen": seen}, use_required_attribute=False)

    @property
    def said(self) -> dict[str, str]:
        """What was typed, as the actions take it."""
        return {name: self.cleaned_data[name] for name in self.parts}


class AskReplyForm(AnswerForm, ReplyForm):
    """An answer to one ask. A draft may be half a sentence."""

    parts = ("answer", "words", "about_when")
    words = WordsField(label=_("In your words"), help_text=READ_BY, most=1000, rows=3)
    field_order = ("answer", "words", "about_when")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["may_go_out"]  # a body answers what was sent to it
        self.is_whole = self.fields["answer"].required = self.sending
