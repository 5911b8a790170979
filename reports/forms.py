"""What can be chosen on the pages about finished conversations."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Closure
from pages.forms.fields import AnyOf
from pages.forms.rendering import Answer
from record.words.days import titles_of
from reports.content.conversations import talk_before
from reports.content.wall import Wall

CHOOSE = _("Choose one of the conversations in the list.")


class CompareForm(forms.Form):
    """Two different conversations of one service, by their ids, sent by GET."""

    def __init__(self, *args: Any, closures: Sequence[Closure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closures = {str(closure.assessment_id): closure for closure in closures}
        titles = titles_of(closures)
        choices = list(zip(self.closures, titles, strict=True))
        self.last_two = _last_two(closures)
        last = [str(closure.assessment_id) for closure in self.last_two]
        labels = {"from": _("The earlier one"), "to": _("The later one")}
        for place, (name, label) in enumerate(labels.items()):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                initial=last[place] if len(last) > place else None,
                error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("from") and data.get("from") == data.get("to"):
            self.add_error("to", _("Choose two different conversations."))
        return data

    def pair(self) -> tuple[Closure, Closure] | None:
        """Return the two chosen closures; without a choice the last two, or None."""
        closures = self.last_two
        if self.is_bound:
            if not self.is_valid():
                return None
            closures = [self.closures[self.cleaned_data[name]] for name in ("from", "to")]
        if len(closures) < 2:  # noqa: PLR2004 -- two are set side by side
            return None
        earlier, later = closures
        return earlier, later


def _last_two(closures: Sequence[Closure]) -> Sequence[Closure]:
    """Return the last one behind the one that it is set beside; fewer, where there are fewer."""
    if len(closures) < 2:  # noqa: PLR2004 -- two are set side by side
        return closures
    records = [closure.record for closure in closures]
    return [closures[records.index(talk_before(records))], closures[-1]]


class WallForm(forms.Form):
    """The lines a team ticks for the wall. Nothing is ticked for it."""

    def __init__(self, *args: Any, wall: Wall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in wall.parts:
            self.fields[part.code] = AnyOf(
                label=part.title,
                choices=[(line.key, Answer(line.words.words, line.about)) for line in part.lines],
                error_messages={"invalid_choice": _("That line is not in this conversation.")},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            # On a field where there is one, so that the summary leads to a box to tick.
            self.add_error(next(iter(self.fields), None), _("Tick at least one line for the wall."))
        return data

    def ticked_keys(self) -> set[str]:
        return set(chain.from_iterable(self.cleaned_data.values()))
