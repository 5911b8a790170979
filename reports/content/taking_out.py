"""A report that was frozen before words were taken out of its records, without them."""

import re
from typing import Any

import msgspec

from record.words.own_words import bare, with_end
from reports.content.report import Report, sealed

# A code, a key or an address: no words of anybody, unless they stand where words do. Somebody's
# whole example may be one name in small letters.
_CODE = re.compile(r"[a-z0-9_\-]*")
_QUOTED = {"words", "text", "link"}
# Shorter words may be part of any sentence, so they go only where they are all that is said.
SHORT = 4
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
        return {name: _cut(inner, quotes, instead, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cut(inner, quotes, instead, field) for inner in value]
    if not value or not isinstance(value, str):
        return value
    if field not in _QUOTED and _CODE.fullmatch(value):
        return value
    return _cut_text(value, quotes, instead)


def _cut_text(text: str, quotes: list[str], instead: str) -> str:
    for words in quotes:
        if text in {words, with_end(words), words.strip(HEADING_MARKS)}:
            return instead
        if len(words) >= SHORT:
            # A sentence may have begun or gone on with them, in a capital letter or a small one.
            pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
            text = pattern.sub(lambda _match: instead, text)
    return text
