"""Until when a conversation stays open for the others."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.forms.fields import DayField


class OpenUntilForm(forms.Form):
    """A day to come, or none. Nothing finishes itself."""

    open_until = DayField(
        label=gettext_lazy("Until when do we keep it open?"),
        help_text=gettext_lazy("Nothing finishes by itself on that day. Only the team does that."),
        required=False,
    )

    def clean_open_until(self) -> dt.date | None:
        """Refuse a day that is over."""
        day: dt.date | None = self.cleaned_data["open_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Pick one to come, or none."))
        return day
