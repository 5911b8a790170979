"""How this site answers: with a form, a list, a file, or with nothing there; and what it all says.

Below, where a line such as "Kept" lies until the next page; and the middleware: headers for the
browser, and pages of ours where Django has its own words.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    ObjectDoesNotExist,
    RequestDataTooBig,
    ValidationError,
)
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
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
from pages.words import as_seen, check_words

T = TypeVar("T")
View = Callable[[HttpRequest], HttpResponseBase]
NO_ROW = "matching query does not exist"  # as Django says it of any table
A_PAGE = 20  # of a long list
LONGEST_SEARCH = 100
NOWHERE = "\ufffd"  # stands in no name


def or_404(thing: T | None) -> T:
    """Return this. Raises Http404 where it is nothing: None, False or empty."""
    if not thing:
        raise Http404
    return thing


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the form that was sent, or None where its page is only opened."""
    if request.method == "POST":
        return request.POST
    return None


def form_page(
    request: HttpRequest,
    template: str,
    form: BaseForm,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a page with its form and what was typed: 422 where something has to be changed.

    409 where the context says what it `met`: what a colleague has saved meanwhile.
    """
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if (context or {}).get("met") not in (None, False):
        status = HTTPStatus.CONFLICT
    return render(request, template, {**(context or {}), "form": form}, status=status)


def search_words(request: HttpRequest) -> str:
    """Return the words looked for; what no database keeps is found nowhere."""
    try:
        return check_words(as_seen(request.GET.get("q", "")), LONGEST_SEARCH)
    except ValidationError:
        return NOWHERE


def paged(request: HttpRequest, rows: Any, name: str = "page") -> Page[Any]:
    """Return the page of these rows that is asked for; a number that is none is the nearest."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get(name, 1))


def file_answer(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """Hand out a file to whoever asked and to no cache, to be kept under this name."""
    where = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": where, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def form_again(request: HttpRequest, **now: str) -> QueryDict:
    """Return the form that was sent, as if its page had shown what stands there now.

    For the page of a 409: whoever was slower than a colleague sees both, and can send once more.
    """
    fields = request.POST.copy()
    for name, value in now.items():
        fields[name] = value
    return fields


class RefusalOnField(AbstractContextManager[Any, bool]):
    """Says on a form, or beside a field, why its block did not do it: it raised ValidationError."""

    def __init__(self, form: BaseForm, field: str | None = None) -> None:
        self.form, self.field = form, field

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> bool:
        if isinstance(error, ValidationError):
            self.form.add_error(self.field, ValidationError(error.messages))
            return True
        return False


class SayOutcome(AbstractContextManager[Any, bool]):
    """Tells in a message what its block did, or why it could not: it raised ValidationError."""

    def __init__(self, request: HttpRequest, sentence: str = "") -> None:
        self.request, self.sentence = request, sentence

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> bool:
        if isinstance(error, ValidationError):
            messages.warning(self.request, " ".join(error.messages))
            return True
        if error is None and self.sentence:
            messages.success(self.request, self.sentence)
        return False


# --- A line such as "Kept", until the next page


class HostCookieStorage(CookieStorage):
    """A cookie whose name browsers take over HTTPS only, from this host and for all of it."""

    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class MessageStorage(FallbackStorage):
    """The cookie, or the session for what is too long for one."""

    storage_classes = (HostCookieStorage, SessionStorage)


# --- Every answer


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
