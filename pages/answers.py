"""How views answer: with a form, a list, a file, or with nothing there.

And what they say: where a line such as "Kept" lies until the next page.
"""

from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from pages.database.at_once import Stale
from pages.forms.fields import ChangeForm
from pages.words import as_seen, check_words

T = TypeVar("T")
A_PAGE = 20  # of a long list
LONGEST_SEARCH = 100
LONGEST_NUMBER = 18  # figures of a key
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


def asked_number(request: HttpRequest, name: str) -> int | None:
    """Return the number that an address gives under a name, or None for what is none."""
    typed = request.GET.get(name, "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return int(typed) if is_number else None


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


class ChangeAsSeen(RefusalOnField):
    """The same of a change to a row; where a colleague was quicker, the form shows what it met."""

    form: ChangeForm

    def __exit__(self, kind: object, error: BaseException | None, where: object) -> bool:
        if isinstance(error, Stale):
            self.form.show_now()
            return True
        return super().__exit__(kind, error, where)


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
