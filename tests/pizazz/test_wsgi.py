"""What comes in with a wrong claim about its letters."""

import io
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from pizazz.wsgi import Application, Request, application

HALF = b"+2AA-"  # half a character, where UTF-7 is believed
CHARSETS = ("utf-7", "utf-16", "base64", "unicode_escape", "zlib", "no-such")


def _environ(kind: str, body: bytes, query: str = "") -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "QUERY_STRING": query,
        "wsgi.input": io.BytesIO(body),
    }
    setup_testing_defaults(environ)
    return environ


def test_application_uses_our_requests() -> None:
    assert isinstance(application, Application)
    assert application.request_class is Request


@pytest.mark.django_db
def test_head_is_answered_without_a_body() -> None:
    """Gunicorn would warn of each in the log."""
    headers_told: list[tuple[str, str]] = []
    environ = _environ("", b"") | {"REQUEST_METHOD": "HEAD", "PATH_INFO": "/healthz"}
    answer = application(environ, lambda _status, headers, *_error: headers_told.extend(headers))
    assert b"".join(answer) == b""
    assert dict(headers_told)["Content-Length"] == "3"


@pytest.mark.parametrize("charset", CHARSETS)
def test_request_with_another_charset_is_read_as_utf_8(charset: str) -> None:
    body = b"words=a%2B" + HALF.replace(b"+", b"%2B")
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    request = Request(_environ(kind, body, "q=%2B2AA-%5Cud800"))
    assert request.GET["q"] == "+2AA-\\ud800"
    assert request.POST["words"] == "a++2AA-"


@pytest.mark.parametrize("charset", CHARSETS)
def test_multipart_with_another_charset_is_read_as_utf_8(charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n' + HALF + b"\r\n--x--\r\n"
    request = Request(_environ(f"multipart/form-data; boundary=x; charset={charset}", body))
    assert request.POST["words"] == "+2AA-"
