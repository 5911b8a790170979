"""The tiny framework, for tests of every app: two themes, three elements, four levels."""

from pathlib import Path

from frameworks.actions import publish
from frameworks.documents import read
from frameworks.models import Framework

TINY = Path(__file__).with_name("tiny.yaml")


def load_tiny() -> Framework:
    """Publish the tiny framework in the test database and return it.

    Themes `soil` (elements `worms`, `water`) and `light` (element `windows`), the line `whole`,
    levels `seed`, `shoot`, `leaf`, `tree`.
    """
    publish(entries=read(TINY))
    return Framework.objects.get_by_natural_key("tiny", "1.0")
