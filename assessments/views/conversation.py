"""Where we are: the conversation's own page, and the small acts that start from it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.policy import Act
from assessments import actions, selectors
from assessments.forms.before import BeforeForm, kinds_for, shown_before
from assessments.forms.openuntil import OpenUntilForm
from assessments.models import Ask, Assessment
from assessments.views.notes import of_talk
from assessments.views.pages import TalkAct, TalkPage, frame
from assessments.views.reach import Talk, TalkView
from assessments.views.wayfinding import carry_on, first_page, groups, stops
from pages.answers import form_page
from record.choices import Length


class WhereWeAre(TalkView):
    """Show where we are, with one thing to do next."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return render(request, "assessments/conversation.html", _where(request, self.talk))


def _where(request: HttpRequest, talk: Talk, form: forms.Form | None = None) -> dict[str, Any]:
    assessment = talk.assessment
    rows = selectors.begun(assessment)
    way = stops(assessment, talk.tree, rows, selectors.lines_with_examples(assessment))
    history = selectors.records(talk.service, before=assessment)
    notes = selectors.notes_of(assessment)
    listed = groups(assessment, way, selectors.same_twice(history))
    return {
        **frame(talk),
        "groups": listed,
        "next": carry_on(assessment, way),
        "begun": selectors.pages_begun(assessment),
        "notes": notes,
        "to_take_out": of_talk(request, talk, notes),
        "asks": _answers_for(assessment),
        "may_open_all": any(group.may_open for group in listed),
        "is_coffee": assessment.length == Length.COFFEE,
        "form": form or OpenUntilForm(initial={"open_until": assessment.open_until}),
        "whole": talk.tree.whole if assessment.length == Length.MORE else None,
        "may_set_aside": talk.may(Act.SET_ASIDE) and not assessment.is_being_put_right,
    }


def _answers_for(assessment: Assessment) -> list[Ask]:
    """Return the asks whose answers it opens with; one being put right opened long ago."""
    if assessment.is_being_put_right:
        return []
    return selectors.new_answers(assessment.service, assessment)


class KeepOpen(TalkAct):
    """Keep it open for the others until a day the team picks."""

    def post(self, request: HttpRequest, **_address: Any) -> HttpResponse:
        """Look at the day first."""
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
    """Change the day and who took part."""

    page = "before"
    template = "assessments/before.html"

    def form(self, data: Any, draft: Any) -> BeforeForm:
        """Return the questions of before we start, answered."""
        assessment = self.talk.assessment
        kinds = kinds_for(self.talk.service, assessment)
        return BeforeForm(data, kinds=kinds, saved=shown_before(assessment), draft=draft)

    def context(self) -> dict[str, Any]:
        """Return what the page shows of one that has begun: nothing is opened with again."""
        return {
            "length": "",
            "notes": [],
            "asks": [],
            "last": None,
            "today": timezone.localdate(),
            "back": self.talk.assessment.get_absolute_url(),
        }

    def onward(self, _form: BeforeForm) -> str:
        return self.talk.assessment.get_absolute_url()
