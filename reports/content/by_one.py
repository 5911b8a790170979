"""A report of a place where one person works speaks as one, and of no team."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any, TypeVar

import msgspec
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from record.words.phrases import Part, PartRole
from reports.content.agreed import Agreed
from reports.content.asks import AskAnswered
from reports.content.heads import Item
from reports.content.letter import CoverLetter, Source
from reports.content.pieces import Own
from reports.content.quotable import QuotablePage
from reports.content.rows import FORMER, RowText
from reports.content.theme_text import ThemeText
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
    ThemeText: ("name", "question"),
}
_AS_IT_IS = {"reach"}  # a code that is a word of ours
# Forms of English alone; a language that needs others has them in its phrases.
_PRONOUNS = {
    "we are": "I am",
    "are we": "am I",
    "we were": "I was",
    "we": "I",
    "us": "me",
    "ours": "mine",
    "our": "my",
    "ourselves": "myself",
}
_PRONOUN = re.compile(
    rf"(?<! of )(?<![\w-])(?:{'|'.join(sorted(_PRONOUNS, key=len, reverse=True))})(?![\w-])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”")
# Our own words between tags, and the beginning of what people wrote, which finds its direction.
_TAGS = re.compile(r"(<[^>]*>)")
_OWN = re.compile(r'<(\w+)[^>]*\bdir="auto"')


def said_by_one(said: Said, *, of: object) -> Said:
    """Return the same, whatever its kind, with what speaks of a team said by one person.

    People's own words stay as they wrote them, and names and what a framework asks, which are those
    in `of`.
    """
    names = _any_of(_names(of))
    otherwise: Said = _otherwise(said, lambda text: _in_words(text, names))
    return otherwise


def html_by_one(html: str, *, of: object) -> str:
    """Return the same of a part of a page."""
    names = _any_of(map(escape, _names(of)))
    pieces, inside, depth = [], "", 0
    for number, piece in enumerate(_TAGS.split(html)):
        if not number % 2:
            pieces.append(piece if inside else _in_words(piece, names))
            continue
        pieces.append(piece)
        if inside:
            depth += piece.startswith(f"<{inside}")
            depth -= piece.startswith(f"</{inside}")
            inside = inside if depth else ""
        elif (own := _OWN.match(piece)) is not None:
            inside, depth = own[1], 1
    return "".join(pieces)


def _in_words(text: str, names: re.Pattern[str]) -> str:
    """Return our own words as one person says them, but for names and quotations in them."""
    for team, one in _phrases().items():
        text = text.replace(team, one)
    if not _is_english():
        return text
    kept = [match.span() for match in chain(names.finditer(text), _QUOTED.finditer(text))]

    def singular(match: re.Match[str]) -> str:
        if any(begin <= match.start() < end for begin, end in kept):
            return match[0]
        said = _PRONOUNS[match[0].lower()]
        return capfirst(said) if match[0][:1].isupper() else said

    return _PRONOUN.sub(singular, text)


def _is_english() -> bool:
    return (get_language() or "en").startswith("en")


def _phrases() -> dict[str, str]:
    """Return what one person says otherwise, whole phrases before what stands in them."""
    return {
        _("Kept within the team"): _("Kept here"),
        _("kept within the team"): _("kept here"),
        _("The team can take it back"): _("It can be taken back"),
        _("the team’s own account"): _("the account of the one person who works here"),
        _(
            "Other people in the room see other things. Before you read much into a difference, "
            "look at who was there each time."
        ): _("Somebody else would see other things: this is what one person sees."),
        _("the first time we talked"): _("the first time I looked at this"),
        _("We chose among them as we talked"): _("I chose among them"),
        _("we sat down together"): _("I sat down to it"),
        _("Who was in the room, and how we talked"): _("When this was, and how"),
        _("and when we talked"): _("and when I looked at this"),
        _("What we talked about for the first time"): _("What I looked at for the first time"),
        _("Not talked about"): _("Not looked at"),
        _("not talked about"): _("not looked at"),
        _("This time we talked about its parts"): _("This time I looked at its parts"),
        _("one thing we talked about"): _("one thing I looked at"),  # and “the one thing …”
        _("One thing we talked about"): _("One thing I looked at"),
        _("our words on the talks"): _("my words on how it went"),
        _("we talked"): _("I looked at how I work"),
        _("What we came to see the same way"): _("What I came to see in one way"),
        _("don’t all see it the same way"): _("don’t see it in just one way"),
        _("didn’t all see it the same way"): _("didn’t see it in just one way"),
        _("don’t all see the same way"): _("don’t see in just one way"),
        _("didn’t all see "): _("didn’t see "),  # and the name of a line, and then:
        _(" the same way; it "): _(" in just one way; it "),
        _("Some say "): _("It could be "),
    }


def _names(said: object) -> Iterator[str]:
    if isinstance(said, Part):
        if said.role not in {PartRole.TEXT, PartRole.WORDS}:
            yield said.text
    elif isinstance(said, tuple):
        for each in said:
            yield from _names(each)
    elif isinstance(said, msgspec.Struct):
        yield from (getattr(said, field) for field in _kept_of(said))
        if isinstance(said, QuotablePage):
            yield from (each.title for each in said.questions)  # a committee asks them
        for field in said.__struct_fields__:
            yield from _names(getattr(said, field))


def _kept_of(said: msgspec.Struct) -> tuple[str, ...]:
    """Return the fields that hold a name. What stands above former lines is ours."""
    if isinstance(said, ThemeText) and said.code.startswith(FORMER):
        return ()
    return _NAMES.get(type(said), ())


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of these names that hold a word of ours."""
    return _pattern(frozenset(name for name in names if _PRONOUN.search(name)))


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile("|".join(longest_first) or "(?!)", re.IGNORECASE)


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
