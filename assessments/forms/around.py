"""What the team has going for it, what gets in the way, and last time's list."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import actions, selectors
from assessments.forms.page import PageForm
from assessments.models import Assessment
from frameworks.models import Line
from frameworks.tree import FrameworkTree
from pages.forms.fields import HINT, AnyOf, OneOf, Values, WordsField
from record.choices import AskedOf, FactorKind, FactorState, Reach
from record.document import FactorText

ROWS = 3
# What helps is there or gone; only what gets in the way can be easier.
STATES = {
    FactorKind.HELP.value: (FactorState.STILL, FactorState.GONE),
    FactorKind.OBSTACLE.value: (FactorState.STILL, FactorState.EASIER, FactorState.GONE),
}


def themes_as_choices(tree: FrameworkTree) -> list[tuple[str, str]]:
    return [(theme.code, theme.name) for theme in tree.themes]


def themes_field(tree: FrameworkTree) -> AnyOf:
    label = _("About which theme? Only if you like.")
    return AnyOf(row="options chips", label=label, choices=themes_as_choices(tree))


def whose_field(**more: Any) -> OneOf:
    return OneOf(label=gettext_lazy("Is it …"), choices=Reach.choices, **more)


def who_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Who could change it? Only if you know."),
        required=False,
        choices=[("", "–"), *AskedOf.choices],
    )


class AroundForm(PageForm):
    """Rows of helps and obstacles; one tap for each thing from last time.

    Args (besides those of PageForm): tree; factors, what earlier times named; states, how this
    time has already found some of it, by factor id.
    """

    def __init__(
        self,
        data: Values = None,
        *,
        tree: FrameworkTree,
        factors: Iterable[FactorText] = (),
        states: Mapping[str, str] | None = None,
        saved: Values = None,
        draft: Values = None,
    ) -> None:
        self.factors = list(factors)
        by_field = {state_field(key): state for key, state in (states or {}).items()}
        self.tracked = (*type(self).tracked, *(state_field(factor.id) for factor in self.factors))
        super().__init__(data, saved={**(saved or {}), **by_field}, draft=draft)
        for factor in self.factors:
            self.fields[state_field(factor.id)] = OneOf(
                label=factor.words,
                choices=[(state.value, state.label) for state in STATES[factor.kind]],
            )
        for number in range(1, ROWS + 1):
            self._add_row(number, tree)

    def _add_row(self, number: int, tree: FrameworkTree) -> None:
        labels = {"help": _("What have we going for us?"), "obstacle": _("What gets in the way?")}
        for kind, first in labels.items():
            label = first if number == 1 else _("Another")
            self.fields[f"{kind}_{number}"] = WordsField(label=label)
            self.fields[f"{kind}_{number}_themes"] = themes_field(tree)
        if number == 1:  # said once on a page
            self.fields["help_1"].help_text = HINT
        self.fields[f"obstacle_{number}_reach"] = whose_field()
        self.fields[f"obstacle_{number}_to"] = who_field()

    @property
    def helps(self) -> list[dict[str, forms.BoundField]]:
        return self._rows("help")

    @property
    def obstacles(self) -> list[dict[str, forms.BoundField]]:
        return self._rows("obstacle")

    def _rows(self, kind: str) -> list[dict[str, forms.BoundField]]:
        rows = []
        for number in range(1, ROWS + 1):
            name = f"{kind}_{number}"
            row = {"words": self[name]}
            for part in ("themes", "reach", "to"):
                if f"{name}_{part}" in self.fields:
                    row[part] = self[f"{name}_{part}"]
            rows.append(row)
        return rows

    @property
    def last_times(self) -> list[tuple[FactorText, forms.BoundField]]:
        """What earlier times named, each with its question; what gets in the way first."""
        ordered = sorted(self.factors, key=lambda factor: factor.kind != FactorKind.OBSTACLE)
        return [(factor, self[state_field(factor.id)]) for factor in ordered]

    def clean(self) -> dict[str, Any]:
        """A row with an answer but without words asks for the words."""
        data = super().clean() or {}
        for number in range(1, ROWS + 1):
            name, message = f"obstacle_{number}", _("Say what gets in the way. One line is plenty.")
            self.ask_for(name, message, f"{name}_reach", f"{name}_to")
        return data

    def save(self, assessment: Assessment, *, by: User) -> None:
        data = self.cleaned_data
        for factor in self.factors:
            field = state_field(factor.id)
            if field in self.touched and data[field]:
                row = selectors.factor(assessment, factor.id)
                actions.follow_up(assessment, row, state=data[field], by=by)
        for name in self.rows_with_words:
            kind = FactorKind(name.partition("_")[0])
            actions.name_factor(
                assessment,
                kind=kind,
                words=data[name],
                reach=data.get(f"{name}_reach", ""),
                to=data.get(f"{name}_to", ""),
                lines=self.about(assessment, name),
                by=by,
            )

    def about(self, assessment: Assessment, name: str) -> list[Line]:
        return selectors.lines(assessment, self.cleaned_data[f"{name}_themes"])

    @property
    def rows_with_words(self) -> list[str]:
        """Their names, in the order of the page."""
        names = []
        for kind in ("help", "obstacle"):
            for n in range(1, ROWS + 1):
                if self.cleaned_data.get(f"{kind}_{n}"):
                    names.append(f"{kind}_{n}")
        return names


def state_field(factor_id: str) -> str:
    return f"state_{factor_id.replace('-', '')}"
