"""What somebody chooses before a file is made."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy

from pages.forms.fields import OneOf, Values
from pages.forms.rendering import Answer, offer

FORMS = {
    "xlsx": gettext_lazy("A sheet (XLSX)"),
    "csv": gettext_lazy("A plain table (CSV)"),
    "json": gettext_lazy("For a computer (JSON)"),
}
PLEASE = gettext_lazy("Choose one of the three.")


class FileForm(forms.Form):
    as_what = OneOf(
        label=gettext_lazy("As what"),
        required=True,
        error_messages={"required": PLEASE, "invalid_choice": PLEASE},
    )

    def __init__(self, data: Values = None, *, hints: Mapping[str, str]) -> None:
        super().__init__(data)
        answers = []
        for code, title in FORMS.items():
            answers.append((code, Answer(str(title), hints.get(code, ""))))
        offer(self.fields["as_what"], answers)
