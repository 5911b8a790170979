"""What people and organisations are called, and how people are reached."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.actions.invitable import refuse_odd_name
from accounts.models import User
from accounts.models.user import NO_MAILBOX
from office import selectors
from office.forms.organisation import CloseForm
from pages.forms.fields import ChangeForm, LineField, NameField, OurForm, Values
from pages.words import refuse_no_address


class PersonForm(ChangeForm):
    columns = ("email", "display_name")

    display_name = NameField(label=_("Name"), most=100, missing=_("Type a name."))
    reached_by = LineField(
        label=_("E-mail address, or sign-in name without a mailbox"),
        help_text=_("Letters go to it. The address before is written to, so that nobody wonders."),
        most=254,
        missing=_("Type an address or a sign-in name."),
    )

    def __init__(self, data: Values = None, *, row: User) -> None:
        super().__init__(data, row=row, reached_by=row.signs_in_as)
        if not settings.LETTERS_GO_OUT:
            self.fields["reached_by"].help_text = say("They sign in with it.")

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


class OrganisationNameForm(ChangeForm):
    columns = ("name",)

    name = NameField(label=_("Name"), missing=_("Type a name."))


class EraseForm(CloseForm):
    """Erase somebody, once their name is typed: it cannot be undone."""

    asks = _("Type the name to be sure: {name}")
