"""What a team asks of others, said more fully, and answered; whose something is to change."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments import actions
from assessments.forms.around import who_field, whose_field
from assessments.forms.before import changed_values
from assessments.forms.page import PageForm
from assessments.models import Ask, Assessment, Factor
from pages.forms.fields import HINT, AnyOf, LineField, OneOf, Values, WordsField
from record.choices import Answered, AskedOf


class AskForm(PageForm):
    """To whom, what and why; once `ask` was answered, also what came of it."""

    parts = ("to", "also", "words", "why", "tried", "would_change", "meanwhile")

    to = OneOf(label=_("Who could change it?"), choices=AskedOf.choices)
    also = AnyOf(
        label=_("And who else?"),
        help_text=_("Where several could each do a part of it. Each answers for itself."),
        choices=[choice for choice in AskedOf.choices if choice[0] != AskedOf.UNKNOWN],
    )
    words = WordsField(
        label=_("What do we ask?"),
        help_text=HINT,
        missing=_("Say what you ask for. One line is plenty."),
        rows=2,
    )
    why = WordsField(label=_("Why?"), rows=2)
    tried = WordsField(label=_("What have we tried ourselves?"), rows=2)
    would_change = WordsField(label=_("What would it change?"), rows=2)
    meanwhile = WordsField(label=_("What will we do meanwhile?"), rows=2)
    came_of = WordsField(label=_("What came of it?"), rows=2)

    def __init__(self, *, ask: Ask, **page: Values) -> None:
        self.ask, self.version = ask, ask.version
        self.is_answered = bool(ask.answers.all())
        self.tracked = (*self.parts, "came_of") if self.is_answered else self.parts
        super().__init__(saved=model_to_dict(ask, self.tracked), **page)
        if not self.is_answered:
            del self.fields["came_of"]

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Keep what this person changed. Raises Stale where a text met somebody else's."""
        values = changed_values(self, self.tracked, self.ask)
        came_of = values.pop("came_of", None)
        if values:
            actions.put_ask(assessment, self.ask, by=by, seen=self.version, **values)
        if came_of is not None:
            was = self.saved["came_of"]
            actions.say_what_came_of(assessment, self.ask, came_of=came_of, was=was, by=by)


class WhoseForm(PageForm):
    """One question about a `factor`, and to whom it is put. Its words are there already."""

    reach = whose_field(required=True, error_messages={"required": _("Choose one of the answers.")})
    to = who_field()

    def __init__(self, *, factor: Factor, **page: Values) -> None:
        self.factor = factor
        super().__init__(**page)

    def save(self, assessment: Assessment, *, by: User) -> None:
        data = self.cleaned_data
        reach, to = data["reach"], data["to"]
        actions.say_whose(assessment, self.factor, reach=reach, to=to, by=by)


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
        label=_("It may go into a report that the team sends outside"),
        help_text=_("Without this only the team reads your answer."),
        required=False,
    )

    # False for a draft, which may be half a sentence.
    is_whole = True

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of the sentence where there is one."""
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("answer")
        needs_words = answer and answer != Answered.TALK
        if self.is_whole and needs_words and "words" in cleaned and not cleaned["words"]:
            message = gettext("Finish the sentence: the team will read it next time they talk.")
            self.add_error("words", ValidationError(message, code="required"))
        return cleaned
