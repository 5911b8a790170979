"""The page of one line: a theme, or an element of a theme that was opened."""

from functools import cached_property
from typing import Any

from assessments import selectors
from assessments.forms.levels import AT
from assessments.forms.line import LineForm
from assessments.forms.place import PlaceForm
from assessments.models import Example
from assessments.views.notes import of_talk
from assessments.views.pages import TalkPage
from assessments.views.way import Way
from record.last_time import LastTime, last_on_line


class PlacePage(TalkPage[PlaceForm]):
    """Ask one question, take one card and one example, and go on to the next.

    In a longer conversation one may also stay for another example, or go back to the list.
    """

    form_class = PlaceForm
    template = "assessments/place.html"

    def find(self) -> None:
        """Find the line, and what is said of it already. Raises Http404."""
        code = self.kwargs["code"]
        self.way = Way.through(self.talk, code)
        self.page, self.code, self.line = f"place-{code}", code, self.way.line
        if self.way.is_more:
            self.form_class, self.template = LineForm, "assessments/line.html"
        self.judgement = selectors.judgement(self.talk.assessment, self.line.id)

    @cached_property
    def last(self) -> LastTime | None:
        """What was said of the line last time: a form that was sent seldom asks for it."""
        return last_on_line(selectors.earlier(self.talk.assessment), self.code)

    def form(self, data: Any, draft: Any) -> PlaceForm:
        return self.form_class(
            data,
            tree=self.talk.tree,
            code=self.code,
            judgement=self.judgement,
            last=lambda: self.last,
            draft=draft,
        )

    def context(self) -> dict[str, Any]:
        """Return what was said of the line, and the way from it."""
        notes = selectors.notes_of(self.talk.assessment, [self.line.id])
        return {
            "way": self.way,
            "line": self.line,
            "last": self.last,
            "examples": self._examples(),
            "notes": notes,
            "to_take_out": of_talk(self.request, self.talk, notes),
        }

    def onward(self, form: PlaceForm) -> str:
        """Go where one wants to; a theme just placed is asked whether the bead sits right."""
        if form.stays:
            return self.way.here
        if form.stops:
            return self.way.where
        if self.way.may_go_further and form.is_valid() and self._is_settled(form):
            return self.way.further
        return self.way.onward

    def _is_settled(self, form: PlaceForm) -> bool:
        """Say whether something was written, and the line now has a bead and an example."""
        wrote = form.places or bool(form.cleaned_data["words"])
        placed = (form.cleaned_data["choice"] or "").startswith(AT)
        return wrote and placed and bool(self._examples())

    def _examples(self) -> list[Example]:
        return selectors.examples(self.talk.assessment, self.line.id)
