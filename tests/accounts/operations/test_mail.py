"""Whether letters can go out, as those who run the site learn it."""

import socket
import ssl
from collections.abc import Iterator

import pytest

from accounts import checks
from accounts.operations.mail import send_test_letter, why_no_mail
from pages.commands import CannotDo
from tests import post_office


@pytest.fixture(autouse=True)
def _real_post(settings, monkeypatch, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "localhost"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """Return a certificate that this process trusts."""
    path = post_office.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def nothing() -> Iterator[int]:
    """Return a port at which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        yield one.getsockname()[1]


@pytest.mark.parametrize("kind", ["plain", "starttls", "tls"])
def test_letter_to_oneself_goes_out(settings, certificate, kind):
    with post_office.opened(kind, certificate) as office:
        settings.EMAIL_PORT = office.port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = kind == "starttls", kind == "tls"
        assert why_no_mail() == ""
        send_test_letter("you@example.org")
        assert checks.mail_can_go_out() == []
    (letter,) = office.letters
    assert "To: you@example.org" in letter
    assert "can send letters" in letter


def test_nothing_at_that_port_is_a_warning_of_deploy(settings, nothing):
    settings.EMAIL_PORT = nothing
    (warning,) = checks.mail_can_go_out()
    assert warning.id == "accounts.W001"
    begins = f"No mail can go out. Nothing takes mail at localhost, port {nothing} ("
    assert warning.msg.startswith(begins)
    with pytest.raises(CannotDo, match="Nothing takes mail at localhost"):
        send_test_letter("you@example.org")


WRONG = [
    ("plain", "starttls", "does not offer what is asked of it"),
    ("plain", "tls", "speaks no TLS there"),
    ("tls", "plain", "does not answer"),
]


@pytest.mark.parametrize(("there", "tls", "words"), WRONG, ids=str)
def test_wrong_kind_of_tls_is_told(settings, certificate, monkeypatch, there, tls, words):
    monkeypatch.setattr("accounts.operations.mail.SECONDS", 1)
    with post_office.opened(there, certificate) as office:
        settings.EMAIL_PORT = office.port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = tls == "starttls", tls == "tls"
        assert words in why_no_mail()


def test_certificate_of_nobody_known_is_told(settings, tmp_path):
    with post_office.opened("tls", post_office.certificate(tmp_path)) as office:
        settings.EMAIL_PORT, settings.EMAIL_USE_SSL = office.port, True
        assert "certificate" in why_no_mail()


def test_name_of_nobody_is_told(settings, monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    settings.EMAIL_HOST = "mail.nowhere.example"
    sentence = why_no_mail()
    assert sentence.startswith("Nothing takes mail at mail.nowhere.example, port ")


def test_every_error_of_tls_has_a_sentence():
    from accounts.operations.mail import error_in_words  # noqa: PLC0415 -- beside the errors it is asked of

    for error in (ssl.SSLError("x"), TimeoutError(), ConnectionRefusedError(111, "refused")):
        assert error_in_words(error).endswith(("See PIZAZZ_MAIL_HOST.", "TLS.", "=True."))
