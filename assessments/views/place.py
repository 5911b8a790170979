"""The page of one line: a theme, or an element of a theme that was opened."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import selectors
from assessments.closure import offered
from assessments.forms.place import PlaceForm
from assessments.lasttime import on_line
from assessments.views.pages import form_page
from assessments.views.reach import Talk, of_conversation
from frameworks.selectors import LineWords


@require_http_methods(["GET", "POST"])
@of_conversation
def place(request: HttpRequest, talk: Talk, code: str) -> HttpResponse:
    """Ask one question, take one card and one example, and go on to the next."""
    way = Way.through(talk, code)
    judgement = selectors.judgement(talk.assessment, way.line.id)
    last = on_line(talk.last_record(), code)

    def make(data: Any, draft: Mapping[str, Any] | None) -> PlaceForm:
        return PlaceForm(
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

    return form_page(
        request,
        talk,
        page=f"place-{code}",
        make=make,
        template="assessments/place.html",
        onward=way.onward,
        context=context,
    )


class Way:
    """Where a line stands among those on offer, and where one goes from it."""

    def __init__(self, talk: Talk, lines: list[LineWords], here: int) -> None:
        self.pk = talk.assessment.pk
        self.line = lines[here]
        self.before = lines[here - 1] if here else None
        self.after = lines[here + 1] if here + 1 < len(lines) else None
        self.theme = talk.tree.theme_of(self.line.code)
        self.is_element = self.line.kind == "element"

    @classmethod
    def through(cls, talk: Talk, code: str) -> "Way":
        """Find the line among those the conversation offers. Raises Http404."""
        lines = offered(talk.assessment, talk.tree)
        here = next((n for n, line in enumerate(lines) if line.code == code), None)
        if here is None:
            raise Http404
        return cls(talk, lines, here)

    @property
    def questions(self) -> tuple[str, ...]:
        """A theme's one question; an element's two prompts."""
        return (self.line.question,) if self.line.question else self.line.prompts

    @property
    def onward(self) -> str:
        """The address of what comes next."""
        if self.after:
            return reverse("place", args=[self.pk, self.after.code])
        return reverse("around", args=[self.pk])

    @property
    def back(self) -> str:
        """The address of what came before."""
        if self.before:
            return reverse("place", args=[self.pk, self.before.code])
        return reverse("conversation", args=[self.pk])
