"""Forms of the first day: who one is, the organisation, its teams, who looks after each."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.getting_in.forms import PasswordForm, team_names
from accounts.getting_in.places import people_called
from accounts.models import KindOfPlace, Service, User
from accounts.models.user import NO_MAILBOX
from accounts.signing_in.forms import LetterCode, OwnNameField
from pages.forms.fields import (
    AddressField,
    AnyOf,
    LineField,
    NameField,
    OneOf,
    OurForm,
    Values,
    WordsField,
)
from pages.words import with_names

MOST_TEAMS = 200


class FirstPersonForm(PasswordForm):
    """Who comes first: a name, an address; a password where no code can be sent there."""

    display_name = OwnNameField()
    email = AddressField(
        label=_("Your work e-mail"),
        missing=_("Type your work e-mail."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    runs_site = AnyOf(
        label=_("Who looks after the server?"),
        choices=[("yes", _("I do"))],
        help_text=_(
            "Somebody should see whether letters go out and copies are made, and help whoever is "
            "shut out back in. It can be somebody else, later."
        ),
    )
    field_order = ("display_name", "email", "password1", "password2", "runs_site")

    def __init__(
        self, data: Values = None, *, user: User, by_code: bool, answers: Values = None
    ) -> None:
        """Take who it will be, against whom a password is weighed.

        `by_code`: a code is sent next; `answers`: what was typed before.
        """
        super().__init__(data, user=user)
        self.by_code = by_code
        for name, value in (answers or {}).items():
            self.fields[name].initial = value
        if by_code:
            self.fields["email"].help_text = _("A code comes to it next; you need no password.")
            del self.fields["password1"], self.fields["password2"]

    def clean_email(self) -> str:
        """Refuse an address at which no letter arrives; weigh the password against it."""
        email: str = self.cleaned_data["email"]
        if email.endswith(NO_MAILBOX):
            raise ValidationError(say("No letter arrives at this address."))
        self.user.email = email
        return email


class FirstCodeForm(LetterCode):
    use_required_attribute = False

    code = LineField(
        required=True, most=40, widget=forms.TextInput({"autocomplete": "one-time-code"})
    )


class OrganisationForm(OurForm):
    name = NameField(
        label=_("What is your organisation called?"),
        most=200,
        missing=_("Type the name of your organisation."),
    )
    kinds = AnyOf(
        label=_("What kinds of places does it have?"),
        choices=KindOfPlace.choices,
        help_text=_("Each team then has the words that are usual there, and can change them."),
    )
    people_word = NameField(label=_("What do you call the people you work with?"), most=40)

    def __init__(self, data: Values = None) -> None:
        super().__init__(data)
        usual = [f"{name}: {people_called(kind)}" for kind, name in KindOfPlace.choices]
        self.fields["people_word"].help_text = say(
            "Leave it empty for the usual word of each place ({usual}), or type your own for all."
        ).replace("{usual}", "; ".join(usual))


class TeamsForm(OurForm):
    names = WordsField(
        label=_("Your teams, a name a line"),
        help_text=_(
            "Where a name tells strangers where people live, put a second one after a bar, for"
            " letters, calendars and the wall: 12 Mill Lane | The Willows"
        ),
        most=20_000,
        rows=8,
        missing=_("Type the name of at least one team."),
    )

    def clean_names(self) -> list[tuple[str, str]]:
        return team_names(self.cleaned_data["names"], MOST_TEAMS)


class PeopleForm(OurForm):
    def __init__(
        self, data: Values = None, *, teams: Sequence[Service], kinds: Sequence[str]
    ) -> None:
        """Ask for one address a team; for its kind only where there are several to choose from."""
        super().__init__(data)
        self.teams = teams
        names = dict(KindOfPlace.choices)
        for number, team in enumerate(teams):
            if len(kinds) > 1:
                self.fields[f"kind_{number}"] = OneOf(
                    label=with_names(say("What kind of place is {team}?"), team=team.name),
                    choices=[(kind, names[kind]) for kind in kinds if kind in names],
                )
            self.fields[f"address_{number}"] = AddressField(
                required=False, label=with_names(say("Who looks after {team}?"), team=team.name)
            )
        self.fields["mine"] = AnyOf(
            label=say("Do you work in one of them yourself?"),
            choices=[(str(number), team.name) for number, team in enumerate(teams)],
            help_text=say("Then you are in its team. Where you name nobody, you look after it.")
            if len(teams) > 1
            else say(
                "Then you are in its team, and look after it where you name nobody. Only you? Then"
                " nobody need be asked; a letter you may send one day says “I”."
            ),
        )

    @property
    def addresses(self) -> list[tuple[int, Service, str]]:
        rows = []
        for number, team in enumerate(self.teams):
            if address := self.cleaned_data[f"address_{number}"]:
                rows.append((number, team, address))
        return rows

    @property
    def kinds(self) -> dict[Service, str]:
        kinds = {}
        for number, team in enumerate(self.teams):
            kind = self.cleaned_data.get(f"kind_{number}")
            if kind:
                kinds[team] = kind
        return kinds

    @property
    def mine(self) -> list[tuple[Service, str]]:
        places = []
        for number in self.cleaned_data["mine"]:
            address = self.cleaned_data[f"address_{number}"]
            places.append((self.teams[int(number)], "contributor" if address else "manager"))
        return places
