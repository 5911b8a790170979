"""What somebody sent with a form: its fields, what reads as words in them, and who asks."""

import re
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy

# A form of no kind, of too many fields, or of which the rest never came.
UNREADABLE = (MultiPartParserError, SuspiciousOperation, UnreadablePostError)
# Said of the fields that nobody sees: a browser sends them as they were printed.
PART_MISSING = gettext_lazy("Open this page again: a part of the form is missing.")
# ASCII but for blanks and capital letters, and neither an address on the web nor of a mailbox.
CODE = re.compile(r"(?:(?!//)[!-?\[-~])*")


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks: a page would be no answer to it."""
    return "application/json" in {request.content_type, request.headers.get("Accept")}


def tell_script(words: str, *, sign_in: str) -> JsonResponse:
    """Answer a script with what its person has to do first, and where."""
    return JsonResponse({"error": words, "sign_in": sign_in}, status=HTTPStatus.UNAUTHORIZED)


def encoded(request: HttpRequest, *, without: str = "") -> str:
    """Return the form's fields, URL-encoded, without its token, `without` and any password."""
    form = request.POST.copy()
    for name in list(form):
        if name in {"csrfmiddlewaretoken", without} or "password" in name.lower():
            del form[name]
    return form.urlencode()


def fields_to_return(request: HttpRequest) -> str:
    """Return a form's fields for a page that could not take it; none of a form with a password.

    None of one that cannot be read, either.
    """
    try:
        names = list(request.POST) if request.method == "POST" else []
    except UNREADABLE:
        return ""
    if not names or any("password" in name.lower() for name in names):
        return ""
    return encoded(request)


def fields(body: str) -> list[tuple[str, str]]:
    """Return the fields of a form that was sent, in order, names repeated where they were."""
    form = QueryDict(body)
    return [(name, value) for name, values in form.lists() for value in values]


def words_to_return(request: HttpRequest) -> list[str]:
    """Return what reads as words in a form, for a page that could not take it."""
    return typed_words(fields_to_return(request))


def typed_words(body: str) -> list[str]:
    """Return what reads as words among the fields of a form, for showing it again.

    What the page itself put in (keys, marks, codes of answers, days, numbers) has no blank and no
    capital letter; of people's words only single ones in small letters are like that.
    """
    return [value for _name, value in fields(body) if not CODE.fullmatch(value.strip())]
