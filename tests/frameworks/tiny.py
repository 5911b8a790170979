"""The tiny framework, for tests of every app: two themes, three elements, four levels."""

import json
from functools import cache
from pathlib import Path

from frameworks.actions import publish
from frameworks.models import Framework
from frameworks.tree import FrameworkTree
from tests.frameworks.entries import read_entries
from tests.frameworks.stored import store

TINY = Path(__file__).with_name("tiny.yaml")


def load_tiny(version: str = "1.0") -> Framework:
    """Publish the tiny framework in the test database and return it; also as another version.

    Themes `soil` (elements `worms`, `water`) and `light` (element `windows`), the line `whole`,
    levels `seed`, `shoot`, `leaf`, `tree`.
    """

    def published() -> None:
        publish(entries=json.loads(_written().replace('"1.0"', f'"{version}"')))

    store(f"tiny {version}", published)
    return Framework.objects.get_by_natural_key("tiny", version)


def gloss(tree: FrameworkTree, level: str, line: str) -> str:
    """Return what a level means for a line of a framework."""
    return {card.code: card.gloss for card in tree.line(line).cards}[level]


@cache
def _written() -> str:
    """Read the file once: to read YAML takes four times as long as to publish it."""
    return json.dumps(read_entries(TINY))
