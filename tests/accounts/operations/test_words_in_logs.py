"""PostgreSQL's own log holds no words that people typed."""

import contextlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest

from accounts import checks
from tests import postgres
from tests.conftest import need
from tests.source import ROOT

WORDS = "Canary of the night shift"
LOUD = [
    ("INSERT INTO said VALUES (%s, NULL)", psycopg2.errors.NotNullViolation),
    ("INSERT INTO said VALUES (%s, 1)", psycopg2.errors.UniqueViolation),
    ("INSERT INTO nowhere VALUES (%s)", psycopg2.errors.UndefinedTable),
]


def lines() -> list[str]:
    """Return what the page has the superuser type, as SQL."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    return [line.split('"')[1] for line in page.splitlines() if "ALTER DATABASE pizazz SET" in line]


@pytest.mark.parametrize("silent", [False, True], ids=["as it comes", "as the page says"])
def test_failed_statement_in_the_log(silent):
    need("PostgreSQL", available=postgres.programs() is not None, line=postgres.LINE)
    with postgres.cluster() as url:
        if silent:
            with contextlib.closing(psycopg2.connect(url)) as connection:
                connection.autocommit = True
                for line in lines():
                    connection.cursor().execute(line)
        with contextlib.closing(psycopg2.connect(url)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("CREATE TABLE said (words text UNIQUE, number int NOT NULL)")
            cursor.execute("INSERT INTO said VALUES (%s, 1)", [WORDS])
            for statement, error in LOUD:
                with pytest.raises(error):
                    cursor.execute(statement, [WORDS])
        log = Path(unquote(urlsplit(url).hostname or ""), "log").read_text(encoding="utf-8")
    assert "ERROR" in log
    assert (WORDS in log) is not silent


@pytest.mark.django_db
def test_deploy_says_what_postgres_would_write_down():
    from django.db import connection  # noqa: PLC0415 -- its vendor is asked

    warnings = checks.postgres_keeps_words_out_of_its_log()
    if connection.vendor == "sqlite":
        assert warnings == []
        return
    assert {warning.id for warning in warnings} == {"accounts.W002"}
    text = " ".join(warning.msg for warning in warnings)
    assert "log_min_error_statement" in text
    assert "log_error_verbosity" in text
    with connection.cursor() as cursor:
        cursor.execute("SET log_min_error_statement = panic; SET log_error_verbosity = terse")
    assert checks.postgres_keeps_words_out_of_its_log() == []
