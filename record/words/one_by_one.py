"""Several sentences taken apart again."""

import re

from record.words.phrases import Part, PartRole, Sentence

_ENDS = re.compile(r"(?<=\.) ")


def one_by_one(told: Sentence) -> tuple[Sentence, ...]:
    """Return each sentence alone: where one of ours ends, and where one follows people's words."""
    found: list[Sentence] = []
    run: list[Part] = []
    for part in told.parts:
        if part.role is not PartRole.TEXT:
            run.append(part)
            continue
        after_words = bool(run) and run[-1].words and part.text.startswith(" ")
        for number, piece in enumerate(_ENDS.split(part.text)):
            if number or after_words:
                found.append(Sentence(tuple(run)))
                run = []
            if piece.strip():
                run.append(Part(part.role, piece if run else piece.lstrip()))
    found.append(Sentence(tuple(run)))
    return tuple(filter(None, found))
