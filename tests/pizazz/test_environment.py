import os
import runpy
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler

from pizazz import environment
from tests.source import ROOT

KEY = "four long words that nobody else would put together"


def start(**variables):
    """Start manage.py check as on a server, with these variables and no others of ours."""
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIZAZZ_", "DATABASE_URL", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=others | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_without_a_secret_key_refused():
    refused = start()
    assert refused.returncode != 0
    assert "Set PIZAZZ_SECRET_KEY to a long random text" in refused.stderr


SUCH_AS = " holds names such as pizazz.example.org, not "
ADDRESSES = " holds addresses such as https://pizazz.example.org, not "
WHOLE = " must be a whole number from "
ONE_LINE = " has to be one line of letters."


@pytest.mark.parametrize(
    ("name", "sentence", "values"),
    [
        ("PIZAZZ_DEBUG", " must be True or False, not ", ["yes", "", "true", " True"]),
        (
            "DATABASE_URL",
            " is not understood. Write sqlite:////full/path/db.sqlite3 or ",
            [
                *("mongo://x", "mysql://x@y/z", "postgres://", "postgres://h:port/n"),
                *("sqlite://:memory:", "sqlite:///", "postgres://[::1/n", "SQLITE:////x"),
            ],
        ),
        (
            "DATABASE_URL_FILE",
            " names '/no/such/file', which cannot be read as text.",
            ["/no/such/file"],
        ),
        ("PIZAZZ_SECRET_KEY", " is too short or too simple to be safe.", ["changeme", "x" * 60]),
        ("PIZAZZ_MAIL_PORT", " 465 is for TLS only.", ["465"]),
        (
            "PIZAZZ_HOSTS",
            SUCH_AS,
            ["https://x.example", "x y", "x.example:443", "ü.example", "a\nb", "x;y", "http:x"],
        ),
        (
            "PIZAZZ_ORIGINS",
            ADDRESSES,
            [
                *(
                    "x.example",
                    "https://x.example/pizazz",
                    "https://*.x.example",
                    "https://x y",
                    "https://x?q",
                    "https://x#a",
                    "https://",
                ),
                *("https://u:p@x.example", "https://x:port", "https://ü.example", "*"),
            ],
        ),
        ("PIZAZZ_PROXIES", WHOLE, ["-1", "", "1.5", "²", "21", "9" * 20]),
        ("PIZAZZ_MAIL_PORT", WHOLE, ["smtp", "0", "-1", "", "65536", "9" * 20, "25 ", "²"]),
        ("PORT", WHOLE, ["0", "", "99999", "80 "]),
        ("WEB_CONCURRENCY", WHOLE, ["abc", "-1", "0", "", "101", "1.5"]),
        (
            "PIZAZZ_MAIL_HOST",
            " is a name such as mail.example.org, not ",
            ["smtp://x", "x y", "x:25", "ü.example", "a" * 64, "a..b"],
        ),
        (
            "PIZAZZ_MAIL_FROM",
            " is an address such as ",
            ["nobody", "a b@c", "a@x, b@y", "@", "<>", "a@"],
        ),
        ("PIZAZZ_MAIL_FROM", ONE_LINE, ["a@x.example\nBcc: b@y.example"]),
        (
            "PIZAZZ_SECURITY_CONTACT",
            " is an address that begins with mailto: or https://",
            ["x", "a@b.example", "mailto:", "javascript:1", "http://x.example"],
        ),
        ("PIZAZZ_SECURITY_CONTACT", ONE_LINE, ["https://x.example\nExpires: never"]),
        ("PIZAZZ_SITE_NAME", ONE_LINE, ["Our\nplace", "\x07"]),
        ("PIZAZZ_SIGN_ON_NAME", ONE_LINE, ["Our\tplace"]),
        ("PIZAZZ_RENDER_DIR", ONE_LINE, ["/srv\nx"]),
        ("DATABASE_URL", ONE_LINE, ["sqlite:////srv/x\ny"]),
        *[
            (name, " cannot be read as text", ["a\udcff" * 50])
            for name in ("PIZAZZ_SECRET_KEY", "PIZAZZ_OLD_SECRET_KEYS", "PIZAZZ_MAIL_PASSWORD")
        ],
    ],
    ids=lambda value: value if isinstance(value, str) and value.isupper() else "",
)
def test_value_that_cannot_be_is_refused_in_a_sentence(name, sentence, values):
    """Read as at a start, one at a time: nothing odd comes through, and nothing is a traceback."""
    for value in values:
        with pytest.MonkeyPatch.context() as patch:
            for other in [
                variable for variable in os.environ if variable.startswith(("PIZAZZ_", "DATABASE_"))
            ]:
                patch.delenv(other)
            patch.setenv("PIZAZZ_SECRET_KEY", KEY)
            patch.setenv(name, value)
            with pytest.raises(ImproperlyConfigured) as refused:
                runpy.run_path(str(ROOT / "pizazz/settings.py"))
        assert str(refused.value).startswith(f"{name}{sentence}")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("PIZAZZ_HOSTS", ["*", ".x.example", "[::1]", "192.0.2.1", "X.example, y.example."]),
        ("PIZAZZ_ORIGINS", ["https://x.example:8443", "https://x.example, https://*.x.example"]),
        ("PIZAZZ_MAIL_HOST", ["localhost", "mail.x.example.", "::1", "192.0.2.1", ""]),
        ("PIZAZZ_MAIL_FROM", ["a@localhost", "Our place <a@x.example>", ""]),
        ("PIZAZZ_SECURITY_CONTACT", ["mailto:a@b.example", "https://x.example/tell", ""]),
        ("PIZAZZ_SITE_NAME", ["", "Ein schöner Ort 🏠"]),
        ("PIZAZZ_SECRET_KEY", ["of two lines\nas somebody has it in a file of theirs"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_value_that_can_be_is_taken(name, values):
    for value in values:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PIZAZZ_SECRET_KEY", KEY)
            patch.setenv("PIZAZZ_DEBUG", "False")
            patch.setenv(name, value)
            runpy.run_path(str(ROOT / "pizazz/settings.py"))


def test_sign_on_without_what_goes_with_it_is_refused(monkeypatch):
    monkeypatch.setenv("PIZAZZ_SIGN_ON_ISSUER", "https://login.council.example")
    monkeypatch.setenv("PIZAZZ_SIGN_ON_CLIENT", "pizazz")
    with pytest.raises(ImproperlyConfigured, match="PIZAZZ_SIGN_ON_SECRET: set both"):
        environment.sign_on(lax=False)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_wal_only_with_the_fix(version, safe):
    assert environment.wal_is_safe(version) is safe


def test_secret_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("NAME_FILE", str(tmp_path / "key"))
    assert environment.secret("NAME") == "from a file"


@pytest.mark.parametrize(
    "name",
    ["", "no-text", "/dev/zero", "pipe"],
    ids=["a folder", "no text", "no end", "no beginning"],
)
def test_secret_from_a_file_that_cannot_be_read(tmp_path, monkeypatch, name):
    (tmp_path / "no-text").write_bytes(b"\xff")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv("NAME_FILE", str(tmp_path / name))
    with pytest.raises(ImproperlyConfigured, match="which cannot be read as text"):
        environment.secret("NAME")


def test_old_keys_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "keys").write_text("one, two\n", encoding="utf-8")
    monkeypatch.setenv("PIZAZZ_OLD_SECRET_KEYS_FILE", str(tmp_path / "keys"))
    assert environment.words("PIZAZZ_OLD_SECRET_KEYS") == ["one", "two"]


def test_database_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "url").write_text("postgres:///pizazz\n", encoding="utf-8")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    assert environment.database("sqlite:///other.sqlite3")["NAME"] == "pizazz"


