"""Typed readers of environment variables, with sentences instead of tracebacks."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# SQLite before these versions can lose committed rows in WAL mode (the WAL-reset bug).
WAL_SAFE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

# What a secret key has at least: characters, and different ones among them.
LONG_KEY, DIFFERENT = 40, 10
# PostgreSQL gives up on a statement or a lock after so many milliseconds, so that one locked table
# does not hold every thread; what runs longer on purpose (backup, prepare) lifts both.
STATEMENT_TIMEOUT, LOCK_TIMEOUT = 30_000, 5_000


def flag(name: str, *, default: bool = False) -> bool:
    """Read True or False; anything else is refused."""
    value = os.environ.get(name, str(default))
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}.")
    return value == "True"


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list, as `secret` does."""
    return [word.strip() for word in (secret(name) or default).split(",") if word.strip()]


def hosts(name: str, default: str) -> list[str]:
    """Read the names that people type; an address is refused, which nobody would be answered at."""
    found = words(name, default)
    for each in found:
        if "/" in each:
            raise ImproperlyConfigured(
                f"{name} holds names such as pizazz.example.org, not {each!r}."
            )
    return found


def origins(name: str) -> list[str]:
    """Read where this site is reached, with https://; letters lead to the first."""
    found = [each.rstrip("/") for each in words(name)]
    for each in found:
        scheme, _there, host = each.partition("://")
        if scheme not in {"https", "http"} or not host or "/" in host:
            raise ImproperlyConfigured(
                f"{name} holds addresses such as https://pizazz.example.org, not {each!r}."
            )
    return found


def whole(name: str, default: int) -> int:
    """Read a whole number."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def secret(name: str) -> str:
    """Read a secret from NAME, or from the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path!r}, which cannot be read as text."
        ) from error


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
    issuer = secret(name).rstrip("/")
    if issuer and not issuer.startswith("https://") and not (lax and issuer.startswith("http://")):
        raise ImproperlyConfigured(
            f"{name} must begin with https://, as the provider writes it, not {issuer!r}."
        )
    called = secret("PIZAZZ_SIGN_ON_NAME") or "your organisation"
    client = {
        "name": called,
        "client_id": secret("PIZAZZ_SIGN_ON_CLIENT"),
        "secret": secret("PIZAZZ_SIGN_ON_SECRET"),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return called if issuer else "", issuer, client


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Say whether this SQLite library has the fix that makes WAL safe."""
    newest, *backports = WAL_SAFE
    return version >= newest or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in backports
    )


def database(default: str) -> dict[str, Any]:
    """Read DATABASE_URL into Django's settings, hardened for the database it names."""
    url = secret("DATABASE_URL") or default
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
