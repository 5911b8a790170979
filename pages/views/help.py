"""Pages that anybody may read, signed in or not."""

import datetime as dt
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pages.answers import or_404
from pages.database.faults import fault_of
from pages.database.readiness import missing_migrations
from pages.views.errors import AGAIN_SECONDS


@login_not_required
@require_http_methods(["GET", "HEAD"])
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of words: help, who_sees_what, what_is_a_pie, about, privacy ..."""
    return render(request, f"pages/{name}.html")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def health(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; of somebody who is signed in, the session is read too."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether people can be answered: the database does, and is of this release.

    For a proxy or a watcher: 200, or 503 and one word of why. It names nothing that is inside.
    """
    try:
        word = "unprepared" if missing_migrations() else "ready"
    except (DatabaseError, InterfaceError) as error:
        fault = fault_of(error)
        word = fault.name.lower() if fault else "broken"
    status = HTTPStatus.OK if word == "ready" else HTTPStatus.SERVICE_UNAVAILABLE
    answer = HttpResponse(f"{word}\n", content_type="text/plain", status=status)
    if word != "ready":
        answer["Retry-After"] = str(AGAIN_SECONDS)
    return answer


@login_not_required
@require_http_methods(["GET", "HEAD"])
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole (RFC 9116); 404 where nobody is named."""
    or_404(settings.SECURITY_CONTACT)
    expires = (timezone.now() + dt.timedelta(days=180)).replace(hour=0, minute=0, second=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
