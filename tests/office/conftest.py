"""Somebody signed in, and what the pages say."""

import pytest
from django.test import Client


@pytest.fixture
def lead_client(lead):
    """Return the browser of the lead of `organisation`."""
    browser = Client()
    browser.force_login(lead)
    return browser


def text(answer) -> str:
    """Return a page without the marks that keep names apart."""
    return answer.content.decode().replace("\u2068", "").replace("\u2069", "")
