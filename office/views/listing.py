"""Lists that are looked through: by words, so many a page, with letters to jump to."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from pages.forms.fields import check_words

A_PAGE = 20
LONGEST_SEARCH = 100
NOWHERE = "\ufffd"  # stands in no name


def searched(request: HttpRequest) -> str:
    """Return the words looked for; what no database keeps is found nowhere."""
    try:
        return check_words(request.GET.get("q", ""), LONGEST_SEARCH)
    except ValidationError:
        return NOWHERE


def paged(request: HttpRequest, rows: Any, name: str = "page") -> Page[Any]:
    """Return the page of these rows that is asked for; a number that is none is the nearest."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get(name, 1))


@dataclass(frozen=True)
class LetterLink:
    """A letter that some name begins with, and the page on which the first of them stands."""

    letter: str
    page: int


def letter_links(names: Sequence[str], a_page: int = A_PAGE) -> list[LetterLink]:
    """Return the letters that these names, A to Z, begin with; none where all fit on one page."""
    if ceil(len(names) / a_page) < 2:  # noqa: PLR2004 -- one page needs no way to another
        return []
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        found.setdefault(name[:1].upper(), place // a_page + 1)
    return [LetterLink(letter, page) for letter, page in found.items()]
