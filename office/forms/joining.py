"""Which body it is that a team asked in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from pages.forms.fields import OurForm, offer


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
        self,
        data: Mapping[str, Any] | None = None,
        *,
        bodies: Sequence[Organisation],
        like: Sequence[Organisation],
    ) -> None:
        self.by_key = {str(body.pk): body for body in bodies}
        super().__init__(data, initial={"into": str(like[0].pk)} if like else {})
        names = [(key, body.name) for key, body in self.by_key.items()]
        offer(self.fields["into"], [("", _("Choose one")), *names])

    def clean_into(self) -> Organisation:
        return self.by_key[self.cleaned_data["into"]]
