"""What lives on from conversation to conversation is told by several: the newest word counts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from record.document import Record


class Lasting(Protocol):
    """A help, an obstacle or a step: it keeps its id from conversation to conversation."""

    @property
    def id(self) -> str:
        """The same in every record that tells it."""
        ...


Anything = TypeVar("Anything")
Thing = TypeVar("Thing", bound=Lasting)


def newest(
    records: Sequence[Record], things: Callable[[Record], Iterable[Thing]]
) -> tuple[tuple[Thing, Record], ...]:
    """Return each thing as last told, with the record that tells it; the latest told first.

    `records`: oldest first.
    """
    told = ((thing, record) for record in reversed(records) for thing in things(record))
    return tuple(first_of_each(told, lambda pair: pair[0].id))


def first_of_each(things: Iterable[Anything], key: Callable[[Anything], str]) -> list[Anything]:
    """Return each thing once, as it comes first. `key`: which of them are one."""
    found: dict[str, Anything] = {}
    for thing in things:
        found.setdefault(key(thing), thing)
    return list(found.values())
