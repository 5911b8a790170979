"""The coffee break: one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import selectors
from assessments.forms import CoffeeForm
from assessments.views.notes import of_talk
from assessments.views.pages import talk_page
from assessments.views.reach import Talk, of_conversation
from record.choices import STILL_TRYING, FactorKind, FactorState
from record.last_time import last_on_line


@require_http_methods(["GET", "POST"])
@of_conversation
def coffee(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Ask the plain questions on one page."""
    whole = talk.tree.whole
    judgement = selectors.judgement(talk.assessment, whole.id)
    history = selectors.records(talk.service, before=talk.assessment)
    last = last_on_line(history, whole.code)
    known = selectors.known_factors(history)
    notes = selectors.factor_notes(talk.assessment)
    remembered = selectors.notes_of(talk.assessment)
    followed = {str(note.factor_id): note.state for note in notes}

    def make(data: Any, draft: Any) -> CoffeeForm:
        return CoffeeForm(
            data,
            tree=talk.tree,
            assessment=talk.assessment,
            judgement=judgement,
            last=last,
            known=known,
            followed=followed,
            draft=draft,
        )

    def context(_form: CoffeeForm) -> dict[str, Any]:
        # What is gone or done is said on the page of last time's list; these boxes are of now.
        going_on = [note for note in notes if note.state != FactorState.GONE]
        reviews = selectors.reviews(talk.assessment)
        return {
            "last": last,
            "last_named": bool(known),
            "last_steps": bool(selectors.known_steps(history)),
            "notes": remembered,
            "to_take_out": of_talk(request, talk, remembered),
            "examples": selectors.examples(talk.assessment, whole.id),
            "helps_said": [n for n in going_on if n.factor.kind == FactorKind.HELP],
            "obstacles_said": [n for n in going_on if n.factor.kind == FactorKind.OBSTACLE],
            "said": [row for row in reviews if row.state in STILL_TRYING],
        }

    return talk_page(
        request,
        talk,
        page="coffee",
        make=make,
        template="assessments/coffee.html",
        onward=reverse("read-back", args=[talk.assessment.pk]),
        context=context,
    )
