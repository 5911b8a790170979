"""Everything moved to the other kind of database and back, row for row."""

import contextlib
import sqlite3

import psycopg2
import pytest

from tests.accounts.operations.conftest import KIND
from tests.accounts.operations.test_restore import rows

pytestmark = pytest.mark.server
OTHER = {"sqlite": "postgres", "postgres": "sqlite"}[KIND]


def test_there_and_back_every_row_is_the_same(sites, lived_in, good):
    """Times to the microsecond, bytes, the order of what was said: a copy is compared whole."""
    there, back = sites.new(OTHER), sites.new(KIND)
    for here, to in [(lived_in, there), (there, back)]:
        said = here.manage("move_to", to.url)
        assert "tables are the same there" in said
        assert to.manage("verify_closures") == lived_in.manage("verify_closures")
    last = back.folder / "back.sqlite3"
    back.manage("backup", str(last))
    assert rows(last) == rows(good)
    microseconds = rows(last)["accounts_event"]
    assert any("." in row for row in microseconds)


def test_row_written_after_the_move_gets_a_number_of_its_own(sites, lived_in):
    there = sites.new(OTHER)
    lived_in.manage("move_to", there.url)
    code = "from accounts.actions import log; log('moved', by=None)"
    there.manage("shell", "-c", code)


def test_database_that_is_in_use_is_not_moved_into(sites, lived_in):
    there = sites.new(OTHER)
    lived_in.manage("move_to", there.url)
    said = lived_in.refused("move_to", there.url)
    assert "is there already" in said or "holds people already" in said


def test_other_databases_are_told_in_a_sentence(lived_in):
    for url in ["mysql://a@b/c", "postgres//x", "pizazz.sqlite3", ""]:
        assert lived_in.refused("move_to", url).startswith("Name the other database: ")


def test_order_of_several_views_survives_a_copy_that_cuts_times(sites, lived_in):
    """What the dump of before did: times to the millisecond, or all the same."""
    there = sites.new(OTHER)
    lived_in.manage("move_to", there.url)
    query = "SELECT words FROM assessments_difference ORDER BY judgement_id, {}"
    sqlite, server = (lived_in, there) if KIND == "sqlite" else (there, lived_in)
    with (
        contextlib.closing(sqlite3.connect(sqlite.file)) as one,
        contextlib.closing(psycopg2.connect(server.url)) as other,
    ):
        here = one.execute(query.format('"order"')).fetchall()
        cursor = other.cursor()
        cursor.execute(query.format('"order"'))
        assert here == cursor.fetchall()
        assert here
