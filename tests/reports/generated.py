"""What of a report was generated, and not written by people."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec

from record.words.phrases import Part, Sentence
from reports.content import Report
from reports.content.heads import Item
from reports.content.pieces import Own, RowText, ThemeText
from reports.content.provenance import Source
from reports.drawing.sheet import Segment

NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|half)"
)
COUNTED = r"(?:moved|further|back|steps|elements|themes|lines)"
NEAR = re.compile(
    rf"\b{NUMBER}\b(?:\W+\w+){{0,3}}\W+{COUNTED}\b|\b{COUNTED}\b(?:\W+\w+){{0,3}}\W+{NUMBER}\b",
    re.IGNORECASE,
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Dates, head counts and the number of conversations may stand anywhere.
ALLOWED = re.compile(
    rf"(?:\d{{1,2}} )?(?:{MONTHS})(?: \d{{4}})?|{NUMBER} of us|{NUMBER} conversations?"
    r"|half an hour|half a year|SHA-256",
    re.IGNORECASE,
)


def sentences(node: object) -> Iterator[str]:
    """Yield every generated text of a report; people's own words and frameworks' sources not."""
    if isinstance(node, Own | Source | Segment):
        return
    if isinstance(node, Sentence):
        yield "".join(part.text for part in node.parts if part.role != "words")
    elif isinstance(node, str):
        yield node
    elif isinstance(node, tuple):
        for child in node:
            yield from sentences(child)
    elif isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from sentences(getattr(node, name))


def own_words(node: object) -> Iterator[str]:
    """Yield people's own words."""
    if isinstance(node, Own):
        yield node.words
    elif isinstance(node, Sentence):
        yield from (part.text for part in node.parts if part.role == "words")
    elif isinstance(node, tuple):
        for child in node:
            yield from own_words(child)
    elif isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from own_words(getattr(node, name))


def names_of_lines(node: object) -> Iterator[str]:
    """Yield the name of every line that a report speaks of."""
    if isinstance(node, Part) and node.role in {"line", "name"}:
        yield node.text
    elif isinstance(node, tuple):
        for child in node:
            yield from names_of_lines(child)
    elif isinstance(node, msgspec.Struct):
        if isinstance(node, RowText | ThemeText | Item):
            yield node.name
        for name in node.__struct_fields__:
            yield from names_of_lines(getattr(node, name))


def told_apart(report: Report) -> Report:
    """Return a report in which no two people wrote the same, and no two questions are the same."""
    apart: Report = _apart(report, count(1))
    return apart


def _apart(node: Any, number: Iterator[int]) -> Any:
    if isinstance(node, tuple):
        return tuple([_apart(child, number) for child in node])
    if not isinstance(node, msgspec.Struct):
        return node
    if isinstance(node, Own):
        return Own(f"What was written as {next(number)}")
    if isinstance(node, Part):
        return Part(node.role, f"Written as {next(number)}.") if node.words else node
    apart = {name: _apart(getattr(node, name), number) for name in node.__struct_fields__}
    if apart.get("question"):
        apart["question"] = f"Question {next(number)}?"
    return msgspec.structs.replace(node, **apart)


def told_whole(words: str, text: str) -> bool:
    """Say whether words stand in a text, whether or not our own sentence goes on behind them."""
    return " ".join(words.split()).removesuffix(".") in text


def counts(text: str) -> list[str]:
    """Return where a number stands near one of the words that must not be counted."""
    counted = []
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        counted += [match.group() for match in NEAR.finditer(ALLOWED.sub("", sentence))]
    return counted
