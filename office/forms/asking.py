"""Asking one person in; and which body it is that a team asked in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.getting_in.roles import organisation_roles, roles_of_team
from accounts.models import Organisation, Service
from pages.forms.fields import AddressField, LineField, NameField, OneOfTwo, OurForm, Values
from pages.forms.rendering import offer


class AskInForm(OurForm):
    """Whom to ask into a team or an organisation, as what, and how it reaches them."""

    name = NameField(
        label=_("Their name"),
        help_text=_("As you know them; they choose their own when they come in."),
        most=100,
        required=True,
        error_messages={"required": _("Type a name, so that the team knows who is asked.")},
    )
    address = AddressField(label=_("Their e-mail address"), required=False)
    sign_in_name = LineField(
        label=_("Or, without a mailbox of their own: a sign-in name you choose together"),
        help_text=_(
            "Such as dee.nights. You get a link to hand over, and they come back in by that name."
        ),
        most=40,
    )
    role = OneOfTwo(label=_("What are they asked to be?"))
    by_hand = forms.BooleanField(label=_("No letter: give me a link to hand over"), required=False)

    def __init__(
        self, data: Values = None, *, place: Service | Organisation, role: str, first: bool = False
    ) -> None:
        super().__init__(data, initial={"role": role})
        if not settings.LETTERS_GO_OUT:  # everybody gets a link then
            del self.fields["by_hand"]
        if isinstance(place, Service):
            roles = roles_of_team(place)
        else:
            del self.fields["sign_in_name"]
            roles = organisation_roles(place)
            if first:  # who runs the site gives nothing else
                roles = [choice for choice in roles if choice[0] == "lead"]
        offer(self.fields["role"], roles)
        if len(roles) == 1:
            self.fields["role"].initial = roles[0][0]
            self.fields["role"].error_messages["required"] = say("Tick it, to say so.")

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways to them."""
        cleaned = super().clean() or {}
        if "address" not in self.errors and not cleaned.get("address"):
            if "sign_in_name" not in self.fields:
                raise ValidationError({"address": say("Type an address.")})
            if not cleaned.get("sign_in_name"):
                raise ValidationError(
                    {"address": say("Type an address, or choose a sign-in name below.")}
                )
        if cleaned.get("address") and cleaned.get("sign_in_name"):
            raise ValidationError(
                {"sign_in_name": say("One of the two: an address, or a sign-in name.")}
            )
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {
            "role": self.cleaned_data["role"],
            "name": self.cleaned_data["name"],
            "address": self.cleaned_data.get("address") or None,
            "sign_in_name": self.cleaned_data.get("sign_in_name") or None,
            "by_hand": True if self.cleaned_data.get("by_hand") else None,
        }


class JoinForm(OurForm):
    """The body that it is, of those that are here; one that reads alike is chosen beforehand."""

    into = forms.ChoiceField(
        label=_("Which body is it?"),
        error_messages={
            "required": _("Choose the body that it is."),
            "invalid_choice": _("Choose a body from the list."),
        },
    )

    def __init__(
        self, data: Values = None, *, bodies: Sequence[Organisation], like: Sequence[Organisation]
    ) -> None:
        self.by_key = {str(body.pk): body for body in bodies}
        super().__init__(data, initial={"into": str(like[0].pk)} if like else {})
        names = [(key, body.name) for key, body in self.by_key.items()]
        offer(self.fields["into"], [("", _("Choose one")), *names])

    def clean_into(self) -> Organisation:
        return self.by_key[self.cleaned_data["into"]]
