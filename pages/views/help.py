"""Pages that anybody may read, signed in or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods


@login_not_required
@require_http_methods(["GET", "HEAD"])
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of words: help, who_sees_what, about, privacy or accessibility."""
    return render(request, f"pages/{name}.html")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def health(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; of somebody who is signed in, the session is read too."""
    return HttpResponse("ok\n", content_type="text/plain")
