"""What goes: which conversations, which parts of the report, and which of the things asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Closure
from pages.answers import RefusalOnField
from pages.forms.fields import AnyOf, OneOf, Values
from pages.forms.rendering import Answer, offer
from record.last_time import newest
from record.words.days import titles_of
from reports.content import SECTIONS, section_titles
from reports.content.asks import AskItem, ask_items
from reports.content.options import CHANGES, TRYING
from sharing.actions.preparing import in_order
from sharing.correspondence.other_bodies import asks_others
from sharing.forms.preparing import PreparingForm
from sharing.models import Share
from sharing.report import MOST_ASKS, THREE_AT_MOST, ask_rows, records_for_reader, too_many_asks
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
            "Left out unless you tick this. It is in “theme by theme”, in your words."
        ),
        required=False,
    )

    def __init__(self, data: Values, *, share: Share) -> None:
        closures = finished_conversations(share.service)
        self.by_key = {str(closure.pk): closure for closure in closures}
        super().__init__(data, share=share)
        options = []
        titles = titles_of(closures[::-1])[::-1]
        for (key, closure), title in zip(self.by_key.items(), titles, strict=True):
            options.append((key, _option(closure, title)))
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


class AsksForm(PreparingForm):
    say_who_else = forms.BooleanField(
        label=gettext_lazy("Say who else we ask"),
        help_text=gettext_lazy(
            "They read at each ask which other body was asked the same, while that one can read "
            "its report, and what it answered where it lets that be told."
        ),
        required=False,
    )

    def __init__(self, data: Values, *, share: Share) -> None:
        records = records_for_reader(share).records
        offered = ask_items(records, None, to=share.body.name)
        obstacles, kept_here = {}, set()
        for factor, _record in newest(records, lambda record: record.factors):
            if factor.ask:
                obstacles[factor.ask.id] = factor.words
                if any(
                    not answer.body_id and not answer.may_go_out for answer in factor.ask.answers
                ):
                    kept_here.add(factor.ask.id)
        self.asks = {str(ask.pk): ask for ask in ask_rows(offered)}
        self.items = [item for item in offered if item.id in self.asks]
        self.others_are_asked = bool(self.items) and asks_others(share)
        super().__init__(data, share=share)
        if not self.others_are_asked:
            del self.fields["say_who_else"]
        for item in self.items:
            self.fields[f"ask_{item.id}"] = OneOf(
                label=item.what.words,
                help_text=_whom(item, obstacles[item.id], stays=item.id in kept_here),
                required=True,
                choices=[("yes", _("It goes with this")), ("no", _("It stays with us"))],
                error_messages={
                    "required": _("Say whether this goes with it: {words}").format(
                        words=Truncator(item.what.words).chars(70)
                    )
                },
            )

    @property
    def is_long(self) -> bool:
        return len(self.items) > MOST_ASKS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen_ids = [item.id for item in self.items if cleaned.get(f"ask_{item.id}") == "yes"]
        too_many = too_many_asks(self.items, chosen_ids)
        if too_many:
            self.add_error(f"ask_{too_many[0].id}", str(THREE_AT_MOST))
        return cleaned

    def saved(self, share: Share) -> dict[str, Any]:
        answers = {str(row.ask_id): row.included for row in share.asks.all()}
        initial: dict[str, Any] = {}
        if self.others_are_asked:
            initial["say_who_else"] = share.say_who_else
        for item in self.items:
            if item.id in answers:
                initial[f"ask_{item.id}"] = "yes" if answers[item.id] else "no"
        return initial

    @property
    def choices(self) -> dict[str, Any]:
        answers = {ask: self.cleaned_data[f"ask_{key}"] == "yes" for key, ask in self.asks.items()}
        if "say_who_else" in self.fields:
            return {"asks": answers, "say_who_else": self.cleaned_data["say_who_else"]}
        return {"asks": answers}


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


def _whom(item: AskItem, obstacle: str, *, stays: bool) -> str:
    """Return to whom it is put, since when, what is in the way in other words, and whether still.

    The reader would find those words in “theme by theme”. `stays`: an answer of the team's manager
    or organisation does not go along.
    """
    sentences = []
    if item.to:
        form = _("It needed {who}.") if item.is_gone else _("It needs {who}.")
        sentences.append(form.format(who=item.to))
    if item.first_named:
        sentences.append(item.first_named)
    if obstacle != item.what.words:
        sentences.append(_("What gets in the way goes with it: “{words}”").format(words=obstacle))
    if stays:
        words = _("An answer to it stays here: whoever gave it did not say that it may go out.")
        sentences.append(words)
    if item.is_gone:
        sentences.append(_("It is no longer in the way."))
    return " ".join(sentences)
