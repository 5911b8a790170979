"""Somebody signed in, and what the pages say."""

import pytest
from django.test import Client

from tests.factories import UserFactory
from tests.shown import tight


@pytest.fixture
def lead_client(lead):
    """Return the browser of the lead of `organisation`."""
    browser = Client()
    browser.force_login(lead)
    return browser


@pytest.fixture
def runs(db):
    """Return who runs the site, with every right."""
    return UserFactory(
        email="runs@example.org", display_name="Runs It", is_staff=True, is_superuser=True
    )


def text(answer) -> str:
    """Return a page without the marks that keep names apart."""
    return tight(answer).replace("\u2068", "").replace("\u2069", "")
