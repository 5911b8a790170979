"""What goes with the cards: what helps, what is in the way, asked and tried; and changing a row."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from assessments import selectors
from assessments.forms.around import AroundForm, TryForm
from assessments.forms.ask import AskForm, WhoseForm
from assessments.forms.edits import ContextForm, ExampleForm, FactorForm, RowForm, StepForm
from assessments.models import Example, FactorNote, StepReview
from assessments.models.row import PointingRow
from assessments.views.pages import TalkPage, helps_and_obstacles
from assessments.views.reach import give_words_back
from assessments.views.way import line_page
from pages.answers import or_404
from pages.forms.fields import Values
from record.choices import FactorKind
from record.read_back.lines import answer_sentence


class AroundPage(TalkPage[AroundForm]):
    """Ask what helps and what gets in the way, after last time's list."""

    page = "around"
    template = "assessments/around.html"
    goes_to = "try"

    def find(self) -> None:
        assessment = self.talk.assessment
        records = selectors.records(self.talk.service, before=assessment)
        self.factors = selectors.known_factors(records, self.talk.tree)
        self.notes = selectors.factor_notes(assessment)

    def form(self, **page: Values) -> AroundForm:
        tree, states = self.talk.tree, selectors.states_of(self.notes)
        return AroundForm(tree=tree, factors=self.factors, states=states, **page)

    def context(self) -> dict[str, Any]:
        return {
            **helps_and_obstacles(selectors.new_here(self.notes, self.factors)),
            "nobodys": selectors.nobodys_yet(self.factors, self.notes),
            "asks": selectors.answered_asks(self.factors),
        }


class TryPage(TalkPage[TryForm]):
    """Ask for the one thing to try, after what came of the last one."""

    page = "try"
    template = "assessments/try.html"
    comes_from = "around"
    goes_to = "read-back"

    def find(self) -> None:
        """Find what earlier times were trying, and what this time has said of it and besides."""
        assessment = self.talk.assessment
        records = selectors.records(self.talk.service, before=assessment)
        self.steps = selectors.known_steps(records, self.talk.tree)
        inherited = {step.id for step in self.steps}
        self.reviews, self.new_steps = {}, []
        for review in selectors.reviews(assessment):
            if str(review.step_id) in inherited:
                self.reviews[str(review.step_id)] = review
            else:
                self.new_steps.append(review)

    def form(self, **page: Values) -> TryForm:
        talk = self.talk.assessment
        return TryForm(assessment=talk, steps=self.steps, reviews=self.reviews, **page)

    def context(self) -> dict[str, Any]:
        return {"steps_said": self.new_steps}


class AskPage(TalkPage[AskForm]):
    """Say an ask more fully; after an answer, what came of it."""

    template = "assessments/ask.html"
    comes_from = goes_to = "around"

    def find(self) -> None:
        row = self.kwargs["row"]
        self.page = f"ask-{row}"
        self.ask = selectors.ask_of_team(self.talk.assessment, row)

    def form(self, **page: Values) -> AskForm:
        return AskForm(ask=self.ask, **page)

    def context(self) -> dict[str, Any]:
        return {
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
    comes_from = goes_to = "around"

    def find(self) -> None:
        row = self.kwargs["row"]
        self.page = f"whose-{row}"
        self.factor = selectors.factor(self.talk.assessment, str(row))
        or_404(self.factor.kind == FactorKind.OBSTACLE)

    def form(self, **page: Values) -> WhoseForm:
        return WhoseForm(factor=self.factor, **page)

    def context(self) -> dict[str, Any]:
        return {"words": selectors.latest_words(self.factor)}


class RowPage(TalkPage[RowForm]):
    """Change one thing that was said, or take it out.

    Where somebody took it out meanwhile, the form that was sent gets its words back.
    """

    template = "assessments/edit.html"
    model: type[PointingRow]
    form_class: type[RowForm]
    kind = ""  # how drafts of it are called
    row: Any

    def find(self) -> None:
        """Find the row, for whoever was typing also one that was taken out. Raises Http404."""
        pk, was_sent = self.kwargs["row"], self.request.method == "POST"
        self.page = f"{self.kind}-{pk}"
        self.row = selectors.row(self.model, self.talk.assessment, pk, with_removed=was_sent)

    def form(self, **page: Values) -> RowForm:
        return self.form_class(row=self.row, tree=self.talk.tree, **page)

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        if self.is_gone:
            typed = self.form(data=request.POST).typed
            title = gettext("This was taken out while you were typing")
            return give_words_back(request, self.talk, typed, title)
        return super().post(request, **address)

    @property
    def is_gone(self) -> bool:
        return bool(self.row.removed_at)

    def onward(self, _form: RowForm) -> str:
        return self.back


class ExamplePage(RowPage):
    model = Example
    form_class = ExampleForm
    kind = "example"

    def find(self) -> None:
        super().find()
        self.lines = list(self.row.lines.all())

    @property
    def back(self) -> str:
        for line in self.lines:
            return line_page(self.talk.assessment, self.talk.tree.line_by_id(line.pk))
        return self.talk.assessment.get_absolute_url()


class FactorPage(RowPage):
    model = FactorNote
    form_class = FactorForm
    kind = comes_from = "around"


class StepPage(RowPage):
    model = StepReview
    form_class = StepForm
    kind = comes_from = "try"


class ContextPage(RowPage):
    form_class = ContextForm
    kind = "context"

    def find(self) -> None:
        pk, was_sent = self.kwargs["row"], self.request.method == "POST"
        self.page = f"context-{pk}"
        self.row = selectors.around_note(self.talk.assessment, pk, with_removed=was_sent)

    @property
    def is_gone(self) -> bool:
        return not self.talk.assessment.around_notes.filter(pk=self.row.pk).exists()

    @property
    def back(self) -> str:
        return reverse("read-back", args=[self.talk.assessment.pk])
