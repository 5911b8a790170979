"""The pieces that a team can keep to itself, each with a key that outlives corrections."""

from collections.abc import Iterable, Iterator

from record.document import AskText, FactorText, Record, StepText, digest
from record.framework import Edition, Struct

LineKey = str
TALK_PARTS = (
    "opening",
    "about",
    "how_talked_words",
    "not_heard",
    "talked_over_with",
    "talked_over_said",
)
ASK_PARTS = ("words", "why", "tried", "would_change", "meanwhile", "came_of")
STEP_PARTS = ("by_when", "notice", "learned")


class Piece(Struct):
    """Words that can be kept by themselves. `row`: they are all of an example, factor or step."""

    key: str
    words: str
    row: bool = False


def line_key(edition: Edition, code: str) -> LineKey:
    return f"line:{edition[0]}:{edition[1]}:{code}"


def pieces_of(records: Iterable[Record]) -> list[Piece]:
    """Return every piece of several records, oldest first, each key once with its newest words."""
    newest: dict[str, Piece] = {}
    for record in records:
        for piece in pieces(record):
            if piece.words.strip():
                newest[piece.key] = piece
    return list(newest.values())


def pieces(record: Record) -> Iterator[Piece]:
    """Yield every piece of one record, in the order in which a report tells them."""
    yield Piece("service:what_matters", record.service.what_matters)
    yield from _parts(f"talk:{record.occasion.id}", record.occasion, TALK_PARTS)
    for judgement in record.judgements:
        key = f"judged:{record.occasion.id}:{judgement.line}"
        yield Piece(key, judgement.status_words)
        for view in judgement.views:
            yield _by_words(view.words)
    for example in record.examples:
        yield Piece(f"row:{example.id}", example.words, row=True)
    for factor in record.factors:
        yield from _factor(factor)
    for step in record.steps:
        yield from _step(step)
    for note in record.around:
        yield _by_words(note.words)


def _factor(factor: FactorText) -> Iterator[Piece]:
    yield Piece(f"row:{factor.id}", factor.words, row=True)
    if factor.ask is not None:
        yield from _ask(factor.ask)


def _ask(ask: AskText) -> Iterator[Piece]:
    yield from _parts(f"ask:{ask.id}", ask, ASK_PARTS)
    for answer in ask.answers:
        yield _by_words(answer.words)


def _step(step: StepText) -> Iterator[Piece]:
    yield Piece(f"row:{step.id}", step.what, row=True)
    yield from _parts(f"step:{step.id}", step, STEP_PARTS)


def _parts(key: str, part: Struct, names: Iterable[str]) -> Iterator[Piece]:
    for name in names:
        yield Piece(f"{key}:{name}", getattr(part, name))


def _by_words(words: str) -> Piece:
    """Return a piece that has no key of its own: it is known by what it says."""
    return Piece(f"words:{digest(words)[:32]}", words)
