"""The forms of preparing a share: to whom, what, the asks, why and until when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from assessments.actions import Refused
from assessments.forms.fields import HINT, AnyOf, DayField, OneOf, WordsField
from assessments.models import Closure
from assessments.widgets import Answer
from reports.content import SECTIONS, section_titles
from reports.content.asks import AskItem, ask_items, last_factors
from reports.content.options import CHANGES, TRYING
from sharing.actions.preparing import in_order, refuse_day
from sharing.chosen import ask_rows, chosen_records
from sharing.models import Share

LETTER = (CHANGES, TRYING)
PURPOSE = 1000


class BodyForm(forms.Form):
    """To whom."""

    body = forms.ChoiceField(
        label=gettext_lazy("Which commissioning body?"),
        error_messages={
            "required": gettext_lazy("Choose a commissioning body from the list."),
            "invalid_choice": gettext_lazy("Choose a commissioning body from the list."),
        },
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, bodies: Sequence[Organisation]
    ) -> None:
        self.by_key = {str(body.pk): body for body in bodies}
        super().__init__(data, use_required_attribute=False)
        names = [(key, body.name) for key, body in self.by_key.items()]
        _offer(self.fields["body"], [("", _("Choose one")), *names])

    def clean_body(self) -> Organisation:
        """Return the body."""
        return self.by_key[self.cleaned_data["body"]]


class StepForm(forms.Form):
    """One page of preparing. It carries the version the person saw."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Open this page again: a part of the form is missing."),
            "invalid": gettext_lazy("Open this page again: a part of the form is missing."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, share: Share) -> None:
        self.share = share
        initial = {**self.saved(share), "seen": share.version}
        super().__init__(data, initial=initial, use_required_attribute=False)

    def saved(self, share: Share) -> dict[str, Any]:
        """Return what is chosen already, by field."""
        raise NotImplementedError

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as actions.choose takes it."""
        raise NotImplementedError

    def is_saved_in(self, share: Share) -> bool:
        """Say whether a share holds these very choices: sent twice, or chosen by another too."""
        saved = self.saved(share)
        return all(self.cleaned_data.get(name) == value for name, value in saved.items())


class WhatForm(StepForm):
    """Which conversations, and which parts of the report."""

    closures = AnyOf(
        label=gettext_lazy("Which conversations?"),
        help_text=gettext_lazy(
            "Tick all of them, and the report says how many there are. Otherwise it says "
            "“selected conversations”."
        ),
        required=True,
        error_messages={
            "required": gettext_lazy("Choose at least one finished conversation."),
            "invalid_choice": gettext_lazy("Choose from your team's finished conversations."),
        },
    )
    copy = OneOf(
        label=gettext_lazy("How much of the report?"),
        help_text=gettext_lazy(
            "How to read it, and where it comes from, are always in it. Who in the team does what "
            "never is."
        ),
        required=True,
        error_messages={
            "required": gettext_lazy("Choose how much of the report goes."),
            "invalid_choice": gettext_lazy("Choose one of the answers on the page."),
        },
    )
    sections = AnyOf(label=gettext_lazy("Which parts?"))
    include_ours = forms.BooleanField(
        label=gettext_lazy("Also show what gets in the way and is ours to change"),
        help_text=gettext_lazy(
            "Left out unless you tick this. It stands in “theme by theme”, in the team's words."
        ),
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, share: Share, closures: Sequence[Closure]
    ) -> None:
        self.by_key = {str(closure.pk): closure for closure in closures}
        super().__init__(data, share=share)
        _offer(self.fields["closures"], [(key, _told(each)) for key, each in self.by_key.items()])
        _offer(self.fields["sections"], list(section_titles().items()))
        _offer(self.fields["copy"], self._copies())

    def _copies(self) -> list[tuple[str, Answer]]:
        letter = _("The letter, what has changed, what we ask and what we are trying.")
        whole = _("The same, then theme by theme with the bead rows and our examples.")
        return [
            ("letter", Answer(_("The letter"), letter)),
            ("whole", Answer(_("The whole report"), whole)),
            ("parts", Answer(_("Let us choose the parts"), asks=[self["sections"]])),
        ]

    def saved(self, share: Share) -> dict[str, Any]:
        """Return the chosen conversations, the copy and the parts."""
        chosen = share.closures.values_list("assessment_id", flat=True)
        assessments = set(chosen)
        keys = [key for key, each in self.by_key.items() if each.assessment_id in assessments]
        return {
            "closures": keys,
            "copy": _copy(share.sections) if share.sections else "",
            "sections": share.sections,
            "include_ours": share.include_ours,
        }

    def clean(self) -> dict[str, Any]:
        """Bring the parts into line with the copy."""
        cleaned = super().clean() or self.cleaned_data
        copy = cleaned.get("copy")
        if copy == "letter":
            cleaned["sections"] = list(LETTER)
        elif copy == "whole":
            cleaned["sections"] = list(SECTIONS)
        elif copy == "parts":
            try:
                cleaned["sections"] = in_order(cleaned.get("sections", []))
            except Refused as refused:
                self.add_error("sections", str(refused))
        return cleaned

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as actions.choose takes it."""
        return {
            "closures": [self.by_key[key] for key in self.cleaned_data["closures"]],
            "sections": self.cleaned_data["sections"],
            "include_ours": self.cleaned_data["include_ours"],
        }

    def is_saved_in(self, share: Share) -> bool:
        """Say whether a share holds these very choices, whatever way the parts were chosen."""
        saved = self.saved(share)
        return all(saved[name] == self.cleaned_data[name] for name in saved if name != "copy")


