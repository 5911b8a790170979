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


def has_end(words: str) -> bool:
    """Say whether words end as a sentence does: a name may ("Oak Trust Ltd.", "Do we listen?")."""
    return words.rstrip(_QUOTES).endswith((".", "!", "?", "…", "؟", "。", "।", "۔"))


def stopped(name: str) -> str:
    """Give a name a full stop, unless it has an end of its own."""
    return name if has_end(name) else f"{name}."


def goes_on(words: str) -> bool:
    """Say whether a sentence of ours can go on behind words: one line, no end but a full stop."""
    bare = unended(words)
    return "\n" not in bare.strip() and ended(bare) != bare


def unended(words: str) -> str:
    """Take the full stop from the end of words: something follows in the same sentence."""
    if words.endswith("..") or not words.endswith("."):
        return words
    return words.removesuffix(".")
