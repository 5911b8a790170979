"""What a conversation asks, for a sheet to print and write on: the questions of its own forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import Field
from django.utils.translation import gettext as _

from assessments.forms.around import AroundForm, TryForm, step_fields
from assessments.forms.before import BeforeForm
from assessments.forms.place import OTHERS, PlaceForm
from frameworks.tree import FrameworkTree, LineWords
from record.choices import Length, NextTalk


@dataclass(frozen=True)
class Question:
    """A question: with answers to tick, or with room to write where it has none."""

    words: str
    answers: tuple[str, ...] = ()


def sheet_to_print(tree: FrameworkTree, length: str, kinds: Iterable[str]) -> dict[str, Any]:
    """Return what a sheet for a conversation of this length has.

    `before` and `after` are lists of Question; `lines` of those with cards, each with the field
    `choice`, offered `others` besides its cards, and asked `example`.
    """
    before = BeforeForm(kinds=kinds).fields
    return {
        "before": [_of(before[name]) for name in ("held_on", "head_count", "people_kinds")],
        "lines": _lines(tree, length),
        "choice": PlaceForm.base_fields["choice"],
        "example": PlaceForm.base_fields["words"].label,
        "others": [status.label for status in OTHERS],
        "after": _over_coffee(tree) if length == Length.COFFEE else _once_for_all(tree),
    }


def _of(field: Field) -> Question:
    answers = [str(label) for _value, label in getattr(field, "choices", ())]
    return Question(str(field.label), tuple(answers))


def _lines(tree: FrameworkTree, length: str) -> list[LineWords]:
    lines: list[LineWords] = []
    if length != Length.COFFEE:
        for theme in tree.themes:
            lines.append(theme)
            if length == Length.MORE:
                lines += theme.elements
    return lines


def _over_coffee(tree: FrameworkTree) -> list[Question]:
    questions = [Question(question.text) for question in tree.coffee.values()]
    talk_again = Question(questions[-1].words, tuple(map(str, NextTalk.labels)))
    return [*questions[:-1], talk_again]


def _once_for_all(tree: FrameworkTree) -> list[Question]:
    fields = AroundForm(tree=tree).fields | step_fields(1) | TryForm.base_fields
    fields["what_1"].label = _("One thing we will try")  # of which the page's heading speaks
    names = ("help_1", "obstacle_1", "obstacle_1_reach", "what_1", "who_1", "notice_1", "next_talk")
    return [_of(fields[name]) for name in names]
