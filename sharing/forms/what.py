"""Which conversations, and which parts of the report."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Closure
from pages.answers import RefusalOnField
from pages.forms.fields import AnyOf, OneOf, Values
from pages.forms.rendering import Answer, offer
from record.words.labels import titles_of
from reports.content import SECTIONS, section_titles
from reports.content.options import CHANGES, TRYING
from sharing.actions.preparing import in_order
from sharing.forms.preparing import PreparingForm
from sharing.models import Share
from sharing.selectors import finished_conversations

LETTER = (CHANGES, TRYING)


class WhatForm(PreparingForm):
    closures = AnyOf(
        label=gettext_lazy("Which conversations?"),
        help_text=gettext_lazy(
            "Tick all of them, and the report says how many there are. Otherwise it says "
            "“selected conversations”."
        ),
        required=True,
        error_messages={
            "required": gettext_lazy("Choose at least one finished conversation."),
            "invalid_choice": gettext_lazy("Choose from your team’s finished conversations."),
        },
    )
    copy = OneOf(
        label=gettext_lazy("How much of the report?"),
        help_text=gettext_lazy(
            "How to read it, and where it comes from, are always in it. Who does what never is."
        ),
        required=True,
        error_messages={"required": gettext_lazy("Choose how much of the report goes.")},
    )
    sections = AnyOf(label=gettext_lazy("Which parts?"))
    include_ours = forms.BooleanField(
        label=gettext_lazy("Also show what gets in the way and is ours to change"),
        help_text=gettext_lazy(
            "Left out unless you tick this. It stands in “theme by theme”, in your words."
        ),
        required=False,
    )

    def __init__(self, data: Values, *, share: Share) -> None:
        closures = finished_conversations(share.service)
        self.by_key = {str(closure.pk): closure for closure in closures}
        super().__init__(data, share=share)
        oldest_first = list(self.by_key.items())[::-1]
        titles = titles_of([closure.held_on for _key, closure in oldest_first])
        options: list[tuple[str, Answer]] = []
        for (key, closure), title in zip(oldest_first, titles, strict=True):
            options.insert(0, (key, _option(closure, title)))
        offer(self.fields["closures"], options)
        offer(self.fields["sections"], list(section_titles().items()))
        offer(self.fields["copy"], self._copies())

    def _copies(self) -> list[tuple[str, Answer]]:
        letter = _("The letter, what has changed, what we ask and what we are trying.")
        whole = _("The same, then theme by theme with the bead rows and our examples.")
        return [
            ("letter", Answer(_("The letter"), letter)),
            ("whole", Answer(_("The whole report"), whole)),
            ("parts", Answer(_("Let us choose the parts"), asks=[self["sections"]])),
        ]

    def saved(self, share: Share) -> dict[str, Any]:
        talks = set(share.closures.values_list("assessment_id", flat=True))
        keys = [key for key, closure in self.by_key.items() if closure.assessment_id in talks]
        return {
            "closures": keys,
            "copy": _copy(share.sections) if share.sections else "",
            "sections": share.sections,
            "include_ours": share.include_ours,
        }

    def other_choices(self, share: Share) -> list[tuple[str, str]]:
        """Leave out the parts where the copy says them."""
        parts = str(self.fields["sections"].label)
        whole = self.saved(share)["copy"] != "parts"
        pairs = super().other_choices(share)
        return [pair for pair in pairs if not (whole and pair[0] == parts)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        copy = cleaned.get("copy")
        if copy == "letter":
            cleaned["sections"] = list(LETTER)
        elif copy == "whole":
            cleaned["sections"] = list(SECTIONS)
        elif copy == "parts":
            with RefusalOnField(self, "sections"):
                cleaned["sections"] = in_order(cleaned.get("sections", []))
        return cleaned

    @property
    def choices(self) -> dict[str, Any]:
        return {
            "closures": [self.by_key[key] for key in self.cleaned_data["closures"]],
            "sections": self.cleaned_data["sections"],
            "include_ours": self.cleaned_data["include_ours"],
        }

    def is_saved_in(self, share: Share) -> bool:
        """Say whether a share holds these very choices, whatever way the parts were chosen."""
        saved = self.saved(share)
        del saved["copy"]
        return all(self.cleaned_data[name] == value for name, value in saved.items())


def _option(closure: Closure, title: str) -> Answer:
    gloss = str(closure.assessment.get_length_display())
    if closure.assessment.is_being_put_right:
        words = _("{length}. It is being put right just now; what was kept before goes.")
        gloss = words.format(length=gloss)
    return Answer(title, gloss)


def _copy(sections: Sequence[str]) -> str:
    if list(sections) == list(SECTIONS):
        return "whole"
    if list(sections) == list(LETTER):
        return "letter"
    return "parts"
