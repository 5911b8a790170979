"""Who is asked in where a body is not here yet."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.forms.fields import AddressField, LineField, OurForm
from sharing.forms.preparing import BROKEN


class AddressForm(OurForm):
    """One person's address, typed twice."""

    address = AddressField(
        required=True,
        label=gettext_lazy("The address of one person there"),
        help_text=gettext_lazy("Nothing goes to it before the report is sent."),
        error_messages={"required": gettext_lazy("Type the address of one person there.")},
    )
    again = forms.CharField(
        label=gettext_lazy("The same address again"),
        error_messages={"required": gettext_lazy("Type the address again.")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": BROKEN},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two addresses that are not one; both stay in their boxes."""
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("address"), cleaned.get("again")
        if first and second and first != second.strip().lower():
            self.add_error("again", _("These are two different addresses. Look at both."))
        return cleaned


class NewBodyForm(AddressForm):
    """The body's name and one person's address."""

    name = LineField(
        required=True,
        label=gettext_lazy("What is the body called?"),
        help_text=gettext_lazy(
            "Until whoever runs this site has seen that it is this body, no other team can "
            "choose it."
        ),
        error_messages={"required": gettext_lazy("Say what the body is called.")},
    )
    key = forms.UUIDField(
        required=False,
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"invalid": BROKEN},
    )
    field_order = ("name", "address", "again")
