"""What must not be told, and which sentences of a text would tell it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Self

from pages.words import reads_as
from record.framework import Struct
from record.words.own_words import as_compared, bare, is_telling

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
        """Say whether these words are nothing but what must not be told."""
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
    """Return the sentences of each line, empty ones too."""
    return list(chain.from_iterable(map(_END.split, words.splitlines())))
