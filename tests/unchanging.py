"""A page without what differs each time it is asked for and says nothing of anybody."""

import re

# The token of a form; how long the sign-in lasts, for the script and in words; room on the disk.
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|data-last-seconds="\d+"|at \d\d:\d\d in any case'
    r"|\d+ of \d+ GB are free"
)


def unchanging(page: str) -> str:
    """Return a page, to be compared with another."""
    return CHANGING.sub("", page)
