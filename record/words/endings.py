"""How a sentence ends, in whatever script it is written."""

import unicodedata

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


def ended(words: str) -> str:
    """Give words a full stop where they have no end of their own.

    None after a picture or a mark, nor in a script that ends its sentences otherwise.
    """
    bare = words.rstrip(_QUOTES)
    if not bare or not (bare[-1] in _UNITS or unicodedata.category(bare[-1])[0] in "LMN"):
        return words
    script = unicodedata.name(bare[-1], "").partition(" ")[0]
    if script in _NO_STOPS:
        return words
    return words + "."
