"""Changing one thing that was said: an example, a help or obstacle, something to try."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments import actions, selectors
from assessments.forms.around import themes_as_choices, who_field, whose_field
from assessments.forms.page import Clash, PageForm
from assessments.models import Assessment
from assessments.models.row import WordsRow
from frameworks.models import Line
from frameworks.tree import FrameworkTree
from pages.forms.fields import (
    HINT,
    AnyOf,
    LineField,
    LinkField,
    OneOf,
    PastDayField,
    Values,
    WordsField,
)
from pages.forms.rendering import offer
from record.choices import ExampleKind, FactorKind

NO_WORDS = _("Say what it is, or leave the other boxes as they were to take it out.")
NO_THEME = _("Leave it on one theme, or empty the first box to take it out.")


class RowForm(PageForm):
    """One row, with the version that this person saw. Args: row; tree, the framework's."""

    names: tuple[str, ...] = ()  # the fields of the row
    folded: tuple[str, ...] = ()
    # How another row is said in the same words, where both are kept, and how this one is changed.
    add: Callable[..., WordsRow]
    edit: Callable[..., WordsRow]

    def __init__(self, *, row: Any, tree: FrameworkTree, **page: Values) -> None:
        self.row, self.tree = row, tree
        saved = self.current_values()
        self.tracked = tuple(name for name in saved if name != "seen")
        super().__init__(saved=saved, **page)

    def current_values(self) -> dict[str, Any]:
        return {"seen": self.row.version, **model_to_dict(self.row, self.names)}

    def clean(self) -> dict[str, Any]:
        """Take a row out that is emptied, but not with what was just written in its other boxes."""
        data = super().clean()
        if data.get(self.row.text) != "":
            return data
        for name in self.touched:
            if data.get(name) and isinstance(self.fields[name], WordsField):
                self.add_error(self.row.text, NO_WORDS)
                break
        return data

    def new_values(self, _assessment: Assessment) -> dict[str, Any]:
        """Return what the row says from now on, as the acts take it."""
        return {name: self.value(name) for name in self.names}

    def value(self, name: str) -> Any:
        """Return what a field says from now on: what this person left alone is as it is now."""
        left_alone = name in self._was and name not in self.touched
        if left_alone:
            return self.saved[name]
        return self.cleaned_data.get(name, "")

    @property
    def seen_now(self) -> int:
        """The version this change is made to: the newest, unless a field met somebody else's."""
        if self.moved_on or not self.cleaned_data[self.row.text]:
            return self.cleaned_data.get("seen") or 0
        newest: int = self.row.version
        return newest

    def save(self, assessment: Assessment, *, by: User) -> None:
        values = self.new_values(assessment)
        if self.conflict == "both" and self.has_other_words:
            self.add(assessment, by=by, **values)
        elif self.conflict in {"both", "mine"}:
            self.edit(assessment, self.row, seen=None, by=by, **values)
        elif not self.conflict:
            self.edit(assessment, self.row, seen=self.seen_now, by=by, **values)

    @property
    def has_other_words(self) -> bool:
        """True where another row can be made of it: one in the same words would be said twice."""
        return bool(self.cleaned_data[self.row.text] != str(self.row))

    def clash(self, current: Any, /) -> Clash:
        """Return what met, as it is now and as typed: the row's words, or what else differs."""
        self.row = current
        self.saved = self.current_values()
        clashing = self.moved_on or {current.text}
        if clashing == {current.text}:
            return Clash(str(current), self.cleaned_data[current.text])
        theirs, mine = [], []
        for name in self.tracked:
            if name in clashing:
                theirs.append(self._in_words(name, self.saved[name]))
                mine.append(self._in_words(name, self.cleaned_data[name]))
        return Clash("\n\n".join(theirs), "\n\n".join(mine), not self.has_other_words)

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        names = {str(code): str(label) for code, label in getattr(field, "choices", ())}
        values = value if isinstance(value, (list, tuple)) else [value]
        if isinstance(value, dt.date):
            values = [date_format(value, "j F Y")]
        texts = [names.get(str(part), str(part)) for part in values if part]
        return f"{field.label}\n{', '.join(texts) or gettext('(nothing)')}"

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.folded]

    @property
    def is_unfolded(self) -> bool:
        return any(field.value() or field.errors for field in self.folded_fields)


