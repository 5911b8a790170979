"""From which day it may go; *Please wait*; and the answer to it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from agreeing.forms import SeenForm
from pages.forms.fields import DayField, LineField, OneOfTwo, OurForm, Values, WordsField
from pages.forms.rendering import Answer, offer
from sharing.forms.preparing import VersionSeen

MOST_WORDS = 1000
TALK, UNNAMED = "talk", "unnamed"


class FirstDayForm(OurForm):
    """From which day it may go. It carries the version the person looked at."""

    seen = VersionSeen()
    may_go_on = DayField(
        label=gettext_lazy("From which day may it go?"),
        help_text=gettext_lazy("Who will not be in before then? Name a later day."),
    )

    def __init__(self, data: Values = None, *, seen: int, first: dt.date, alone: bool) -> None:
        initial = {"seen": seen, "may_go_on": first}
        super().__init__(data, initial=initial)
        if alone:
            del self.fields["may_go_on"]


class WaitForm(OurForm):
    """Why it should wait, if they like to say; and the copy they looked at.

    Where it can be guessed who says it, they choose: to talk first, or to stay unnamed.
    """

    copy = forms.CharField(required=False, widget=forms.HiddenInput)
    how = OneOfTwo(label=gettext_lazy("How would you like to say it?"))
    role = LineField(label=gettext_lazy("Your role, as the team will read it"), most=100)
    words = WordsField(
        label=gettext_lazy("Why? You may leave this empty."),
        help_text=gettext_lazy("The team reads it as you write it, and may know you by it."),
        most=MOST_WORDS,
        rows=2,
    )

    def __init__(self, data: Values = None, *, copy: str = "", few: bool) -> None:
        super().__init__(data, initial={"copy": copy})
        if not few:
            del self.fields["how"], self.fields["role"]
            return
        talk = gettext("I would like us to talk before this goes")
        wait = gettext("Please wait")
        offer(
            self.fields["how"],
            [
                (TALK, Answer(talk, gettext("It says your role."), asks=[self["role"]])),
                (UNNAMED, Answer(wait, gettext("It says nobody."))),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the role of who would like to talk, and leave out that of who would not."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") == TALK and "role" in cleaned and not cleaned["role"]:
            missing = gettext("Say your role, so that the team knows who to talk to.")
            self.add_error("role", forms.ValidationError(missing, code="required"))
        if cleaned.get("how") == UNNAMED:
            cleaned["role"] = ""
        return cleaned


class WaitAnswerForm(SeenForm):
    words = WordsField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("The whole team reads it. Do not ask who it was."),
        most=MOST_WORDS,
        rows=3,
        missing=gettext_lazy("Write a line: the team reads it."),
    )
