"""Pages about being signed in."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import kept, selectors


@require_http_methods(["GET"])
def kept_post(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what the person sent after their sign-in ran out, with one button to send it again."""
    row = selectors.kept_post(selectors.signed_in(request), key)
    context = {
        "kept": row,
        "fields": kept.fields(row.body),
        "words": kept.words(row.body),
        "field": kept.FIELD,
    }
    return render(request, "accounts/kept_post.html", context)


@require_http_methods(["GET"])
def keepalive(request: HttpRequest) -> HttpResponse:
    """Answer nothing; asking it counts as being there, so the sign-in goes on."""
    return HttpResponse(status=204)
