"""What people wrote, as far as sentences of ours use it: lists and headings come by pasting.

And how it ends, in whatever script it is written.
"""

import re
import unicodedata

from pages.words import reads_as

# "-", "•", "1.", "a)", "iv)", "#", ">" and the like before what a line says, in some scripts
# without a blank after it. A box that is ticked or not says something itself.
_MARK = re.compile(
    r"^(?:(?:[-–—*•·‣◦▪●○■→➔➤►▶»❖]+|>+|#{1,6}|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)]|\d\ufe0f?\u20e3)"
    r"(?:\s+|$)|[(（]?(?:\d{1,2}|第?[一二三四五六七八九十]{1,3})[．）、]\s*|・\s*)",
    re.IGNORECASE,
)
_HEADS = (":", "：")
_STOPS = (".", "!", "?", "…", ";", ",", "。", "！", "？", "؟", "।", "።")
_BOLD = re.compile(r"\*\*[^*]+\*\*")
_QUOTES = "\"'”’»)]}"
# Marks that end a phrase as a letter does.
_UNITS = "%‰°€£$"
# Scripts whose sentences end in a space or in a mark of their own.
_NO_STOPS = {
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "TIBETAN",
    "ETHIOPIC",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
}


def first_line(words: str) -> str:
    """Return the first line that says something, without the mark of a list before it.

    A heading ("Strengths:") or a number alone says nothing while more comes after it.
    """
    lines = _saying(words)
    if not lines:
        return ""
    for line in lines:
        if not _is_heading(line):
            return line
    return lines[0].rstrip(":： ")


def after_first_line(words: str) -> str:
    """Return what was written besides the first line that says something.

    What is left of a list may be one item: that is no list, and has no mark.
    """
    first = first_line(words)
    lines = words.strip().splitlines()
    for number, line in enumerate(lines):
        if first and bare(line).rstrip(":： ") == first:
            del lines[number]
            break
    left = "\n".join(lines).strip()
    saying = _saying(left)
    items = [line for line in saying if not _is_heading(line)]
    if len(items) == 1 and saying[-1] == items[0]:
        *headings, item = saying
        return " ".join([*(f"{each.strip('*: ')}:" for each in headings), item])
    return left if items else ""


def in_a_line(words: str) -> str:
    """Return everything that was written, in one line: a list runs on, without its marks."""
    told = ""
    for line in _saying(words):
        gap = ". " if _is_heading(line) else "; "
        told += (" " if not told or told.endswith((*_HEADS, *_STOPS)) else gap) + line
    return told.strip()


def _saying(words: str) -> list[str]:
    """Return the lines that hold anything but the mark of a list."""
    return [line for line in map(bare, words.splitlines()) if line]


def _is_heading(line: str) -> bool:
    return line.endswith(_HEADS) or _BOLD.fullmatch(line) is not None


def bare(line: str) -> str:
    """Return a line without the mark of a list before it."""
    return _MARK.sub("", line.strip()).strip()


def as_compared(words: str) -> str:
    """Return words as they are compared: what they begin and end with does not matter either."""
    whole = reads_as(bare(words))
    return whole.strip(" .!?…;,:") or whole


def same_words(one: str, other: str) -> bool:
    """Say whether two texts say the same in the same words, however they were typed."""
    return as_compared(one) == as_compared(other)


def ended(words: str) -> str:
    """Give words a full stop where they have no end of their own.

    None after a picture or a mark, nor in a script that ends its sentences otherwise.
    """
    inside = words.rstrip(_QUOTES)
    if not inside or not (inside[-1] in _UNITS or unicodedata.category(inside[-1])[0] in "LMN"):
        return words
    script = unicodedata.name(inside[-1], "").partition(" ")[0]
    if script in _NO_STOPS:
        return words
    return words + "."


def has_end(words: str) -> bool:
    """Say whether words end as a sentence does: a name may ("Oak Trust Ltd.", "Do we listen?")."""
    return words.rstrip(_QUOTES).endswith((".", "!", "?", "…", "؟", "。", "।", "۔"))


def stopped(name: str) -> str:
    """Give a name a full stop, unless it has an end of its own."""
    return name if has_end(name) else f"{name}."


def goes_on(words: str) -> bool:
    """Say whether a sentence of ours can go on behind words: one line, no end but a full stop."""
    inside = unended(words)
    return "\n" not in inside.strip() and ended(inside) != inside


def unended(words: str) -> str:
    """Take the full stop from the end of words: something follows in the same sentence."""
    if words.endswith("..") or not words.endswith("."):
        return words
    return words.removesuffix(".")
