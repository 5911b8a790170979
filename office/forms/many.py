"""Asking many people in: a sheet, or pasted rows; looked at first, then sent."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.models import Organisation, User
from office import selectors, sheets
from pages.forms.fields import WordsField

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.actions import ToAsk

MOST_FAULTS = 50


class ManyForm(forms.Form):
    """Rows of people to ask in, from a file or pasted."""

    file = forms.FileField(
        label=_("A sheet: XLSX or CSV"),
        required=False,
        error_messages={"empty": _("This file is empty. Choose another, or paste the rows.")},
    )
    rows = WordsField(
        label=_("Or paste the rows here"),
        help_text=_(
            "One person a line: team, name, e-mail address, sign-in name, and “in the team” or "
            "“looks after it”. Pasted from a sheet it fits by itself; typed, put commas between."
        ),
        most=700_000,
        rows=6,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, "UploadedFile[bytes]"] | None = None,
        *,
        organisation: Organisation,
        by: User,
    ) -> None:
        self.organisation, self.by = organisation, by
        self.people: list[ToAsk] = []
        self.faults: dict[int, str] = {}
        super().__init__(data, files, use_required_attribute=False)

    def clean(self) -> dict[str, Any]:
        """Read the rows and look at each; what is wrong is told row by row."""
        told = super().clean() or {}
        if self.errors:
            return told
        file, typed = told.get("file"), str(told.get("rows", ""))
        if bool(file) == bool(typed):
            raise ValidationError({"file": say("Choose a sheet, or paste rows: one of the two.")})
        where = "file" if file else "rows"
        try:
            found = sheets.read_file(file.name, file.read()) if file else sheets.read_lines(typed)
            teams = selectors.teams_by_name(self.organisation)
            self.people, self.faults = sheets.people_in(found, teams)
        except sheets.Unreadable as error:
            raise ValidationError({where: str(error)}) from error
        self.faults |= actions.faults_in(self.people, organisation=self.organisation, by=self.by)
        if self.faults:
            raise ValidationError({where: self.told_faults})
        return told

    @property
    def told_faults(self) -> list[str]:
        """What is wrong, row by row; where it is much, the first of it."""
        rows = sorted(self.faults.items())
        told = [
            say("Row {number}: {what}").format(number=number, what=what)
            for number, what in rows[:MOST_FAULTS]
        ]
        if len(rows) > MOST_FAULTS:
            told.append(say("More rows have something wrong. Mend these first, then look again."))
        return [*told, say("Nobody has been asked in.")]
