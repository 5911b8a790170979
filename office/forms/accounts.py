"""What people and organisations are called, and how people are reached."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.actions.invitable import refuse_odd_name
from accounts.models import Organisation, User
from accounts.models.user import NO_MAILBOX
from office import selectors
from office.forms.organisation import CloseForm
from pages.forms.fields import LineField, NameField, OurForm, Values
from pages.words import refuse_no_address


class PersonForm(OurForm):
    display_name = NameField(label=_("Name"), most=100, missing=_("Type a name."))
    reached_by = LineField(
        label=_("E-mail address, or sign-in name without a mailbox"),
        help_text=_("Letters go to it. The address before is written to, so that nobody wonders."),
        most=254,
        missing=_("Type an address or a sign-in name."),
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Values = None, *, person: User) -> None:
        self.person = person
        initial = {"display_name": person.display_name, "reached_by": person.signs_in_as}
        super().__init__(data, initial=initial | {"was": self.seen(person)})
        if not settings.LETTERS_GO_OUT:
            self.fields["reached_by"].help_text = say("They sign in with it.")

    @staticmethod
    def seen(person: User) -> str:
        """Return the mark of what stands there now."""
        return f"{person.email}\n{person.display_name}"

    def clean_reached_by(self) -> str:
        """Return the address, or the one that a sign-in name is kept as."""
        typed: str = self.cleaned_data["reached_by"].lower()
        if "@" not in typed:
            refuse_odd_name(typed)
            return f"{typed}{NO_MAILBOX}"
        refuse_no_address(typed)
        if typed.endswith(NO_MAILBOX):
            raise ValidationError(say("No letter arrives at this address."))
        return typed

    @property
    def as_seen(self) -> User:
        email, _line, name = str(self.cleaned_data["was"]).replace("\r\n", "\n").partition("\n")
        return User(pk=self.person.pk, email=email, display_name=name)


class OtherAccountForm(OurForm):
    reached_by = LineField(
        label=_("The account that stays: its e-mail address or sign-in name"),
        most=254,
        missing=_("Type an address or a sign-in name."),
    )

    def clean_reached_by(self) -> User:
        person = selectors.person_reached_by(self.cleaned_data["reached_by"])
        if person is None:
            raise ValidationError(say("Nobody here signs in with that."))
        return person


class OrganisationNameForm(OurForm):
    name = NameField(label=_("Name"), missing=_("Type a name."))
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Values = None, *, organisation: Organisation) -> None:
        self.organisation = organisation
        super().__init__(data, initial={"name": organisation.name, "was": organisation.name})

    @property
    def as_seen(self) -> Organisation:
        self.organisation.name = str(self.cleaned_data["was"])
        return self.organisation


class EraseForm(CloseForm):
    """Erase somebody, once their name is typed: it cannot be undone."""

    asks = _("Type the name to be sure: {name}")
