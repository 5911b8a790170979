"""Pages about being signed in."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import kept, selectors


def saying_422(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view of allauth answer 422 to a form with errors, as all of ours do."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and form is not None and form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return answer


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
