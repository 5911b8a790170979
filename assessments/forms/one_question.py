"""Forms of one question: a note, until when a talk stays open, why a record is put right."""

import datetime as dt
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Service, User
from assessments.actions import keep_note
from assessments.forms.page import key_of
from assessments.models import Note
from frameworks.models import Framework
from frameworks.selectors import core_lines
from frameworks.tree import FrameworkTree
from pages.forms.fields import HINT, DayField, OneOf, OurForm, Values, WordsField
from pages.forms.rendering import offer


class OpenUntilForm(forms.Form):
    """A day to come, or none. Nothing finishes itself."""

    open_until = DayField(
        label=gettext_lazy("Until when do we keep it open?"),
        help_text=gettext_lazy("Nothing finishes by itself on that day. Only the team does that."),
        required=False,
    )

    def clean_open_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["open_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Pick one to come, or none."))
        return day


class ReasonForm(OurForm):
    """One box: what needs putting right."""

    reason = WordsField(
        label=gettext_lazy("What needs putting right?"),
        help_text=gettext_lazy("A line is plenty. It is kept beside the record, for the team."),
        missing=gettext_lazy("Say what needs putting right, in a line."),
        rows=2,
    )


MOST = 500


class NoteForm(OurForm):
    """One box, one optional theme, signed only if wanted; `ids`: where a page has several."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    words = WordsField(
        label=gettext_lazy("Something worth remembering"),
        help_text=HINT,
        most=MOST,
        missing=gettext_lazy("Write a line first."),
    )
    theme = OneOf(
        row="options chips",
        label=gettext_lazy("About which theme? Only if you like."),
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of the themes on the page, or none.")
        },
    )
    signed = forms.BooleanField(label=gettext_lazy("Sign it with my name"), required=False)

    def __init__(self, data: Values = None, *, tree: FrameworkTree, ids: str = "note_%s") -> None:
        self.tree = tree
        super().__init__(data, auto_id=ids)
        themes = ((theme.code, theme.name) for theme in tree.themes)
        offer(self.fields["theme"], [("", gettext_lazy("No theme")), *themes])

    def clean_key(self) -> uuid.UUID | None:
        """Return the key of these very words: Back may bring the same page again."""
        key: uuid.UUID | None = self.cleaned_data["key"]
        return key and key_of(key, self.data)

    def save(self, service: Service, framework: Framework, *, by: User) -> Note | None:
        """Keep it; return the note, or None where the same one is there already."""
        code = self.cleaned_data["theme"]
        key = uuid.uuid4()
        note = keep_note(
            service=service,
            words=self.cleaned_data["words"],
            by=by,
            line=core_lines(framework.pk)[code] if code else None,
            signed=self.cleaned_data["signed"],
            key=key,
        )
        if note.pk == key:
            return note
        return None
