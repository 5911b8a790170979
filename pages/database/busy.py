"""What people read while the database takes nothing: their words, and a button to try again."""

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pages.database.faults import Fault
from pages.forms import submission
from pages.views.routes import kind_of_address

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 30


def busy_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Answer 503 without touching the database, with what was typed and a button to send it again.

    A form carries its submission key, so what was stored after all is not stored twice. Forms with
    a password are not given back.
    """
    say = logger.error if fault.is_of_the_disk else logger.warning
    say("The database is %s: %s %s", fault.name, request.method, kind_of_address(request))
    answer: HttpResponse
    if submission.wants_json(request):
        sentence = _("We cannot keep anything just now. What you typed is still on this page.")
        answer = JsonResponse({"error": sentence}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    else:
        body = submission.fields_to_return(request)
        fields = submission.fields(body)
        once = any(name == "key" for name, _value in fields)
        context = {"words": submission.typed_words(body), "fields": fields, "once": once}
        context["disk"] = fault.is_of_the_disk
        answer = render(request, "503.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(AGAIN_SECONDS)
    return answer
