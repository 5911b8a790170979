"""The newest word on each thing that lives on from conversation to conversation."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from record.document import Record


class Lasting(Protocol):
    """A help, an obstacle or a step: it keeps its id from conversation to conversation."""

    @property
    def id(self) -> str:
        """The same in every record that tells it."""
        ...


Thing = TypeVar("Thing", bound=Lasting)


def newest(
    records: Sequence[Record], things: Callable[[Record], Iterable[Thing]]
) -> tuple[tuple[Thing, Record], ...]:
    """Return each thing as last told, with the record that tells it; the latest told first.

    `records`: oldest first.
    """
    found: dict[str, tuple[Thing, Record]] = {}
    for record in reversed(records):
        for thing in things(record):
            if thing.id not in found:
                found[thing.id] = (thing, record)
    return tuple(found.values())
