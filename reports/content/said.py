"""What a report is made of: sentences of ours as parts, and people's own words set apart.

Own words and generated sentences are different types, so that a page can give people's words
their own direction, and a test can read what was generated and nothing else.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django.utils.dateformat import format as format_date
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from record.document import Struct
from record.words.phrases import Part, PartRole, Sentence, fill, in_lines, line_name, listed
from reports.printing.text import printable

_STRONG = frozenset({PartRole.LINE, PartRole.LEVEL})


class Own(Struct):
    """People's own words, exactly as they wrote them."""

    words: str


class Titled(Struct):
    """People's words behind a lead-in of ours."""

    title: str
    words: Own


def titled(pairs: Iterable[tuple[str, Own | None]]) -> tuple[Titled, ...]:
    """Keep what has words, in order."""
    return tuple(Titled(title, words) for title, words in pairs if words is not None)


class Bit(Struct):
    """A run of text. `role` is text (ours), line or level (names, strong), words (people's)."""

    role: str
    text: str

    @property
    def markup(self) -> str:
        """The bit as escaped markup; people's words fit for print."""
        if self.role in _STRONG:
            return f"<strong>{escape(self.text)}</strong>"
        if self.role == PartRole.WORDS:
            return f'<bdi dir="auto">{in_lines(printable(self.text))}</bdi>'
        return str(escape(self.text))


class Said(Struct):
    """One or a few sentences that belong together."""

    bits: tuple[Bit, ...] = ()

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(bit.text for bit in self.bits)

    @property
    def html(self) -> SafeString:
        """The text with names strong and people's words in a `bdi`, all of it escaped."""
        return _printed(self.bits)

    def __bool__(self) -> bool:
        return bool(self.bits)

    def without(self, words: str) -> "Said":
        """Leave out words that already stand above."""
        place = 0
        for bit in self.bits:
            if bit.role == PartRole.WORDS and bit.text == words:
                break
            place += 1
        if place == len(self.bits):
            return self
        before, after = list(self.bits[:place]), list(self.bits[place + 1 :])
        if not before and after:
            after[0] = Bit(after[0].role, after[0].text.lstrip())
        elif before and before[-1].text.endswith(": "):
            before[-1] = Bit(before[-1].role, before[-1].text.removesuffix(": ") + ".")
        return Said(tuple(bit for bit in (*before, *after) if bit.text))

    def and_then(self, *others: "Said") -> "Said":
        """Let other sentences follow."""
        bits = list(self.bits)
        for other in others:
            bits += [Bit(PartRole.TEXT.value, " "), *other.bits]
        return Said(tuple(bits))

    def then(self, *others: "Said") -> "Said":
        """Let other sentences go on after a colon: the first begins small."""
        first, *more = others
        opening, *rest = first.bits
        if opening.role == PartRole.TEXT:
            opening = Bit(opening.role, opening.text[:1].lower() + opening.text[1:])
        return Said((*self.bits, opening, *rest)).and_then(*more)


def own(words: str) -> Own | None:
    """Return words as somebody's own, or None where there are none."""
    return Own(words) if words.strip() else None


def bits_of(sentence: Sentence | Iterable[Part] | str) -> Said:
    """Keep a sentence as bits."""
    if isinstance(sentence, str):
        return Said((Bit(PartRole.TEXT.value, sentence),) if sentence else ())
    parts = sentence.parts if isinstance(sentence, Sentence) else sentence
    return Said(tuple(Bit(part.role.value, part.text) for part in parts))


def names(
    form: str,
    lines: Sequence[str],
    *,
    starts: bool = False,
    slots: Mapping[str, Part] | None = None,
) -> Said:
    """Fill `{names}` of a translated form with the names of lines, told as a list.

    Names that hold an "and" themselves are kept apart by semicolons. `starts`: they open the
    sentence, so the first keeps its capital. `slots`: its other slots.
    """
    parts = {}
    for place, name in enumerate(lines):
        small = line_name(name)
        parts[f"name{place}"] = Part(small.role, name) if starts and not place else small
    gaps = ["{" + key + "}" for key in parts]
    composed = any("," in name or _(" and ") in name for name in lines)
    listing = "; ".join(gaps) if composed else listed(gaps)
    return bits_of(fill(form, names=fill(listing, **parts), **(slots or {})))


def capital(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def month(date: dt.date) -> str:
    """Say a month: "November 2026"."""
    return format_date(date, _("F Y"))


@lru_cache(4000)  # the same records are told again and again
def _printed(bits: tuple[Bit, ...]) -> SafeString:
    return mark_safe("".join([bit.markup for bit in bits]))  # noqa: S308 -- each bit is escaped
