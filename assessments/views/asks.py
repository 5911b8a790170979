"""What we ask of others."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import selectors
from assessments.forms.ask import AskForm
from assessments.views.pages import talk_page
from assessments.views.reach import Talk, of_conversation
from record.choices import Length
from record.read_back.factors import answer_sentence


@require_http_methods(["GET", "POST"])
@of_conversation
def ask(request: HttpRequest, talk: Talk, row: uuid.UUID) -> HttpResponse:
    """Say an ask more fully; after an answer, what came of it."""
    found = selectors.ask(talk.assessment, row)
    coffee = talk.assessment.length == Length.COFFEE
    back = reverse("coffee" if coffee else "around", args=[talk.assessment.pk])

    def make(data: Any, draft: Any) -> AskForm:
        return AskForm(data, ask=found, draft=draft)

    return talk_page(
        request,
        talk,
        page=f"ask-{row}",
        make=make,
        template="assessments/ask.html",
        onward=back,
        context={
            "back": back,
            "obstacle": selectors.latest_words(found),
            "asked_on": found.asked_in.held_on,
            "answers": [answer_sentence(given.text) for given in found.answers.all()],
        },
    )
