"""How pages answer: with a form, or with nothing there."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

T = TypeVar("T")


def or_404(found: T | None) -> T:
    """Return this. Raises Http404 where it is nothing: None, False or empty."""
    if not found:
        raise Http404
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the form that was sent, or None where its page is only opened."""
    if request.method == "POST":
        return request.POST
    return None


def form_page(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Show a page with its form: 422 where something has to be changed, with what was typed."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **(context or {})}, status=status)


def do_and_say(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do it and say so, or say why it cannot be done: the act raises ValidationError then."""
    try:
        act()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, done)
