"""A database that is busy, away or not prepared: what people read, and what commands say."""

import contextlib

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    transaction,
)
from django.db.transaction import TransactionManagementError
from django.test import RequestFactory

from assessments.models import Note
from pages.database.faults import Fault, fault_of
from pages.views.errors import busy_page


@pytest.mark.parametrize(
    ("form", "is_given_back"),
    [
        ({"words": "What Nights said", "key": "1"}, True),
        ({"words": "What Nights said", "password": "Nobody Knows"}, False),
    ],
    ids=["words", "password"],
)
def test_what_was_typed_is_given_back_but_no_password(form, is_given_back):
    page = busy_page(RequestFactory().post("/somewhere/", form), Fault.BUSY).content.decode()
    assert ("What Nights said" in page, "Send it again" in page) == (is_given_back, is_given_back)
    assert "Nobody Knows" not in page


@pytest.mark.parametrize(
    ("came_from", "form", "leads_to"),
    [
        ("http://testserver/before/", {}, "http://testserver/before/"),
        ("http://testserver/before/", {"seen": "1"}, "http://testserver/before/"),
        ("http://testserver.example/", {}, "/somewhere/"),
    ],
    ids=["a button alone", "with what was seen", "of another site"],
)
def test_page_to_look_at_is_the_one_that_was_pressed_on(came_from, form, leads_to):
    """Many a button is sent where there is nothing to read."""
    headers = {"Referer": came_from, "Host": "testserver"}
    request = RequestFactory().post("/somewhere/", form, headers=headers)
    page = busy_page(request, Fault.BUSY).content.decode()
    assert f'<a href="{leads_to}">See the page</a>' in page
    assert "Try again" not in page


@pytest.mark.logs_errors
@pytest.mark.parametrize("fault", [Fault.FULL, Fault.DISK, Fault.READ_ONLY])
def test_disk_that_keeps_nothing_is_told_with_the_words(fault):
    answer = busy_page(RequestFactory().post("/somewhere/", {"words": "What Nights said"}), fault)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Nothing can be kept just now" in page
    assert "What Nights said" in page
    assert "busy" not in page


@pytest.mark.logs_errors
@pytest.mark.django_db
def test_busy_met_by_a_middleware_is_no_500(client, contributor, monkeypatch):
    """The session is read before any view; Django would call it 500."""

    def wait(self):
        message = "database is locked"
        raise OperationalError(message)

    client.force_login(contributor)
    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", wait)
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


CASES = [
    (OperationalError("database is locked"), Fault.BUSY),
    (OperationalError("database table is locked: note"), Fault.BUSY),
    (DatabaseError("Save with update_fields did not affect any rows."), Fault.CHANGED),
    (IntegrityError("FOREIGN KEY constraint failed"), Fault.CHANGED),
    (IntegrityError("UNIQUE constraint failed: note.id"), None),
    (OperationalError("no such table: note"), Fault.NOT_PREPARED),
    (OperationalError("no such column: order"), Fault.NOT_PREPARED),
    (OperationalError("unable to open database file"), Fault.NO_FILE),
    (OperationalError("attempt to write a readonly database"), Fault.READ_ONLY),
    (OperationalError("database or disk is full"), Fault.FULL),
    (OperationalError("disk I/O error"), Fault.DISK),
    (DatabaseError("database disk image is malformed"), Fault.DAMAGED),
    (DatabaseError("file is not a database"), Fault.DAMAGED),
    (OperationalError('connection failed: database "x" does not exist'), Fault.NO_DATABASE),
    (OperationalError("connection to server failed: Connection refused"), Fault.AWAY),
    (OperationalError("FATAL: sorry, too many clients already"), Fault.BUSY),
    (OperationalError("connection failed: FATAL: remaining connection slots are"), Fault.BUSY),
    (OperationalError("connection failed: FATAL: too many connections for role"), Fault.BUSY),
    (InterfaceError("connection already closed"), Fault.AWAY),
    (OperationalError('root certificate file "/x" does not exist'), Fault.AWAY),
    (OperationalError('server certificate for "x" does not match host name "y"'), Fault.AWAY),
    (OperationalError("server does not support SSL, but SSL was required"), Fault.AWAY),
    (OperationalError("SSL SYSCALL error: EOF detected"), Fault.AWAY),
    (OperationalError("could not receive data from server: Broken pipe"), Fault.AWAY),
    (OperationalError("could not send data to server: Broken pipe"), Fault.AWAY),
    (OperationalError('invalid sslmode value: "x"'), Fault.NOT_UNDERSTOOD),
    (ProgrammingError('invalid dsn: invalid connection option "x"'), Fault.NOT_UNDERSTOOD),
    (ProgrammingError("syntax error"), None),
    (ValueError("database is locked"), None),
]


def test_what_comes_after_a_fault_is_that_fault():
    """Django refuses whatever is asked of a transaction that is broken."""
    after = TransactionManagementError("An error occurred in the current transaction.")
    after.__cause__ = OperationalError("attempt to write a readonly database")
    assert fault_of(after) is Fault.READ_ONLY
    assert fault_of(TransactionManagementError("of our own making")) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("within", [transaction.atomic, contextlib.nullcontext])
def test_fault_of_rows_that_are_read_piece_by_piece(within):
    """PostgreSQL has a cursor for them, whose end is an error, too, where it never began."""
    rows = Note.objects.extra(tables=["of_no_release"])
    with pytest.raises(Exception, match=r"of_no_release|cursor") as broken, within():
        list(rows.iterator())
    assert fault_of(broken.value) is Fault.NOT_PREPARED


@pytest.mark.parametrize(("error", "fault"), CASES, ids=str)
def test_errors_are_told_apart(error, fault):
    assert fault_of(error) is fault


@pytest.mark.parametrize(
    ("code", "fault"),
    [("53100", Fault.FULL), ("53200", Fault.BUSY), ("53300", Fault.BUSY), ("57P01", Fault.AWAY)],
)
def test_codes_of_postgresql_are_told_apart(code, fault):
    error = OperationalError("in the words of any language")
    error.__cause__ = OSError()
    error.__cause__.pgcode = code
    assert fault_of(error) is fault
