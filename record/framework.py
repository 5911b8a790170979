"""A framework as a team read it: its levels in order, its lines, and what it calls them.

And which line of one edition is which line of another. Inside one edition (same slug and major
version) a code means the same. Between editions only a typed link joins: *same* joins, *narrower*
and *wider* join with a note, *split* and *merged* break the row. Over several editions the weakest
link of the chain decides. A line may also end: *retired*, with the framework's note on why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, TypeVar, dataclass_transform

import msgspec

T = TypeVar("T")
Edition = tuple[str, str]
Number = tuple[tuple[int, str], ...]


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))  # heirs are frozen too
class Struct(msgspec.Struct, frozen=True):
    """What every frozen structure of ours is made from."""

    @classmethod
    def from_row(cls, row: object, **more: Any) -> Self:
        """Return it of what a row, or anything else, calls by the same names, but for `more`."""
        for name in cls.__struct_fields__:
            if name not in more:
                value = getattr(row, name)
                more[name] = tuple(value) if isinstance(value, list) else value
        return cls(**more)


def readable(kind: type[T]) -> type[T]:
    """Have msgspec look at a class now; two threads that are first to read one crash in it."""
    msgspec.json.Decoder(kind)
    return kind


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
        return self.by_code[code]

    @cached_property
    def by_code(self) -> dict[str, LineText]:
        return {line.code: line for line in self.lines}

    def level(self, code: str) -> LevelText:
        """Return the level with this code. Raises KeyError."""
        return self.levels_by_code[code]

    @cached_property
    def levels_by_code(self) -> dict[str | None, LevelText]:
        return {level.code: level for level in self.levels}

    def level_name(self, code: str | None) -> str:
        """Return the name of a level; an empty text where none is given or it is not known."""
        if code in self.levels_by_code:
            return self.levels_by_code[code].name
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


# --- Which line of one edition is which of another

SAME = "same"
NARROWER = "narrower"
WIDER = "wider"
SPLIT = "split"
MERGED = "merged"
REGROUPED = "regrouped"  # a chain that split and merged: no link is of this kind
RETIRED = "retired"  # leads nowhere: `to_line` is empty

STRENGTH = (SAME, NARROWER, WIDER, SPLIT, MERGED, REGROUPED)
CROSSED = frozenset({SPLIT, MERGED, REGROUPED})
BACKWARDS = {SAME: SAME, NARROWER: WIDER, WIDER: NARROWER, SPLIT: MERGED, MERGED: SPLIT}
BACKWARDS[REGROUPED] = REGROUPED

Node = tuple[str, str, str]  # slug, major version, line code


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link from a line of an earlier edition to one of a later edition.

    `kind` says what the later line is, seen from the earlier one: the same, narrower, wider, one
    of the parts it was split into, or one that it was merged into with others.
    """

    kind: str
    from_framework: str
    from_version: str
    from_line: str
    to_framework: str
    to_version: str
    to_line: str
    note: str = ""

    @property
    def ends(self) -> tuple[Node, Node]:
        return (
            (*edition(self.from_framework, self.from_version), self.from_line),
            (*edition(self.to_framework, self.to_version), self.to_line),
        )


@dataclass(frozen=True, slots=True)
class Join:
    """How an earlier line hangs together with a later one. `note` is the framework's own."""

    kind: str = SAME
    note: str = ""

    @property
    def broken(self) -> bool:
        """True where places must not be compared."""
        return self.kind in CROSSED

    def then(self, other: "Join") -> "Join":
        """Put another join behind this one: the weakest of a chain decides."""
        weakest = max(self.kind, other.kind, key=STRENGTH.index)
        if {self.kind, other.kind} == {SPLIT, MERGED}:
            weakest = REGROUPED
        return Join(weakest, " ".join(filter(None, (self.note, other.note))))


JOINED = Join()


Joins = tuple[tuple[str, Join], ...]


def joins_to(
    earlier: FrameworkText, line: LineText, latest: FrameworkText, links: Iterable[Link]
) -> Joins:
    """Find the lines of a framework that became (or are) one of the latest, strongest first."""
    return joins_between(earlier.edition, (*latest.edition, line.code), links)


def joins_between(goal: Edition, start: Node, links: Iterable[Link]) -> Joins:
    """Find the lines of an edition that became (or are) one line of another."""
    if start[:2] == goal:
        return ((start[2], JOINED),)
    neighbours = _neighbours(links)
    joins: dict[Node, Join] = {start: JOINED}
    edge = [start]
    while edge:
        node = edge.pop(0)
        for other, join, is_onward in neighbours.get(node, ()):
            if other not in joins:
                joins[other] = joins[node].then(join) if is_onward else join.then(joins[node])
                edge.append(other)
    there = [(node[2], join) for node, join in joins.items() if node[:2] == goal]
    # Of several it is the one of the same code that came back.
    return tuple(sorted(there, key=lambda it: (STRENGTH.index(it[1].kind), it[0] != start[2])))


def unbroken(joins: Joins) -> str:
    """Return the code of the line that can be compared, or nothing."""
    for code, join in joins:
        if not join.broken:
            return code
    return ""


def line_in(goal: Edition, line: Node, links: Iterable[Link]) -> str:
    """Return the code by which an edition has a line; empty where it has none to compare.

    Between versions without any links a code means the same.
    """
    links = tuple(links)
    if not links and goal[0] == line[0]:
        return line[2]
    return unbroken(joins_between(goal, line, links))


def retirement(framework: FrameworkText, line: LineText, links: Iterable[Link]) -> Link | None:
    """Return the link that says a line of a framework has ended, or None."""
    node: Node = (*framework.edition, line.code)
    for link in links:
        if link.kind == RETIRED and link.ends[0] == node:
            return link
    return None


def _neighbours(links: Iterable[Link]) -> dict[Node, list[tuple[Node, Join, bool]]]:
    """Lay every link from its later end back, and onward for late entries: which, is said last."""
    neighbours: dict[Node, list[tuple[Node, Join, bool]]] = {}
    for link in links:
        if link.kind == RETIRED:
            continue
        earlier, later = link.ends
        back, onward = Join(link.kind, link.note), Join(BACKWARDS[link.kind], link.note)
        neighbours.setdefault(later, []).append((earlier, back, False))
        neighbours.setdefault(earlier, []).append((later, onward, True))
    return neighbours
