"""One limit and one spelling for every text people type, and what a name may hold."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_TEXT = 5000


def tidy(words: str) -> str:
    """Bring line ends to LF and drop blank ends, so that counting agrees everywhere."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


# What breaks a line, or turns the direction of whatever stands around a name.
_NO_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def refuse_controls(name: str) -> None:
    """Refuse a name with line breaks or controls of direction. Raises ValidationError."""
    if _NO_NAME.search(name):
        raise ValidationError(
            _(
                "There is a line break or a hidden character in this name. "
                "Type it again in one line."
            ),
            code="character",
        )


def isolated(name: str) -> str:
    """Return a name that leaves the direction of the sentence around it alone."""
    return f"\u2068{name}\u2069"
