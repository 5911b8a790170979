"""The second page of a line, in a longer conversation."""

from typing import Any

from assessments import selectors
from assessments.forms.further import FurtherForm
from assessments.views.pages import TalkPage, helps_and_obstacles
from assessments.views.way import Way
from pages.answers import or_404
from record.last_time import last_on_line


class FurtherPage(TalkPage[FurtherForm]):
    """Ask whether the bead still sits right, what helps here, what is in the way, what to try."""

    template = "assessments/further.html"

    def find(self) -> None:
        """Find the line, and what is said of it already. Raises Http404."""
        assessment = self.talk.assessment
        code = self.kwargs["code"]
        self.way = Way.through(self.talk, code)
        or_404(self.way.is_more)
        self.page, self.code, self.line = f"further-{code}", code, self.way.line
        self.history = selectors.records(self.talk.service, before=assessment)
        self.known = [f for f in selectors.known_factors(self.history) if code in f.lines]
        self.notes = selectors.notes_about(assessment, self.line.id)
        self.examples = selectors.examples(assessment, self.line.id)
        self.judgement = selectors.judgement(assessment, self.line.id)

    def form(self, data: Any, draft: Any) -> FurtherForm:
        return FurtherForm(
            data,
            tree=self.talk.tree,
            code=self.code,
            judgement=self.judgement,
            settled=bool(self.examples),
            last=last_on_line(self.history, self.code),
            known=self.known,
            followed=selectors.states_of(self.notes),
            draft=draft,
        )

    def context(self) -> dict[str, Any]:
        """Return what was said of this line today and last time."""
        inherited = {factor.id for factor in self.known}
        steps = selectors.known_steps(self.history)
        return {
            "way": self.way,
            "line": self.line,
            "examples": self.examples,
            "now": self._level(),
            **helps_and_obstacles(selectors.new_here(self.notes, inherited)),
            "nobodys": selectors.nobodys_yet(self.known, self.notes),
            "steps_said": selectors.reviews_about(self.talk.assessment, self.line.id),
            "last_steps": [step for step in steps if self.code in step.lines],
        }

    def _level(self) -> str:
        if self.judgement is None or self.judgement.level_id is None:
            return ""
        return self.talk.tree.level_by_id(self.judgement.level_id).name

    def onward(self, form: FurtherForm) -> str:
        """Go on to the next line, or to the list."""
        if form.stops:
            return self.way.where
        return self.way.beyond
