"""Controls of our own, printed by the template pack, and the labels that answers carry."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms


@dataclass(frozen=True)
class Answer:
    """The label of one answer in a group of radios.

    `order` is a level's (1 and on; 0 for the other answers); `mark` holds CSS classes that a page
    uses to show a question only when it fits; `asks` are the bound fields asked when it is chosen.
    """

    name: str
    gloss: str = ""
    order: int = 0
    mark: str = ""
    asks: Sequence[forms.BoundField] = ()

    def __str__(self) -> str:
        return self.name


class LevelCards(forms.RadioSelect):
    """Levels as large cards; the other answers open under them. Labels are `Answer`s."""

    cards = True


class Steps(forms.RadioSelect):
    """The finer places within a level, as a row."""

    steps = True


class ThemeChips(forms.CheckboxSelectMultiple):
    """Themes to tick, side by side."""

    chips = True


class ThemeChip(forms.RadioSelect):
    """One theme or none, side by side."""

    chips = True


class WordsArea(forms.Textarea):
    """A box that begins as one line and grows; the browser does not cut what is too long."""

    def __init__(self, rows: int = 1, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})


class DayInput(forms.DateInput):
    """A day, as browsers let people pick one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
