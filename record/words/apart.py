"""The sentences of several, each alone."""

import re

from record.words.endings import has_end
from record.words.phrases import Part, PartRole, Sentence

_ENDS = re.compile(r"(?<=\.) ")


def _begins_after(before: Part, text: str) -> bool:
    """Say whether a sentence begins here: behind people's words, or a name that has an end."""
    if not text.startswith(" "):
        return False
    goes_on = text.strip()[:1].islower()
    return before.words or (has_end(before.text) and not goes_on)


def one_by_one(told: Sentence) -> tuple[Sentence, ...]:
    """Return each sentence alone: where one of ours ends, and where one follows people's words."""
    found: list[Sentence] = []
    run: list[Part] = []
    for part in told.parts:
        if part.role is not PartRole.TEXT:
            run.append(part)
            continue
        begins = bool(run) and _begins_after(run[-1], part.text)
        for number, piece in enumerate(_ENDS.split(part.text)):
            if number or begins:
                found.append(Sentence(tuple(run)))
                run = []
            if piece.strip():
                run.append(Part(part.role, piece if run else piece.lstrip()))
    found.append(Sentence(tuple(run)))
    return tuple(filter(None, found))
