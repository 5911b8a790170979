"""What two sides say of the same lines, side by side: never counted, never averaged."""

from dataclasses import dataclass

import msgspec

from mirror.models import Showing
from record.choices import Status
from record.document import JudgementText, Record
from record.kept_within import keep_within, line_key
from record.read_back.lines import line_sentences
from record.words.phrases import Sentence


@dataclass(frozen=True)
class Said:
    """What one side says of a line, in sentences; none where it says nothing."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Facing:
    """A line with what each side says of it."""

    code: str
    name: str
    is_theme: bool
    ours: Said
    theirs: Said


def shown_record(showing: Showing) -> Record:
    """Return what a side shows: its record without the lines it keeps."""
    return without_lines(showing.closure.record, showing.kept)


def without_lines(record: Record, kept: list[str]) -> Record:
    """Return a record without these lines, and without what would tell of them."""
    if not kept:
        return record
    keys = [line_key(record.framework.edition, code) for code in kept]
    return keep_within([record], keys, marked=False).records[0]


def facing(ours: Record, theirs: Record | None) -> list[Facing]:
    """Return every line that a side says something of, in framework order."""
    rows = []
    for line in _lines(ours, theirs):
        mine = _said(ours, line[0])
        others = _said(theirs, line[0]) if theirs else Said(())
        if mine.sentences or others.sentences:
            rows.append(Facing(line[0], line[1], line[2], mine, others))
    return rows


def _lines(ours: Record, theirs: Record | None) -> list[tuple[str, str, bool]]:
    """Return code, name and whether it is a theme, of the lines of both, in their order."""
    found: dict[str, tuple[str, str, bool]] = {}
    longer = max([ours, *([theirs] if theirs else [])], key=lambda each: len(each.framework.lines))
    for record in filter(None, (longer, ours, theirs)):
        for line in record.framework.lines:
            found.setdefault(line.code, (line.code, line.name, line.kind == "theme"))
    return list(found.values())


def _said(record: Record, code: str) -> Said:
    judged = record.by_line.get(code)
    if judged is None:
        return Said(())
    told = line_sentences(record, _plain(judged))
    return Said(tuple(sentence for sentence in told if sentence.plain))


def _plain(judged: JudgementText) -> JudgementText:
    """Return where a line is placed, without how the team came to it."""
    if judged.answered and judged.place.status == Status.ANOTHER_DAY:
        return msgspec.structs.replace(judged, answered=False)
    return msgspec.structs.replace(
        judged, first=judged.place, moved_because="", why_differs="", recast=None
    )
