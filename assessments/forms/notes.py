"""Something worth remembering."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Service, User
from assessments import selectors
from assessments.actions import keep_note
from assessments.forms.page import key_of
from assessments.models import Note
from frameworks.models import Framework
from frameworks.tree import FrameworkTree
from pages.forms.fields import HINT, OurForm, ThemeChip, WordsField, offer

MOST = 500


class NoteForm(OurForm):
    """One box, one optional theme, signed only if its writer wants it.

    Args (besides those of a form): tree; ids, how controls are called on a page with several.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    words = WordsField(
        label=_("Something worth remembering"),
        help_text=HINT,
        most=MOST,
        required=True,
        error_messages={"required": _("Write a line first.")},
    )
    theme = ThemeChip(
        label=_("About which theme? Only if you like."),
        error_messages={"invalid_choice": _("Choose one of the themes on the page, or none.")},
    )
    signed = forms.BooleanField(label=_("Sign it with my name"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        tree: FrameworkTree,
        ids: str = "note_%s",
    ) -> None:
        self.tree = tree
        super().__init__(data, auto_id=ids)
        choices = [("", _("No theme")), *((theme.code, theme.name) for theme in tree.themes)]
        offer(self.fields["theme"], choices)

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
            line=selectors.line_of(framework.pk, code) if code else None,
            signed=self.cleaned_data["signed"],
            key=key,
        )
        if note.pk == key:
            return note
        return None
