"""What is told of a place where one person works speaks as one, and of no team."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from django.utils.translation import gettext as _
from msgspec.structs import replace

from record.words.phrases import Part, PartRole
from record.words.singular import singular_for
from reports.content.asks import AnswerItem
from reports.content.heads import Item
from reports.content.journey import ThemeRows
from reports.content.letter import CoverLetter
from reports.content.pieces import Own, RowText, ThemeText
from reports.content.provenance import Source
from reports.content.quotable import QuotablePage
from reports.content.rows import FORMER
from reports.content.understanding import UnderstandingPage
from reports.content.wall import Wall
from reports.drawing.sheet import Segment

Content = TypeVar("Content")

# Names, what a framework asks and what a reader answered stay as they are.
_NAMES: dict[type[msgspec.Struct], tuple[str, ...]] = {
    AnswerItem: ("answer", "body"),
    CoverLetter: ("service", "organisation", "to"),
    Item: ("name",),
    QuotablePage: ("service",),
    RowText: ("name",),
    Segment: ("name",),
    Source: ("name", "acknowledgement", "licence"),
    ThemeRows: ("name",),
    ThemeText: ("name", "question"),
    Wall: ("service", "people"),
}
_AS_IT_IS = {"reach", "code"}  # codes that may be words of ours


def in_singular(content: Content, *, of: object, names: Iterable[str] = ()) -> Content:
    """Return the same, whatever its kind, with what speaks of a team said by one person.

    People's own words stay as they wrote them, and names and what a framework asks, which are those
    in `of`, and `names`.
    """
    singular: Content = _put_otherwise(content, singular_for({*names_of(of), *names}))
    return singular


def names_of(content: object) -> Iterator[str]:
    """Yield what stays as it is in something that is told."""
    if isinstance(content, Part):
        if content.role not in {PartRole.TEXT, PartRole.WORDS}:
            yield content.text
    elif isinstance(content, tuple):
        for inner in content:
            yield from names_of(inner)
    elif isinstance(content, msgspec.Struct):
        yield from (getattr(content, field) for field in _name_fields(content))
        if isinstance(content, QuotablePage):
            yield from (inner.title for inner in content.questions)  # a committee asks them
        for field in content.__struct_fields__:
            yield from names_of(getattr(content, field))


def _name_fields(part: msgspec.Struct) -> tuple[str, ...]:
    """Return the fields that hold a name. What stands above former lines, or for one, is ours."""
    if isinstance(part, ThemeText | ThemeRows) and part.code.startswith(FORMER):
        return ()
    if isinstance(part, Item) and part.name == _("One thing we talked about"):
        return ()
    return _NAMES.get(type(part), ())


def _put_otherwise(content: Any, put: Callable[[str], str]) -> Any:
    """Return the same, each text of ours put otherwise. What two have agreed is said by both."""
    if isinstance(content, str):
        return put(content)
    if isinstance(content, tuple):
        return tuple([_put_otherwise(inner, put) for inner in content])
    if isinstance(content, Own) or not isinstance(content, msgspec.Struct):
        return content
    if isinstance(content, Part) and content.role is not PartRole.TEXT:
        return content
    if isinstance(content, UnderstandingPage):
        put = _of_two
    fixed = _AS_IT_IS.union(_name_fields(content))
    new = {}
    for field in content.__struct_fields__:
        if field not in fixed:
            new[field] = _put_otherwise(getattr(content, field), put)
    return replace(content, **new)


def _of_two(text: str) -> str:
    """Return what one of two says of itself as one person says it."""
    phrases = {
        _("We said we would"): _("I said I would"),
        _("As we see it"): _("As I see it"),
        _("We have not yet agreed with you"): _("I have not yet agreed with you"),
        _(" and the team of "): _(" and "),
    }
    for team, one in phrases.items():
        text = text.replace(team, one)
    return text
