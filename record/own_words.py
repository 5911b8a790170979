"""What people wrote, as far as sentences of ours use it."""


def first_line(words: str) -> str:
    """Return the first line that holds anything, trimmed."""
    for line in words.splitlines():
        if line.strip():
            return line.strip()
    return ""
