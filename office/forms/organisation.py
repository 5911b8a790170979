"""Teams by name, groupings, frameworks on offer, and what holds for a whole organisation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.getting_in.forms import team_names
from accounts.models import Grouping, KindOfPlace, Organisation, Service
from accounts.models.organisation import FEWEST_DAYS, MOST_DAYS
from pages.forms.fields import (
    AnyOf,
    ChangeForm,
    LineField,
    NameField,
    OneOf,
    OneOfTwo,
    OurForm,
    Values,
    WordsField,
)
from pages.words import reads_as, with_names

MOST_TEAMS = 500


class AddTeamsForm(OurForm):
    names = WordsField(
        label=_("Their names, one on each line"),
        help_text=_(
            "Where a name tells strangers where people live, put a second one behind a bar: "
            "“Mill Lane Refuge | The Willows”. Letters, calendars and the page for the wall use "
            "the second."
        ),
        most=60_000,
        rows=8,
        missing=_("Type at least one name."),
    )

    kind = OneOf(
        label=_("What kind of place are they?"),
        help_text=_(
            "What they call the people they work with, and who is to be heard, comes from it; "
            "each team changes it under About us. Add teams of another kind in another go."
        ),
        choices=KindOfPlace.choices,
    )

    def __init__(self, data: Values = None, *, organisation: Organisation) -> None:
        kinds = organisation.kinds_of_place
        super().__init__(data, initial={"kind": kinds[0]} if len(kinds) == 1 else {})

    def clean_names(self) -> list[tuple[str, str]]:
        return team_names(self.cleaned_data["names"], MOST_TEAMS)


class TeamForm(ChangeForm):
    columns = ("name", "second_name")

    name = NameField(label=_("Name"), missing=_("Type a name."))
    second_name = NameField(
        label=_("A second name, if it needs one"),
        help_text=_(
            "Where the name tells strangers where people live: letters, calendars and the page for "
            "the wall use this one. The team’s address on this site is made of it, too, so links "
            "from before lead nowhere."
        ),
    )

    def __init__(self, data: Values = None, *, row: Service) -> None:
        groupings = row.organisation.groupings.in_name_order()
        self.by_key = {str(grouping.pk): grouping for grouping in groupings}
        ticked = [str(grouping.pk) for grouping in row.groupings.all()]
        super().__init__(data, row=row, groupings=ticked)
        if self.by_key:
            self.fields["groupings"] = AnyOf(
                label=say("In these groupings"),
                choices=[(key, grouping.name) for key, grouping in self.by_key.items()],
            )

    @property
    def groupings(self) -> list[Grouping]:
        return [self.by_key[key] for key in self.cleaned_data.get("groupings", ())]


class GroupingForm(OurForm):
    name = NameField(
        label=_("A new grouping"),
        help_text=_(
            "Such as “outreach” or “north of the river”. Every team in it reads its name; nobody "
            "else does. It changes nobody’s right to read."
        ),
        most=100,
        missing=_("Type a name."),
    )


class CloseForm(OurForm):
    """Close something that cannot be opened again by a slip: its name is typed."""

    name = LineField(missing=_("Type the name."))

    asks = _("Type its name to be sure: {name}")

    def __init__(self, data: Values = None, *, name: str) -> None:
        self.name_to_type = name
        super().__init__(data)
        self.fields["name"].label = with_names(str(self.asks), name=name)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if reads_as(name) != reads_as(self.name_to_type):
            raise ValidationError(_("This is another name."))
        return name


class NewOrganisationForm(OurForm):
    name = NameField(label=_("Name"), missing=_("Type a name."))
    kind = OneOf(
        label=_("What is it here for?"),
        # Places to practise in are made by who practises.
        choices=[choice for choice in Organisation.Kind.choices if choice[0] != "practice"],
        required=True,
        error_messages={
            "required": _("Choose one of the two. It cannot be changed later."),
            "invalid_choice": _("Choose one of the two."),
        },
    )


class RepliesForm(ChangeForm):
    columns = ("sending",)

    sending = OneOfTwo(
        label=_("Who sends a reply?"),
        help_text=_("Everybody who reads for you can write and read drafts, whatever you choose."),
        choices=[
            (Organisation.Sending.MANAGER, _("Whoever writes it")),
            (Organisation.Sending.TWO, _("One prepares it, and another sends it as it is")),
        ],
    )


class FrameworksForm(OurForm):
    """The frameworks there are for its teams; those that are ticked are offered."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Values = None, *, names: Mapping[str, str], offered: Sequence[str]
    ) -> None:
        super().__init__(data, initial={"slugs": offered, "was": " ".join(offered)})
        self.fields["slugs"] = AnyOf(
            label=_("Teams choose among these when they begin a conversation"),
            help_text=_("What a team has used before stays in its records, whatever is ticked."),
            choices=list(names.items()),
        )

    def clean_slugs(self) -> list[str]:
        """Refuse to offer nothing: a team could then not begin."""
        slugs: list[str] = self.cleaned_data["slugs"]
        if not slugs:
            raise ValidationError(_("Tick at least one: without any, no team could begin."))
        return slugs


class SettingsForm(ChangeForm):
    columns = ("people_word", "sending", "days_to_read")

    people_word = NameField(
        label=_("What do you call the people you work with?"),
        help_text=_("For example residents, guests, members. A team can have a word of its own."),
        most=40,
        missing=_("Type a word."),
    )
    sending = OneOfTwo(
        label=_("Who may send a team’s report to a body that pays for it?"),
        help_text=_(
            "Whatever you choose, the whole team sees the exact copy first, and you cannot send "
            "one yourself."
        ),
        choices=Organisation.Sending.choices,
    )
    days_to_read = forms.IntegerField(
        label=_("How many whole days does a team have, at least, to read it first?"),
        help_text=_(
            "Two or more, up to fourteen: long enough for whoever is off. Where one person is the "
            "team nothing waits."
        ),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Give a number of days from 2 to 14."),
        ),
    )

    def clean_sending(self) -> str:
        sending = str(self.cleaned_data["sending"])
        if sending == Organisation.Sending.TWO and each_is_one_person(self.row):
            raise ValidationError(
                _(
                    "One person is everybody in each of your teams, so two cannot agree to send. "
                    "Choose it once there are two."
                )
            )
        return sending

    @property
    def values(self) -> dict[str, Any]:
        return self.values_of(self.columns)


def each_is_one_person(organisation: Organisation) -> bool:
    """Say whether there are people in its teams, and nowhere two."""
    live = Q(memberships__ended_on=None, memberships__user__is_active=True)
    teams = organisation.services.in_use().annotate(how_many=Count("memberships", filter=live))
    return bool(teams.aggregate(most=Max("how_many"))["most"] == 1)
