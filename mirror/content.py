"""What two sides say of the same lines, side by side: never counted, never averaged."""

from dataclasses import dataclass

import msgspec

from mirror.models import Showing
from record.choices import Status
from record.distance.telling import Telling
from record.document import JudgementText, Record
from record.framework import LineText
from record.read_back.lines import line_sentences
from record.withholding import line_key, withhold
from record.words.own_words import as_compared, same_words
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
    return without_lines(showing.closure.record, showing.kept)


def without_lines(record: Record, codes: list[str]) -> Record:
    """Return a record without these lines, and without what would tell of them."""
    if not codes:
        return record
    keys = [line_key(record.framework.edition, code) for code in codes]
    return withhold([record], keys, marked=False).records[0]


def side_by_side(ours: Record, theirs: Record | None) -> list[LineOfBoth]:
    """Return every line that a side says something of, in framework order.

    What two sides say of two different things stands apart, each under the name of its own.
    """
    rows = []
    for line, subject in _lines(ours, theirs):
        mine, others = _sentences(ours, line, subject), _sentences(theirs, line, subject)
        if mine or others:
            name, is_theme = subject or line.name, line.kind == "theme"
            rows.append(LineOfBoth(line.code, name, is_theme, mine, others))
    return rows


def _lines(ours: Record, theirs: Record | None) -> list[tuple[LineText, str]]:
    """Return the lines of both, in their order; the whole once for each thing they talked of."""
    lines: dict[tuple[str, str], tuple[LineText, str]] = {}
    records = filter(None, [ours, theirs])
    for record in sorted(records, key=lambda either: len(either.framework.lines), reverse=True):
        for line in record.framework.lines:
            subject = Telling(record, line.code).subject
            lines.setdefault((line.code, as_compared(subject)), (line, subject))
    return list(lines.values())


def _sentences(record: Record | None, line: LineText, subject: str) -> tuple[Sentence, ...]:
    if record is None or line.code not in lines_said(record):
        return ()
    telling = Telling(record, line.code)
    if not same_words(telling.subject, subject):
        return ()
    judgement = msgspec.structs.replace(telling.judgement, line=line.code)
    sentences = line_sentences(record, _plain(judgement))
    return tuple(sentence for sentence in sentences if sentence.plain)


def lines_said(record: Record) -> dict[str, str]:
    """Return the lines of which a talk says something, or could have, by code: what each is called.

    A coffee break may have words alone.
    """
    names = {}
    for line in record.framework.lines:
        if line.code in record.by_line or line.code in record.spoken:
            names[line.code] = Telling(record, line.code).subject or line.name
    return names


def _plain(judgement: JudgementText) -> JudgementText:
    """Return where a line is placed, without how the team came to it."""
    if judgement.answered and judgement.place.status == Status.ANOTHER_DAY:
        return msgspec.structs.replace(judgement, answered=False)
    return msgspec.structs.replace(
        judgement, first=judgement.place, moved_because="", why_differs="", recast=None
    )
