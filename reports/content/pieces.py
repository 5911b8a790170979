"""What a report is made of besides sentences: people's own words, set apart; names and months.

Own words and generated sentences are different types, so that a page can give people's words
their own direction, and a test can read what was generated and nothing else.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from record.framework import Struct
from record.words.phrases import Part, PartRole, Sentence, Slot, fill, listed, mid_sentence


class Own(Struct):
    """People's own words, exactly as they wrote them."""

    words: str


class Titled(Struct):
    """People's words behind a lead-in of ours."""

    title: str
    words: Own


def titled(pairs: Iterable[tuple[str, Own | None]]) -> tuple[Titled, ...]:
    return tuple(Titled(title, words) for title, words in pairs if words is not None)


def own(words: str) -> Own | None:
    """Return words as somebody's own, or None where there are none."""
    if words.strip():
        return Own(words)
    return None


def name_lines(
    form: str,
    lines: Sequence[str],
    *,
    starts: bool = False,
    slots: Mapping[str, Slot] | None = None,
) -> Sentence:
    """Fill `{names}` of a translated form with the names of lines, told as a list.

    Names that hold an "and" themselves are kept apart by semicolons. `starts`: they open the
    sentence, so the first keeps its capital. `slots`: its other slots.
    """
    parts = {}
    for place, name in enumerate(lines):
        words = name if starts and not place else mid_sentence(name)
        parts[f"name{place}"] = Part(PartRole.NAME, words)
    gaps = ["{" + key + "}" for key in parts]
    composed = any("," in name or _(" and ") in name for name in lines)
    listing = "; ".join(gaps) if composed else listed(gaps)
    return fill(form, names=fill(listing, **parts), **(slots or {}))


def lower_first(title: str) -> str:
    """Begin a title small, for inside a sentence."""
    return title[:1].lower() + title[1:]


def month(date: dt.date) -> str:
    """Say a month: "November 2026"."""
    return format_date(date, _("F Y"))
