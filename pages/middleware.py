"""What every answer says to the browser, and what people read where Django has its own words."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation

from pages.database.busy import busy
from pages.database.faults import fault
from pages.views.errors import not_found


class WrongMethodMiddleware:
    """Gives Django's empty 405 our page: an address that only takes a form was opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Print the page where the answer has none."""
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        page: HttpResponse = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = answer["Allow"]
        return page


class PlainNotFoundMiddleware:
    """Gives a 404 our page in DEBUG too, where Django would list every address to try.

    Django makes its page before any middleware sees the answer, so ours takes its place here. The
    page of what broke (500) stays Django's: it is for whoever mends it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Print our page instead; without DEBUG it is there already."""
        answer = self.get_response(request)
        if not settings.DEBUG or answer.status_code != HTTPStatus.NOT_FOUND:
            return answer
        return not_found(request, Http404())


class BusyMiddleware:
    """Answers 503 where a view met a database that is busy or away, before Django makes it 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer, where waiting is enough."""
        found = fault(error)
        if found and found.passes:
            return busy(request, found)
        return None


@cache
def _policy() -> str:
    """Return the Content-Security-Policy, put together once: no page has one of its own."""
    return build_policy()


class AnswerHeadersMiddleware:
    """Headers that Django does not set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set them; static files keep the caching that WhiteNoise gave them."""
        response = self.get_response(request)
        # Django's own page of what broke, in DEBUG, has styles inside.
        if not (settings.DEBUG and response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR):
            response.headers.setdefault("Content-Security-Policy", _policy())
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        # Office computers are shared: no page of ours stays in a browser's cache.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class HostMiddleware:
    """Refuses a Host with a port that no address of ours has: it would reach links in letters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400 where PIZAZZ_ORIGINS is said and has no such port; the usual two may stay."""
        _name, port = split_domain_port(request.get_host())
        origins = settings.CSRF_TRUSTED_ORIGINS
        ours = {str(urlsplit(origin).port) for origin in origins} | {"", "80", "443"}
        if origins and port not in ours:
            message = "The port in Host is not one of PIZAZZ_ORIGINS."
            raise DisallowedHost(message)
        return self.get_response(request)


class LanguageMiddleware:
    """Says which language a page is in before it is made: else each sentence would ask anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Print the page in the site's language."""
        with translation.override(settings.LANGUAGE_CODE):
            return self.get_response(request)


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text, with Django's random padding against BREACH. PDFs are compressed inside."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Leave alone what is not text."""
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith(("text/", "application/json", "image/svg+xml")):
            return response
        return super().process_response(request, response)
