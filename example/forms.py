"""A form of the example that a conversation's own cannot be: it belongs to none."""

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from assessments.forms.around import CAME_OF, step_fields
from pages.forms.fields import OneOf, WordsField
from record.choices import NextTalk


class ExampleTryForm(forms.Form):
    """What came of the last thing tried, one thing to try, and when to talk again."""

    came = OneOf(
        label=_("Did it happen?"), choices=[(state.value, state.label) for state in CAME_OF]
    )
    learned = WordsField(label=_("What did we learn?"))
    next_talk = OneOf(label=_("When shall we talk again?"), choices=NextTalk.choices)

    def __init__(self) -> None:
        super().__init__()
        self.fields |= step_fields(1)
        del self.fields["by_when_1"]
        self.fields["what_1"].label = say("What will we try?")
