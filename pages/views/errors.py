"""What people read when something is not as they hoped."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pages.database.busy import busy_page
from pages.database.faults import fault_of
from pages.forms import submission


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
