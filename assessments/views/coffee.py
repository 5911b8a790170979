"""The coffee break: one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import selectors
from assessments.forms import CoffeeForm
from assessments.lasttime import on_line
from assessments.models.factor import Factor
from assessments.views.pages import form_page
from assessments.views.reach import Talk, of_conversation


@require_http_methods(["GET", "POST"])
@of_conversation
def coffee(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Ask the plain questions on one page."""
    whole = talk.tree.whole
    judgement = selectors.judgement(talk.assessment, whole.id)

    def make(data: Any, draft: Any) -> CoffeeForm:
        return CoffeeForm(
            data, tree=talk.tree, assessment=talk.assessment, judgement=judgement, draft=draft
        )

    def context(_form: CoffeeForm) -> dict[str, Any]:
        notes = selectors.factor_notes(talk.assessment)
        return {
            "last": on_line(talk.last_record(whole.code), whole.code),
            "notes": selectors.notes_of(talk.assessment),
            "examples": selectors.examples(talk.assessment, whole.id),
            "helps_said": [n for n in notes if n.factor.kind == Factor.Kind.HELP],
            "obstacles_said": [n for n in notes if n.factor.kind == Factor.Kind.OBSTACLE],
            "said": selectors.reviews(talk.assessment),
        }

    return form_page(
        request,
        talk,
        page="coffee",
        make=make,
        template="assessments/coffee.html",
        onward=reverse("read-back", args=[talk.assessment.pk]),
        context=context,
    )
