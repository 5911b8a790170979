"""Whose is it to change? Said later of something that gets in the way."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.actions import say_whose
from assessments.forms.around import who_field, whose_field
from assessments.forms.page import Clash, PageForm
from assessments.models import Assessment, Factor


class WhoseForm(PageForm):
    """One question, and to whom it is put. Its words are there already.

    Args (besides those of PageForm): factor, what gets in the way.
    """

    reach = whose_field(required=True, error_messages={"required": _("Choose one of the answers.")})
    to = who_field()

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
        data = self.cleaned_data
        said, key = {"reach": data["reach"], "to": data["to"]}, data["key"]
        say_whose(assessment, self.factor, by=by, key=key, **said)

    def clash(self, current: Any, /) -> Clash:
        """Nothing is written here that could meet another text: the later answer holds."""
        raise NotImplementedError
