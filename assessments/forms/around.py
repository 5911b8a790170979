"""What goes with the cards: what helps, what gets in the way, what to try; last time's lists."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import actions, selectors
from assessments.forms.before import answers_about, changed_values, describe_touched
from assessments.forms.page import Clash, PageForm
from assessments.models import Assessment, StepReview
from frameworks.models import Line
from frameworks.tree import FrameworkTree
from pages.forms.fields import HINT, AnyOf, LineField, OneOf, Values, WordsField
from record.choices import AskedOf, FactorKind, FactorState, Need, NextTalk, Reach, StepState
from record.document import FactorText, StepText

ROWS = 3
# What helps is there or gone; only what gets in the way can be easier.
STATES = {
    FactorKind.HELP.value: (FactorState.STILL, FactorState.GONE),
    FactorKind.OBSTACLE.value: (FactorState.STILL, FactorState.EASIER, FactorState.GONE),
}
PARTS = ("what", "who", "notice", "by_when")
CAME_OF = (StepState.HAPPENED, StepState.PARTLY, StepState.NOT_YET, StepState.DROPPED)


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
        *,
        tree: FrameworkTree,
        factors: Iterable[FactorText] = (),
        states: Mapping[str, str] | None = None,
        saved: Values = None,
        **page: Values,
    ) -> None:
        self.factors = list(factors)
        by_field = {row_field("state", key): state for key, state in (states or {}).items()}
        self.tracked = (
            *type(self).tracked,
            *(row_field("state", factor.id) for factor in self.factors),
        )
        super().__init__(saved={**(saved or {}), **by_field}, **page)
        for factor in self.factors:
            self.fields[row_field("state", factor.id)] = OneOf(
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
        return [(factor, self[row_field("state", factor.id)]) for factor in ordered]

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
            field = row_field("state", factor.id)
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


def row_field(question: str, row_id: str) -> str:
    """Return the name of the field that asks this of something from last time."""
    return f"{question}_{row_id.replace('-', '')}"


class TryForm(PageForm):
    """Rows of things to try; two questions for each from last time.

    Args (besides those of PageForm): tree; steps, what earlier times were trying; reviews, what
    this time has already said of some of them, by step id.
    """

    describing = ("next_talk", "next_talk_by", "next_talk_needs")

    next_talk = OneOf(label=gettext_lazy("When shall we talk again?"), choices=NextTalk.choices)
    next_talk_by = LineField(
        label=gettext_lazy("Who holds it? A role is fine. Only if you like."), most=100
    )
    next_talk_needs = AnyOf(
        label=gettext_lazy("What would we need for that? Only if you like."), choices=Need.choices
    )

    def __init__(
        self,
        *,
        assessment: Assessment,
        steps: list[StepText],
        reviews: Mapping[str, StepReview],
        **page: Values,
    ) -> None:
        self.steps = steps
        tree = selectors.tree_of(assessment)
        saved = answers_about(assessment, self.describing)
        for key, review in reviews.items():
            saved[row_field("came", key)] = review.state
            saved[row_field("learned", key)] = review.learned
        self.tracked = self.describing
        for step in self.steps:
            self.tracked += (row_field("came", step.id), row_field("learned", step.id))
        super().__init__(saved=saved, **page)
        for step in self.steps:
            self.fields[row_field("came", step.id)] = OneOf(
                label=_("Did it happen?"), choices=[(state.value, state.label) for state in CAME_OF]
            )
            self.fields[row_field("learned", step.id)] = WordsField(label=_("What did we learn?"))
        for number in range(1, ROWS + 1):
            self.fields.update(step_fields(number))
            self.fields[f"themes_{number}"] = themes_field(tree)

    @property
    def rows(self) -> list[dict[str, forms.BoundField]]:
        return list(step_rows(self, ROWS, (*PARTS, "themes")))

    @property
    def last_times(self) -> list[tuple[StepText, forms.BoundField, forms.BoundField]]:
        return [
            (s, self[row_field("came", s.id)], self[row_field("learned", s.id)]) for s in self.steps
        ]

    def clean(self) -> dict[str, Any]:
        """Details without *what* ask for it; what was learned asks whether it happened."""
        data = super().clean() or {}
        ask_what(self, ROWS)
        for step in self.steps:
            message = _("Say whether it happened.")
            self.ask_for(row_field("came", step.id), message, row_field("learned", step.id))
        return data

    def save(self, assessment: Assessment, *, by: User) -> None:
        data = self.cleaned_data
        changes = changed_values(self, self.tracked, assessment)  # before anything is written
        describe_touched(self, assessment, by=by, names=self.describing)
        for step in self.steps:
            came, learned = row_field("came", step.id), row_field("learned", step.id)
            if data[came] and {came, learned} & set(changes):
                actions.look_back(
                    assessment,
                    selectors.step(assessment, step.id),
                    state=data[came],
                    learned=changes.get(learned, self.saved.get(learned, "")),
                    was=self.saved.get(learned) or "",
                    by=by,
                )
        for n in range(1, ROWS + 1):
            if data[f"what_{n}"]:
                row = {part: data[f"{part}_{n}"] for part in PARTS}
                lines = selectors.lines(assessment, data[f"themes_{n}"])
                actions.try_step(assessment, by=by, lines=lines, **row)

    def clash(self, current: Any, /) -> Clash:
        if isinstance(current, StepReview):
            self.saved[row_field("learned", str(current.step_id))] = current.learned
        return super().clash(current)


def step_rows(
    form: forms.Form, count: int, parts: Iterable[str] = PARTS
) -> Iterator[dict[str, forms.BoundField]]:
    for n in range(1, count + 1):
        yield {part: form[f"{part}_{n}"] for part in parts}


def ask_what(form: PageForm, rows: int) -> None:
    for n in range(1, rows + 1):
        message = _("Say what you will try. The rest can wait.")
        form.ask_for(f"what_{n}", message, f"who_{n}", f"notice_{n}", f"by_when_{n}")


def step_fields(number: int) -> dict[str, forms.Field]:
    first = number == 1
    return {
        f"what_{number}": WordsField(
            label=_("What?") if first else _("What else?"), help_text=HINT if first else ""
        ),
        f"who_{number}": LineField(label=_("Who will see to it? A role is fine.")),
        f"notice_{number}": WordsField(label=_("How will we notice?")),
        f"by_when_{number}": LineField(label=_("By when?"), most=100),
    }
