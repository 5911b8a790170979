"""What is told of a place where one person works speaks as one, and of no team."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from django.utils.translation import gettext as _

from record.words.by_one import one_says
from record.words.phrases import Part, PartRole
from reports.content.agreed import Agreed
from reports.content.asks import AskAnswered
from reports.content.heads import Item
from reports.content.journey import ThemeRows
from reports.content.letter import CoverLetter, Source
from reports.content.pieces import Own
from reports.content.quotable import QuotablePage
from reports.content.rows import FORMER, RowText
from reports.content.theme_text import ThemeText
from reports.content.wall import Wall
from reports.drawing.sheet import Segment

Said = TypeVar("Said")

# Names, what a framework asks and what a reader answered stay as they are.
_NAMES: dict[type[msgspec.Struct], tuple[str, ...]] = {
    AskAnswered: ("answer", "body"),
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


def said_by_one(said: Said, *, of: object, names: Iterable[str] = ()) -> Said:
    """Return the same, whatever its kind, with what speaks of a team said by one person.

    People's own words stay as they wrote them, and names and what a framework asks, which are those
    in `of`, and `names`.
    """
    otherwise: Said = _otherwise(said, one_says({*names_of(of), *names}))
    return otherwise


def names_of(said: object) -> Iterator[str]:
    """Yield what stays as it is in something that is told."""
    if isinstance(said, Part):
        if said.role not in {PartRole.TEXT, PartRole.WORDS}:
            yield said.text
    elif isinstance(said, tuple):
        for each in said:
            yield from names_of(each)
    elif isinstance(said, msgspec.Struct):
        yield from (getattr(said, field) for field in _kept_of(said))
        if isinstance(said, QuotablePage):
            yield from (each.title for each in said.questions)  # a committee asks them
        for field in said.__struct_fields__:
            yield from names_of(getattr(said, field))


def _kept_of(said: msgspec.Struct) -> tuple[str, ...]:
    """Return the fields that hold a name. What stands above former lines, or for one, is ours."""
    if isinstance(said, ThemeText | ThemeRows) and said.code.startswith(FORMER):
        return ()
    if isinstance(said, Item) and said.name == _("One thing we talked about"):
        return ()
    return _NAMES.get(type(said), ())


def _otherwise(said: Any, put: Callable[[str], str]) -> Any:
    """Return the same, each text of ours put otherwise. What two have agreed is said by both."""
    if isinstance(said, str):
        return put(said)
    if isinstance(said, tuple):
        return tuple([_otherwise(each, put) for each in said])
    if isinstance(said, Own) or not isinstance(said, msgspec.Struct):
        return said
    if isinstance(said, Part) and said.role is not PartRole.TEXT:
        return said
    if isinstance(said, Agreed):
        put = _of_two
    left = _AS_IT_IS.union(_kept_of(said))
    changed = {}
    for field in said.__struct_fields__:
        if field not in left:
            changed[field] = _otherwise(getattr(said, field), put)
    return msgspec.structs.replace(said, **changed)


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
