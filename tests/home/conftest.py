"""The tiny framework and what a person reads of a page."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Service, User
from assessments.models import Closure
from frameworks.models import Framework
from home import miniatures
from tests.frameworks.tiny import load_tiny
from tests.home.talks import converse


@pytest.fixture(autouse=True)
def _no_pictures_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin with no miniature drawn, so that queries count the same."""
    monkeypatch.setattr(miniatures, "_drawn_before", {})


@pytest.fixture
def framework(db: None) -> Framework:
    """Return the tiny framework."""
    return load_tiny()


@pytest.fixture
def spring(service: Service, framework: Framework, manager: User) -> Closure:
    """Return a finished conversation of `service`, not shown to anybody."""
    return converse(service, framework, manager)


@pytest.fixture
def read(client: Client) -> Callable[..., str]:
    """Return a function that gives the words of a page as somebody reads them, tags taken out."""

    def words(user: User | None, address: str, status: int = 200) -> str:
        if user:
            client.force_login(user)
        response = client.get(address)
        assert response.status_code == status, (response.status_code, address)
        text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", response.content.decode())
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())

    return words
