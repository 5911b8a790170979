"""What we have going for us, what gets in the way; and what we will try."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import selectors
from assessments.forms import AroundForm, TryForm
from assessments.views.pages import talk_page
from assessments.views.reach import Talk, of_conversation
from record.choices import FactorKind, Length


@require_http_methods(["GET", "POST"])
@of_conversation
def around(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Ask what helps and what gets in the way, after last time's list."""
    assessment = talk.assessment
    known = selectors.known_factors(selectors.records(talk.service, before=assessment))
    notes = selectors.factor_notes(assessment)
    inherited = {factor.id for factor in known}
    followed = {str(n.factor_id): n.state for n in notes if str(n.factor_id) in inherited}

    def make(data: Any, draft: Any) -> AroundForm:
        return AroundForm(data, tree=talk.tree, known=known, followed=followed, draft=draft)

    def context(_form: AroundForm) -> dict[str, Any]:
        named = [note for note in notes if str(note.factor_id) not in inherited]
        return {
            "helps_said": [n for n in named if n.factor.kind == FactorKind.HELP],
            "obstacles_said": [n for n in named if n.factor.kind == FactorKind.OBSTACLE],
            "asks": selectors.answered_asks(inherited),
            "back": _coffee(talk) or assessment.get_absolute_url(),
        }

    return talk_page(
        request,
        talk,
        page="around",
        make=make,
        template="assessments/around.html",
        onward=_coffee(talk) or reverse("try", args=[assessment.pk]),
        context=context,
    )


@require_http_methods(["GET", "POST"])
@of_conversation
def trying(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Ask for the one thing to try, after what came of the last one."""
    assessment = talk.assessment
    known = selectors.known_steps(selectors.records(talk.service, before=assessment))
    reviews = selectors.reviews(assessment)
    inherited = {step.id for step in known}
    reviewed = {str(r.step_id): r for r in reviews if str(r.step_id) in inherited}

    def make(data: Any, draft: Any) -> TryForm:
        return TryForm(data, assessment=assessment, known=known, reviewed=reviewed, draft=draft)

    return talk_page(
        request,
        talk,
        page="try",
        make=make,
        template="assessments/try.html",
        onward=_coffee(talk) or reverse("read-back", args=[assessment.pk]),
        context={
            "said": [r for r in reviews if str(r.step_id) not in inherited],
            "back": _coffee(talk) or reverse("around", args=[assessment.pk]),
        },
    )


def _coffee(talk: Talk) -> str:
    """Return the address of a coffee break's one page, which leads here and takes one back."""
    if talk.assessment.length != Length.COFFEE:
        return ""
    return reverse("coffee", args=[talk.assessment.pk])
