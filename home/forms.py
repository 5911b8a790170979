"""Forms of the pages at the top."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.forms import OnePerLine
from accounts.models import Organisation, Service
from assessments.forms.fields import LineField, OneOf, WordsField, check_words
from assessments.models import AskAnswer, Closure

YES, NO = "yes", "no"


class KindsField(OnePerLine):
    """Kinds of people, one on each line."""

    def to_python(self, value: Any) -> list[str]:
        """Check the characters before they are taken apart."""
        return super().to_python(check_words(str(value or "")))


class AboutUsForm(forms.Form):
    """What a team says of itself, once, for every page and report."""

    what_matters = WordsField(
        label=_("What matters to us here"),
        help_text=_(
            "A sentence or two. It goes with the next conversation you finish, and stands at the "
            "head of every report of it."
        ),
        most=1000,
        rows=3,
    )
    people_word = LineField(
        label=_("What do we call the people we work with?"),
        most=40,
    )
    kinds_to_hear = KindsField(
        label=_("Who is there to hear?"),
        help_text=_(
            "One kind on each line: days, nights, relief, volunteers, residents … After each "
            "conversation we can see who has not been heard yet. Kinds, never names."
        ),
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, service: Service) -> None:
        initial = {
            "what_matters": service.what_matters,
            "people_word": service.people_word,
            "kinds_to_hear": service.kinds_to_hear,
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.fields["people_word"].help_text = (
            say(
                "Residents, guests, members, young people … Every question uses it. Left empty, "
                "it is {organisation}’s word: {word}."
            )
            .replace("{organisation}", service.organisation.name)
            .replace("{word}", service.organisation.people_word)
        )


class ReleaseForm(forms.Form):
    """Show one conversation to the team's organisation? No answer is chosen for anybody."""

    shown = OneOf(
        required=True,
        error_messages={
            "required": _("Choose one of the two, or leave the question for another day."),
            "invalid_choice": _("Choose one of the two."),
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        closure: Closure,
        organisation: Organisation,
    ) -> None:
        self.closure = closure
        super().__init__(data, auto_id=f"show_{closure.pk}_%s", use_required_attribute=False)
        field = self.fields["shown"]
        day = format_date(closure.held_on, say("j F Y"))
        field.label = say("Our conversation of {day}").format(day=day)
        field.choices = [  # type: ignore[attr-defined]
            (
                YES,
                say("Yes, {organisation} may read it").replace("{organisation}", organisation.name),
            ),
            (NO, say("Not this one")),
        ]


class AnswerForm(forms.Form):
    """An answer to what a team asks: one of three, and its words."""

    answer = OneOf(
        label=_("Your answer"),
        required=True,
        choices=[
            (AskAnswer.Answer.WILL.value, _("I will …")),
            (AskAnswer.Answer.CANNOT.value, _("I can’t, because …")),
            (AskAnswer.Answer.TALK.value, _("Let’s talk")),
        ],
        error_messages={
            "required": _("Choose one of the three answers."),
            "invalid_choice": _("Choose one of the three answers."),
        },
    )
    words = WordsField(
        label=_("In your words"),
        help_text=_("The team’s next conversation opens with it. Leave out names."),
        most=1000,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of the sentence where there is one."""
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("answer")
        if answer in {"will", "cannot"} and "words" in cleaned and not cleaned["words"]:
            message = say("Finish the sentence: the team will read it next time they talk.")
            self.add_error("words", ValidationError(message, code="required"))
        return cleaned
