"""Asking people in, one or many; and which body it is that a team asked in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.getting_in.roles import role_of_the_first, roles_to_give
from accounts.models import Organisation, Service, User
from office import selectors
from office.rows import pasted, sheets
from pages.forms.fields import (
    AddressField,
    LineField,
    NameField,
    OneOfTwo,
    OurForm,
    Values,
    WordsField,
)
from pages.forms.rendering import offer
from pages.words import in_short, with_names


class AskInForm(OurForm):
    """Whom to ask into a team or an organisation, as what, and how it reaches them."""

    name = NameField(
        label=_("Their name"),
        help_text=_("As you know them; they choose their own when they come in."),
        most=100,
        missing=_("Type a name, so that the team knows who is asked."),
    )
    address = AddressField(label=_("Their e-mail address"), required=False)
    sign_in_name = LineField(
        label=_("Or, without a mailbox of their own: a sign-in name you choose together"),
        help_text=_(
            "Such as dee.nights. You get a link to hand over, and they come back in by that name."
        ),
        most=40,
    )
    role = OneOfTwo(label=_("What are they asked to be?"))
    by_hand = forms.BooleanField(label=_("No letter: give me a link to hand over"), required=False)

    def __init__(
        self, data: Values = None, *, place: Service | Organisation, role: str, first: bool = False
    ) -> None:
        super().__init__(data, initial={"role": role})
        if not settings.LETTERS_GO_OUT:  # everybody gets a link then
            del self.fields["by_hand"]
        roles = roles_to_give(place)
        if isinstance(place, Organisation):
            del self.fields["sign_in_name"]
            if first:
                roles = [role_of_the_first(place)]
        offer(self.fields["role"], roles)
        if len(roles) == 1:
            self.fields["role"].initial = roles[0][0]
            self.fields["role"].error_messages["required"] = say("Tick it, to say so.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "address" not in self.errors and not cleaned.get("address"):
            if "sign_in_name" not in self.fields:
                raise ValidationError({"address": say("Type an address.")})
            if not cleaned.get("sign_in_name"):
                raise ValidationError(
                    {"address": say("Type an address, or choose a sign-in name below.")}
                )
        if cleaned.get("address") and cleaned.get("sign_in_name"):
            raise ValidationError(
                {"sign_in_name": say("One of the two: an address, or a sign-in name.")}
            )
        return cleaned


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
        self, data: Values = None, *, bodies: Sequence[Organisation], like: Sequence[Organisation]
    ) -> None:
        self.by_key = {str(body.pk): body for body in bodies}
        super().__init__(data, initial={"into": str(like[0].pk)} if like else {})
        names = [(key, body.name) for key, body in self.by_key.items()]
        offer(self.fields["into"], [("", _("Choose one")), *names])

    def clean_into(self) -> Organisation:
        return self.by_key[self.cleaned_data["into"]]


if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.actions import Invitee

MOST_FAULTS = 50
MOST_PASTED = 500


class ManyForm(OurForm):
    box = "rows"

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
        self.invitees: list[Invitee] = []
        self.faults: dict[int, str] = {}
        super().__init__(data, files)

    def clean(self) -> dict[str, Any]:
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
            self.invitees, self.faults = sheets.invitees_of_rows(lines, teams)
        except sheets.Unreadable as error:
            raise ValidationError({where: str(error)}) from error
        self.faults |= actions.faults_in(self.invitees, organisation=self.organisation, by=self.by)
        if self.faults:
            sentence = say("Row {number}: {what}")
            rows = sorted(self.faults.items())
            sentences = (sentence.format(number=number, what=what) for number, what in rows)
            raise ValidationError({where: _shortened(sentences)})
        return cleaned

    @property
    def once_more(self) -> list[tuple[str, str]]:
        return [("rows", sheets.lines_to_paste(self.invitees))]


class SeveralForm(OurForm):
    box = "people"

    people = WordsField(
        label=_("Their e-mail addresses, as you have them"),
        help_text=_(
            "One on each line, or with commas between; a name may come before each: "
            "Jo Bloggs <jo@example.org>. For somebody without a mailbox, a sign-in name that you "
            "choose together: Dee, dee.nights."
        ),
        most=60_000,
        rows=8,
        missing=_("Paste at least one address."),
    )
    role = OneOfTwo(label=_("What are they asked to be?"))

    def __init__(self, data: Values = None, *, service: Service, role: str, by: User) -> None:
        self.service, self.organisation, self.by = service, service.organisation, by
        self.invitees: list[Invitee] = []
        super().__init__(data, initial={"role": role})
        offer(self.fields["role"], roles_to_give(service))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        people = pasted.read_pasted(cleaned["people"])
        if len(people) > MOST_PASTED:
            most = say("Five hundred at a time, please.")
            raise ValidationError({"people": most})
        role, organisation = cleaned["role"], self.organisation
        self.invitees = list(pasted.invitees_of(people, service=self.service, role=role))
        faults = actions.faults_in(
            self.invitees, organisation=organisation, by=self.by, numbered=False
        )
        if faults:
            raise ValidationError({"people": _shortened(self._sentences(faults))})
        return cleaned

    def _sentences(self, faults: Mapping[int, str]) -> Iterator[str]:
        for row in self.invitees:
            if row.number in faults:
                who = in_short(row.address or row.sign_in_name)
                what = faults[row.number]
                if who in what:
                    yield what
                else:
                    yield with_names(say("{who}: {what}"), who=who, what=what)

    @property
    def once_more(self) -> list[tuple[str, str]]:
        role = self.cleaned_data["role"]
        return [("people", pasted.lines_of_pasted(self.invitees)), ("role", role)]


def _shortened(sentences: Iterable[str]) -> list[str]:
    """Return what is wrong; where it is much, the first of it."""
    faults = list(sentences)
    if len(faults) > MOST_FAULTS:
        more = say("More rows have something wrong. Mend these first, then look again.")
        faults = [*faults[:MOST_FAULTS], more]
    return [*faults, say("Nobody has been asked in.")]
