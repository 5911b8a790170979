"""Whom a service asks, and what a side shows."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessments.models import Closure
from mirror.content import lines_said
from pages.forms.fields import AnyOf, OneOf, OurForm, Values
from pages.forms.rendering import offer


class MirrorAskForm(OurForm):
    body = OneOf(label=_("Who shall we ask?"), missing=_("Choose a body from the list."))

    def __init__(self, data: Values = None, *, bodies: Sequence[Organisation]) -> None:
        super().__init__(data)
        self.by_key = {str(body.pk): body for body in bodies}
        offer(self.fields["body"], [(key, body.name) for key, body in self.by_key.items()])

    def clean_body(self) -> Organisation:
        return self.by_key[self.cleaned_data["body"]]


class ShowForm(forms.Form):
    """Which lines of a record stay within the team. Carries which record was seen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Values = None,
        *,
        closure: Closure,
        kept_lines: Sequence[str] = (),
        alone: bool = False,
    ) -> None:
        super().__init__(data, initial={"seen": str(closure.pk), "kept": list(kept_lines)})
        label = say("Keep any of these within the team?")
        if alone:
            label = say("Keep any of these back?")
        self.fields["kept"] = AnyOf(
            label=label,
            help_text=say("A theme goes with what is in it. Nothing tells them that it is kept."),
            choices=list(lines_said(closure.record).items()),
        )

    @property
    def kept_lines(self) -> list[str]:
        codes: list[str] = self.cleaned_data["kept"]
        return codes
