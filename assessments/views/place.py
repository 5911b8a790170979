"""The pages of one line, a theme or an element; opening a theme further, and leaving one shut."""

from functools import cached_property
from typing import Any

from django.urls import reverse

from assessments import actions, selectors
from assessments.forms.bead import AT
from assessments.forms.further import FurtherForm
from assessments.forms.place import LineForm, PlaceForm
from assessments.models import Example
from assessments.views.pages import TalkAct, TalkPage, helps_and_obstacles
from assessments.views.way import Way
from frameworks.tree import LineWords
from pages.answers import or_404
from pages.forms.fields import Values
from record.last_time import LastTime, last_on_line
from record.words.phrases import level_inside


class PlacePage(TalkPage[PlaceForm]):
    """Ask one question, take one card and one example, and go on to the next.

    In a longer conversation one may also stay for another example, or go back to the list.
    """

    form_class = PlaceForm
    template = "assessments/place.html"

    def find(self) -> None:
        code = self.kwargs["code"]
        self.way = Way.through(self.talk, code)
        self.page, self.code, self.line = f"place-{code}", code, self.way.line
        if self.way.is_more:
            self.form_class, self.template = LineForm, "assessments/line.html"
        self.judgement = selectors.judgement(self.talk.assessment, self.line.id)

    @cached_property
    def last(self) -> LastTime | None:
        """What was said of the line last time: a form that was sent seldom asks for it."""
        code_in = selectors.code_before(self.talk.tree, self.code)
        return last_on_line(selectors.earlier_records(self.talk.assessment), self.code, code_in)

    def form(self, **page: Values) -> PlaceForm:
        return self.form_class(
            tree=self.talk.tree,
            code=self.code,
            judgement=self.judgement,
            last=lambda: self.last,
            **page,
        )

    def context(self) -> dict[str, Any]:
        notes = selectors.notes_of(self.talk.assessment, [self.line.id])
        return {
            "way": self.way,
            "line": self.line,
            "last": self.last,
            "examples": self._examples(),
            "notes": notes,
            "to_take_out": self.talk.to_take_out(self.request, notes),
        }

    def onward(self, form: PlaceForm) -> str:
        """Go where one wants to; a theme just placed is asked whether the bead sits right."""
        if form.then == "another":
            return self.way.here
        if form.then == "list":
            return self.way.where
        if self.way.may_go_further and form.is_valid() and self._is_settled(form):
            return self.way.further
        if self.way.goes_further:
            return self.way.further
        return self.way.beyond

    def _is_settled(self, form: PlaceForm) -> bool:
        """Say whether something was written, and the line now has a bead and an example."""
        wrote = form.places or bool(form.cleaned_data["words"])
        placed = (form.cleaned_data["choice"] or "").startswith(AT)
        return wrote and placed and bool(self._examples())

    def _examples(self) -> list[Example]:
        return selectors.examples(self.talk.assessment, self.line.id)


class FurtherPage(TalkPage[FurtherForm]):
    """Ask whether the bead still sits right, what helps here, what is in the way, what to try."""

    template = "assessments/further.html"

    def find(self) -> None:
        assessment = self.talk.assessment
        code = self.kwargs["code"]
        self.way = Way.through(self.talk, code)
        or_404(self.way.is_more)
        self.page, self.code, self.line = f"further-{code}", code, self.way.line
        self.history = selectors.records(self.talk.service, before=assessment)
        factors = selectors.known_factors(self.history, self.talk.tree)
        self.factors = [factor for factor in factors if code in factor.lines]
        self.notes = selectors.factor_notes(assessment, self.line.id)
        self.examples = selectors.examples(assessment, self.line.id)
        self.judgement = selectors.judgement(assessment, self.line.id)

    def form(self, **page: Values) -> FurtherForm:
        return FurtherForm(
            tree=self.talk.tree,
            code=self.code,
            judgement=self.judgement,
            is_settled=bool(self.examples),
            last=last_on_line(
                self.history, self.code, selectors.code_before(self.talk.tree, self.code)
            ),
            factors=self.factors,
            states=selectors.states_of(self.notes),
            **page,
        )

    def context(self) -> dict[str, Any]:
        steps = selectors.known_steps(self.history, self.talk.tree)
        return {
            "way": self.way,
            "line": self.line,
            "examples": self.examples,
            "now": self._level(),
            **helps_and_obstacles(selectors.new_here(self.notes, self.factors)),
            "nobodys": selectors.nobodys_yet(self.factors, self.notes),
            "steps_said": selectors.reviews_about(self.talk.assessment, self.line.id),
            "last_steps": [step for step in steps if self.code in step.lines],
        }

    def _level(self) -> str:
        if self.judgement is None or self.judgement.level_id is None:
            return ""
        return level_inside(self.talk.tree.level_by_id(self.judgement.level_id).name)

    def onward(self, form: FurtherForm) -> str:
        if form.then == "list":
            return self.way.where
        return self.way.beyond


class OpenTheme(TalkAct):
    """Open a theme further; go to its first element."""

    theme: LineWords

    def find(self) -> None:
        themes = {theme.code: theme for theme in self.talk.tree.themes}
        self.theme = or_404(themes.get(self.kwargs["code"]))
        self.line = selectors.line(self.talk.assessment, self.theme.code)

    def act(self) -> None:
        actions.open_theme(self.talk.assessment, self.line, by=self.talk.user)

    def onward(self) -> str:
        first = (*self.theme.elements, self.theme)[0]
        return reverse("place", args=[self.talk.assessment.pk, first.code])


class ShutTheme(OpenTheme):
    """Leave a theme's elements out this time; back to the list."""

    def act(self) -> None:
        actions.shut_theme(self.talk.assessment, self.line, by=self.talk.user)

    def onward(self) -> str:
        return self.talk.assessment.get_absolute_url()


class OpenThemes(TalkAct):
    """Open every theme that has elements; back to the list."""

    def act(self) -> None:
        codes = [theme.code for theme in self.talk.tree.themes if theme.elements]
        lines = selectors.lines(self.talk.assessment, codes)
        actions.open_theme(self.talk.assessment, *lines, by=self.talk.user)
