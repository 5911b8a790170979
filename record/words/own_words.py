"""What people wrote, as far as sentences of ours use it: lists and headings come by pasting.

And how it ends, in whatever script it is written, and how it is made fit for print: nothing a
reader would miss is taken away.
"""

import re
import unicodedata

from pages.words import reads_as

# "-", "•", "1.", "a)", "iv)", "#", ">" and the like before what a line says, in some scripts
# without a blank after it; what word processors set before a tab, and the bullets of their own
# faces (U+F0B7). A box that is ticked or not says something itself, and so does a capital letter
# with a full stop: it may be somebody ("A. is not here").
_MARK = re.compile(
    r"^(?:(?:[-–—*•·‣◦▪●○■→➔➤►▶»❖⁃⮞⇒\uf000-\uf0ff]+|[-=]*>+|#{1,6}|\d\ufe0f?\u20e3"
    r"|\(?(?:\d{1,2}|(?-i:[a-zα-ωа-яא-תก-ฮ])|[ivx]{2,4})[.)]|\(?[A-ZΑ-ΩА-Я]\))(?:\s+|$)"
    r"|(?:[o§]|\d{1,2}(?:\.\d{1,2})+\.?)\t\s*"
    r"|[(（]?(?:\d{1,2}|第?[一二三四五六七八九十]{1,3})[．）、]\s*|[・•①-⑳]\s*)",
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
    rest = "\n".join(lines).strip()
    saying = _saying(rest)
    items = [line for line in saying if not _is_heading(line)]
    if len(items) == 1 and saying[-1] == items[0]:
        *headings, item = saying
        return " ".join([*(f"{heading.strip('*: ')}:" for heading in headings), item])
    return rest if items else ""


def in_a_line(words: str) -> str:
    """Return everything that was written, in one line: a list runs on, without its marks."""
    run = ""
    for line in _saying(words):
        gap = ". " if _is_heading(line) else "; "
        run += (" " if not run or run.endswith((*_HEADS, *_STOPS)) else gap) + line
    return run.strip()


def _saying(words: str) -> list[str]:
    """Return the lines that hold anything but the mark of a list."""
    return list(filter(None, map(bare, words.splitlines())))


def _is_heading(line: str) -> bool:
    return line.endswith(_HEADS) or _BOLD.fullmatch(line) is not None


def ends_in_item(words: str) -> bool:
    """Say whether the last line is one of a list."""
    last = words.strip().rpartition("\n")[2].strip()
    return bare(last) != last


def is_list(words: str) -> bool:
    """Say whether words have several lines, the first of them one of a list."""
    first, end, _rest = words.strip().partition("\n")
    return bool(end) and bare(first) != first.strip()


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


# Of scripts that set no blanks between words, so many letters are a phrase.
_PHRASE, _PHRASE_LETTERS = 3, 6


def is_telling(words: str) -> bool:
    """Say whether words tell something wherever they stand: one or two may be in any text."""
    if len(words.split()) >= _PHRASE:
        return True
    return len(words) >= _PHRASE_LETTERS and _script(words[-1]) in _NO_STOPS


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


# --- How words end


def with_end(words: str) -> str:
    """Give words a full stop where they have no end of their own.

    None after a picture or a mark, nor in a script that ends its sentences otherwise.
    """
    inside = words.rstrip(_QUOTES)
    if not inside or not (inside[-1] in _UNITS or unicodedata.category(inside[-1])[0] in "LMN"):
        return words
    if _script(inside[-1]) in _NO_STOPS:
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
    inside = without_end(words)
    return "\n" not in inside.strip() and with_end(inside) != inside


def without_end(words: str) -> str:
    """Take the full stop from the end of words: something follows in the same sentence."""
    if words.endswith("..") or not words.endswith("."):
        return words
    return words.removesuffix(".")


# --- Fit for print

# A run without a space this long gets an invisible place to break (one unbroken word
# of 100,000 letters took 101 s, with a place to break every 40 it took 1.6 s).
LONGEST_RUN = 40
# Written languages stack up to five marks on a letter; a hundred drown the lines around it.
MOST_MARKS = 6
# Line breaks beyond this many become spaces: 25,000 of them made 481 pages.
MOST_LINES = 100

ZERO_WIDTH_SPACE = "\u200b"
_JOINER = "\u200d"
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters, halves of pairs, non-characters, and marks that turn the reading direction of
# whatever follows them (a paragraph finds its own direction).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff\u202a-\u202e\u2066-\u2069]"
)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# Spaces at which a line may break; a no-break space is not one.
_RUN = re.compile(rf"[^ \t\n\u1680\u2000-\u2006\u2008-\u200b\u3000]{{{LONGEST_RUN + 1},}}")


def printable(text: str) -> str:
    """Return `text` fit for print.

    Unicode composed (NFC); line ends as LF, at most one empty line in a row, at most `MOST_LINES`
    breaks; no control characters, lone surrogates or direction overrides; at most `MOST_MARKS`
    combining marks on a letter; a zero-width space within each run of over `LONGEST_RUN`
    characters that has no space. Applying it twice changes nothing. It does not escape.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _UNPRINTABLE.sub("", text)
    text = _few_marks(unicodedata.normalize("NFC", text))
    text = _BLANK_LINES.sub("\n\n", text).strip()
    return _RUN.sub(_with_breaks, _few_lines(text))


def paragraphs(text: str) -> list[list[str]]:
    """Return `printable(text)` as paragraphs (between empty lines), each a list of its lines."""
    return [part.split("\n") for part in printable(text).split("\n\n") if part]


def _few_lines(text: str) -> str:
    """Let everything after the last allowed line break flow on."""
    lines = text.split("\n")
    rest = " ".join(filter(None, lines[MOST_LINES:]))
    return "\n".join([*lines[:MOST_LINES], rest] if rest else lines[:MOST_LINES])


def _few_marks(text: str) -> str:
    """Leave out combining marks after the first few on one letter."""
    if text.isascii():
        return text
    characters = []
    marks = 0
    for character in text:
        kind = unicodedata.category(character)
        if kind != "Cf":  # a joiner between two marks does not start a new letter
            marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            characters.append(character)
    return "".join(characters)


def _with_breaks(run: re.Match[str]) -> str:
    """Put a place to break after every `LONGEST_RUN` characters, not inside one sign.

    A "sign" as long as another run is nobody's writing and is broken too.
    """
    pieces = []
    begin = 0
    word = run[0]
    for at in range(1, len(word)):
        length = at - begin
        if length >= LONGEST_RUN and (
            length >= 2 * LONGEST_RUN or not _belongs(word[begin:at], word[at])
        ):
            pieces.append(word[begin:at])
            begin = at
    return ZERO_WIDTH_SPACE.join([*pieces, word[begin:]])


def _belongs(piece: str, after: str) -> bool:
    """Whether `after` makes one sign with the end of `piece`: a mark, a joined emoji, a flag."""
    if _JOINER in {piece[-1], after}:
        return True
    if unicodedata.category(after) in {"Mn", "Mc", "Me", "Cf"}:
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":  # a skin tone
        return True
    # Flags are pairs of letters of their own.
    letters = len(piece) - len(piece.rstrip(_FLAG_LETTERS))
    return after in _FLAG_LETTERS and letters % 2 == 1
