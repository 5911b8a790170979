"""Commands that meet a busy database say so in a line, ours and Django's own."""

import contextlib
import sqlite3
import subprocess

import psycopg2
import pytest

pytestmark = pytest.mark.server
# What each of them writes to; the others only read.
WRITERS = {
    "drop_old": "assessments_draft",
    "clearsessions": "django_session",
    "send_letters": "accounts_letter",
    "refresh_statistics": "accounts_event",
}
BUSY = "The database is busy: something else holds it. Try again in a minute."


@contextlib.contextmanager
def hold(site, *, from_readers=False):
    """Hold the database as a long transaction does; a SQLite file from who reads it, too, if so."""
    if site.url.startswith("sqlite"):
        connection = sqlite3.connect(site.file, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE" if from_readers else "BEGIN IMMEDIATE")
    else:
        connection = psycopg2.connect(site.url)
        for table in WRITERS.values():
            connection.cursor().execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    with contextlib.closing(connection):
        yield


def test_commands_of_every_night_say_that_the_database_is_busy(sites, good):
    site = sites.new()
    site.manage("restore", str(good))
    with hold(site):
        # All at once, since each waits until it gives up.
        started = {name: site.start(name) for name in WRITERS}
        outputs = {name: process.communicate(timeout=120) for name, process in started.items()}
    lines = {
        name: error.strip().removeprefix("CommandError: ")
        for name, (_out, error) in outputs.items()
    }
    codes = {name: process.returncode for name, process in started.items()}
    waited = {name for name in WRITERS if codes[name]}
    assert {lines[name] for name in waited} == {BUSY}
    assert {lines[name] for name in set(WRITERS) - waited} <= {""}
    assert "drop_old" in waited
    assert "clearsessions" in waited


def test_copy_of_a_busy_database_is_made_all_the_same(sites, good, tmp_path):
    """It waits for its turn, however long that is."""
    site = sites.new()
    site.manage("restore", str(good))
    with hold(site):  # on PostgreSQL against reading, too: the copy waits until it is over
        process = site.start("backup", str(tmp_path / "copy.sqlite3"))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(8)
    _out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    assert (tmp_path / "copy.sqlite3").exists()
