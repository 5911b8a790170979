"""Chromium, as all tests of pages start it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each page begins anew: what is made quick for this one, axe above all, is of use to no other.
    "--js-flags=--no-opt,--no-maglev",
]


@contextmanager
def started_chrome() -> Iterator[Browser]:
    """Give a browser, and close with it the databases that are open beside its loop alone."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        # Django refuses a database where a loop runs.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()  # PostgreSQL drops no database that is open somewhere
