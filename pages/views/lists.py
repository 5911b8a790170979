"""Long lists: twenty on a page, and what is looked for among them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from pages.words import as_seen, check_words

A_PAGE = 20
LONGEST_SEARCH = 100
NOWHERE = "\ufffd"  # stands in no name


def search_words(request: HttpRequest) -> str:
    """Return the words looked for; what no database keeps is found nowhere."""
    try:
        return check_words(as_seen(request.GET.get("q", "")), LONGEST_SEARCH)
    except ValidationError:
        return NOWHERE


def paged(request: HttpRequest, rows: Any, name: str = "page") -> Page[Any]:
    """Return the page of these rows that is asked for; a number that is none is the nearest."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get(name, 1))
