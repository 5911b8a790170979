"""What a process keeps in mind: of a kind at most so many, oldest out first (docs/adr/0014)."""

from functools import lru_cache
from typing import TypeVar

from django.urls import get_script_prefix, reverse

K = TypeVar("K")
V = TypeVar("V")


class Memory(dict[K, V]):
    """Things that never change, by what they were made from."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def keep(self, key: K, thing: V) -> V:
        """Keep a thing, and let the oldest go where there are too many."""
        while len(self) >= self.most:
            self.pop(next(iter(self)), None)
        self[key] = thing
        return thing


def address(name: str, *parts: str) -> str:
    """Return an address by its name: a list asks for dozens, and each takes as long as a row."""
    return _address(get_script_prefix(), name, *parts)


@lru_cache(4096)
def _address(_prefix: str, name: str, *parts: str) -> str:
    return reverse(name, args=parts)
