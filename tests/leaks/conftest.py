"""The canary teams, planted once for all tests of this folder."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.conftest import pango
from tests.leaks.world import World, build


@pytest.fixture(scope="package")
def _planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World | None]:
    """Plant the teams in a transaction that is undone after the last test of this folder."""
    if not pango():
        yield None  # the test itself is skipped: it is marked pdf
        return
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_planted: World, db: None) -> World:
    """Return the canary teams; what a test changes is undone after it."""
    return _planted