class AsksForm(StepForm):
    """Each thing asked of others by itself: does it go with this? Nothing is chosen beforehand."""

    def __init__(self, data: Mapping[str, Any] | None, *, share: Share) -> None:
        records = chosen_records(share)
        offered = ask_items(records, None) if records else ()
        obstacles = {
            factor.ask.id: factor.words for factor, _day in last_factors(records) if factor.ask
        }
        self.asks = {str(ask.pk): ask for ask in ask_rows(offered)}
        self.items = [item for item in offered if item.id in self.asks]
        super().__init__(data, share=share)
        for item in self.items:
            self.fields[f"ask_{item.id}"] = OneOf(
                label=item.what.words,
                help_text=_whom(item, obstacles[item.id]),
                required=True,
                choices=[("yes", _("It goes with this")), ("no", _("It stays with us"))],
                error_messages={
                    "required": _("Say whether this goes with it: {words}").format(
                        words=Truncator(item.what.words).chars(70)
                    ),
                    "invalid_choice": _("Choose one of the answers on the page."),
                },
            )

    def saved(self, share: Share) -> dict[str, Any]:
        """Return the answers given already."""
        answers = {str(row.ask_id): row.included for row in share.asks.all()}
        return {
            f"ask_{item.id}": "yes" if answers[item.id] else "no"
            for item in self.items
            if item.id in answers
        }

    @property
    def choices(self) -> dict[str, Any]:
        """What was answered, as actions.choose takes it."""
        answers = {ask: self.cleaned_data[f"ask_{key}"] == "yes" for key, ask in self.asks.items()}
        return {"asks": answers}


class WhyForm(StepForm):
    """Why now, and until when."""

    purpose = WordsField(
        most=PURPOSE,
        rows=2,
        required=True,
        label=gettext_lazy("Why are you sending this now?"),
        help_text=format_lazy("{} {}", gettext_lazy("It opens the letter, in your words."), HINT),
        error_messages={"required": gettext_lazy("Say in a line why you send this now.")},
    )
    ends_on = DayField(
        label=gettext_lazy("Until when can it be read?"),
        help_text=gettext_lazy(
            "It ends at midnight at the end of that day, by itself. At most two years from now."
        ),
        error_messages={
            "required": gettext_lazy("Choose the last day it can be read."),
            "invalid": gettext_lazy("Give the day as day, month and year, such as 12/11/2026."),
        },
    )

    def saved(self, share: Share) -> dict[str, Any]:
        """Return the words and the day."""
        return {"purpose": share.purpose, "ends_on": share.ends_on}

    def clean_ends_on(self) -> Any:
        """Refuse a day that is over or too far off, in words."""
        ends_on = self.cleaned_data["ends_on"]
        try:
            refuse_day(ends_on, timezone.now())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return ends_on

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as actions.choose takes it."""
        return {name: self.cleaned_data[name] for name in ("purpose", "ends_on")}


def _offer(field: forms.Field, choices: Sequence[tuple[str, Any]]) -> None:
    """Give a field its answers."""
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _told(closure: Closure) -> Answer:
    """Return how a conversation is named: its day, its length, whether it is being put right."""
    gloss = str(closure.assessment.get_length_display())
    if closure.assessment.is_being_put_right:
        gloss = _("{length}. It is being put right just now; what was kept before goes.").format(
            length=gloss
        )
    return Answer(date_format(closure.held_on, "j F Y"), gloss)


def _copy(sections: Sequence[str]) -> str:
    if list(sections) == list(SECTIONS):
        return "whole"
    return "letter" if list(sections) == list(LETTER) else "parts"


def _whom(item: AskItem, obstacle: str) -> str:
    """Return to whom it is put, since when, what is in the way in other words, and whether still.

    The reader would find those words in “theme by theme”.
    """
    said = [_("Asked of {who}.").format(who=item.to)] if item.to else []
    said += [item.asked] if item.asked else []
    if obstacle != item.what.words:
        said.append(_("What gets in the way goes with it: “{words}”").format(words=obstacle))
    said += [_("It is no longer in the way.")] if item.gone else []
    return " ".join(said)
