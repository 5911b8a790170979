"""What teams, lines and levels are called now, beside what they were called when it was said."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.utils.translation import gettext as _
from msgspec.structs import replace

from record.document import Record
from record.framework import Edition, LevelText, LineText

Part = TypeVar("Part", LineText, LevelText)
Key = tuple[str, Edition, type, str]


class NamesNow:
    """The names of today: of teams as they are called, of the rest as each team last read it."""

    def __init__(self, teams: Mapping[str, str], records: Iterable[Record]) -> None:
        """`teams`: their names by their keys; `records`: theirs, of each team the oldest first."""
        self._teams = teams
        self._names: dict[Key, str] = {}
        for record in records:
            for line in record.framework.lines:
                self._names[_key(record, line)] = line.name
            for level in record.framework.levels:
                self._names[_key(record, level)] = level.name

    def beside(self, record: Record) -> Record:
        """Return a record of today's team, whose lines and levels have both names where two are."""
        framework = replace(
            record.framework,
            lines=tuple(self._both(record, line) for line in record.framework.lines),
            levels=tuple(self._both(record, level) for level in record.framework.levels),
        )
        service = replace(record.service, name=self._teams[record.service.id])
        return replace(record, service=service, framework=framework)

    def _both(self, record: Record, part: Part) -> Part:
        now = self._names[_key(record, part)]
        if now == part.name:
            return part
        return replace(part, name=_("{name} (now {now})").format(name=part.name, now=now))


def _key(record: Record, part: LineText | LevelText) -> Key:
    return record.service.id, record.framework.edition, type(part), part.code
