"""Copies put back: everything is there again, or nothing was changed."""

import contextlib
import datetime as dt
import json
import sqlite3
import threading
import uuid
from pathlib import Path

import psycopg2
import pytest

from accounts.operations.erasures import as_lines
from tests.accounts.operations.conftest import KIND
from tests.releases.load import KEPT

pytestmark = pytest.mark.server
OF_THEN = f"from tests.releases.load import load; load({str(KEPT[-1])!r})"


def tables_of(site) -> int:
    """Return how many tables there are; asking makes none."""
    if site.url.startswith("sqlite"):
        return site.file.stat().st_size if site.file.exists() else 0
    with contextlib.closing(psycopg2.connect(site.url)) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema='public'")
        return cursor.fetchone()[0]


def test_restored_site_has_every_row_and_its_records_agree(sites, lived_in, good):
    site = sites.new()
    before = lived_in.manage("verify_closures")
    output = site.manage("restore", str(good))
    assert output.startswith("Restored.\n")
    assert site.manage("verify_closures") == before != "0 records agree.\n"
    site.manage("prepare")
    site.manage("check", "--database", "default")
    again = site.folder / "again.sqlite3"
    site.manage("backup", str(again))
    assert rows(again) == rows(good)


def rows(path: Path) -> dict[str, list[object]]:
    """Return every row of a copy, sorted, but for what each database says of itself."""
    own = ("sqlite_", "django_migrations", "pizazz_copy", "cache")
    with contextlib.closing(sqlite3.connect(path)) as file:
        tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows_of = {}
        for (name,) in tables:
            if not name.startswith(own):
                columns = sorted(row[1] for row in file.execute(f"PRAGMA table_info({name})"))
                if name == "accounts_letter":  # a letter that waited is held back by a restore
                    columns.remove("withdrawn_at")
                quoted = ", ".join(f'"{column}"' for column in columns)
                every = file.execute(f"SELECT {quoted} FROM {name}")  # noqa: S608 -- our tables
                lines = [repr(list(map(plain, columns, row))) for row in every]
                # That a copy was proved is noted where it was made, once it is made.
                rows_of[name] = sorted(row for row in lines if "copy_proved" not in row)
        return rows_of


WAIT_AGAIN = """
from django.db.models import F
from accounts.models import Letter
print(Letter.objects.update(sent_at=None, withdrawn_at=None, next_try_at=F("written_at")))
"""


def test_letters_that_waited_in_the_copy_do_not_go_out_again(sites, copy, tmp_path):
    before = sites.new()
    before.manage("restore", str(copy))
    count = int(before.manage("shell", "--verbosity", "0", "-c", WAIT_AGAIN).split()[-1])
    assert count > 1
    waiting = tmp_path / "waiting.sqlite3"
    before.manage("backup", str(waiting))
    site = sites.new()

    output = site.manage("restore", str(waiting))

    assert f"{count} letters waited when the copy was made" in output
    assert site.manage("send_letters") == ""


def plain(column: str, value: object) -> object:
    """Return a value as it is; of JSON the content, since PostgreSQL sorts its keys."""
    if column == "document" or not isinstance(value, str):
        return value
    try:
        return json.dumps(json.loads(value), sort_keys=True)
    except ValueError:
        return value


def test_refused_copy_changes_nothing(sites, copy):
    site = sites.new()
    with copy.open("ab") as file:
        file.write(b"x")
    assert "is not whole" in site.refused("restore", str(copy))
    assert tables_of(site) == 0


def test_database_with_people_is_not_written_over(sites, good):
    site = sites.new()
    site.manage("restore", str(good))
    if KIND == "postgres":
        output = site.refused("restore", str(good))
        assert output.startswith("This database holds people already")
        return
    output = site.manage("restore", str(good))
    (before,) = site.folder.glob("pizazz.sqlite3.before-*")
    assert str(before) in output
    assert rows(before) == rows(site.file)


@pytest.mark.skipif(KIND == "postgres", reason="a file's name is SQLite's")
def test_folder_is_not_taken_for_the_file_of_before(sites, good):
    site = sites.new()
    site.file.mkdir()
    assert "is a folder. Name a file in it" in site.refused("restore", str(good))
    assert site.file.is_dir()


def test_site_that_is_running_is_told_to_stop(sites, good):
    if KIND == "postgres":  # there the database has to be a new one
        return
    site = sites.new()
    site.manage("restore", str(good))
    with contextlib.closing(sqlite3.connect(site.file)) as running:
        running.execute("SELECT count(*) FROM accounts_user")
        assert "systemctl stop pizazz" in site.refused("restore", str(good))


def test_site_that_somebody_comes_to_while_it_is_restored_is_told_to_stop(sites, good):
    """Else what they save from then on would go to the file of before, which nobody reads."""
    if KIND == "postgres":
        return
    site = sites.new()
    site.manage("restore", str(good))
    erased = site.folder / "list.txt"
    erased.write_text(as_lines([("person", uuid.uuid4(), dt.date(2026, 3, 2))]), encoding="utf-8")
    is_over = threading.Event()

    def come() -> None:
        while not list(site.folder.glob(".*.part")) and not is_over.wait(0.001):
            pass
        with contextlib.closing(sqlite3.connect(site.file)) as running:
            running.execute("SELECT count(*) FROM accounts_user")
            is_over.wait(60)

    person = threading.Thread(target=come)
    person.start()
    try:
        sentence = site.refused("restore", str(good), "--erased", str(erased))
    finally:
        is_over.set()
        person.join()
    assert "systemctl stop pizazz" in sentence
    assert list(site.folder.glob(".*.part*")) == []


def test_start_over_a_database_that_was_emptied_is_refused(sites, good):
    """A restore that went wrong by hand: the next start builds no empty site over it."""
    site = sites.new()
    site.manage("restore", str(good))
    site.manage("prepare")
    empty(site)
    for words in (["prepare"], ["prepare", "--check"]):
        assert site.refused(*words).startswith("There was a Pizazz in ")
    assert tables_of(site) == 0
    if KIND == "sqlite":
        site.manage("restore", str(good))
        empty(site)
    site.manage("prepare", "--anew")
    assert tables_of(site) > 0


def empty(site) -> None:
    """Take everything away, as a failed copy does."""
    if site.url.startswith("sqlite"):
        site.file.write_bytes(b"")
        return
    with contextlib.closing(psycopg2.connect(site.url)) as connection:
        connection.autocommit = True
        connection.cursor().execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def test_copy_of_an_older_release_is_brought_up(sites):
    old = sites.new("sqlite")
    old.manage("shell", "--command", OF_THEN)
    site = sites.new()
    site.manage("restore", str(old.file))
    site.manage("prepare", "--check")
    assert site.manage("verify_closures") == "8 records agree.\n"
