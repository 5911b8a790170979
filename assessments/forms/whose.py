"""Whose is it to change? Said later of something that gets in the way."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.actions import say_whose
from assessments.forms.around import to_as_choices
from assessments.forms.page import Clash, PageForm
from assessments.models import Assessment, Factor
from pages.forms.fields import OneOf
from record.choices import Reach


class WhoseForm(PageForm):
    """One question, and to whom it is put. Its words are there already.

    Args (besides those of PageForm): factor, what gets in the way.
    """

    reach = OneOf(
        label=_("Is it …"),
        choices=Reach.choices,
        required=True,
        error_messages={"required": _("Choose one of the answers.")},
    )
    to = forms.ChoiceField(
        label=_("Who could change it? Only if you know."),
        required=False,
        choices=lambda: [("", "–"), *to_as_choices()],
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        factor: Factor,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self.factor = factor
        super().__init__(data, draft=draft)

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Keep the answer."""
        said = {name: self.cleaned_data[name] for name in ("reach", "to", "key")}
        say_whose(assessment, self.factor, by=by, **said)

    def clash(self, current: Any, /) -> Clash:
        """Nothing is written here that could meet another text: the later answer holds."""
        raise NotImplementedError
