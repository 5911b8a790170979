"""What people read where Django would answer in its own words."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

from home.views.errors import not_found


class WrongMethodMiddleware:
    """Gives Django's empty 405 our page: an address that only takes a form was opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what comes next."""
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
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Print our page instead; without DEBUG it is there already."""
        answer = self.get_response(request)
        if not settings.DEBUG or answer.status_code != HTTPStatus.NOT_FOUND:
            return answer
        return not_found(request, Http404())
