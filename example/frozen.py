"""The invented team as it was frozen: what its pages print, read from files and nothing else.

`manage.py freeze_example` of the demo writes them anew (docs/adr/0012).
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from django.utils.translation import get_language

from frameworks.tree import FrameworkTree
from record.document import Record
from record.framework import Struct, readable
from reports.content import Journey, Report, build_journey
from reports.content.wall import Wall, build_wall

FOLDER = Path(__file__).parent / "frozen"
WORDS = FOLDER / "example.json"
PDF = FOLDER / "report.pdf"


@readable
class Frozen(Struct):
    """The example.

    Args:
        day: the day on which everything in it is told.
        records: its finished conversations, oldest first.
        report: what the team sent to a council.
        tree: the framework it talks with, in the team's own word for its people.
    """

    day: dt.date
    records: tuple[Record, ...]
    report: Report
    tree: FrameworkTree

    @property
    def service(self) -> str:
        return self.records[-1].service.name

    @property
    def newest_first(self) -> Sequence[Record]:
        return self.records[::-1]


def as_bytes(frozen: Frozen) -> bytes:
    return msgspec.json.format(msgspec.json.encode(frozen, order="sorted"), indent=1) + b"\n"


@lru_cache(maxsize=1)
def read() -> Frozen:
    """Read the example, once a process."""
    return msgspec.json.decode(WORDS.read_bytes(), type=Frozen)


@lru_cache(maxsize=1)
def pdf() -> bytes:
    """Read the report's PDF, once a process."""
    return PDF.read_bytes()


def journey() -> Journey:
    return _journey(get_language())


@lru_cache(maxsize=4)
def _journey(_language: str | None) -> Journey:
    frozen = read()
    return build_journey(list(frozen.records), today=frozen.day)


def wall() -> Wall:
    """Return the page for the wall of its last conversation, as the team may tick it."""
    whole = build_wall(read().records[-1])
    keys: set[str] = set()
    for part in whole.parts:
        # Three lines a part are what a team would choose for one sheet.
        keys.update(line.key for line in part.lines[:3])
    return whole.only(keys)
