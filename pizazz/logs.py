"""Logs as lines of JSON, a line an event, without a word that somebody typed.

What a library or a database says of a failure can hold people's words, so of an exception only
its kind and where it was are kept, and a message only from those who put no words into one.
"""

import datetime as dt
import json
import logging
import traceback
from http import HTTPStatus
from typing import Any

from pages.views.errors import kind_of_address

# Whose messages hold ids and numbers, and nothing that was typed.
PLAIN_SPEAKERS = frozenset(
    {"accounts", "assessments", "django", "gunicorn", "home", "office", "pages", "pizazz"}
    | {"reports", "agreeing", "mirror", "sharing"}
)
# Django's, of what was refused or failed; their messages end in the address that was asked for.
OF_REQUESTS = frozenset({"django.request", "django.security.csrf"})
# Messages that go on with what came from outside, address and all: this much of them is kept.
QUOTING = ("Invalid request", "Error handling request", "Invalid HTTP_HOST header")
# Places of an exception, the innermost last.
MOST_PLACES = 12


class JsonLines(logging.Formatter):
    """A line for each event: at, level, logger, process, message; error and places if it failed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line of JSON. A message of who may hold people's words is left out."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, Any] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
        }
        if record.name in OF_REQUESTS:
            line["message"] = of_a_request(record)
        elif record.name.partition(".")[0] in PLAIN_SPEAKERS:
            line["message"] = unquoting(record.getMessage())
        status = getattr(record, "status_code", None)
        if status is not None:
            line["status"] = status
            # Django calls an error what it refuses itself, such as a Host that any scanner tries.
            if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
                line["level"] = "WARNING"
        if record.exc_info and record.exc_info[1]:
            line["error"] = kinds(record.exc_info[1])
            line["places"] = places(record.exc_info[1])
        return json.dumps(line)


def unquoting(message: str) -> str:
    """Return a message without what gunicorn or Django quotes in it of a request."""
    for words in QUOTING:
        if message.startswith(words):
            return words
    return message


def of_a_request(record: logging.LogRecord) -> str:
    """Say what became of a request and for which kind of address, not for which one.

    An address holds keys of what was looked at, and whatever a stranger types.
    """
    what = record.getMessage().partition(": ")[0]
    return f"{what}: {kind_of_address(getattr(record, 'request', None))}"


def kinds(error: BaseException) -> list[str]:
    """Return what kind of exception it is, and of what kind those were that led to it."""
    names: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(names) < MOST_PLACES:
        names.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    return names


def places(error: BaseException) -> list[str]:
    """Return where it happened, as "path:line in function"."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
    return [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
