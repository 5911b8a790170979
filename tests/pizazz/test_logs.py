"""Logs are lines of JSON, and hold no word that somebody typed."""

import io
import json
import logging
import sys
import threading
from http import HTTPStatus

import pytest
from django.db import DataError, OperationalError, connection
from django.test import Client
from django.urls import reverse

import manage
from pages.database.background import in_background
from pizazz.logs import JsonLines

pytestmark = pytest.mark.logs_errors

WORDS = "she shouted on the landing at three"


@pytest.fixture
def lines():
    """Log as a server does, into memory; gives back what was logged, a line an event."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


def test_an_event_is_one_line(lines):
    logging.getLogger("reports.pdf").warning("A PDF was not made:\n%s", "\x1b[31m signal\r\n9")
    (line,) = lines()
    assert line["level"] == "WARNING"
    assert line["logger"] == "reports.pdf"
    assert line["message"] == "A PDF was not made:\n\x1b[31m signal\r\n9"
    assert line["at"].endswith("+00:00")


@pytest.mark.parametrize("name", ["weasyprint", "fontTools.subset", "py.warnings", "root"])
def test_who_may_quote_people_has_no_message(lines, name):
    logging.getLogger(name).error("cannot set %s", WORDS)
    (line,) = lines()
    assert line["logger"] == name
    assert "message" not in line


def test_an_exception_is_told_by_kind_and_place(lines):
    def save():
        try:
            int(WORDS)
        except ValueError as error:
            message = f"while saving {WORDS}"
            raise RuntimeError(message) from error

    try:
        save()
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/journey/")
    (line,) = lines()
    assert line["error"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert "in save" in line["places"][-1]
    assert WORDS not in json.dumps(line)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            OperationalError(f"server closed the connection: {WORDS}"),
            "The database is AWAY: letters are left for later.",
        ),
        (DataError(f"value too long: {WORDS}"), "Not done in the background: letters."),
    ],
    ids=["away", "ours"],
)
def test_what_fails_beside_the_answers_is_told_like_any_other(lines, capfd, error, message):
    def send():
        raise error

    in_background("letters", send)
    for thread in threading.enumerate():
        if thread.name == "letters":
            thread.join(20)
    (line,) = lines()
    assert line["message"] == message
    assert WORDS not in json.dumps(line)
    assert "Traceback" not in capfd.readouterr().err


def test_mistake_of_ours_that_ends_a_command_quotes_nobody(monkeypatch):
    """What a timer starts says into the journal what it has to say."""
    with pytest.raises(DataError) as broken:
        in_words(WORDS)
    for debug, argv, is_short in [
        ("False", ["manage.py", "tell_days"], True),
        ("False", ["manage.py", "tell_days", "--traceback"], False),
        ("True", ["manage.py", "tell_days"], False),
    ]:
        monkeypatch.setenv("PIZAZZ_DEBUG", debug)
        monkeypatch.setattr(sys, "argv", argv)
        lines = manage.sentence(broken.value)
        assert bool(lines) == is_short
        if lines:
            assert "django.db.utils.DataError" in lines
            assert "in in_words" in lines
            assert WORDS not in lines


def in_words(words):
    message = f"value too long: {words}"
    raise DataError(message)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "what", "status"),
    [(DataError, "value too long", 500), (OperationalError, "database is locked", 503)],
)
def test_what_a_database_says_of_typed_words_is_not_logged(
    lines, service, contributor, framework, kind, what, status
):
    """A database names the value that it refuses; that of a page which fails is somebody's."""

    def refuse(execute, sql, params, many, context):
        if "INSERT" in sql and WORDS in str(params):
            message = f"{what}: {params}"
            raise kind(message)
        return execute(sql, params, many, context)

    browser = Client(raise_request_exception=False)
    browser.force_login(contributor)
    with connection.execute_wrapper(refuse):
        answer = browser.post(reverse("keep-note", args=[service.slug]), {"words": WORDS})
    assert answer.status_code == status
    assert [line for line in lines() if line.get("status") == status]
    log = json.dumps(lines())
    assert [words for words in (WORDS, service.slug) if words in log] == []


def test_what_was_not_even_looked_up_is_logged_with_its_kind_of_address(
    lines, service, contributor
):
    """A database that is away is met by who asks whose request it is, before any view."""

    def away(execute, sql, params, many, context):
        message = "server closed the connection unexpectedly"
        raise OperationalError(message)

    browser = Client(raise_request_exception=False)
    browser.force_login(contributor)
    with connection.execute_wrapper(away):
        browser.get(reverse("journey", args=[service.slug]))
    assert [line["message"] for line in lines()] == [
        "The database is AWAY: GET /s/<slug:slug>/journey/",
        "Service Unavailable: /s/<slug:slug>/journey/",
    ]


def test_what_was_refused_is_logged_without_who_and_which(lines, service, contributor):
    """By status and kind of address: not whose page it was, nor what a stranger typed."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(contributor)
    key = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    browser.get(f"/share/{key}/")
    browser.get(reverse("shown-team", args=[service.slug]))
    browser.get("/she-shouted-at: three/")
    browser.post(reverse("account_name"), {"display_name": WORDS})
    browser.get("/help/", headers={"host": "she-shouted.example"})
    assert [(line["status"], line["message"]) for line in lines()] == [
        (404, "Not Found: /share/<uuid:pk>/"),
        (404, "Not Found: /teams/<slug:slug>/"),
        (404, "Not Found: no address of ours"),
        (403, "Forbidden (CSRF token missing.): /account/name/"),
        (400, "Invalid HTTP_HOST header"),
    ]
    assert {line["level"] for line in lines()} == {"WARNING"}
    log = json.dumps(lines())
    withheld = [key, service.slug, "shouted", WORDS, str(contributor.pk), contributor.email]
    assert [words for words in withheld if words in log] == []


@pytest.mark.parametrize(
    "message", ["Invalid request from ip=%s: %s", "Error handling request %s %s"]
)
def test_what_the_server_quotes_of_a_request_is_not_logged(lines, message):
    logging.getLogger("gunicorn.error").warning(message, "192.0.2.1", f"'{WORDS} HTTP/1.1'")
    (line,) = lines()
    assert message.startswith(line["message"])
    assert "%" not in line["message"]


@pytest.mark.django_db
def test_a_try_to_sign_in_that_fails_is_logged_without_whose(lines):
    sent = {"login": "ana@example.org", "password": WORDS}
    assert Client().post(reverse("account_login"), sent).status_code == 422
    (line,) = lines()
    phrase = HTTPStatus.UNPROCESSABLE_ENTITY.phrase  # another one from Python 3.13 on
    assert (line["status"], line["message"]) == (422, f"{phrase}: /account/login/")
    assert "ana@" not in json.dumps(line)


def test_an_interpreter_s_own_trace_goes_nowhere(lines):
    """A record made elsewhere, with its trace already written out, gives none of it away."""
    record = logging.LogRecord("django", logging.ERROR, "x.py", 1, "failed", (), None)
    record.exc_text = f"Traceback: {WORDS}"
    record.stack_info = WORDS
    logging.getLogger("django").handle(record)
    assert WORDS not in json.dumps(lines())
