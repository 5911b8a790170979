"""Whether the site can be asked, and what it says of itself to machines."""

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_ready_while_the_database_answers_and_is_of_this_release(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


@pytest.mark.logs_errors
@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="sharing").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"unprepared\n")
    assert answer["Retry-After"]


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("error", "word"),
    [
        (OperationalError("connection to server failed: Connection refused"), b"away\n"),
        (OperationalError("database is locked"), b"busy\n"),
        (OperationalError("database disk image is malformed"), b"damaged\n"),
    ],
)
def test_not_ready_while_the_database_does_not_answer(client, monkeypatch, error, word):
    """No `db` mark: the process alone is asked, and /healthz says that it lives."""

    def fail(*_args):
        raise error

    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "cursor", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, word)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("contact", "status"), [("mailto:care@pizazz.example", 200), ("", 404)], ids=["said", "not"]
)
def test_whom_to_tell_of_a_hole(client, settings, contact, status):
    settings.SECURITY_CONTACT = contact
    answer = client.get("/.well-known/security.txt")
    assert answer.status_code == status
    if contact:
        lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
        assert lines["Contact"] == contact
        assert lines["Expires"].endswith("T00:00:00Z")
