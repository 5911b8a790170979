"""Which frameworks an organisation offers its teams."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from frameworks.models import Framework
from pages.forms.fields import AnyOf, OurForm


class FrameworksForm(OurForm):
    """The frameworks there are for its teams; those that are ticked are offered."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisation: Organisation,
        fitting: Sequence[Framework],
        offered: Sequence[str],
    ) -> None:
        super().__init__(data, initial={"slugs": offered, "was": " ".join(offered)})
        self.organisation = organisation
        names = {each.slug: each.name for each in reversed(fitting)}
        self.fields["slugs"] = AnyOf(
            label=_("Teams choose among these when they begin a conversation"),
            help_text=_("What a team has used before stays in its records, whatever is ticked."),
            choices=[(slug, names[slug]) for slug in dict.fromkeys(each.slug for each in fitting)],
        )

    def clean_slugs(self) -> list[str]:
        """Refuse to offer nothing: a team could then not begin."""
        slugs: list[str] = self.cleaned_data["slugs"]
        if not slugs:
            raise ValidationError(_("Tick at least one: without any, no team could begin."))
        return slugs
