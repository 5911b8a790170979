"""Records as a reader may have them: without what a team keeps, and without what would tell of it.

What is kept is taken out of the records before anything is built of them, so that no page, file,
list or picture can hold it. The same words said elsewhere go too, and so does every sentence that
holds them or names a line that is kept.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from msgspec.structs import replace

from record.document import (
    KEPT_BACK,
    AroundNoteText,
    ExampleText,
    FactorText,
    JudgementText,
    NoteText,
    Place,
    Record,
    StepText,
)
from record.framework import CROSSED, FrameworkText, Link, Struct
from record.taking_out import map_texts
from record.withholding.secret import LineKey, Secret, line_key, pieces
from record.words.days import day
from record.words.own_words import as_compared

R = TypeVar("R", ExampleText, FactorText, StepText)
Row = ExampleText | FactorText | StepText | AroundNoteText | NoteText


class ReaderRecords(Struct):
    """Records as their reader may have them.

    `sentences`: those that went with what is kept, as they would have told of it. `words_kept`:
    words are kept by themselves, not with their line.
    """

    records: tuple[Record, ...]
    sentences: tuple[str, ...] = ()
    words_kept: bool = False


def withhold(
    records: Sequence[Record], keys: Collection[str], *, marked: bool, links: Iterable[Link] = ()
) -> ReaderRecords:
    """Return records without what a team keeps.

    Args:
        records: of one service, oldest first.
        keys: of lines (`line_key`) and of pieces (`pieces_of`).
        marked: lines that are kept say so in their place; otherwise nothing tells of them.
        links: typed links: a line is kept under its former names as well.
    """
    if not keys:
        return ReaderRecords(tuple(records))
    hidden_lines = _with_former_names(records, keys, links)
    without_lines = [_without_lines(record, hidden_lines) for record in records]
    secret = _secret(records, without_lines, keys, hidden_lines)
    rows = {key.removeprefix("row:") for key in keys if key.startswith("row:")}
    leaks: list[str] = []
    subjects: dict[str, str] = {}
    remaining = []
    for record in without_lines:
        rest = _without_rows(record, rows, secret)
        rest = map_texts(rest, lambda words: secret.scrubbed(words, leaks))
        # Rows of which nothing is left to say go.
        rest = _with_rows(rest, lambda row: bool(_words_of(row).strip()))
        rest = _without_kinds(rest, secret)
        remaining.append(_with_subject(record, rest, subjects))
    if marked:
        remaining = list(_marked(records, remaining, hidden_lines))
    words_kept = any(piece.key in keys for record in records for piece in pieces(record))
    sentences = tuple(dict.fromkeys(leaks))
    return ReaderRecords(tuple(remaining), sentences, words_kept=words_kept)


def telling_sentence(
    records: Sequence[Record], keys: Collection[str], words: str, *, links: Iterable[Link] = ()
) -> str:
    """Return the sentence of these words that would tell of what is kept, or an empty text."""
    if not keys or not words:
        return ""
    lines = _with_former_names(records, keys, links)
    others = [_without_lines(record, lines) for record in records]
    return _secret(records, others, keys, lines).first_telling(words)


def _with_former_names(
    records: Sequence[Record], keys: Collection[str], links: Iterable[Link]
) -> set[LineKey]:
    """Return the lines that are kept: with a theme its elements, and each under other names."""
    hidden = {key for key in keys if key.startswith("line:")}
    joined = [link for link in links if link.kind not in CROSSED and link.to_line]
    before = -1
    while len(hidden) != before:
        before = len(hidden)
        for link in joined:
            ends = {line_key((node[0], node[1]), node[2]) for node in link.ends}
            if ends & hidden:
                hidden |= ends
        for record in records:
            edition = record.framework.edition
            for line in record.framework.lines:
                if line_key(edition, line.theme or "") in hidden:
                    hidden.add(line_key(edition, line.code))
    return hidden


def _codes(record: Record, hidden: Collection[LineKey]) -> set[str]:
    edition = record.framework.edition
    return {line.code for line in record.framework.lines if line_key(edition, line.code) in hidden}


def _without_lines(record: Record, lines: Collection[LineKey]) -> Record:
    """Leave out lines, what was answered on them, and what was said of nothing but them."""
    codes = _codes(record, lines)
    if not codes:
        return record
    others = (judgement for judgement in record.judgements if judgement.line not in codes)
    return replace(
        record,
        framework=_with_lines(record.framework, lambda code: code not in codes),
        judgements=tuple(others),
        examples=tuple(_elsewhere(record.examples, codes)),
        factors=tuple(_elsewhere(record.factors, codes)),
        steps=tuple(_elsewhere(record.steps, codes)),
        remembered=tuple(note for note in record.remembered if note.line not in codes),
    )


def _with_lines(framework: FrameworkText, stays: Callable[[str], bool]) -> FrameworkText:
    lines = tuple(line for line in framework.lines if stays(line.code))
    return replace(framework, lines=lines)


def _elsewhere(rows: Sequence[R], codes: Collection[str]) -> Iterable[R]:
    """Yield rows that are about other lines too, or about none, without these lines."""
    for row in rows:
        other_lines = tuple(code for code in row.lines if code not in codes)
        if isinstance(row, ExampleText) and row.team_line in codes:
            continue
        if other_lines or not row.lines:
            yield replace(row, lines=other_lines)


def _secret(
    records: Sequence[Record],
    without_lines: Sequence[Record],
    keys: Collection[str],
    lines: Collection[LineKey],
) -> Secret:
    """Gather what must not be told: what is kept, what went with a line, and lines' names."""
    words_kept: set[str] = set()
    names: set[str] = set()
    for record, other in zip(records, without_lines, strict=True):
        staying = set(pieces(other))
        for piece in pieces(record):
            if piece.key in keys or piece not in staying:
                words_kept.add(piece.words)
        codes = _codes(record, lines)
        for line in record.framework.lines:
            if line.code in codes:
                names.add(line.name)
    return Secret.of(words_kept, names)


