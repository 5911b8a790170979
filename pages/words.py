"""One limit and one spelling for every text people type, and what a name may hold."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_TEXT = 5000
LONGEST_QUOTED = 60
LONGEST_PLAIN = 40


class _AddressValidator(EmailValidator):
    """Raises ValidationError for what is no e-mail address, whatever is wrong with it."""

    def __call__(self, value: str | None) -> None:
        """Refuse a hidden character, too: a letter arrives without it, and nobody types it."""
        if any(unicodedata.category(letter) == "Cf" for letter in value or ""):
            words = _("There is a hidden character in this address. Type it again by hand.")
            raise ValidationError(words, code="character")
        try:
            super().__call__(value)
        except ValidationError as error:
            error.params = {"value": in_short(value or "")}
            raise


def in_short(words: str) -> str:
    """Return words as a sentence about them quotes them: of a whole paragraph its beginning."""
    return Truncator(words).chars(LONGEST_QUOTED)


refuse_no_address = _AddressValidator(gettext_lazy("An e-mail looks like name@place.org"))
# The same where there may be several: it says which.
refuse_this_address = _AddressValidator(
    gettext_lazy("\u2068%(value)s\u2069 is not an e-mail address like name@place.org")
)


# Kinds of characters that leave no mark by themselves, and letters that are blank in every face.
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me", "Mc"}
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def tidy(words: str) -> str:
    """Bring line ends to LF and drop blank ends, so that counting agrees everywhere.

    What holds nothing that anybody could see is nothing.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\0" in words or any(map(_can_be_seen, words)):
        return words
    return ""


def _can_be_seen(letter: str) -> bool:
    """Say whether a character leaves a mark by itself: no blank, control or joiner does."""
    return letter not in _BLANK and unicodedata.category(letter) not in _UNSEEN


# Halves of characters; in a form that was sent, Django reads them as U+FFFD.
_BROKEN = re.compile("[\ud800-\udfff\ufffd]")


def check_words(words: str, most: int = MAX_TEXT) -> str:
    """Return words with line ends as LF. Raises ValidationError with a sentence.

    Refused: more than `most` characters, NUL, and halves of characters (lone surrogates), which no
    database keeps, also where they were read as U+FFFD on the way. Nothing is cut.
    """
    words = tidy(words)
    if "\0" in words or _BROKEN.search(words):
        raise ValidationError(
            _("There is a character in this text that cannot be kept. Type it again without it."),
            code="character",
        )
    if len(words) > most:
        raise ValidationError(
            _("This is {used} characters long and {most} fit. Shorten it; nothing is lost yet.")
            .replace("{used}", number_format(len(words), force_grouping=True))
            .replace("{most}", number_format(most, force_grouping=True)),
            code="max_length",
        )
    return words


# What `isolated` puts around a name, and a half of it at an end.
_AROUND_NAME = re.compile("\u2068([^\u2066-\u2069]*)\u2069|^\\s*\u2068|\u2069\\s*$")


def strings_in(value: Any) -> Iterator[str]:
    """Return every text in what was read from JSON, lines ending as we end them."""
    if isinstance(value, str) and value:
        yield value.replace("\r\n", "\n")
    elif isinstance(value, list):
        for part in value:
            yield from strings_in(part)
    elif isinstance(value, dict):
        yield from strings_in(list(value.values()))


def as_seen(words: str) -> str:
    """Return a line without the marks that come along with a name copied from a page of ours."""
    return _AROUND_NAME.sub(r"\1", words)


def reads_as(words: str) -> str:
    """Return what two texts that read alike have in common, however they were typed.

    Capitals, blanks and line ends do not matter, nor which apostrophe a keyboard has.
    """
    composed = unicodedata.normalize("NFC", as_seen(words)).replace("'", "’").replace("ʼ", "’")
    return " ".join(composed.split()).casefold()


# What breaks a line, turns the direction of whatever stands around a name, or is no letter at all.
_NO_NAME = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
# What XML cannot hold. U+FFFE comes with words that are copied from a PDF, at the end of its lines.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def for_xml(words: str) -> str:
    """Leave out what no sheet and no Word document can hold."""
    return _NO_XML.sub("", words)


