"""What a process keeps in mind: of a kind at most so many, oldest out first (docs/adr/0014)."""

from typing import TypeVar

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
