"""Everything moved to the other kind of database and back, row for row."""

import contextlib
import sqlite3
import time

import psycopg2
import pytest

from tests.accounts.operations.conftest import KIND
from tests.accounts.operations.test_restore import rows

pytestmark = pytest.mark.server
OTHER = {"sqlite": "postgres", "postgres": "sqlite"}[KIND]
# A row that gets a number of the database's own, and is then taken back.
ONE_MORE = """
from django.db import transaction
from accounts.actions import log
with transaction.atomic():
    log("moved", by=None)
    transaction.set_rollback(True)
"""


@pytest.fixture(scope="module")
def moved(sites, lived_in):
    """Return the site that everything was moved to."""
    there = sites.new(OTHER)
    assert "tables are the same there" in lived_in.manage("move_to", there.url)
    return there


def test_there_and_back_every_row_is_the_same(sites, lived_in, good, moved):
    """Times to the microsecond, bytes, the order of what was said: a copy is compared whole."""
    back = sites.new(KIND)
    moved.manage("move_to", f"{back.url}?connect_timeout=20")
    records = lived_in.manage("verify_closures")
    assert [moved.manage("verify_closures"), back.manage("verify_closures")] == [records] * 2
    last = back.folder / "back.sqlite3"
    back.manage("backup", str(last))
    assert rows(last) == rows(good)
    assert any("." in row for row in rows(last)["accounts_event"])


def test_row_written_after_the_move_gets_a_number_of_its_own(moved):
    moved.manage("shell", "-c", ONE_MORE)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_move_beside_somebody_who_saves_leaves_nothing_there(sites, good, kind):
    """Else Pizazz would start on it, without what was saved meanwhile."""
    site, there = sites.new(), sites.new(kind)
    site.manage("restore", str(good))
    process = site.start("move_to", there.url)
    render = site.folder / "render"
    while not list(render.glob("pizazz-copy-*/copy.sqlite3")) and process.poll() is None:
        time.sleep(0.01)
    change(site, "UPDATE accounts_user SET display_name = 'Somebody else'")
    _out, error = process.communicate(timeout=120)
    assert (process.returncode, "Did somebody save meanwhile?" in error) == (1, True), error
    if kind == "sqlite":
        assert not there.file.exists()
    assert "tables are the same there" in site.manage("move_to", there.url)


def change(site, statement):
    """Change rows while Pizazz runs."""
    opened = sqlite3.connect(site.file) if KIND == "sqlite" else psycopg2.connect(site.url)
    with contextlib.closing(opened) as connection:
        connection.cursor().execute(statement)
        connection.commit()


def test_database_that_is_in_use_is_not_moved_into(lived_in, moved):
    sentence = lived_in.refused("move_to", moved.url)
    assert "is there already" in sentence or "holds people already" in sentence


def test_other_databases_are_told_in_a_sentence(lived_in):
    for url in ["mysql://a@b/c", "pizazz.sqlite3"]:
        assert lived_in.refused("move_to", url).startswith("Name the other database: ")


def test_order_of_several_views_is_the_same_there(lived_in, moved):
    """What the dump of before changed: it cut times to the millisecond."""
    query = 'SELECT words FROM assessments_difference ORDER BY judgement_id, "order"'
    sqlite, server = (lived_in, moved) if KIND == "sqlite" else (moved, lived_in)
    with (
        contextlib.closing(sqlite3.connect(sqlite.file)) as one,
        contextlib.closing(psycopg2.connect(server.url)) as other,
    ):
        here = one.execute(query).fetchall()
        cursor = other.cursor()
        cursor.execute(query)
        assert here == cursor.fetchall()
        assert here
