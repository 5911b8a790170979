"""A report that was frozen before words were taken out of its records, without them."""

import re
from typing import Any

import msgspec

from record.words.own_words import bare, is_telling, with_end
from record.words.phrases import PartRole
from reports.content.report import Report, sealed

# Where people's own words stand: somebody's whole example may be one name in small letters.
_QUOTED = {"words", "link"}
# Elsewhere this is a code, a key or an address.
_CODE = re.compile(r"[a-z0-9_\-]*")
HEADING_MARKS = "*:： "


def without_words(report: Report, words: str, instead: str) -> Report:
    """Return a report with `instead` where these words are quoted, whole or line by line.

    It has its own fingerprint anew; one that never quoted them is as it was.
    """
    quotes = {words}
    for line in words.splitlines():
        # As a report quotes it: without the mark of a list, a heading with a colon and no other.
        quotes |= {line.strip(" -–—•·\t"), bare(line)}
        heading = bare(line).strip(HEADING_MARKS)
        if heading and heading != bare(line):
            quotes.add(f"{heading}:")
    quotes.discard("")
    plain = msgspec.json.decode(report.to_json())
    without = _cut(plain, sorted(quotes, key=len, reverse=True), instead)
    if without == plain:
        return report
    return sealed(Report.from_json(msgspec.json.encode(without).decode()))


def _cut(value: Any, quotes: list[str], instead: str, field: str = "") -> Any:
    if isinstance(value, dict):
        own = value.get("role") == PartRole.WORDS
        cut = {}
        for name, inner in value.items():
            cut[name] = _cut(inner, quotes, instead, "words" if own and name == "text" else name)
        return cut
    if isinstance(value, list):
        return [_cut(inner, quotes, instead, field) for inner in value]
    if not value or not isinstance(value, str):
        return value
    if field in _QUOTED:
        for words in quotes:
            value = _without_lines(value, words, instead)
    elif _CODE.fullmatch(value):
        return value
    for words in filter(is_telling, quotes):
        # A sentence may have begun or gone on with them, in a capital letter or a small one.
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        value = pattern.sub(lambda _match: instead, value)
    return value


def _without_lines(text: str, words: str, instead: str) -> str:
    """Cut words where they are all of a text or a line of it, with or without an end or a mark."""
    if text in {words, with_end(words), words.strip(HEADING_MARKS)}:
        return instead
    alone = {words.casefold(), with_end(words).casefold()}
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if bare(line).casefold() in alone:
            lines[number] = line.replace(line.strip(), instead)
    return "".join(lines)
