"""Who did what: for who runs the site, who leads an organisation, who leads a body."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from office import history
from office.views.reach import Reach, who_runs
from pages.answers import asked_number, search_words


@require_http_methods(["GET", "HEAD"])
def site_done(request: HttpRequest) -> HttpResponse:
    """Show who runs the site what was done: accounts, roles, reports sent and taken back."""
    who_runs(request)
    return _page(request, history.history_of_site, on_site=True)


@require_http_methods(["GET", "HEAD"])
def who_did_what(request: HttpRequest, slug: str, *, reach: Reach, of: str) -> HttpResponse:
    """Show a lead what was arranged in the organisation and its teams, or in the body."""
    _user, organisation = reach(request, slug)
    return _page(request, partial(history.history_of, organisation), **{of: organisation})


def _page(
    request: HttpRequest, read_page: Callable[..., history.HistoryPage], **of: Any
) -> HttpResponse:
    words = search_words(request)
    page = read_page(before=asked_number(request, "before"), words=words)
    places = {"on_site": False, "organisation": None, "body": None}
    newest = "before" not in request.GET
    context = places | of | {"page": page, "words": words, "newest": newest}
    return render(request, "office/history.html", context)
