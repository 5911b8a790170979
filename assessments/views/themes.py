"""Opening themes further, one by one or all at once, and leaving one shut."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assessments import actions, selectors
from assessments.views.pages import carry_out
from assessments.views.reach import Talk, of_conversation
from frameworks.selectors import LineWords
from pages.answers import or_404


@require_http_methods(["POST"])
@of_conversation
def open_theme(request: HttpRequest, talk: Talk, code: str) -> HttpResponse:
    """Open a theme further; go to its first element."""
    theme = _theme(talk, code)
    line = selectors.line(talk.assessment, code)
    stopped = carry_out(
        request, talk, lambda: actions.open_theme(talk.assessment, line, by=talk.user)
    )
    first = theme.elements[0] if theme.elements else theme
    return stopped or redirect("place", talk.assessment.pk, first.code)


@require_http_methods(["POST"])
@of_conversation
def open_themes(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Open every theme that has elements; back to the list."""
    codes = [theme.code for theme in talk.tree.themes if theme.elements]
    lines = selectors.lines(talk.assessment, codes)
    stopped = carry_out(
        request, talk, lambda: actions.open_themes(talk.assessment, lines, by=talk.user)
    )
    return stopped or redirect(talk.assessment)


@require_http_methods(["POST"])
@of_conversation
def shut_theme(request: HttpRequest, talk: Talk, code: str) -> HttpResponse:
    """Leave a theme's elements out this time; back to the list."""
    _theme(talk, code)
    line = selectors.line(talk.assessment, code)
    stopped = carry_out(
        request, talk, lambda: actions.shut_theme(talk.assessment, line, by=talk.user)
    )
    return stopped or redirect(talk.assessment)


def _theme(talk: Talk, code: str) -> LineWords:
    """Return a theme of the framework. Raises Http404."""
    return or_404({theme.code: theme for theme in talk.tree.themes}.get(code))
