"""To whom, also where nobody is yet, why and until when; and what all pages of preparing share."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from pages.forms.fields import (
    HINT,
    AddressField,
    DayField,
    NameField,
    OneOf,
    OurForm,
    Values,
    WordsField,
)
from pages.forms.rendering import offer
from pages.forms.submission import PART_MISSING
from record.words.days import day
from sharing.actions.preparing import refuse_day
from sharing.models import Share

PURPOSE = 1000
BEGINNINGS = {
    "yearly": gettext_lazy("Before our yearly talk"),
    "contract": gettext_lazy("Before we talk about what comes after this contract"),
    "changed": gettext_lazy("Because something changed"),
}


class VersionSeen(forms.IntegerField):
    """Which version of the share somebody looked at; without an id, for two forms of one page."""

    widget = forms.HiddenInput({"id": False})
    default_error_messages: ClassVar = {"required": PART_MISSING, "invalid": PART_MISSING}


class OnceKey(forms.UUIDField):
    """What one form is known by, however often it is sent."""

    widget = forms.HiddenInput
    default_error_messages: ClassVar = {"invalid": PART_MISSING}

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)


class BodyForm(OurForm):
    key = OnceKey()
    body = forms.ChoiceField(
        label=gettext_lazy("Which commissioning body?"),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("Choose a commissioning body from the list."),
        ),
    )
    also = forms.ChoiceField(
        label=gettext_lazy("And another?"),
        help_text=gettext_lazy(
            "Each gets a copy of its own, with its own last day, and each is sent and taken back "
            "by itself."
        ),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list, or nobody else.")},
    )

    def __init__(self, data: Values = None, *, bodies: Sequence[Organisation]) -> None:
        self.by_key = {str(body.pk): body for body in bodies}
        super().__init__(data)
        names = [(key, body.name) for key, body in self.by_key.items()]
        offer(self.fields["body"], [("", _("Choose one")), *names])
        offer(self.fields["also"], [("", _("Nobody else")), *names])

    @property
    def offers_two(self) -> bool:
        return len(self.by_key) > 1

    def clean_body(self) -> Organisation:
        return self.by_key[self.cleaned_data["body"]]

    def clean_also(self) -> Organisation | None:
        also = self.by_key.get(self.cleaned_data["also"])
        if also is not None and also == self.cleaned_data.get("body"):
            message = _("This body gets one already. Choose another, or nobody else.")
            raise forms.ValidationError(message)
        return also


class PreparingForm(OurForm):
    """One page of preparing. It carries the version the person saw.

    `names`: the fields of a share that it asks for, where they are kept as they are typed.
    """

    names: tuple[str, ...] = ()

    seen = VersionSeen()

    def __init__(self, data: Values, *, share: Share) -> None:
        self.share = share
        initial = {**self.saved(share), "seen": share.version}
        super().__init__(data, initial=initial)

    def saved(self, share: Share) -> dict[str, Any]:
        return model_to_dict(share, self.names)

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as actions.choose takes it."""
        return self.values_of(self.names)

    def other_choices(self, share: Share) -> list[tuple[str, str]]:
        """Return each question that a share answers otherwise than was typed, with its answer.

        For whoever typed while a colleague chose.
        """
        return said_otherwise(self, self.saved(share))

    def is_saved_in(self, share: Share) -> bool:
        """Say whether a share holds these very choices: sent twice, or chosen by another too."""
        saved = self.saved(share)
        return all(self.cleaned_data.get(name) == value for name, value in saved.items())


class PurposeForm(PreparingForm):
    names = ("purpose", "meet", "ends_on")

    beginning = OneOf(
        label=gettext_lazy("Why are you sending this now?"),
        help_text=gettext_lazy("A way to begin, if one fits."),
        choices=list(BEGINNINGS.items()),
    )
    purpose = WordsField(
        most=PURPOSE,
        rows=2,
        label=gettext_lazy("In your words"),
        help_text=format_lazy("{} {}", gettext_lazy("It opens the letter."), HINT),
        missing=gettext_lazy("Say in a line why you send this now."),
    )
    meet = WordsField(
        most=300,
        label=gettext_lazy("When could we meet?"),
        help_text=gettext_lazy("In words, if you would like to: an hour in the second week of May"),
    )
    ends_on = DayField(
        label=gettext_lazy("Until when can it be read?"),
        help_text=gettext_lazy(
            "It ends at midnight at the end of that day, by itself. At most two years from now."
        ),
        error_messages={"required": gettext_lazy("Choose the last day it can be read.")},
    )

    def __init__(self, data: Values, *, share: Share) -> None:
        super().__init__(data, share=share)
        if data and data.get("beginning"):
            self.fields["purpose"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("beginning") and "purpose" in cleaned:
            beginning = f"{BEGINNINGS[cleaned['beginning']]}."
            if not cleaned["purpose"].startswith(beginning):
                cleaned["purpose"] = f"{beginning} {cleaned['purpose']}".strip()
        return cleaned

    def clean_ends_on(self) -> Any:
        refuse_day(self.cleaned_data["ends_on"], timezone.now())
        return self.cleaned_data["ends_on"]


def said_otherwise(form: forms.Form, saved: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a colleague saved otherwise than was typed: its label and it, in words.

    *In your words* and *Your answer* are no labels for theirs.
    """
    pairs = []
    for name, value in saved.items():
        if form.cleaned_data.get(name) != value and value not in ("", None, []):
            field = form.fields[name]
            label = "" if name in {"answer", "words", "purpose"} else str(field.label)
            pairs.append((label, _in_words(field, value)))
    return pairs


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        if value:
            return _("Yes")
        return _("No")
    if isinstance(value, dt.date):
        return day(value)
    labels = {key: str(label) for key, label in getattr(field, "choices", ())}
    keys = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(key) or str(key) for key in keys)


class AddressForm(OurForm):
    address = AddressField(
        label=gettext_lazy("The address of one person there"),
        missing=gettext_lazy("Type the address of one person there."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same address again"),
        error_messages={"required": gettext_lazy("Type the address again.")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    seen = VersionSeen(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("address"), cleaned.get("again")
        if first and second and first != second.strip().lower():
            self.add_error("again", _("These are two different addresses. Look at both."))
        return cleaned


class NewBodyForm(AddressForm):
    name = NameField(
        label=gettext_lazy("What is the body called?"),
        help_text=gettext_lazy(
            "Until whoever runs this site has seen that it is this body, no other team can "
            "choose it."
        ),
        missing=gettext_lazy("Say what the body is called."),
    )
    key = OnceKey()
    field_order = ("name", "address", "again")
