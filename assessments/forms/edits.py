"""Changing one thing that was said: an example, a help or obstacle, something to try."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments import selectors
from assessments.actions import (
    add_around,
    add_example,
    edit_around,
    edit_example,
    edit_factor,
    edit_step,
    name_factor,
    try_step,
)
from assessments.forms.around import themes_as_choices, to_as_choices
from assessments.forms.page import Clash, PageForm
from assessments.models import (
    AroundNote,
    Assessment,
    Example,
    FactorNote,
    StepReview,
)
from frameworks.models import Line
from frameworks.selectors import FrameworkTree
from pages.forms.fields import (
    HINT,
    LineField,
    LinkField,
    OneOf,
    PastDayField,
    ThemeChips,
    WordsField,
)
from record.choices import ExampleKind, FactorKind, Reach

NO_THEME = _("Leave it on one theme, or empty the first box to take it out.")


class RowForm(PageForm):
    """One row, with the version that this person saw."""

    text = "words"
    folded: tuple[str, ...] = ()

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The fields that stand open."""
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """The fields that are folded away until somebody wants them."""
        return [self[name] for name in self.folded]

    @property
    def is_unfolded(self) -> bool:
        """True where something stands in them, or is wrong there."""
        return any(field.value() or field.errors for field in self.folded_fields)

    @property
    def version(self) -> int | None:
        """The version seen; None once it was said which text to keep."""
        return None if self.conflict else self.cleaned_data.get("seen") or 0

    def clash(self, current: Any, /) -> Clash:
        """Return the row's words as they are now, and as typed."""
        return Clash(getattr(current, self.text), self.cleaned_data[self.text])


class PointingForm(RowForm):
    """A row that points to none, one or several lines. Args: tree; lines, those it points to.

    Themes are ticked here; elements and the whole, which a page of theirs points to, stay.
    """

    themes = ThemeChips(label=_("About which theme? Only if you like."))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        tree: FrameworkTree,
        lines: Iterable[Line],
        saved: Mapping[str, Any],
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        codes = [tree.line_by_id(line.pk).code for line in lines]
        self.other_codes = [code for code in codes if tree.line(code).kind != Line.Kind.THEME]
        super().__init__(data, saved={**saved, "themes": codes}, draft=draft)
        self.fields["themes"].choices = themes_as_choices(tree)  # type: ignore[attr-defined]

    def lines(self, assessment: Assessment) -> list[Line]:
        """Return the lines it points to from now on."""
        return selectors.lines(assessment, [*self.cleaned_data["themes"], *self.other_codes])


class ExampleForm(PointingForm):
    """An example. Args: example, the row; tree."""

    folded = ("kind", "happened_on", "link", "themes")
    field_order = ("words", "kind", "happened_on", "link")

    words = WordsField(label=_("What makes us say that?"), help_text=HINT, rows=2)
    kind = OneOf(
        label=_("What kind of example is it?"),
        choices=[*ExampleKind.choices, ("", _("none of these"))],
    )
    happened_on = PastDayField(label=_("When was it?"), required=False)
    link = LinkField()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        example: Example,
        tree: FrameworkTree,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self.example = example
        saved = {name: getattr(example, name) for name in ("words", "kind", "happened_on", "link")}
        saved["seen"] = example.version
        super().__init__(data, tree=tree, lines=example.lines.all(), saved=saved, draft=draft)

    def clean_themes(self) -> list[str]:
        """Leave it on at least one line, where its words are read."""
        themes: list[str] = self.cleaned_data["themes"]
        if self.saved["themes"] and not themes and not self.other_codes:
            raise forms.ValidationError(NO_THEME)
        return themes

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Change it, take it out, or keep both."""
        data = self.cleaned_data
        if self.conflict == "theirs":
            return
        values = {name: data[name] for name in ("words", "kind", "happened_on", "link")}
        values["lines"] = self.lines(assessment)
        if self.conflict == "both":
            add_example(assessment, by=by, key=data["key"], **values)
            return
        edit_example(assessment, self.example, seen=self.version, by=by, key=data["key"], **values)


class FactorForm(PointingForm):
    """A help or an obstacle as this conversation has it. Args: note, the row; tree."""

    field_order = ("words", "reach", "to")

    words = WordsField(help_text=HINT, rows=2)
    reach = OneOf(label=_("Is it …"), choices=Reach.choices)
    to = forms.ChoiceField(
        label=_("Who could change it? Only if you know."),
        required=False,
        choices=lambda: [("", "–"), *to_as_choices()],
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        note: FactorNote,
        tree: FrameworkTree,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self.note = note
        ask = getattr(note.factor, "ask", None)
        saved = {
            "words": note.words,
            "reach": note.reach,
            "to": ask.to if ask else "",
            "seen": note.version,
        }
        super().__init__(data, tree=tree, lines=note.lines.all(), saved=saved, draft=draft)
        self.fields["words"].label = (
            _("What gets in the way?") if self.is_obstacle else _("What have we going for us?")
        )
        if not self.is_obstacle:
            del self.fields["reach"], self.fields["to"]

    @property
    def is_obstacle(self) -> bool:
        """True for what gets in the way."""
        return self.note.factor.kind == FactorKind.OBSTACLE

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Change it, take it out, or keep both."""
        data = self.cleaned_data
        if self.conflict == "theirs":
            return
        values = {
            "words": data["words"],
            "reach": data.get("reach", ""),
            "to": data.get("to", ""),
            "lines": self.lines(assessment),
        }
        if self.conflict == "both":
            name_factor(assessment, kind=self.note.factor.kind, by=by, key=data["key"], **values)
            return
        edit_factor(assessment, self.note, seen=self.version, by=by, key=data["key"], **values)


class StepForm(PointingForm):
    """Something to try, as this conversation has it. Args: review, the row; tree."""

    field_order = ("what", "who", "notice", "by_when")

    text = "what"

    what = WordsField(label=_("What?"), help_text=HINT, rows=2)
    who = LineField(label=_("Who will see to it? A role is fine."))
    notice = WordsField(label=_("How will we notice?"))
    by_when = LineField(label=_("By when?"), most=100)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        review: StepReview,
        tree: FrameworkTree,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self.review = review
        saved = {name: getattr(review, name) for name in ("what", "who", "notice", "by_when")}
        saved["seen"] = review.version
        super().__init__(data, tree=tree, lines=review.lines.all(), saved=saved, draft=draft)

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Change it, take it out, or keep both."""
        data = self.cleaned_data
        if self.conflict == "theirs":
            return
        values = {name: data[name] for name in ("what", "who", "notice", "by_when")}
        values["lines"] = self.lines(assessment)
        if self.conflict == "both":
            try_step(assessment, by=by, key=data["key"], **values)
            return
        edit_step(assessment, self.review, seen=self.version, by=by, key=data["key"], **values)


class ContextForm(RowForm):
    """What changed around the team. Args: note, the row."""

    words = LineField(label=_("What changed around us?"), most=300)
    happened_on = PastDayField(label=_("When?"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        note: AroundNote,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self.note = note
        saved = {"words": note.words, "happened_on": note.happened_on, "seen": note.version}
        super().__init__(data, saved=saved, draft=draft)

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Change it, take it out, or keep both."""
        data = self.cleaned_data
        if self.conflict == "theirs":
            return
        values = {"words": data["words"], "happened_on": data["happened_on"]}
        if self.conflict == "both":
            add_around(assessment, by=by, key=data["key"], **values)
            return
        edit_around(assessment, self.note, seen=self.version, by=by, key=data["key"], **values)
