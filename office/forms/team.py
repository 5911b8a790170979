"""Roles in a team, and leaving it; a team of a commissioning body."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.getting_in.roles import roles_to_give
from accounts.models import Service, User
from pages.forms.fields import DayField, NameField, OneOf, OneOfTwo, OurForm, Values
from pages.forms.rendering import offer

LONGEST_COVER = dt.timedelta(days=92)


class RoleForm(OurForm):
    role = OneOfTwo(label=_("What are they in the team?"))

    def __init__(self, data: Values = None, *, service: Service, role: str) -> None:
        super().__init__(data, initial={"role": role})
        offer(self.fields["role"], roles_to_give(service))


class CoverForm(OurForm):
    cover = OneOf(
        label=_("Who looks after the team until it has a manager again?"),
        required=True,
        error_messages={
            "required": _("Choose somebody, or “Nobody just now”."),
            "invalid_choice": _("Choose somebody from the list."),
        },
    )
    until = DayField(
        label=_("Until when?"),
        required=False,
        help_text=_("A line tells the team who to ask until that day. It gives nobody a right."),
    )

    def __init__(
        self, data: Values = None, *, people: Sequence[User], service: Service | None = None
    ) -> None:
        self.by_key = {str(person.pk): person for person in people}
        initial = {}
        if service is not None and service.cover_id:
            initial = {"cover": str(service.cover_id), "until": service.cover_until}
        super().__init__(data, initial=initial)
        names = [(key, person.display_name) for key, person in self.by_key.items()]
        offer(self.fields["cover"], [*names, ("nobody", say("Nobody just now"))])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        until = cleaned.get("until")
        if self.named is None or "until" in self.errors:
            return cleaned
        if until is None:
            raise ValidationError({"until": say("Say until which day.")})
        today = timezone.localdate()
        if until < today or until > today + LONGEST_COVER:
            raise ValidationError({"until": say("Choose a day within the next three months.")})
        return cleaned

    @property
    def named(self) -> User | None:
        return self.by_key.get(self.cleaned_data.get("cover", ""))


MYSELF = "me"


class BodyTeamForm(OurForm):
    name = NameField(
        label=_("What is the team called?"),
        help_text=_("Such as “Housing commissioning”. Services that you link with read it."),
        missing=_("Type a name."),
    )
    inside = OneOfTwo(
        label=_("Who looks after it?"),
        choices=[(MYSELF, _("I do: I am in this team")), ("other", _("Somebody I ask in next"))],
    )
