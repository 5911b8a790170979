"""Teams as people type them: a name a line, behind a bar the second one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say

from pages.words import refuse_controls

LONGEST_NAME = 200
BAR = "|"


def team_names(words: str, most: int) -> list[tuple[str, str]]:
    """Return the names with their second names; empty lines count for nothing.

    `most`: how many at a time. Raises ValidationError, where each mistake is told with its line.
    """
    found, wrong = [], []
    lines = words.splitlines()
    if len(lines) > most:
        raise ValidationError(
            say("That is more than {most} lines. Add them in several goes.").replace(
                "{most}", str(most)
            )
        )
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, _bar, second = (part.strip() for part in line.partition(BAR))
        try:
            refuse_controls(name + second)
        except ValidationError as error:
            wrong.append(_on_line(number, error.message))
        if not name:
            wrong.append(_on_line(number, say("There is no name before the bar.")))
        if max(len(name), len(second)) > LONGEST_NAME:
            wrong.append(_on_line(number, say("This name is longer than 200 letters.")))
        found.append((name, second))
    if wrong:
        raise ValidationError(wrong)
    return found


def _on_line(number: int, what: Any) -> str:
    return say("Line {number}: {what}").format(number=number, what=what)
