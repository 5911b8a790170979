"""What two sides say of the same lines, side by side: never counted, never averaged."""

from dataclasses import dataclass

import msgspec

from mirror.models import Showing
from record.choices import Status
from record.document import JudgementText, Record
from record.read_back.lines import line_sentences
from record.withholding import line_key, withhold
from record.words.phrases import Sentence


@dataclass(frozen=True)
class LineOfBoth:
    """A line with what each side says of it, in sentences; none where it says nothing."""

    code: str
    name: str
    is_theme: bool
    ours: tuple[Sentence, ...]
    theirs: tuple[Sentence, ...]


def shown_record(showing: Showing) -> Record:
    """Return what a side shows: its record without the lines it keeps."""
    return without_lines(showing.closure.record, showing.kept)


def without_lines(record: Record, codes: list[str]) -> Record:
    """Return a record without these lines, and without what would tell of them."""
    if not codes:
        return record
    keys = [line_key(record.framework.edition, code) for code in codes]
    return withhold([record], keys, marked=False).records[0]


def side_by_side(ours: Record, theirs: Record | None) -> list[LineOfBoth]:
    """Return every line that a side says something of, in framework order."""
    rows = []
    for code, name, is_theme in _lines(ours, theirs):
        mine, others = _sentences(ours, code), _sentences(theirs, code)
        if mine or others:
            rows.append(LineOfBoth(code, name, is_theme, mine, others))
    return rows


def _lines(ours: Record, theirs: Record | None) -> list[tuple[str, str, bool]]:
    """Return code, name and whether it is a theme, of the lines of both, in their order."""
    lines: dict[str, tuple[str, str, bool]] = {}
    records = filter(None, [ours, theirs])
    for record in sorted(records, key=lambda either: len(either.framework.lines), reverse=True):
        for line in record.framework.lines:
            lines.setdefault(line.code, (line.code, line.name, line.kind == "theme"))
    return list(lines.values())


def _sentences(record: Record | None, code: str) -> tuple[Sentence, ...]:
    if record is None or code not in record.by_line:
        return ()
    sentences = line_sentences(record, _plain(record.by_line[code]))
    return tuple(sentence for sentence in sentences if sentence.plain)


def _plain(judgement: JudgementText) -> JudgementText:
    """Return where a line is placed, without how the team came to it."""
    if judgement.answered and judgement.place.status == Status.ANOTHER_DAY:
        return msgspec.structs.replace(judgement, answered=False)
    return msgspec.structs.replace(
        judgement, first=judgement.place, moved_because="", why_differs="", recast=None
    )
