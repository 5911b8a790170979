"""The page of one line: a theme, or an element of a theme that was opened."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from assessments import selectors
from assessments.forms.levels import AT
from assessments.forms.line import LineForm
from assessments.forms.place import PlaceForm
from assessments.views.pages import talk_page
from assessments.views.reach import Talk, of_conversation
from assessments.views.way import Way
from record.last_time import last_on_line


@require_http_methods(["GET", "POST"])
@of_conversation
def place(request: HttpRequest, talk: Talk, code: str) -> HttpResponse:
    """Ask one question, take one card and one example, and go on to the next.

    In a longer conversation one may also stay for another example, or go back to the list.
    """
    way = Way.through(talk, code)
    form_class = LineForm if way.is_more else PlaceForm
    judgement = selectors.judgement(talk.assessment, way.line.id)
    last = last_on_line(selectors.earlier(talk.assessment), code)

    def make(data: Any, draft: Mapping[str, Any] | None) -> PlaceForm:
        return form_class(
            data, tree=talk.tree, code=code, judgement=judgement, last=last, draft=draft
        )

    def context(_form: PlaceForm) -> dict[str, Any]:
        return {
            "way": way,
            "line": way.line,
            "last": last,
            "examples": selectors.examples(talk.assessment, way.line.id),
            "notes": selectors.notes_of(talk.assessment, [way.line.id]),
        }

    return talk_page(
        request,
        talk,
        page=f"place-{code}",
        make=make,
        template="assessments/line.html" if way.is_more else "assessments/place.html",
        onward=lambda form: _onward(talk, way, form),
        context=context,
    )


def _onward(talk: Talk, way: Way, form: PlaceForm) -> str:
    """Return where one wants to go; a theme just placed is asked whether the bead sits right."""
    if form.stays:
        return way.here
    if form.stops:
        return way.where
    if way.may_go_further and _is_settled(talk, way, form):
        return way.further
    return way.onward


def _is_settled(talk: Talk, way: Way, form: PlaceForm) -> bool:
    """Say whether something was written, and the line now has a bead and an example."""
    wrote = form.places or bool(form.cleaned_data["words"])
    if not wrote or not (form.cleaned_data["choice"] or "").startswith(AT):
        return False
    return bool(selectors.examples(talk.assessment, way.line.id))
