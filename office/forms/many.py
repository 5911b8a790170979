"""Asking many people in: a sheet, or pasted rows; looked at first, then sent."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.getting_in.roles import roles_of_team
from accounts.models import Organisation, Service, User
from office import selectors
from office.rows import pasted, sheets
from pages.forms.fields import OneOfTwo, OurForm, Values, WordsField
from pages.forms.rendering import offer
from pages.words import with_names

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.actions import Invitee

MOST_FAULTS = 50
MOST_PASTED = 500


class ManyForm(OurForm):
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
        data: Values = None,
        files: MultiValueDict[str, "UploadedFile[bytes]"] | None = None,
        *,
        organisation: Organisation,
        by: User,
    ) -> None:
        self.organisation, self.by = organisation, by
        self.people: list[Invitee] = []
        self.faults: dict[int, str] = {}
        super().__init__(data, files)

    def clean(self) -> dict[str, Any]:
        """Read the rows and look at each; what is wrong is told row by row."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        file, typed = cleaned.get("file"), str(cleaned.get("rows", ""))
        if bool(file) == bool(typed):
            raise ValidationError({"file": say("Choose a sheet, or paste rows: one of the two.")})
        where = "file" if file else "rows"
        try:
            lines = sheets.read_file(file.name, file.read()) if file else sheets.read_lines(typed)
            teams = selectors.teams_by_name(self.organisation)
            self.people, self.faults = sheets.invitees_of_rows(lines, teams)
        except sheets.Unreadable as error:
            raise ValidationError({where: str(error)}) from error
        self.faults |= actions.faults_in(self.people, organisation=self.organisation, by=self.by)
        if self.faults:
            raise ValidationError({where: self.fault_sentences})
        return cleaned

    @property
    def fault_sentences(self) -> list[str]:
        return _shortened(
            say("Row {number}: {what}").format(number=number, what=what)
            for number, what in sorted(self.faults.items())
        )


class SeveralForm(OurForm):
    people = WordsField(
        label=_("Their e-mail addresses, as you have them"),
        help_text=_(
            "One on each line, or with commas between; a name may stand before each: "
            "Jo Bloggs <jo@example.org>. For somebody without a mailbox, a sign-in name that you "
            "choose together: Dee, dee.nights."
        ),
        most=60_000,
        rows=8,
        required=True,
        error_messages={"required": _("Paste at least one address.")},
    )
    role = OneOfTwo(label=_("What are they asked to be?"))

    def __init__(self, data: Values = None, *, service: Service, role: str, by: User) -> None:
        self.service, self.by = service, by
        self.rows: list[Invitee] = []
        super().__init__(data, initial={"role": role})
        offer(self.fields["role"], roles_of_team(service))

    def clean(self) -> dict[str, Any]:
        """Look at each; what is wrong is told person by person."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        people = pasted.read_pasted(cleaned["people"])
        if len(people) > MOST_PASTED:
            most = say("Five hundred at a time, please.")
            raise ValidationError({"people": most})
        self.rows = list(pasted.invitees_of(people, service=self.service, role=cleaned["role"]))
        organisation = self.service.organisation
        faults = actions.faults_in(self.rows, organisation=organisation, by=self.by)
        if faults:
            raise ValidationError({"people": _shortened(self._sentences(faults))})
        return cleaned

    def _sentences(self, faults: Mapping[int, str]) -> Iterator[str]:
        for row in self.rows:
            if row.number in faults:
                who = row.address or row.sign_in_name
                what = faults[row.number]
                if who in what:
                    yield what
                else:
                    yield with_names(say("{who}: {what}"), who=who, what=what)


def _shortened(sentences: Iterable[str]) -> list[str]:
    """Return what is wrong; where it is much, the first of it."""
    faults = list(sentences)
    if len(faults) > MOST_FAULTS:
        more = say("More rows have something wrong. Mend these first, then look again.")
        faults = [*faults[:MOST_FAULTS], more]
    return [*faults, say("Nobody has been asked in.")]
