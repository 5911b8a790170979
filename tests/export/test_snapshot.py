"""A team's own file is of one moment; of a whole organisation's: test_moves.py."""

import io
import re
import threading
import uuid
from collections.abc import Callable
from functools import partial
from typing import IO

import pytest
from django.db import connection, transaction

from accounts.models import Organisation, Service, User
from assessments import actions
from assessments.models import Closure, Example
from export.file.importing import bring_in
from export.file.writing import file_of_team, snapshot
from export.handing_over import content_of, write_organisation, write_shown, write_team
from pages.database.at_once import one_at_a_time
from tests import alder_house
from tests.factories import UserFactory
from tests.office.test_erasing_at_once import signs_in
from tests.records import closure_of
from tests.together import before

pytestmark = pytest.mark.django_db(transaction=True)
FILES = ["json", "csv", "what teams showed"]
if connection.vendor == "postgresql":  # from SQLite an organisation’s is of a copy: test_moves.py
    FILES.append("an organisation")


def ways_to_write(service: Service) -> dict[str, Callable[[IO[bytes]], None]]:
    """How each of FILES is written."""
    organisation = service.organisation
    return {
        "json": partial(write_team, service, "json"),
        "csv": partial(write_team, service, "csv"),
        "what teams showed": partial(write_shown, organisation, "json"),
        "an organisation": partial(write_organisation, organisation),
    }


def test_teams_own_file_is_of_one_moment(spoken, manager):
    with snapshot(large=False) as alias:
        assert connection.in_atomic_block == (connection.vendor == "postgresql")
        first = b"".join(file_of_team(spoken, alias))
        assert b"".join(file_of_team(spoken, alias)) == first
    actions.keep_note(service=spoken, words="After it", by=manager)  # what was held is let go
    with snapshot(large=False) as alias:
        assert b"".join(file_of_team(spoken, alias)) != first


def test_what_is_not_read_to_its_end_is_put_away_while_the_moment_lasts(service):
    """One talk tells that several were there; PostgreSQL’s cursor is gone with the transaction."""
    closure_of(service, alder_house.themes())
    write_team(service, "csv", file := io.BytesIO())
    assert file.getvalue()


def test_nobody_waits_while_a_sheet_is_written(spoken):
    was_held = []

    class File(io.BytesIO):
        def write(self, content):
            within = connection.in_atomic_block
            was_held.append(within or getattr(connection.connection, "in_transaction", False))
            return super().write(content)

    ways_to_write(spoken)["csv"](file := File())

    assert was_held
    assert not any(was_held)
    assert b"No lift" in file.getvalue()


@pytest.mark.parametrize("what", FILES)
def test_file_never_mixes_two_moments(spoken, lead, what):
    """Somebody changes words, and adds some, before each statement with which it is read."""
    change(spoken.pk, 1)
    service = Service.objects.get(pk=spoken.pk)
    write = ways_to_write(service)[what]
    writers: list[threading.Thread] = []

    def meanwhile(execute, *statement):
        writer = threading.Thread(target=change, args=(service.pk, len(writers) + 2))
        writers.append(writer)
        writer.start()
        if connection.vendor == "postgresql":  # in SQLite who writes waits for who reads
            writer.join()
        return execute(*statement)

    with connection.execute_wrapper(meanwhile):
        file = content_of(write).decode()
    for writer in writers:
        writer.join()

    moments = re.findall(r"(?:House|Said|Changed) (\d+)", file)
    assert len(moments) > 1
    assert len(set(moments)) == 1, moments
    assert len(set(re.findall(r"New (\d+)", file))) <= int(moments[0])


def change(key: uuid.UUID, number: int) -> None:
    """Say all of it anew in one go."""
    try:
        with transaction.atomic():
            service = Service.objects.get(pk=key)
            one_at_a_time(service)
            name = f"House {number}"
            Service.objects.filter(pk=key).update(name=name)
            Organisation.objects.filter(pk=service.organisation_id).update(name=name)
            Example.objects.update(words=f"Changed {number}")
            for row in Closure.objects.all():
                row.document = re.sub(r"No lift|Said \d+", f"Said {number}", row.document)
                row.save()
            actions.keep_note(service=service, words=f"New {number}", by=User.objects.first())
    finally:
        connection.close()


def test_somebody_signs_in_while_a_file_comes_in(elsewhere):
    """They come in at once, or after it where one alone writes; and so does the file."""
    brings = partial(bring_in, elsewhere.path())
    signs = partial(signs_in, UserFactory(email="new@example.org"))

    teams, status = before('INSERT INTO "accounts_event"', brings, signs)

    assert [team.name for team in teams] == ["Alder House"]
    assert status == 200
