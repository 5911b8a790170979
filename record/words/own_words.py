"""What people wrote, as far as sentences of ours use it: lists and headings come by pasting."""

import re

# "-", "•", "1.", "a)" and the like before what a line says.
_MARK = re.compile(r"^(?:[-–—*•·‣◦▪]+|\(?(?:\d{1,2}|[a-z])[.)])(?:\s+|$)", re.IGNORECASE)


def first_line(words: str) -> str:
    """Return the first line that says something, without the mark of a list before it.

    A heading ("Strengths:") or a number alone says nothing while more comes after it.
    """
    lines = _saying(words)
    if not lines:
        return ""
    for line in lines:
        if not line.endswith(":"):
            return line
    return lines[0].rstrip(": ")


def after_first_line(words: str) -> str:
    """Return what was written besides the first line that says something."""
    first = first_line(words)
    lines = words.strip().splitlines()
    for number, line in enumerate(lines):
        if first and bare(line).rstrip(": ") == first:
            del lines[number]
            break
    says_more = any(not line.endswith(":") for line in _saying("\n".join(lines)))
    return "\n".join(lines).strip() if says_more else ""


def _saying(words: str) -> list[str]:
    """Return the lines that hold anything but the mark of a list."""
    return [line for line in map(bare, words.splitlines()) if line]


def bare(line: str) -> str:
    """Return a line without the mark of a list before it."""
    return _MARK.sub("", line.strip()).strip()
