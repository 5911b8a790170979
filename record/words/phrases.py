"""Sentences as parts, so that a page can mark names and set people's words apart; how they end.

A form is translated first and filled afterwards, in one pass and by plain replacement: whatever
people wrote stays as they wrote it, braces included, and is escaped where it is printed.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

import msgspec
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pages.words import directed
from record.framework import Struct
from record.words.own_words import (
    ends_in_item,
    has_end,
    is_list,
    printable,
    with_end,
    without_end,
)

_SLOT = re.compile(r"\{(\w+)\}")
_ARTICLES = frozenset({"a", "an", "the", "our"})


class PartRole(StrEnum):
    TEXT = "text"  # ours
    LINE = "line"  # what a line was called, in quotes: strong
    NAME = "name"  # the name of a line: plain, as a strong level often follows
    LEVEL = "level"  # the name of a level: strong
    WORDS = "words"  # people's own: any script and direction


class Part(Struct):
    """A run of text of one role."""

    role: PartRole
    text: str

    @property
    def strong(self) -> bool:
        return self.role in {PartRole.LINE, PartRole.LEVEL}

    @property
    def words(self) -> bool:
        """True where it is somebody's own and wants its own text direction."""
        return self.role is PartRole.WORDS

    @property
    def html(self) -> str:
        if self.strong:
            return f"<strong>{directed(self.text)}</strong>"
        if self.words:
            return f'<bdi dir="auto">{in_lines(self.text)}</bdi>'
        return str(directed(self.text))

    @property
    def printed(self) -> str:
        """The part, escaped; people's words fit for print."""
        if self.words:
            return Part(self.role, printable(self.text)).html
        return self.html


def in_lines(words: str) -> SafeString:
    """Return people's words escaped, with the lines they wrote.

    A list stays a list: it begins behind what stands before it, on a line of its own.
    """
    lines = ((line,) for line in words.strip().splitlines())
    html = format_html_join(SafeString("<br>"), "{}", lines)
    return format_html('<span class="own-list">{}</span>', html) if is_list(words) else html


