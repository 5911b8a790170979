"""How one is called, and which letters one gets."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pages.forms.fields import NameField, OneOf, OurForm, Values


class LettersForm(OurForm):
    wanted = OneOf(
        label=_("Letters"),
        required=True,
        choices=User.Letters.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the three.")),
    )

    def __init__(self, data: Values = None, *, user: User) -> None:
        initial = {"wanted": user.letters_wanted}
        super().__init__(data, initial=initial)


class OwnNameField(NameField):
    default_error_messages: ClassVar = {"required": _("Type your name")}

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput({"autocomplete": "name"})
        super().__init__(label=_("Your name"), required=True, most=100, widget=box, **kwargs)


class OwnNameForm(OurForm):
    display_name = OwnNameField(help_text=_("As the people you work with call you."))
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Values = None, *, person: User) -> None:
        self.person = person
        name = person.display_name
        initial = {"display_name": name, "was": name}
        super().__init__(data, initial=initial)

    @property
    def as_seen(self) -> User:
        person = self.person
        seen = self.cleaned_data["was"] or person.display_name
        return User(pk=person.pk, display_name=seen, email=person.email)