class PointingForm(RowForm):
    """A row that points to none, one or several lines.

    Themes are ticked here; elements and the whole, which a page of theirs points to, stay.
    """

    themes = AnyOf(row="options chips", label=_("About which theme? Only if you like."))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        offer(self.fields["themes"], themes_as_choices(self.tree))

    def current_values(self) -> dict[str, Any]:
        themes: list[str] = []
        self.other_codes: list[str] = []
        for row in self.row.lines.all():
            line = self.tree.line_by_id(row.pk)
            codes = themes if line.kind == Line.Kind.THEME else self.other_codes
            codes.append(line.code)
        return {**super().current_values(), "themes": themes}

    def new_values(self, assessment: Assessment) -> dict[str, Any]:
        codes = [*self.value("themes"), *self.other_codes]
        return {**super().new_values(assessment), "lines": selectors.lines(assessment, codes)}


class ExampleForm(PointingForm):
    names = ("words", "kind", "happened_on", "link")
    folded = ("kind", "happened_on", "link", "themes")
    field_order = names
    add = staticmethod(actions.add_example)
    edit = staticmethod(actions.edit_row)

    words = WordsField(label=_("What makes us say that?"), help_text=HINT, rows=2)
    kind = OneOf(
        label=_("What kind of example is it?"),
        choices=[*ExampleKind.choices, ("", _("none of these"))],
    )
    happened_on = PastDayField(label=_("When was it?"), required=False)
    link = LinkField()

    def clean_themes(self) -> list[str]:
        """Leave it on at least one line, where its words are read."""
        themes: list[str] = self.cleaned_data["themes"]
        if self.saved["themes"] and not themes and not self.other_codes:
            raise forms.ValidationError(NO_THEME)
        return themes


class FactorForm(PointingForm):
    names: tuple[str, ...] = ("words", "reach")
    field_order = ("words", "reach", "to")
    edit = staticmethod(actions.edit_factor)

    words = WordsField(help_text=HINT, rows=2)
    reach = whose_field()
    to = who_field()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        if self.is_obstacle:
            self.fields["words"].label = _("What gets in the way?")
        else:
            self.fields["words"].label = _("What have we going for us?")
            del self.fields["reach"], self.fields["to"]
            self.names = ("words",)

    def add(self, assessment: Assessment, **fields: Any) -> WordsRow:
        return actions.name_factor(assessment, kind=self.row.factor.kind, **fields)

    @property
    def is_obstacle(self) -> bool:
        return bool(self.row.factor.kind == FactorKind.OBSTACLE)

    def current_values(self) -> dict[str, Any]:
        ask = getattr(self.row.factor, "ask", None)
        return {**super().current_values(), "to": ask.to if ask else ""}

    def new_values(self, assessment: Assessment) -> dict[str, Any]:
        """Return what the row says; a help is put to nobody."""
        return {**super().new_values(assessment), "to": self.value("to")}


class StepForm(PointingForm):
    names = ("what", "who", "notice", "by_when")
    field_order = names
    add = staticmethod(actions.try_step)
    edit = staticmethod(actions.edit_row)

    what = WordsField(label=_("What?"), help_text=HINT, rows=2)
    who = LineField(label=_("Who will see to it? A role is fine."))
    notice = WordsField(label=_("How will we notice?"))
    by_when = LineField(label=_("By when?"), most=100)


class ContextForm(RowForm):
    names = ("words", "happened_on")
    add = staticmethod(actions.add_around)
    edit = staticmethod(actions.edit_around)

    words = LineField(label=_("What changed around us?"), most=300)
    happened_on = PastDayField(label=_("When?"))
