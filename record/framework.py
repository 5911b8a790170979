"""A framework as a team read it: its levels in order, its lines, and what it calls them."""

from functools import cached_property
from typing import dataclass_transform

import msgspec

Edition = tuple[str, str]
Number = tuple[tuple[int, str], ...]


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))  # heirs are frozen too
class Struct(msgspec.Struct, frozen=True):
    """What every frozen structure of ours is made from."""


def edition(slug: str, version: str) -> Edition:
    """Return a framework's slug and major version: inside one edition a code means the same."""
    return slug, version.split(".", maxsplit=1)[0]


def version_number(version: str) -> Number:
    """Return a version as a number that sorts: 2.10 after 2.9, words before figures."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in version.split("."))


def name_and_version(name: str, version: str) -> str:
    """Name a framework with its version, said once: "PIEs 2.0"."""
    if version in name:
        return name
    return f"{name} {version}"


class LevelText(Struct):
    """A level as the team read it. A higher `order` is further along."""

    code: str
    name: str
    order: int
    gloss: str


class LineText(Struct):
    """A line as the team read it.

    `theme` is the code of an element's theme; `glosses` what each level means for a theme.
    """

    code: str
    kind: str
    name: str
    theme: str | None = None
    question: str = ""
    glosses: dict[str, str] = {}


class FrameworkText(Struct, dict=True, omit_defaults=True):  # a dict, for what is worked out once
    """The framework as the team read it: levels in order, lines in framework order."""

    slug: str
    version: str
    name: str
    digest: str
    acknowledgement: str
    licence: str
    step_names: tuple[str, ...]
    levels: tuple[LevelText, ...]
    lines: tuple[LineText, ...]
    # Who spoke, where the framework asks sides differently: "How we commission".
    voice: str = ""
    voice_name: str = ""

    @cached_property
    def edition(self) -> Edition:
        return edition(self.slug, self.version)

    @cached_property
    def scale(self) -> tuple[str, ...]:
        """The level codes in order. Only equal scales are compared."""
        return tuple(level.code for level in self.ordered_levels)

    @cached_property
    def ordered_levels(self) -> tuple[LevelText, ...]:
        """The levels, the first step of the way first."""
        return tuple(sorted(self.levels, key=lambda level: level.order))

    def line(self, code: str) -> LineText:
        """Return the line with this code. Raises KeyError."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> dict[str, LineText]:
        return {line.code: line for line in self.lines}

    def level(self, code: str) -> LevelText:
        """Return the level with this code. Raises KeyError."""
        for level in self.levels:
            if level.code == code:
                return level
        raise KeyError(code)

    def level_name(self, code: str | None) -> str:
        """Return the name of a level; an empty text where none is given or it is not known."""
        for level in self.levels:
            if level.code == code:
                return level.name
        return ""

    def rank(self, level: str | None) -> int:
        """Return how far along a level is, from 0; -1 where none is given or it is not known."""
        if level in self.scale:
            return self.scale.index(level)
        return -1

    def place_name(self, level: str | None, finer: int | None) -> str:
        """Name a place: "Usual here, fairly"."""
        return ", ".join(filter(None, (self.level_name(level), self.finer_name(finer))))

    def finer_name(self, finer: int | None) -> str:
        """Return the name of the finer place inside a level, or an empty text."""
        if finer is None or not 0 < finer <= len(self.step_names):
            return ""
        return self.step_names[finer - 1]
