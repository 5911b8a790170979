"""The pieces that a team can keep to itself, each with a key that outlives corrections.

And what must not be told where some are kept: which sentences of a text would tell it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Self

from pages.words import reads_as
from record.document import AskText, Record, digest
from record.framework import Edition, Struct
from record.taking_out import WRITTEN
from record.words.own_words import as_compared, bare, is_telling

LineKey = str
TALK_PARTS = (
    "opening",
    "about",
    "how_talked_words",
    "not_heard",
    "talked_over_with",
    "talked_over_said",
)
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
        yield Piece(f"row:{factor.id}", factor.words, row=True)
        if factor.ask is not None:
            yield from _parts(f"ask:{factor.ask.id}", factor.ask, WRITTEN[AskText])
            for answer in factor.ask.answers:
                yield _by_words(answer.words)
    for step in record.steps:
        yield Piece(f"row:{step.id}", step.what, row=True)
        yield from _parts(f"step:{step.id}", step, STEP_PARTS)
    for note in record.around:
        yield _by_words(note.words)


def _parts(key: str, part: Struct, names: Iterable[str]) -> Iterator[Piece]:
    for name in names:
        yield Piece(f"{key}:{name}", getattr(part, name))


def _by_words(words: str) -> Piece:
    """Return a piece that has no key of its own: it is known by what it says."""
    return Piece(f"words:{digest(words)[:32]}", words)


# A sentence ends here.
_END = re.compile(r"(?<=[.!?…])\s+")


class Secret(Struct):
    """Texts and sentences as compared; phrases and names to look for inside others."""

    texts: frozenset[str]
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, kept_words: Iterable[str], names: Iterable[str]) -> Self:
        """Return what must not be told where these words are kept, and lines of these names.

        One item or sentence of a text ("Jo", "May", "No.") tells nothing of it where it is short.
        """
        texts: set[str] = set()
        for words in kept_words:
            parts = [*words.splitlines(), *map(str.strip, _sentences(words))]
            texts.update(filter(is_telling, map(as_compared, parts)))
            texts.add(as_compared(words))
        texts.discard("")
        phrases = set(filter(is_telling, texts))
        phrases.update(map(as_compared, names))
        return cls(frozenset(texts), tuple(sorted(phrases)))

    def is_all_of(self, words: str) -> bool:
        return as_compared(words) in self.texts

    def first_telling(self, words: str) -> str:
        """Return the first sentence that tells, or an empty text."""
        if self.is_all_of(words):
            return words.strip()
        sentences = _sentences(words)
        for number in sorted(self._telling(sentences)):
            return sentences[number].strip()
        return ""

    def scrubbed(self, words: str, leaks: list[str]) -> str:
        """Return words without the sentences that tell; those go to `leaks`, but the very words."""
        if not words.strip():
            return words
        if self.is_all_of(words):
            return ""
        lines, telling, number = [], self._telling(_sentences(words)), 0
        for line in words.splitlines():
            stay = []
            for sentence in _END.split(line):
                if number not in telling:
                    stay.append(sentence)
                elif not self.is_all_of(sentence):
                    leaks.append(sentence.strip())
                number += 1
            if stay or not line.strip():
                lines.append(" ".join(stay))
        remaining = "\n".join(lines)
        if remaining != words:
            return remaining.strip()
        return words

    def _telling(self, sentences: Sequence[str]) -> set[int]:
        """Return which tell, alone or with those beside them: a line may end in a sentence."""
        telling, ends, text = set[int](), list[int](), ""
        for number, sentence in enumerate(sentences):
            text += f" {reads_as(bare(sentence))}"
            ends.append(len(text))
            if self.is_all_of(sentence):
                telling.add(number)
        for phrase in self.phrases:
            for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text):
                last = bisect_left(ends, match.end())
                telling.update(range(bisect_right(ends, match.start()), last + 1))
        return telling


def _sentences(words: str) -> list[str]:
    return list(chain.from_iterable(map(_END.split, words.splitlines())))
