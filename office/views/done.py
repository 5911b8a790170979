"""Who did what: on this site, and in an organisation or a body."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from office import done
from office.views.listing import searched
from office.views.reach import body_of_lead, of_lead, who_runs

LONGEST = 18  # figures of a key


@require_http_methods(["GET", "HEAD"])
def site_done(request: HttpRequest) -> HttpResponse:
    """Show who runs the site what was done: accounts, roles, reports sent and taken back."""
    who_runs(request)
    words = searched(request)
    page = done.done_on_site(before=_before(request), words=words)
    return _shown(request, page, words, {"on_site": True})


@require_http_methods(["GET", "HEAD"])
def our_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a lead what was arranged in the organisation and its teams."""
    _user, organisation = of_lead(request, slug)
    words = searched(request)
    page = done.done_at(organisation, before=_before(request), words=words)
    return _shown(request, page, words, {"organisation": organisation})


@require_http_methods(["GET", "HEAD"])
def body_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whoever leads on this in a body what was arranged there."""
    _user, body = body_of_lead(request, slug)
    words = searched(request)
    page = done.done_at(body, before=_before(request), words=words)
    return _shown(request, page, words, {"body": body})


def _before(request: HttpRequest) -> int | None:
    """Return the key of what was shown last; what is no key begins with the newest."""
    typed = request.GET.get("before", "")
    if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST:
        return int(typed)
    return None


def _shown(
    request: HttpRequest, page: done.DonePage, words: str, of: dict[str, Any]
) -> HttpResponse:
    places = {"on_site": False, "organisation": None, "body": None}
    newest = "before" not in request.GET
    context = places | of | {"page": page, "words": words, "newest": newest}
    return render(request, "office/done.html", context)
