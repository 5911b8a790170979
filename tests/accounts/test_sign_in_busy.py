"""Signing in while the database takes nothing: somebody holds it, or its disk has no room."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.urls import reverse

from pages.database.faults import fault_of
from tests.factories import PASSWORD, UserFactory
from tests.locks import locked

REFUSED = (
    "CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION "
    "'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$ "
    "LANGUAGE plpgsql; "
    "CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON cache EXECUTE FUNCTION no_room()"
)


@contextmanager
def no_room() -> Iterator[None]:
    """Let the disk of the database take nothing more.

    A limit of a file's size stands for a full disk; PostgreSQL's files are another process's.
    """
    connection.close()
    if connection.vendor == "sqlite":
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            connection.close()
        return
    with connection.cursor() as cursor:
        cursor.execute(REFUSED)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION no_room CASCADE")


@pytest.mark.logs_errors
@pytest.mark.parametrize("trouble", [lambda: locked("cache"), no_room], ids=["busy", "full"])
@pytest.mark.django_db(transaction=True)
def test_sign_in_where_nothing_is_taken_is_told_so_and_not_called_one_too_many(client, trouble):
    person = UserFactory(email="ana@example.org")
    client.get(reverse("account_login"))
    form = {"login": person.email, "password": PASSWORD}
    with trouble():
        answer = client.post(reverse("account_login"), form)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert PASSWORD not in answer.content.decode()
    assert client.post(reverse("account_login"), form).status_code == 302


@pytest.mark.parametrize("write", ["add", "set"])
@pytest.mark.django_db(transaction=True)
def test_count_that_cannot_be_kept_is_not_passed_over(write):
    """Else a password could be guessed for as long as the disk is full."""
    counts = caches["default"]
    with no_room(), pytest.raises(DatabaseError) as met:
        getattr(counts, write)("tries", [time.time()])
    assert fault_of(met.value).is_of_the_disk
    assert counts.get("tries") is None
