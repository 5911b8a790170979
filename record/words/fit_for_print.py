"""People's words made fit for print: pure, and nothing a reader would miss is taken away."""

import re
import unicodedata

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
    rest = " ".join(line for line in lines[MOST_LINES:] if line)
    return "\n".join([*lines[:MOST_LINES], rest] if rest else lines[:MOST_LINES])


def _few_marks(text: str) -> str:
    """Leave out combining marks after the first few on one letter."""
    if text.isascii():
        return text
    kept = []
    marks = 0
    for character in text:
        kind = unicodedata.category(character)
        if kind != "Cf":  # a joiner between two marks does not start a new letter
            marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


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
