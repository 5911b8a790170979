"""The canary teams, planted once for all tests of this folder."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from accounts.signing_in import signed_in
from tests.conftest import pango
from tests.leaks.world import World, build


@pytest.fixture(scope="package")
def _planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World | None]:
    """Plant the teams in a transaction that is undone after the last test of this folder."""
    if not pango():
        yield None  # the test itself is skipped: it is marked pdf
        return
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        for actor in world.actors.values():
            actor.client.get(reverse("help"))  # the session learns when it was last seen
        yield world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _sessions_stay_as_they_are(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Let a walk that takes minutes be one minute, on a slow machine too.

    A session notes once a minute when it was last seen (accounts/signing_in/signed_in.py): what is
    undone would be written anew each time. And some minutes after signing in people are asked again
    who they are (accounts/signing_in/again.py), but everybody here signed in before the first test.
    """
    monkeypatch.setattr(signed_in, "SEEN_EVERY_SECONDS", 30 * 60)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 60


@pytest.fixture
def world(_planted: World, db: None) -> World:
    """Return the canary teams; what a test changes is undone after it."""
    return _planted
