"""The coffee break: one page."""

from typing import Any

from django.urls import reverse

from assessments import selectors
from assessments.forms import CoffeeForm
from assessments.views.notes import of_talk
from assessments.views.pages import TalkPage, helps_and_obstacles
from record.choices import STILL_TRYING, FactorState
from record.last_time import last_on_line


class CoffeePage(TalkPage[CoffeeForm]):
    """Ask the plain questions on one page."""

    page = "coffee"
    template = "assessments/coffee.html"

    def find(self) -> None:
        """Find what is said already, today and before."""
        assessment, self.whole = self.talk.assessment, self.talk.tree.whole
        self.history = selectors.records(self.talk.service, before=assessment)
        self.known = selectors.known_factors(self.history)
        self.last = last_on_line(self.history, self.whole.code)
        self.factor_notes = selectors.factor_notes(assessment)

    def form(self, data: Any, draft: Any) -> CoffeeForm:
        """Return the six boxes, and the bead."""
        return CoffeeForm(
            data,
            tree=self.talk.tree,
            assessment=self.talk.assessment,
            judgement=selectors.judgement(self.talk.assessment, self.whole.id),
            last=self.last,
            known=self.known,
            followed=selectors.states_of(self.factor_notes),
            draft=draft,
        )

    def context(self) -> dict[str, Any]:
        """Return what stands below the boxes: what was said today, and where last time is."""
        # What is gone or done is said on the page of last time's list; these boxes are of now.
        going_on = [note for note in self.factor_notes if note.state != FactorState.GONE]
        reviews = selectors.reviews(self.talk.assessment)
        remembered = selectors.notes_of(self.talk.assessment)
        return {
            "last": self.last,
            "last_named": bool(self.known),
            "last_steps": bool(selectors.known_steps(self.history)),
            "notes": remembered,
            "to_take_out": of_talk(self.request, self.talk, remembered),
            "examples": selectors.examples(self.talk.assessment, self.whole.id),
            **helps_and_obstacles(going_on),
            "said": [row for row in reviews if row.state in STILL_TRYING],
        }

    def onward(self, _form: CoffeeForm) -> str:
        return reverse("read-back", args=[self.talk.assessment.pk])
