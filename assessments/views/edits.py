"""Changing one thing that was said."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import selectors
from assessments.forms import ContextForm, ExampleForm, FactorForm, StepForm
from assessments.views.pages import taken_out_meanwhile, talk_page
from assessments.views.reach import Talk, of_conversation
from assessments.views.wayfinding import line_page
from record.choices import Length


@require_http_methods(["GET", "POST"])
@of_conversation
def example(request: HttpRequest, talk: Talk, row: uuid.UUID) -> HttpResponse:
    """Change one example, or take it out."""
    found = selectors.example(talk.assessment, row, gone=request.method == "POST")
    lines = list(found.lines.all())
    back = talk.assessment.get_absolute_url()
    if lines:
        back = line_page(talk.assessment, talk.tree.line_by_id(lines[0].pk))

    def make(data: Any, draft: Any) -> ExampleForm:
        return ExampleForm(data, row=found, tree=talk.tree, draft=draft)

    title, gone = _("What makes us say that?"), bool(found.removed_at)
    return _edit(request, talk, f"example-{row}", make, back=back, title=title, gone=gone)


@require_http_methods(["GET", "POST"])
@of_conversation
def factor(request: HttpRequest, talk: Talk, row: uuid.UUID) -> HttpResponse:
    """Change a help or an obstacle, or take it out."""
    found = selectors.factor_note(talk.assessment, row, gone=request.method == "POST")

    def make(data: Any, draft: Any) -> FactorForm:
        return FactorForm(data, row=found, tree=talk.tree, draft=draft)

    title = (
        _("What gets in the way?")
        if found.factor.kind == "obstacle"
        else _("What have we going for us?")
    )
    back = _page_of(talk, "around")
    gone = bool(found.removed_at)
    return _edit(request, talk, f"around-{row}", make, back=back, title=title, gone=gone)


@require_http_methods(["GET", "POST"])
@of_conversation
def step(request: HttpRequest, talk: Talk, row: uuid.UUID) -> HttpResponse:
    """Change something to try, or take it out."""
    found = selectors.review(talk.assessment, row, gone=request.method == "POST")

    def make(data: Any, draft: Any) -> StepForm:
        return StepForm(data, row=found, tree=talk.tree, draft=draft)

    back = _page_of(talk, "try")
    title, gone = _("What we will try"), bool(found.removed_at)
    return _edit(request, talk, f"try-{row}", make, back=back, title=title, gone=gone)


@require_http_methods(["GET", "POST"])
@of_conversation
def context(request: HttpRequest, talk: Talk, row: uuid.UUID) -> HttpResponse:
    """Change what changed around the team, or take it out."""
    found = selectors.around_note(talk.assessment, row)

    def make(data: Any, draft: Any) -> ContextForm:
        return ContextForm(data, row=found, tree=talk.tree, draft=draft)

    back = reverse("read-back", args=[talk.assessment.pk])
    return _edit(
        request, talk, f"context-{row}", make, back=back, title=_("What changed around us")
    )


def _page_of(talk: Talk, name: str) -> str:
    coffee = talk.assessment.length == Length.COFFEE
    return reverse("coffee" if coffee else name, args=[talk.assessment.pk])


def _edit(
    request: HttpRequest,
    talk: Talk,
    page: str,
    make: Any,
    *,
    back: str,
    title: str,
    gone: bool = False,
) -> HttpResponse:
    """Show the form of a row or save it; of one that is `gone` give the words back."""
    if gone:
        return taken_out_meanwhile(request, talk, make(request.POST, None).typed)
    return talk_page(
        request,
        talk,
        page=page,
        make=make,
        template="assessments/edit.html",
        onward=back,
        context={"back": back, "title": title},
    )