def test_words_with_spaces_and_gaps(monkeypatch):
    monkeypatch.setenv("NAME", "a.example, b.example,,")
    assert environment.words("NAME") == ["a.example", "b.example"]


def test_where_letters_lead_has_no_stroke_at_its_end(monkeypatch):
    """Theirs begin with one: https://x.example//account/ would be another address."""
    monkeypatch.setenv("PIZAZZ_ORIGINS", "https://x.example/, http://y.example:8080")
    assert environment.origins("PIZAZZ_ORIGINS") == ["https://x.example", "http://y.example:8080"]


def test_flag_with_another_word(monkeypatch):
    monkeypatch.setenv("NAME", "1")
    with pytest.raises(ImproperlyConfigured, match="NAME must be True or False, not '1'"):
        environment.flag("NAME")


def test_postgres_keeps_its_connections(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://pizazz@%2Frun%2Fpostgresql/pizazz")
    config = environment.database("")
    assert (config["ENGINE"], config["HOST"], config["CONN_MAX_AGE"]) == (
        "django.db.backends.postgresql",
        "/run/postgresql",
        60,
    )
    assert config["CONN_HEALTH_CHECKS"]
    assert config["OPTIONS"] == {"options": "-c statement_timeout=30000 -c lock_timeout=5000"}


def test_options_typed_for_postgres_win(monkeypatch):
    typed = "postgres://host/name?options=-c%20lock_timeout%3D9"
    monkeypatch.setenv("DATABASE_URL", typed)
    options = environment.database("")["OPTIONS"]["options"]
    assert options.endswith("lock_timeout=5000 -c lock_timeout=9")


def test_sqlite_keeps_its_connections(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///pizazz.sqlite3")
    assert environment.database("")["CONN_MAX_AGE"] == 60


@pytest.mark.django_db
def test_every_sqlite_connection_is_durable(tmp_path, monkeypatch):
    """kill -9 cannot tell FULL from NORMAL, so the setting itself is read.

    The suite's own connections are in a hurry: one is opened here as on a server.
    """
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/pizazz.sqlite3")
    connection = ConnectionHandler({"default": environment.database("")})["default"]
    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        }
    connection.close()
    assert pragmas == {
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 20_000,
        "journal_mode": "wal" if environment.wal_is_safe() else "delete",
    }
    assert connection.transaction_mode == "IMMEDIATE"


def test_passwords_are_kept_with_argon2():
    """The suite itself uses a quick hasher, so the real settings are asked."""
    from pizazz import settings as real  # noqa: PLC0415 -- read when asked

    first = "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert real.PASSWORD_HASHERS[0] == first


def test_organisation_signs_in_over_https_only(monkeypatch):
    assert environment.sign_on(lax=False)[:2] == ("", "")
    monkeypatch.setenv("PIZAZZ_SIGN_ON_ISSUER", "https://login.council.example/")
    monkeypatch.setenv("PIZAZZ_SIGN_ON_NAME", "Northtown Council")
    monkeypatch.setenv("PIZAZZ_SIGN_ON_CLIENT", "pizazz")
    monkeypatch.setenv("PIZAZZ_SIGN_ON_SECRET", "a secret")
    name, issuer, client = environment.sign_on(lax=False)
    assert (name, issuer) == ("Northtown Council", "https://login.council.example")
    assert client["settings"] == {"server_url": issuer, "oauth_pkce_enabled": True}
    for odd in (
        "http://login.council.example",
        "login.council.example",
        "javascript:1",
        "https://x y",
        "https://x?y",
        "https://x#y",
    ):
        monkeypatch.setenv("PIZAZZ_SIGN_ON_ISSUER", odd)
        with pytest.raises(ImproperlyConfigured, match="must begin with https"):
            environment.sign_on(lax=False)
