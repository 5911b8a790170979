"""Typed readers of environment variables, with sentences instead of tracebacks."""

import os
import re
import sqlite3
import unicodedata
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from pages.commands import text_of_file

# SQLite before these versions can lose committed rows in WAL mode (the WAL-reset bug).
WAL_SAFE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

# What a secret key has at least: characters, and different ones among them.
LONG_KEY, DIFFERENT = 40, 10
# A machine's name in letters that go over the wire, or its address; IPv6 stands in brackets.
HOST = r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]+\]"
ORIGIN = rf"https?://(\*\.)?({HOST})(:\d{{1,5}})?"
LAST_PORT = 65535
LONGEST_FILE = 100_000  # bytes of a secret
# PostgreSQL gives up on a statement or a lock after so many milliseconds, so that one locked table
# does not hold every thread; what runs longer on purpose (backup, prepare) lifts both.
STATEMENT_TIMEOUT, LOCK_TIMEOUT = 30_000, 5_000


def flag(name: str) -> bool:
    """Read True or False; anything else is refused."""
    value = os.environ.get(name, "False")
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}.")
    return value == "True"


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list, as `secret` does."""
    return [word.strip() for word in (secret(name) or default).split(",") if word.strip()]


def hosts(name: str, default: str) -> list[str]:
    """Read the names that people type; one at which nobody would be answered is refused."""
    names = words(name, default)
    for host in names:
        if not re.fullmatch(rf"\*|\.?({HOST})", host, re.IGNORECASE):
            raise ImproperlyConfigured(
                f"{name} holds names such as pizazz.example.org, not {host!r}."
            )
    return names


def origins(name: str) -> list[str]:
    """Read where this site is reached, with https://; letters lead to the first."""
    addresses = [address.rstrip("/") for address in words(name)]
    for address in addresses:
        if not re.fullmatch(ORIGIN, address, re.IGNORECASE) or "*" in addresses[0]:
            raise ImproperlyConfigured(
                f"{name} holds addresses such as https://pizazz.example.org, not {address!r}."
            )
    return addresses


def whole(name: str, default: int, *, least: int = 0, most: int) -> int:
    """Read a whole number."""
    value = os.environ.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {least} to {most}, not {value!r}."
        )
    return int(value)


def port(name: str, default: int) -> int:
    """Read the number of a port."""
    return whole(name, default, least=1, most=LAST_PORT)


def workers() -> int:
    """Read how many processes serve."""
    return whole("WEB_CONCURRENCY", 2, least=1, most=100)


def line(name: str, pattern: str = ".*", like: str = "") -> str:
    """Read a line of letters; `like` says what it is, where it is not as `pattern` has it."""
    value = secret(name).strip()
    if any(unicodedata.category(letter) == "Cc" for letter in value):
        raise ImproperlyConfigured(f"{name} has to be one line of letters.")
    if value and not re.fullmatch(pattern, value, re.IGNORECASE):
        raise ImproperlyConfigured(f"{name} is {like}, not {value!r}.")
    return value


def mail_host(name: str) -> str:
    """Read the name of the post office."""
    six = r"[0-9a-f]*:[0-9a-f:]+"
    return line(name, rf"{HOST}|{six}", "a name such as mail.example.org").strip("[]")


def sender(name: str) -> str:
    """Read the address that letters come from, with a name before it or without."""
    bare = r"[^\s@,<>]+@[^\s@,<>]+"
    return line(name, rf"{bare}|[^<>]*<{bare}>", "an address such as pizazz@pizazz.example.org")


def contact(name: str) -> str:
    """Read where a hole is told, as an address that a program opens."""
    opens = r"mailto:[^\s@]+@[^\s@]+|https://\S+|tel:[\d+-]+"
    return line(name, opens, "an address that begins with mailto: or https://")


def secret(name: str) -> str:
    """Read a secret from NAME, or from the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    try:
        value = os.environ.get(name, "")
        if path:
            value = text_of_file(Path(path), LONGEST_FILE).strip()
        value.encode()
    except (OSError, UnicodeError) as error:
        where = f"{name}_FILE names {path!r}, which" if path else name
        raise ImproperlyConfigured(f"{where} cannot be read as text.") from error
    return value


def key(name: str, *, lax: bool) -> str:
    """Read the secret key; on a server it has to be long and nobody's first guess."""
    value = secret(name)
    if not value:
        raise ImproperlyConfigured(
            f"Set {name} to a long random text (or {name}_FILE to its file)."
        )
    if not lax and (len(value) < LONG_KEY or len(set(value)) < DIFFERENT):
        raise ImproperlyConfigured(
            f"{name} is too short or too simple to be safe. Make one: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return value


def sign_on(*, lax: bool) -> tuple[str, str, dict[str, Any]]:
    """Read where an organisation signs people in: its name, its issuer, and what we are there.

    On a server over HTTPS only. Without an issuer there is none, and the name is empty.
    """
    name = "PIZAZZ_SIGN_ON_ISSUER"
    issuer = line(name).rstrip("/")
    begins = "https?" if lax else "https"
    if issuer and not re.fullmatch(rf"{begins}://({HOST})(:\d{{1,5}})?(/[^\s?#]*)?", issuer):
        raise ImproperlyConfigured(
            f"{name} must begin with https://, as the provider writes it, not {issuer!r}."
        )
    provider = line("PIZAZZ_SIGN_ON_NAME") or "your organisation"
    client = {
        "name": provider,
        "client_id": line("PIZAZZ_SIGN_ON_CLIENT"),
        "secret": secret("PIZAZZ_SIGN_ON_SECRET"),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    if issuer and not (client["client_id"] and client["secret"]):
        raise ImproperlyConfigured(
            f"With {name} go PIZAZZ_SIGN_ON_CLIENT and PIZAZZ_SIGN_ON_SECRET: set both."
        )
    return provider if issuer else "", issuer, client


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Say whether this SQLite library has the fix that makes WAL safe."""
    newest, *backports = WAL_SAFE
    return version >= newest or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in backports
    )


def database(default: str) -> dict[str, Any]:
    """Read DATABASE_URL into Django's settings, hardened for the database it names."""
    url = line("DATABASE_URL") or default
    message = (
        "DATABASE_URL is not understood. Write sqlite:////full/path/db.sqlite3 "
        "or postgres://user:password@host/name."
    )
    if url.partition(":")[0] not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(message)
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured(message) from error
    if config["NAME"] in {"", ":memory:"}:  # what is in memory only is gone with each process
        raise ImproperlyConfigured(message)
    # A connection serves many pages: to open SQLite's anew and read its schema takes 2 ms of each.
    config["CONN_MAX_AGE"] = 60
    if config["ENGINE"].endswith("sqlite3"):
        journal = "WAL" if wal_is_safe() else "DELETE"
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON;"  # what is erased is not left in the file
            ),
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        options = config.setdefault("OPTIONS", {})
        limits = f"-c statement_timeout={STATEMENT_TIMEOUT} -c lock_timeout={LOCK_TIMEOUT}"
        options["options"] = f"{limits} {options.get('options', '')}".strip()
    return config
