"""Pages that anybody may read, signed in or not."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frameworks.selectors import published, tree


@login_not_required
@require_http_methods(["GET", "HEAD"])
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of words: help, who_sees_what, about, privacy or accessibility."""
    context: dict[str, Any] = {}
    if name == "about":
        context["frameworks"] = published()
    elif name == "help":
        first = published().first()
        context["tree"] = tree(first, _("the people we work with")) if first else None
    return render(request, f"home/{name}.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def health(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; of somebody who is signed in, the session is read too."""
    return HttpResponse("ok\n", content_type="text/plain")
