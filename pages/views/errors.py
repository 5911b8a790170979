"""What people read when something is not as they hoped."""

import logging
import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from pages.database.faults import Fault, fault_of
from pages.forms import submission

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 30


def _own_words(request: HttpRequest) -> dict[str, list[str]]:
    """Return what a person had typed into a form that was refused, to copy it from the page."""
    return {"words": submission.words_to_return(request)}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; 413 to more than a page takes, which was not even read."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: the person may see this, but not do this to it."""
    return render(request, "403.html", _own_words(request), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, the same for what does not exist and what one may not see."""
    return render(request, "404.html", _own_words(request), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database; 503 where that is what a middleware met."""
    fault = fault_of(sys.exc_info()[1])
    if fault and fault.passes:
        return busy_page(request, fault)
    return render(request, "500.html", _own_words(request), status=500)


def busy_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Answer 503 without touching the database, with what was typed and a button to send it again.

    A form carries its submission key, so what was stored after all is not stored twice. Forms with
    a password are not given back.
    """
    say = logger.error if fault.is_of_the_disk else logger.warning
    say("The database is %s: %s %s", fault.name, request.method, kind_of_address(request))
    answer: HttpResponse
    if submission.wants_json(request):
        sentence = _("Nothing can be kept just now. What you typed is still on this page.")
        answer = JsonResponse({"error": sentence}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    else:
        body = submission.fields_to_return(request)
        fields = submission.fields(body)
        once = any(name == "key" for name, _value in fields)
        context = {"words": submission.typed_words(body), "fields": fields, "once": once}
        context |= {"disk": fault.is_of_the_disk, "came_from": _came_from(request)}
        answer = render(request, "503.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(AGAIN_SECONDS)
    return answer


def _came_from(request: HttpRequest) -> str:
    """Return the page on which it was pressed: where it was sent there may be none to read."""
    page = request.headers.get("Referer", "")
    if page.startswith(f"{request.scheme}://{request.headers.get('Host')}/"):
        return page
    return request.get_full_path()


def kind_of_address(request: HttpRequest | None) -> str:
    """Return how an address is written, without whose page it is: "/share/<uuid:pk>/".

    Also of a request that was answered before anybody looked it up. "no address of ours": of none.
    """
    if request is None:
        return "no address of ours"
    try:
        return f"/{(request.resolver_match or resolve(request.path_info)).route}"
    except Resolver404:
        return "no address of ours"
