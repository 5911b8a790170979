"""What a reader writes back: an answer to an ask, or another part of a reply."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from accounts.models import Service
from agreeing.forms import KEPT_BY_BOTH, SeenForm
from agreeing.text import who_reads
from assessments.forms.ask import AnswerForm
from pages.forms.fields import Values, WordsField
from sharing.forms.preparing import said_otherwise
from sharing.models import Reply, Typed


class ReplyForm(SeenForm):
    """One part of a reply, as a draft or to be sent. It carries what the person saw.

    Args (besides the data): service, whose team reads it; draft, what the body's readers wrote so
    far; seen; sending.
    """

    parts: tuple[str, ...] = ("words",)

    words = WordsField(label=_("In your words"), most=2000, rows=4)

    def __init__(
        self,
        data: Values = None,
        *,
        service: Service,
        draft: Reply | None = None,
        seen: str = "",
        sending: bool = False,
    ) -> None:
        self.sending = sending
        initial = model_to_dict(draft, self.parts) if draft else {}
        super().__init__(data, initial={**initial, "seen": seen})
        self.fields["words"].help_text = f"{who_reads(service)} {KEPT_BY_BOTH}"

    @property
    def values(self) -> dict[str, Typed]:
        return self.values_of(self.parts)

    def other_choices(self, draft: Reply | None) -> list[tuple[str, str]]:
        """Return what a colleague's draft says otherwise than was typed."""
        return said_otherwise(self, model_to_dict(draft, self.parts) if draft else {})


class AskReplyForm(AnswerForm, ReplyForm):
    """An answer to one ask. A draft may be half a sentence."""

    parts = ("answer", "words", "about_when", "may_go_out")
    words = WordsField(label=_("In your words"), most=1000, rows=3)
    # Always there: a box that came and went would tell whether another body is asked.
    may_go_out = forms.BooleanField(
        label=_("Another body that is asked the same may read this answer"),
        help_text=_(
            "Where you are told who else they ask. Without this no other body reads it, nor what "
            "you said of it before."
        ),
        required=False,
    )
    field_order = ("answer", "words", "about_when", "may_go_out")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_whole = self.fields["answer"].required = self.sending
