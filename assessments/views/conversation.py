"""Where we are: the conversation's own page, and the small acts that start from it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.policy import Act
from assessments import actions, selectors
from assessments.forms.before import BeforeForm, kinds_for, shown_before
from assessments.forms.openuntil import OpenUntilForm
from assessments.models import Ask, Assessment
from assessments.views.notes import of_talk
from assessments.views.pages import carry_out, frame, talk_page
from assessments.views.reach import Talk, of_conversation
from assessments.views.wayfinding import carry_on, first_page, groups, stops
from pages.answers import form_page
from record.choices import Length


@require_http_methods(["GET"])
@of_conversation
def where_we_are(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Show where we are, with one thing to do next."""
    return render(request, "assessments/conversation.html", _where(request, talk))


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


@require_http_methods(["POST"])
@of_conversation
def keep_open(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Keep it open for the others until a day the team picks."""
    form = OpenUntilForm(request.POST)
    if not form.is_valid():
        return form_page(
            request, "assessments/conversation.html", form, _where(request, talk, form)
        )
    stopped = carry_out(
        request, talk, lambda: actions.describe(talk.assessment, by=talk.user, **form.cleaned_data)
    )
    return stopped or redirect(talk.assessment)


@require_http_methods(["POST"])
@of_conversation
def grow(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Make a coffee break into five themes; nothing said is replaced."""
    stopped = carry_out(
        request,
        talk,
        lambda: actions.grow(talk.assessment, length=Length.THEMES, by=talk.user),
    )
    return stopped or redirect(first_page(talk.assessment))


@require_http_methods(["GET", "POST"])
@of_conversation
def before(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Change the day and who took part."""
    kinds = kinds_for(talk.service, talk.assessment)
    saved = shown_before(talk.assessment)

    def make(data: Any, draft: Any) -> BeforeForm:
        return BeforeForm(data, kinds=kinds, saved=saved, draft=draft)

    return talk_page(
        request,
        talk,
        page="before",
        make=make,
        template="assessments/before.html",
        onward=talk.assessment.get_absolute_url(),
        context={
            "length": "",
            "notes": [],
            "asks": [],
            "last": None,
            "today": timezone.localdate(),
            "back": talk.assessment.get_absolute_url(),
        },
    )
