"""What every request and every answer goes through: headers, our own pages, what is refused unread.

Pages of ours stand where Django has its own words, or none.
"""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    ObjectDoesNotExist,
    RequestDataTooBig,
)
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import UnreadablePostError, split_domain_port
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import resolve
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from pages.database.faults import fault_of, met_another
from pages.views.errors import bad_request, busy_page, not_found

View = Callable[[HttpRequest], HttpResponseBase]
NO_ROW = "matching query does not exist"  # as Django says it of any table


class OwnPagesMiddleware(MiddlewareMixin):
    """Gives people a page of ours where Django has none, or one for whoever mends the site."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Print our page in place of an empty 405, and of the list of addresses of a 404 in DEBUG.

        The page of what broke (500) stays Django's in DEBUG: it is for whoever mends it.
        """
        if isinstance(response, HttpResponseNotAllowed):
            page: HttpResponse = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            page["Allow"] = response["Allow"]
            return page
        if settings.DEBUG and response.status_code == HTTPStatus.NOT_FOUND:
            return not_found(request, Http404())
        return response

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Answer 422 to a form with errors where a view of allauth would say 200, as ours do."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and form is not None and form.errors:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 503 where a view met a database for which waiting is enough, not 500.

        What met another that is done by now is done once more, as if pressed again: what PostgreSQL
        ended so that the other could go on, or what somebody else has just made.
        And 404, as a moment later, where what a form is about was taken away while it was sent.
        """
        if met_another(error):
            return _once_more(request)
        return _answer_to(request, error)


def _once_more(request: HttpRequest) -> HttpResponse:
    """Do what was pressed a second time: of the first nothing is left."""
    view, arguments, named = request.resolver_match or resolve(request.path_info)
    for _name, files in request.FILES.lists():
        for file in files:
            file.seek(0)
    try:
        answer: HttpResponse = view(request, *arguments, **named)
    except Exception as error:
        page = _answer_to(request, error)
        if page is None:
            raise
        return page
    return answer


def _answer_to(request: HttpRequest, error: Exception) -> HttpResponse | None:
    fault = fault_of(error)
    if fault and fault.passes:
        return busy_page(request, fault)
    is_gone = isinstance(error, ObjectDoesNotExist) and NO_ROW in str(error)
    if is_gone and request.method == "POST":
        return not_found(request, error)
    return None


@cache
def _policy() -> str:
    """Return the Content-Security-Policy, put together once: no page has one of its own."""
    return build_policy()


class AnswerHeadersMiddleware(MiddlewareMixin):
    """Headers that Django does not set."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Set them; static files keep the caching that WhiteNoise gave them."""
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # a monitor's every HEAD would be a warning of gunicorn's
        # Django's own page of what broke, in DEBUG, has styles inside.
        if not (settings.DEBUG and response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR):
            response.headers.setdefault("Content-Security-Policy", _policy())
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        # Office computers are shared: no page of ours stays in a browser's cache.
        response.headers.setdefault("Cache-Control", "no-store")
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/") and "charset" not in kind:
            response.headers["Content-Type"] = f"{kind}; charset=utf-8"
        return response


class RefusingMiddleware(MiddlewareMixin):
    """Refuses, before it is read, what no page of ours takes."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Answer 413 to more than a page takes, 400 to half a form or to a port that is not ours.

        A file that is sent Django would write to the disk first, however large, for anybody. Where
        a line breaks off it would take half a text for all of it, and never the whole again. A port
        would reach links in letters: where PIZAZZ_ORIGINS is said it is one of those, or one of the
        usual two.
        """
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return bad_request(request, RequestDataTooBig())
        try:
            is_whole = len(request.body) >= length
        except UnreadablePostError:
            is_whole = False
        if not is_whole:
            return bad_request(request, BadRequest())
        _name, port = split_domain_port(request.get_host())
        origins = settings.CSRF_TRUSTED_ORIGINS
        ours = {str(urlsplit(origin).port) for origin in origins} | {"", "80", "443"}
        if origins and port not in ours:
            raise DisallowedHost("The port in Host is not one of PIZAZZ_ORIGINS.")
        return None


def site_language(get_response: View) -> View:
    """Say which language a page is in before it is made: else each sentence would ask anew."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with translation.override(settings.LANGUAGE_CODE):
            return get_response(request)

    return answer


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text, with Django's random padding against BREACH. PDFs are compressed inside."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Leave alone what is not text."""
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith(("text/", "application/json", "image/svg+xml")):
            return response
        return super().process_response(request, response)
