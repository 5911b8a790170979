"""How pages answer: with a form, or with nothing there."""

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
    request: HttpRequest,
    template: str,
    form: BaseForm,
    context: dict[str, Any] | None = None,
    *,
    status: HTTPStatus | None = None,
) -> HttpResponse:
    """Show a page with its form: 422 where something has to be changed, with what was typed."""
    if status is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {**(context or {}), "form": form}, status=status)


def file_answer(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """Hand out a file to whoever asked and to no cache, to be kept under this name."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def sent_again(request: HttpRequest, **now: str) -> QueryDict:
    """Return the form that was sent, as if its page had shown what stands there now.

    For the page of a 409: whoever was slower than a colleague sees both, and can send once more.
    """
    sent = request.POST.copy()
    for name, value in now.items():
        sent[name] = value
    return sent


class RefusedBeside:
    """Says beside a field why what is done inside cannot be: it raises ValidationError then."""

    def __init__(self, form: BaseForm, field: str) -> None:
        self.form, self.field = form, field

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> bool:
        if isinstance(error, ValidationError):
            self.form.add_error(self.field, ValidationError(error.messages))
            return True
        return False


class Saying:
    """Says what was done inside, or why it cannot be: it raises ValidationError then."""

    def __init__(self, request: HttpRequest, done: str = "") -> None:
        self.request, self.done = request, done

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> bool:
        if isinstance(error, ValidationError):
            messages.warning(self.request, " ".join(error.messages))
            return True
        if error is None and self.done:
            messages.success(self.request, self.done)
        return False