def _without_rows(record: Record, row_ids: Collection[str], secret: Secret) -> Record:
    """Leave out rows that are kept, and others that say the same."""

    def stays(row: Row) -> bool:
        if isinstance(row, (ExampleText, FactorText, StepText)) and row.id in row_ids:
            return False
        return not secret.is_all_of(_words_of(row))

    rest = _with_rows(record, stays)
    return replace(rest, remembered=tuple(filter(stays, record.remembered)))


def _with_subject(record: Record, rest: Record, subjects: dict[str, str]) -> Record:
    """Say that a talk was about one thing where it is kept which: else it was of the whole place.

    `subjects`: what each is called instead; two of them are not set beside each other.
    """
    about = record.occasion.about
    if not about.strip() or rest.occasion.about.strip():
        return rest
    name = _("one thing")
    if subjects:
        name = _("another thing, on {day}").format(day=day(record.held_on))
    name = subjects.setdefault(as_compared(about), name)
    occasion = replace(rest.occasion, about=name)
    return replace(rest, occasion=occasion)


def _without_kinds(record: Record, secret: Secret) -> Record:
    """Leave out of who was there what a team calls somebody by words that would tell."""
    kinds = [kind for kind in record.occasion.people_kinds if not secret.first_telling(kind)]
    occasion = replace(record.occasion, people_kinds=tuple(kinds))
    return replace(record, occasion=occasion)


def _with_rows(record: Record, stays: Callable[[Row], bool]) -> Record:
    """Return a record with those examples, factors, steps and changes around that stay."""
    return replace(
        record,
        examples=tuple(filter(stays, record.examples)),
        factors=tuple(filter(stays, record.factors)),
        steps=tuple(filter(stays, record.steps)),
        around=tuple(filter(stays, record.around)),
    )


def _words_of(row: Row) -> str:
    if isinstance(row, StepText):
        return row.what
    return row.words


def _marked(
    records: Sequence[Record], remaining: Sequence[Record], lines: Collection[LineKey]
) -> Iterator[Record]:
    """Say at each line that is kept that it is; an element of a kept theme is not named.

    Of a line that nobody ever answered or spoke of there is nothing to keep, so nothing is said.
    """
    spoken = set()
    for record in records:
        for code in _codes(record, lines):
            judgement = record.by_line.get(code)
            if (judgement and judgement.status) or code in record.spoken:
                spoken.add(line_key(record.framework.edition, code))
    for record, rest in zip(records, remaining, strict=True):
        yield _with_marks(record, rest, _codes(record, spoken))


def _with_marks(record: Record, rest: Record, codes: Collection[str]) -> Record:
    marked_codes = []
    for line in record.framework.lines:
        if line.code in codes and line.theme not in codes:
            marked_codes.append(line.code)
    by_code = {*marked_codes, *rest.framework.by_code}
    lines = _with_lines(record.framework, lambda code: code in by_code).lines
    framework = replace(rest.framework, lines=lines)
    marks = []
    for code in marked_codes:
        if code in record.by_line:
            nowhere = Place(status=KEPT_BACK)
            marks.append(JudgementText(line=code, answered=True, place=nowhere, first=nowhere))
    return replace(rest, framework=framework, judgements=(*rest.judgements, *marks))
