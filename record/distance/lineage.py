"""Which line of one framework edition is which line of another.

Inside one edition (same slug and major version) a code means the same. Between editions only a
typed link joins: *same* joins, *narrower* and *wider* join with a note, *split* and *merged*
break the row. Over several editions the weakest link of the chain decides.

A line may also end: *retired*, with the framework's note on why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from record.document import Record
from record.framework import LineText, edition

SAME = "same"
NARROWER = "narrower"
WIDER = "wider"
SPLIT = "split"
MERGED = "merged"
RETIRED = "retired"  # leads nowhere: `to_line` is empty

STRENGTH = (SAME, NARROWER, WIDER, SPLIT, MERGED)
CROSSED = frozenset({SPLIT, MERGED})
BACKWARDS = {SAME: SAME, NARROWER: WIDER, WIDER: NARROWER, SPLIT: MERGED, MERGED: SPLIT}

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
        """The two lines it joins."""
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
        return Join(weakest, " ".join(filter(None, (self.note, other.note))))


JOINED = Join()


def joins_to(
    record: Record, line: LineText, latest: Record, links: Iterable[Link]
) -> tuple[tuple[str, Join], ...]:
    """Find the lines of a record that became (or are) one line of the latest.

    By their codes, with how each joins, strongest first; none where nothing joins.
    """
    goal = record.framework.edition
    if latest.framework.edition == goal:
        return ((line.code, JOINED),)
    start: Node = (*latest.framework.edition, line.code)
    neighbours = _neighbours(links)
    joins: dict[Node, Join] = {start: JOINED}
    edge = [start]
    while edge:
        node = edge.pop(0)
        for other, join in neighbours.get(node, ()):
            if other not in joins:
                joins[other] = join.then(joins[node])
                edge.append(other)
    there = [(node[2], join) for node, join in joins.items() if node[:2] == goal]
    return tuple(sorted(there, key=lambda pair: STRENGTH.index(pair[1].kind)))


def retirement(record: Record, line: LineText, links: Iterable[Link]) -> Link | None:
    """Return the link that says a line of a record's framework has ended, or None."""
    node: Node = (*record.framework.edition, line.code)
    for link in links:
        if link.kind == RETIRED and link.ends[0] == node:
            return link
    return None


def _neighbours(links: Iterable[Link]) -> dict[Node, list[tuple[Node, Join]]]:
    """Lay every link from its later end back, and the other way round for late entries."""
    neighbours: dict[Node, list[tuple[Node, Join]]] = {}
    for link in links:
        if link.kind == RETIRED:
            continue
        earlier, later = link.ends
        neighbours.setdefault(later, []).append((earlier, Join(link.kind, link.note)))
        neighbours.setdefault(earlier, []).append((later, Join(BACKWARDS[link.kind], link.note)))
    return neighbours
