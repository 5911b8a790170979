"""A report that was frozen before words were taken out of its records, without them."""

import re
from typing import Any

import msgspec

from record.words.endings import ended
from reports.content.report import Report, sealed

# A code, a key or an address: no words of anybody.
_CODE = re.compile(r"[a-z0-9_\-]*")
# Shorter words may be part of any sentence, so they go only where they are all that is said.
SHORT = 4


def without_words(report: Report, words: str, instead: str) -> Report:
    """Return a report with `instead` where these words are quoted, whole or line by line.

    It has its own fingerprint anew; one that never quoted them is as it was.
    """
    lines = [line.strip(" -–—*•·\t") for line in words.splitlines()]
    said = sorted({words, *filter(None, lines)}, key=len, reverse=True)
    plain = msgspec.json.decode(report.to_json())
    changed = _cut(plain, said, instead)
    if changed == plain:
        return report
    return sealed(Report.from_json(msgspec.json.encode(changed).decode()))


def _cut(value: Any, said: list[str], instead: str) -> Any:
    if isinstance(value, dict):
        return {name: _cut(each, said, instead) for name, each in value.items()}
    if isinstance(value, list):
        return [_cut(each, said, instead) for each in value]
    return _cut_text(value, said, instead) if isinstance(value, str) else value


def _cut_text(text: str, said: list[str], instead: str) -> str:
    if _CODE.fullmatch(text):
        return text
    for words in said:
        if text in {words, ended(words)}:
            return instead
        if len(words) >= SHORT:
            # A sentence may have begun or gone on with them, in a capital letter or a small one.
            there = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
            text = there.sub(lambda _found: instead, text)
    return text
