"""Where we are: the conversation's own page, the acts that start from it, the coffee break."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import Act
from assessments import actions, selectors
from assessments.forms.before import BeforeForm, answers_about, kinds_for
from assessments.forms.coffee import CoffeeForm
from assessments.forms.one_question import OpenUntilForm
from assessments.views.pages import TalkAct, TalkPage, helps_and_obstacles
from assessments.views.reach import (
    Talk,
    TalkView,
    finished_meanwhile,
    frame,
    open_assessment,
    record_page,
)
from assessments.views.way import carry_on, first_page, groups, stops
from pages.answers import form_page
from pages.forms.fields import Values
from record.choices import STILL_TRYING, FactorState, Length
from record.last_time import last_on_line


class WhereWeAre(TalkView):
    """Show where we are, with one thing to do next."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "assessments/conversation.html", _where(request, self.talk))


def _where(request: HttpRequest, talk: Talk, form: forms.Form | None = None) -> dict[str, Any]:
    assessment, is_put_right = talk.assessment, talk.assessment.is_being_put_right
    judgements = selectors.judgements(assessment)
    way = stops(assessment, talk.tree, judgements, selectors.lines_with_examples(assessment))
    history = selectors.records(talk.service, before=assessment)
    notes = selectors.notes_of(assessment)
    themes = groups(assessment, way, selectors.same_twice(history, talk.tree))
    return {
        **frame(talk),
        "groups": themes,
        "next": carry_on(assessment, way),
        "pages_begun": selectors.pages_begun(assessment),
        "notes": notes,
        "to_take_out": talk.to_take_out(request, notes),
        # One being put right opened with its answers long ago.
        "asks": [] if is_put_right else selectors.new_answers(talk.service, assessment),
        "may_open": sum(group.may_open for group in themes),
        "is_coffee": assessment.length == Length.COFFEE,
        "form": form or OpenUntilForm(initial={"open_until": assessment.open_for_others_until}),
        "whole": talk.tree.whole if assessment.length == Length.MORE else None,
        "may_set_aside": talk.may(Act.SET_ASIDE) and not is_put_right,
    }


class KeepOpen(TalkAct):
    """Keep it open for the others until a day the team picks."""

    def post(self, request: HttpRequest, **_address: Any) -> HttpResponse:
        self.form = OpenUntilForm(request.POST)
        if self.form.is_valid():
            return super().post(request)
        context = _where(request, self.talk, self.form)
        return form_page(request, "assessments/conversation.html", self.form, context)

    def act(self) -> None:
        actions.describe(self.talk.assessment, by=self.talk.user, **self.form.cleaned_data)


class Grow(TalkAct):
    """Make a coffee break into five themes; nothing said is replaced."""

    def act(self) -> None:
        actions.grow(self.talk.assessment, length=Length.THEMES, by=self.talk.user)

    def onward(self) -> str:
        return first_page(self.talk.assessment)


class BeforePage(TalkPage[BeforeForm]):
    page = "before"
    template = "assessments/before.html"

    def form(self, **page: Values) -> BeforeForm:
        assessment = self.talk.assessment
        kinds = kinds_for(self.talk.service, assessment)
        saved = answers_about(assessment, BeforeForm.tracked)
        return BeforeForm(kinds=kinds, saved=saved, **page)

    def context(self) -> dict[str, Any]:
        """Return what the page shows of one that has begun: nothing is opened with again."""
        return {
            "length": "",
            "notes": [],
            "asks": [],
            "last": None,
            "today": timezone.localdate(),
        }

    @property
    def back(self) -> str:
        return self.talk.assessment.get_absolute_url()

    def onward(self, _form: BeforeForm) -> str:
        return self.back


class CoffeePage(TalkPage[CoffeeForm]):
    """Ask the plain questions on one page."""

    page = "coffee"
    template = "assessments/coffee.html"

    def find(self) -> None:
        assessment, self.whole = self.talk.assessment, self.talk.tree.whole
        self.history = selectors.records(self.talk.service, before=assessment)
        self.factors = selectors.known_factors(self.history, self.talk.tree)
        code_in = selectors.code_before(self.talk.tree, self.whole.code)
        self.last = last_on_line(self.history, self.whole.code, code_in)
        self.factor_notes = selectors.factor_notes(assessment)

    def form(self, **page: Values) -> CoffeeForm:
        return CoffeeForm(
            tree=self.talk.tree,
            assessment=self.talk.assessment,
            judgement=selectors.judgement(self.talk.assessment, self.whole.id),
            last=self.last,
            factors=self.factors,
            states=selectors.states_of(self.factor_notes),
            **page,
        )

    def context(self) -> dict[str, Any]:
        """Return what stands below the boxes: what was said today, and where last time is."""
        # What is gone or done is said on the page of last time's list; these boxes are of now.
        going_on = [note for note in self.factor_notes if note.state != FactorState.GONE]
        reviews = selectors.reviews(self.talk.assessment)
        remembered = selectors.notes_of(self.talk.assessment)
        return {
            "last": self.last,
            "has_factors": bool(self.factors),
            "has_steps": bool(selectors.known_steps(self.history, self.talk.tree)),
            "notes": remembered,
            "to_take_out": self.talk.to_take_out(self.request, remembered),
            "examples": selectors.examples(self.talk.assessment, self.whole.id),
            **helps_and_obstacles(going_on),
            "steps_said": [row for row in reviews if row.state in STILL_TRYING],
        }

    def onward(self, _form: CoffeeForm) -> str:
        return reverse("read-back", args=[self.talk.assessment.pk])


@require_http_methods(["GET", "POST"])
def set_aside_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    talk = open_assessment(request, pk, Act.SET_ASIDE)
    if request.method != "POST":
        if not talk.assessment.is_open:
            return record_page(talk.assessment)
        if talk.assessment.is_being_put_right:
            return redirect(talk.assessment)
        return render(request, "assessments/set_aside.html", frame(talk))
    try:
        if not talk.assessment.set_aside_at:
            actions.set_aside(talk.assessment, by=talk.user)
    except actions.NotOpen:
        return finished_meanwhile(request, talk, [])
    except actions.Refused as refused:
        messages.info(request, str(refused))
        return redirect(talk.assessment)
    messages.success(request, _("It is set aside. Nothing of it counts as a conversation."))
    return redirect("service", talk.service.slug)