def slug_of(name: str) -> str:
    """Return a name as an address or a file's name has it; nothing where no letter of it can be."""
    return slugify(name)[:LONGEST_PLAIN].strip("-")


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


# What is only ever an address. "Homeless.org" may be what people say, so that it is taken; in a
# letter it is no link (`unlinked`).
_WEB = re.compile(r"://|\bwww\.", re.IGNORECASE)


def check_name(name: str) -> str:
    """Return a name that somebody types anew, in one line. Raises ValidationError.

    Refused besides hidden characters: an address of the web, which some letters would make a link.
    """
    name = as_seen(name)
    refuse_controls(name)
    if _WEB.search(name):
        words = _("This is an address on the web. Type the name that people say.")
        raise ValidationError(words, code="address")
    return " ".join(name.split())


def isolated(name: str) -> str:
    """Return a name that leaves the direction of the sentence around it alone."""
    return f"\u2068{name}\u2069"


# A slot, and our full stop or question behind it; a name and an end of ours that are one too many;
# the same of a name in its element, or apart.
_SLOT = re.compile(r"\{(\w+)\}([.?]?)")
_END = re.compile(r"(?<!\.)[.!?…]\.\Z|\?\?\Z")
_TWO_ENDS = re.compile(r"(?:(?<!\.)([.!?…])(</bdi>)\.(?!\.))|(\?)(</bdi>)\?")
_TWO_ENDS_OF_NAMES = re.compile(
    r"(?:(?<!\.)([.!?…])(</bdi>|\u2069|)\.(?!\.))|(\?)(</bdi>|\u2069)\?"
)


def as_owner(name: str) -> str:
    """Return a name as it stands before what is theirs: many names are a plural."""
    return f"{name}’" if name.casefold().endswith("s") else f"{name}’s"


def with_names(sentence: str, **names: str) -> str:
    """Fill names into a sentence of ours in one pass, each apart from its direction.

    One that has an end is the end of a sentence that it closes: "for Oak Trust Ltd.", "End Do we
    care?"; one that looks like a slot, braces and all, stays as somebody wrote it.
    """

    def filled(slot: re.Match[str]) -> str:
        name = names.get(slot[1])
        if name is None:
            return slot[0]
        if _END.search(name + slot[2]):
            return isolated(name)
        return isolated(name) + slot[2]

    return _SLOT.sub(filled, sentence)


def with_one_end(text: str, *, names_alone: bool = False) -> str:
    """Leave one end to a printed sentence that closes with a name that has one.

    `names_alone`: nobody's own words are in it, so that a name need not be marked as one.
    """
    return (_TWO_ENDS_OF_NAMES if names_alone else _TWO_ENDS).sub(r"\1\2\3\4", text)


_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# Words from right to left with what may stand between two of them inside one name.
_TURNED = re.compile(f"[{_LETTERS}]+(?:[ 0-9'’‑-]+[{_LETTERS}]+)*")


def isolated_inside(text: str) -> str:
    """Return plain text in which each name from right to left leaves the rest of it alone."""
    return _TURNED.sub("\u2068\\g<0>\u2069", text)


# Where a mail program or a calendar would find a link: at a dot between letters, also a wide one,
# a colon behind a letter, an @, and the strokes before another machine's name.
_LINKED = re.compile(
    r"(?<![\s.\u200e])(?=[.\u2024\u3002\uff0e\uff61]\w)|(?<=[^\W\d])(?=[:\uff1a]\S)"
    r"|(?<=[^\s\u200e])(?=[@\uff20]\S)|(?<=\\)(?=\\)"
)


def unlinked(text: str) -> str:
    """Return text that reads the same, in which no name that somebody typed can be a link.

    What breaks it is a mark of direction: nobody sees it, and no address of the web may hold it,
    as it may a blank of no width. "Homeless.org" stays a name, and leads nowhere.
    """
    return _LINKED.sub("\u200e", text)


@lru_cache(4000)  # the same names and sentences are printed again and again
def directed(text: str) -> SafeString:
    """Return text escaped, with each name from right to left in a `bdi` of its own."""
    escaped = escape(text)
    if escaped.isascii():
        return escaped
    return mark_safe(_TURNED.sub(r"<bdi>\g<0></bdi>", escaped))  # noqa: S308 -- escaped above
