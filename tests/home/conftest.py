"""The tiny framework and what a person reads of a page."""

import pytest

from accounts.models import Service, User
from assessments.models import Closure
from frameworks.models import Framework
from home.cards import miniatures
from pages.memory import Memory
from tests.home.talks import converse


@pytest.fixture(autouse=True)
def _no_pictures_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin with no miniature drawn, so that queries count the same."""
    monkeypatch.setattr(miniatures, "_drawn_before", Memory(1024))


@pytest.fixture
def spring(service: Service, framework: Framework, manager: User) -> Closure:
    """Return a finished conversation of `service`, not shown to anybody."""
    return converse(service, framework, manager)
