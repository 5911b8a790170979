"""Forms of the admin, and of which letters one gets."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions import refuse_taken_address
from accounts.models import Service, User
from accounts.models.service import kinds_to_hear
from pages.forms.fields import LineField, OneOf, OurForm

LONGEST_KIND = 40
MOST_KINDS = 12


class OnePerLine(forms.Field):
    """A list of short words, typed one on each line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        """Print a list as lines; what was typed stays as it was."""
        if isinstance(value, list):
            return "\n".join(value)
        return value

    def to_python(self, value: Any) -> list[str]:
        """Return the lines, each once, without the empty ones."""
        lines = str(value or "").replace("\x00", "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def validate(self, value: list[str]) -> None:
        """Refuse what could not be shown as a row of boxes."""
        super().validate(value)
        if len(value) > MOST_KINDS:
            raise ValidationError(_("Twelve at most, please."))
        if any(len(line) > LONGEST_KIND for line in value):
            raise ValidationError(_("Forty letters a line at most, please."))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists, not their texts."""
        return self.to_python(data) != (initial or [])


class Chooser(AutocompleteSelect):
    """A choice among rows, by their keys."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """Print what is chosen, if it can be the key of anything."""
        return super().optgroups(name, [each for each in value if _may_be_key(each)], attrs)


def _may_be_key(value: object) -> bool:
    try:
        return value == "" or bool(uuid.UUID(str(value)))
    except ValueError:
        return False


class ServiceAdminForm(forms.ModelForm):  # type: ignore[type-arg]  # no argument at run time
    """A service, without what the team itself says of it."""

    kinds_to_hear = OnePerLine(
        label=_("kinds of people there are to hear"),
        help_text=_("One on each line: days, nights, relief …"),
        initial=kinds_to_hear,
        required=False,
    )

    class Meta:
        model = Service
        fields = (
            "organisation",
            "name",
            "slug",
            "people_word",
            "kinds_to_hear",
            "opened_on",
            "archived_on",
        )


class PersonAddForm(forms.ModelForm):  # type: ignore[type-arg]  # no argument at run time
    """A new person: an address and a name. They choose their password themselves."""

    class Meta:
        model = User
        fields = ("email", "display_name")

    def clean_email(self) -> str:
        """Keep addresses in lower case: sign-in does not mind capitals."""
        email = str(self.cleaned_data["email"]).lower()
        refuse_taken_address(email, person=self.instance)
        return email


class PersonChangeForm(PersonAddForm):
    class Meta:
        model = User
        fields = ("email", "display_name", "is_active", "is_staff", "is_superuser")


class LettersForm(OurForm):
    wanted = OneOf(
        label=_("Letters"),
        required=True,
        choices=User.Letters.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the three.")),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: User) -> None:
        initial = {"wanted": user.letters_wanted}
        super().__init__(data, initial=initial)


class OwnNameField(LineField):
    """What somebody is called, as they say themselves."""

    default_error_messages: ClassVar = {"required": _("Type your name")}

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput({"autocomplete": "name"})
        super().__init__(label=_("Your name"), required=True, most=100, widget=box, **kwargs)


class OwnNameForm(OurForm):
    display_name = OwnNameField(help_text=_("As the people you work with call you."))
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: User) -> None:
        self.person = person
        name = person.display_name
        initial = {"display_name": name, "was": name}
        super().__init__(data, initial=initial)

    @property
    def as_seen(self) -> User:
        person = self.person
        seen = self.cleaned_data["was"] or person.display_name
        return User(pk=person.pk, display_name=seen, email=person.email)