class Sentence(Struct):
    """One or a few sentences that belong together."""

    parts: tuple[Part, ...] = msgspec.field(default=(), name="bits")  # as reports were frozen

    @property
    def plain(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def html(self) -> SafeString:
        """The text with names strong and people's words in a `bdi`, all of it escaped."""
        return mark_safe("".join([part.html for part in self.parts]))  # noqa: S308 -- each is escaped

    @property
    def printed(self) -> SafeString:
        """The same, people's words fit for print."""
        return _printed(self.parts)

    def __str__(self) -> str:
        return self.plain

    def __bool__(self) -> bool:
        return bool(self.parts)

    def without(self, words: str) -> "Sentence":
        """Leave out words that already stand above."""
        own = Part(PartRole.WORDS, words)
        if own not in self.parts:
            return self
        place = self.parts.index(own)
        before, after = list(self.parts[:place]), list(self.parts[place + 1 :])
        if not before and after:
            after[0] = Part(after[0].role, after[0].text.lstrip())
        elif before and before[-1].text.endswith(": "):
            before[-1] = Part(before[-1].role, before[-1].text.removesuffix(": ") + ".")
        return Sentence(tuple(part for part in (*before, *after) if part.text))

    def and_then(self, *others: "Sentence") -> "Sentence":
        """Let other sentences follow."""
        parts = list(self.parts)
        for other in others:
            parts += [Part(PartRole.TEXT, " "), *other.parts]
        return Sentence(tuple(parts))

    def then(self, first: "Sentence", *others: "Sentence") -> "Sentence":
        """Let other sentences go on after a colon: the first begins small."""
        start, *rest = first.parts
        if start.role is PartRole.TEXT:
            start = Part(start.role, start.text[:1].lower() + start.text[1:])
        return Sentence((*self.parts, start, *rest)).and_then(*others)


@lru_cache(4000)  # the same records are told again and again
def _printed(parts: tuple[Part, ...]) -> SafeString:
    return mark_safe("".join([part.printed for part in parts]))  # noqa: S308 -- the same


Slot = str | Part | Sentence | Iterable[Part]


def fill(form: str, /, **slots: Slot) -> Sentence:
    """Put words, parts or whole sentences into the `{slots}` of a translated form."""
    parts: list[Part] = []
    for number, piece in enumerate(_SLOT.split(form)):
        if number % 2:
            parts += _parts(slots[piece])
        elif after := _after(parts, piece):
            parts.append(Part(PartRole.TEXT, after))
    return Sentence(tuple(_run_together(parts)))


def slot_names(form: str) -> list[str]:
    return _SLOT.findall(form)


def _after(parts: list[Part], piece: str) -> str:
    """Return what goes on behind a slot: where what fills it has an end, that is end enough."""
    if piece.startswith(".") and parts and has_end(parts[-1].text):
        return piece[1:]
    return piece


def _parts(slot: Slot) -> Iterable[Part]:
    if isinstance(slot, str):
        return (Part(PartRole.TEXT, slot),)
    if isinstance(slot, Part):
        return (slot,)
    if isinstance(slot, Sentence):
        return slot.parts
    return slot


def text(words: str) -> Sentence:
    if words:
        return Sentence((Part(PartRole.TEXT, words),))
    return Sentence(())


def joined(*sentences: Sentence) -> Sentence:
    """Put sentences one after the other, a space between them, leaving out the empty."""
    parts: list[Part] = []
    for sentence in sentences:
        if parts and sentence:
            if parts[-1].words:  # a list has no end of its own
                parts[-1] = Part(PartRole.WORDS, with_end(parts[-1].text))
            parts.append(Part(PartRole.TEXT, " "))
        parts += sentence.parts
    return Sentence(tuple(_run_together(parts)))


def _run_together(parts: Iterable[Part]) -> Iterable[Part]:
    run: list[str] = []
    for part in parts:
        if part.role is PartRole.TEXT:
            run.append(part.text)
            continue
        if run:
            yield Part(PartRole.TEXT, "".join(run))
            run = []
        yield part
    if run:
        yield Part(PartRole.TEXT, "".join(run))


def own_words(words: str) -> Sentence:
    """Somebody's own words as a sentence, or nothing. The last item of a list is no end of one."""
    if words:
        return Sentence((Part(PartRole.WORDS, words if ends_in_item(words) else with_end(words)),))
    return Sentence(())


def level_name(name: str, *, starts: bool = False) -> Part:
    """Name a level; `starts` where it opens a sentence and keeps its capital."""
    if not starts or _is_sentence(name):
        name = level_inside(name)
    return Part(PartRole.LEVEL, name)


def level_inside(name: str) -> str:
    """Return a level's name as it stands inside a sentence.

    One that may be a sentence itself ("We talk about it now and then") stands in quotes.
    """
    return quoted(name) if _is_sentence(name) else mid_sentence(name)


def quoted(name: str) -> str:
    if name.startswith(("“", "„", "«")):
        return name
    return fill(_("“{name}”"), name=without_end(name)).plain


def _is_sentence(name: str) -> bool:
    """Say whether a name has more words than "here and there", or ends as a sentence does."""
    return len(name.split()) > 3 or has_end(name)  # noqa: PLR2004 -- the words of "here and there"


def mid_sentence(name: str) -> str:
    """Lower the first letter, unless the name looks like the name of something.

    "A culture of enquiry" and "The Three Rs" give way; "NHS liaison" and "Mill Lane kitchen" stay.
    """
    first, *others = name.split() or [""]
    if first[1:] != first[1:].lower():
        return name
    if first.lower() not in _ARTICLES and any(word[:1].isupper() for word in others):
        return name
    return name[:1].lower() + name[1:]


def listed(items: Iterable[str]) -> str:
    """Tell a list: "days, nights and relief"; nothing of an empty one."""
    *others, last = list(items) or [""]
    if not others:
        return last
    return fill(_("{some} and {last}"), some=", ".join(others), last=last).plain


def opening(part: Part) -> Part:
    """The same part at the beginning of a sentence."""
    return Part(part.role, capfirst(part.text))


def team_and_organisation(service: str, organisation: str) -> str:
    """Name a team with its organisation; once, where both have one name."""
    if service == organisation:
        return service
    return fill(_("{service}, {organisation}"), service=service, organisation=organisation).plain


def name_lines(form: str, lines: Sequence[str], **slots: Slot) -> Sentence:
    """Fill `{names}` of a translated form with the names of lines, told as a list.

    Names that hold an "and" themselves are kept apart by semicolons; one that opens the sentence
    keeps its capital. `slots`: its other slots.
    """
    parts = {}
    for place, name in enumerate(lines):
        parts[f"name{place}"] = Part(PartRole.NAME, mid_sentence(name))
    if lines and form.startswith("{names}"):
        parts["name0"] = Part(PartRole.NAME, lines[0])
    gaps = ["{" + key + "}" for key in parts]
    composed = any("," in name or _(" and ") in name for name in lines)
    listing = "; ".join(gaps) if composed else listed(gaps)
    return fill(form, **slots | {"names": fill(listing, **parts)})
