"""What holds for every team of an organisation."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.models.organisation import FEWEST_DAYS, MOST_DAYS
from office.forms.organisation import NameField
from pages.forms.fields import OneOfTwo, OurForm


class SettingsForm(OurForm):
    """What holds for every team of an organisation."""

    settings = ("people_word", "sending", "days_to_read")

    people_word = NameField(
        label=_("What do you call the people you work with?"),
        help_text=_("For example residents, guests, members. A team can have a word of its own."),
        most=40,
        required=True,
        error_messages={"required": _("Type a word.")},
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
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, organisation: Organisation
    ) -> None:
        self.organisation = organisation
        initial: dict[str, Any] = {name: getattr(organisation, name) for name in self.settings}
        super().__init__(data, initial=initial | {"was": was(organisation)})

    def clean_sending(self) -> str:
        """Refuse two people where each team is one."""
        sending = str(self.cleaned_data["sending"])
        if sending == Organisation.Sending.TWO and each_is_one_person(self.organisation):
            raise ValidationError(
                _(
                    "One person is everybody in each of your teams, so two cannot agree to send. "
                    "Choose it once there are two."
                )
            )
        return sending

    @property
    def said(self) -> dict[str, Any]:
        """What was chosen, as actions.settle takes it."""
        return {name: self.cleaned_data[name] for name in self.settings}

    @property
    def as_seen(self) -> Organisation:
        """The organisation as this person saw it when the page was shown."""
        sending, days, word = [*str(self.cleaned_data["was"]).split(" ", 2), "", ""][:3]
        self.organisation.sending, self.organisation.people_word = sending, word
        self.organisation.days_to_read = int(days) if days.isascii() and days.isdigit() else 0
        return self.organisation


def was(organisation: Organisation) -> str:
    """Return what is chosen, as the form carries it."""
    return f"{organisation.sending} {organisation.days_to_read} {organisation.people_word}"


def each_is_one_person(organisation: Organisation) -> bool:
    """Say whether there are people in its teams, and nowhere two."""
    live = Q(memberships__ended_on=None, memberships__user__is_active=True)
    teams = organisation.services.in_use().annotate(how_many=Count("memberships", filter=live))
    return bool(teams.aggregate(most=Max("how_many"))["most"] == 1)
