"""The database knows how many rows it has, and is told every night."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.operations.preparing import refresh_statistics
from tests.source import ROOT


@pytest.mark.django_db
def test_statistics_are_kept_of_tables_with_rows(contributor):
    with CaptureQueriesContext(connection) as queries:
        refresh_statistics()
    # Of every table of its own that is not ours to look at, PostgreSQL would log a warning.
    assert connection.vendor == "sqlite" or "ANALYZE" not in [query["sql"] for query in queries]
    query = (
        "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'accounts_user'"
        if connection.vendor == "sqlite"
        else "SELECT count(*) FROM pg_class WHERE relname = 'accounts_user' AND reltuples >= 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchone()[0] >= 1


@pytest.mark.parametrize("name", ["clearsessions", "drop_old", "refresh_statistics"])
def test_every_night_has_it(name):
    unit = (ROOT / "deploy/pizazz-nightly.service").read_text(encoding="utf-8")
    assert f" manage {name}; " in unit


def test_copies_are_kept_as_long_as_the_page_promises():
    unit = (ROOT / "deploy/pizazz-backup.service").read_text(encoding="utf-8")
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert "--keep 35\n" in unit
    assert "drops those of more than 35 days" in page
