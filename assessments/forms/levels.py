"""Levels and places as the values of form fields."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Judgement
from frameworks.tree import FrameworkTree
from pages.forms.fields import WordsField
from pages.forms.rendering import Answers
from record.choices import Status

# The fields of the words that some answers have.
WORDS_OF = {Status.DOES_NOT_APPLY.value: "not_apply_words", Status.NOT_OURS.value: "not_ours_words"}
AT = "at:"  # a level's answer is "at:" and its code; the other answers are their status


def levels_as_choices(tree: FrameworkTree) -> list[tuple[str, str]]:
    """Return the levels' codes and names, after an empty answer."""
    return [("", _("Which card?")), *((level.code, level.name) for level in tree.levels)]


def finer_as_choices(tree: FrameworkTree) -> list[tuple[str, str]]:
    """Return the finer places in a level as "1" to "5" with their names."""
    return [(str(number), name) for number, name in enumerate(tree.step_names, start=1)]


def judgement_values(tree: FrameworkTree, judgement: Judgement | None) -> dict[str, Any]:
    """Return a judgement as the values of the form's fields (one query more where it differs)."""
    if judgement is None:
        return {"seen": 0}
    status = judgement.status
    level = _code(tree, judgement.level_id)
    values: dict[str, Any] = {
        "seen": judgement.version,
        "choice": AT + level if level else status,
        "finer": str(judgement.finer or ""),
        "why_differs": judgement.why_differs,
        "recast": _code(tree, judgement.recast_level_id),
        "recast_finer": str(judgement.recast_finer or ""),
        "not_apply_words": "",
        "not_ours_words": "",
    }
    if status in WORDS_OF:
        values[WORDS_OF[status]] = judgement.status_words
    if status == Status.DIFFERS:
        for number, view in enumerate(judgement.differences.all(), start=1):
            values[f"view_{number}"] = view.words
            values[f"view_{number}_level"] = _code(tree, view.level_id)
            values[f"finer_of_view_{number}"] = view.finer
    return values


def _code(tree: FrameworkTree, level: uuid.UUID | None) -> str:
    if level:
        return tree.level_by_id(level).code
    return ""


def view_fields(number: int, levels: tuple[tuple[str, str], ...]) -> dict[str, forms.Field]:
    label = gettext_lazy("One view") if number == 1 else gettext_lazy("Another view")
    which = forms.ChoiceField(
        label=gettext_lazy("Which card is that? Only if you like"),
        required=False,
        choices=Answers(levels),
    )
    return {f"view_{number}": WordsField(label=label), f"view_{number}_level": which}


def views_in_words(tree: FrameworkTree, values: Mapping[str, Any]) -> list[str]:
    """Return the several views among a form's values, each as its level's name and its words."""
    names = dict(levels_as_choices(tree)[1:])
    views = []
    for n in range(1, len(values) + 1):
        level = names.get(values.get(f"view_{n}_level", ""), "")
        view = ": ".join(filter(None, [level, values.get(f"view_{n}", "")]))
        if view:
            views.append(view)
    return views
