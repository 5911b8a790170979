"""What in somebody's words could lead to one person, whoever it is: numbers, addresses, postcodes.

Found by their form alone, before something goes out; whether they may stay is for people to say.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

# No day, as in 01.04.2025-31.03.2026.
_NUMBER = re.compile(
    r"(?<![\w.,/-])(?!\(?(?:\d\d[./-])?\d\d[./-](?:19|20)\d\d(?!\d))"
    r"(?:\+|\(?0)\d?(?:[ \xa0()./·–-]{0,2}\d){8,13}(?![\w-])"
)
_HEALTH = re.compile(r"(?<![\w.,-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
_FORMS = (
    re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # A National Insurance number; a postcode, which ends in none of six letters ("a1 2nd" is none).
    re.compile(r"(?<!\w)[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)", re.IGNORECASE),
    re.compile(
        r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]? ?\d(?!st|nd|rd|th)[ABD-HJLNP-UW-Z]{2}(?![\w-])",
        re.IGNORECASE,
    ),
)


def traces_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what stands in texts and could lead to one person, each once, as it was written."""
    traces: dict[str, None] = {}
    for text in texts:
        for start, end in sorted(_spans(_with_plain_figures(text))):
            traces[text[start:end]] = None
    return tuple(traces)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for form in (_NUMBER, *_FORMS):
        for match in form.finditer(text):
            yield match.span()
    for match in _HEALTH.finditer(text):
        if _is_health_number(match[0]):
            yield match.span()


def _is_health_number(words: str) -> bool:
    """Say whether the last figure checks the nine before it, as in a number of the NHS."""
    *figures, check = (int(letter) for letter in words if letter.isdigit())
    weighed = sum(figure * (10 - place) for place, figure in enumerate(figures))
    return (11 - weighed % 11) % 11 == check


def _with_plain_figures(text: str) -> str:
    """Return a text with the figures of every script as 0 to 9, letter for letter."""
    plain = []
    for letter in text:
        plain.append(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter)
    return "".join(plain)
