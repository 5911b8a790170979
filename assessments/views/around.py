"""What we have going for us, what gets in the way, what we ask of others and what we will try."""

from typing import Any

from assessments import selectors
from assessments.forms import AroundForm, TryForm
from assessments.forms.around import without_own_manager
from assessments.forms.ask import AskForm, WhoseForm
from assessments.views.pages import TalkPage, helps_and_obstacles
from assessments.views.way import talk_address
from pages.answers import or_404
from record.choices import FactorKind
from record.read_back.lines import answer_sentence


class AroundPage(TalkPage[AroundForm]):
    """Ask what helps and what gets in the way, after last time's list."""

    page = "around"
    template = "assessments/around.html"
    goes_to = "try"

    def find(self) -> None:
        """Find what is known from earlier times, and what this time has said of it."""
        assessment = self.talk.assessment
        records = selectors.records(self.talk.service, before=assessment)
        self.factors = selectors.known_factors(records)
        self.inherited = {factor.id for factor in self.factors}
        self.notes = selectors.factor_notes(assessment)

    def form(self, data: Any, draft: Any) -> AroundForm:
        """Return the boxes, and a question for each thing from earlier times."""
        tree, states = self.talk.tree, selectors.states_of(self.notes)
        form = AroundForm(data, tree=tree, factors=self.factors, states=states, draft=draft)
        return without_own_manager(form, self.talk.service)

    def context(self) -> dict[str, Any]:
        """Return what was named today, and the answers to what was asked."""
        return {
            **helps_and_obstacles(selectors.new_here(self.notes, self.inherited)),
            "nobodys": selectors.nobodys_yet(self.factors, self.notes),
            "asks": selectors.answered_asks(self.inherited),
            "back": talk_address(self.talk.assessment, "conversation"),
        }


class TryPage(TalkPage[TryForm]):
    """Ask for the one thing to try, after what came of the last one."""

    page = "try"
    template = "assessments/try.html"
    goes_to = "read-back"

    def find(self) -> None:
        """Find what earlier times were trying, and what this time has said of it."""
        assessment = self.talk.assessment
        records = selectors.records(self.talk.service, before=assessment)
        self.steps = selectors.known_steps(records)
        self.inherited = {step.id for step in self.steps}
        self.reviews = selectors.reviews(assessment)

    def form(self, data: Any, draft: Any) -> TryForm:
        """Return the boxes, and two questions for each step from earlier times."""
        reviews = {}
        for review in self.reviews:
            if str(review.step_id) in self.inherited:
                reviews[str(review.step_id)] = review
        talk = self.talk.assessment
        return TryForm(data, assessment=talk, steps=self.steps, reviews=reviews, draft=draft)

    def context(self) -> dict[str, Any]:
        new = [review for review in self.reviews if str(review.step_id) not in self.inherited]
        return {"steps_said": new, "back": talk_address(self.talk.assessment, "around")}


class AskPage(TalkPage[AskForm]):
    """Say an ask more fully; after an answer, what came of it."""

    template = "assessments/ask.html"
    goes_to = "around"

    def find(self) -> None:
        """Find the ask. Raises Http404."""
        row = self.kwargs["row"]
        self.page = f"ask-{row}"
        self.ask = selectors.ask_of_team(self.talk.assessment, row)

    def form(self, data: Any, draft: Any) -> AskForm:
        return without_own_manager(AskForm(data, ask=self.ask, draft=draft), self.talk.service)

    def context(self) -> dict[str, Any]:
        """Return what is in the way, since when it was asked, and the answers."""
        return {
            "back": talk_address(self.talk.assessment, "around"),
            "obstacle": selectors.latest_words(self.ask.factor),
            "asked_on": self.ask.asked_in.held_on,
            "answers": [
                answer_sentence(answer.text, asked_of=self.ask.asked_of)
                for answer in self.ask.answers.all()
            ],
        }


class WhosePage(TalkPage[WhoseForm]):
    """Ask whose something is that got in the way, today or before, with its words as they stand."""

    template = "assessments/whose.html"
    goes_to = "around"

    def find(self) -> None:
        """Find it. Raises Http404."""
        row = self.kwargs["row"]
        self.page = f"whose-{row}"
        self.factor = selectors.factor(self.talk.assessment, str(row))
        or_404(self.factor.kind == FactorKind.OBSTACLE)

    def form(self, data: Any, draft: Any) -> WhoseForm:
        form = WhoseForm(data, factor=self.factor, draft=draft)
        return without_own_manager(form, self.talk.service)

    def context(self) -> dict[str, Any]:
        back = talk_address(self.talk.assessment, "around")
        return {"words": selectors.latest_words(self.factor), "back": back}
