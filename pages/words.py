"""One limit and one spelling for every text people type."""

MAX_TEXT = 5000


def tidy(words: str) -> str:
    """Bring line ends to LF and drop blank ends, so that counting agrees everywhere."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()
