"""Copies, made while somebody saves; whole or not at all."""

import contextlib
import datetime as dt
import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator

import psycopg2
import pytest

from accounts.operations import files
from tests.accounts.operations.conftest import KIND

INSERT = "INSERT INTO accounts_event (at, act) VALUES (CURRENT_TIMESTAMP, 'saved')"


class Writer:
    """Saves one row after the other, as people do, and remembers what was acknowledged."""

    def __init__(self, url: str) -> None:
        self.url, self.saved, self.over = url, 0, threading.Event()
        self.failed: list[str] = []

    def run(self) -> None:
        if self.url.startswith("sqlite"):
            connection = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20)
            connection.execute("PRAGMA synchronous=FULL")
        else:
            connection = psycopg2.connect(self.url)
        with contextlib.closing(connection):
            while not self.over.wait(0.005):
                try:
                    connection.cursor().execute(INSERT)
                    connection.commit()
                except (sqlite3.Error, psycopg2.Error) as error:
                    self.failed.append(str(error))
                else:
                    self.saved += 1


@contextlib.contextmanager
def somebody_saving(url: str) -> Iterator[Writer]:
    writer = Writer(url)
    thread = threading.Thread(target=writer.run, daemon=True)
    thread.start()
    yield writer
    writer.over.set()
    thread.join(60)


def test_copies_under_load_have_all_that_was_acknowledged_before(sites, tmp_path):
    site = sites.new()
    site.manage("prepare")
    with somebody_saving(site.url) as writer:
        for number in range(3):
            path = tmp_path / f"{number}.sqlite3"
            before = writer.saved
            site.manage("backup", str(path))
            with contextlib.closing(files.open_copy(path)) as copy:
                (copied,) = copy.execute(
                    "SELECT count(*) FROM accounts_event WHERE act = 'saved'"
                ).fetchone()
            assert before <= copied <= writer.saved
            assert files.check_copy(path)
    assert writer.failed == []
    assert writer.saved > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "0.sqlite3",
        "1.sqlite3",
        "2.sqlite3",
        "erased.txt",
    ]


def test_copy_is_never_written_over(lived_in, tmp_path):
    path = tmp_path / "there.sqlite3"
    path.write_text("something else")
    assert "is there already" in lived_in.refused("backup", str(path))
    assert path.read_text() == "something else"


def test_copy_has_the_name_that_was_typed_whatever_letters_are_in_it(sites, lived_in, tmp_path):
    """Some mean something in an address of a database, and one is none of UTF-8."""
    folder = tmp_path / "50%25 ?a=1#b"
    folder.mkdir()
    copy = folder / os.fsdecode(b"copy%41 \xff?.sqlite3")
    lived_in.manage("backup", str(copy))
    assert sorted(path.name for path in folder.iterdir()) == sorted([copy.name, "erased.txt"])
    site = sites.new()
    render = str(folder / "render ?#%41")
    assert site.manage("restore", str(copy), PIZAZZ_RENDER_DIR=render).startswith("Restored.")
    assert site.manage("verify_closures") == lived_in.manage("verify_closures")


def test_copy_into_no_folder_is_refused(lived_in, tmp_path):
    path = tmp_path / "no" / "copy.sqlite3"
    assert lived_in.refused("backup", str(path)).startswith(f"There is no folder {tmp_path}/no.")


def test_killed_copy_leaves_nothing_of_that_name(lived_in, tmp_path):
    process = lived_in.start("backup", str(tmp_path / "copy.sqlite3"))
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(0.7)
    process.kill()
    process.communicate()
    named = [path for path in tmp_path.glob("[!.]*") if path.name != "erased.txt"]
    assert all(files.check_copy(path) for path in named)


def test_copy_of_nothing_is_refused_and_leaves_nothing(sites, tmp_path):
    site = sites.new()
    sentence = site.refused("backup", str(tmp_path / "copy.sqlite3"))
    assert sentence == "The database is not prepared for this release. Type: manage.py prepare"
    assert list(tmp_path.iterdir()) == []


def test_folder_keeps_copies_as_long_as_promised(lived_in, tmp_path):
    today = dt.datetime.now(dt.UTC).date()
    oldest = today - dt.timedelta(days=35)
    too_old = today - dt.timedelta(days=36)
    for day in (oldest, too_old):
        (tmp_path / f"pizazz-{day}T033000.sqlite3").touch()
    (tmp_path / f"{too_old}.sqlite3").touch()  # not named by us
    lived_in.manage("backup", str(tmp_path), "--keep", "35")

    names = {path.name for path in tmp_path.iterdir()}
    assert {f"pizazz-{oldest}T033000.sqlite3", f"{too_old}.sqlite3"} < names
    assert f"pizazz-{too_old}T033000.sqlite3" not in names
    assert "erased.txt" in names
    assert len(names) == 4


@pytest.mark.parametrize(
    "words",
    [["--keep", "35"], ["--keep", "many"], ["--keep", "-1"], ["--keep", "9" * 20], []],
    ids=["file", "words", "tomorrow", "for ever", "nowhere"],
)
def test_wrong_use_is_told_in_a_line(lived_in, tmp_path, words):
    path = [] if not words else [str(tmp_path / "copy.sqlite3")]
    process = lived_in.start("backup", *path, *words)
    _out, error = process.communicate()
    assert process.returncode == 2
    assert len(error.splitlines()) == 1


@pytest.mark.server
@pytest.mark.skipif(KIND == "postgres", reason="the server’s own files")
def test_database_that_is_damaged_is_told_as_that_and_leaves_nothing(sites, good, tmp_path):
    site = sites.new()
    site.manage("restore", str(good))
    whole = site.file.read_bytes()
    for begins, length in ((0, 4096), (4096, 4096), (len(whole) // 2, len(whole) // 2)):
        spoilt = whole[:begins] + b"\xff" * length + whole[begins + length :]
        site.file.write_bytes(spoilt)
        sentence = site.refused("backup", str(tmp_path / "copy.sqlite3"))
        assert sentence.startswith(f"The database’s file is damaged: {site.file}."), begins
    assert list(tmp_path.iterdir()) == []


@pytest.mark.server
def test_record_that_was_changed_by_hand_is_told_and_copied_all_the_same(sites, good, tmp_path):
    site = sites.new()
    site.manage("restore", str(good))
    change = (
        "UPDATE assessments_closure SET document = replace(document, 'e', 'a') WHERE number = 1"
    )
    connect = sqlite3.connect if site.url.startswith("sqlite") else psycopg2.connect
    with contextlib.closing(connect(site.url.removeprefix("sqlite:///"))) as connection:
        connection.cursor().execute(change)
        connection.commit()
    path = tmp_path / "copy.sqlite3"
    sentence = site.refused("backup", str(path))
    assert sentence.startswith(f"{path} is whole, but not as it was sealed: assessments_closure ")
    assert (tmp_path / "erased.txt").exists()
    assert files.check_copy(path)


@pytest.mark.server
def test_what_somebody_added_to_the_served_file_stops_no_copy(sites, good, tmp_path):
    """A view to look at, a trigger of theirs: what is ours is copied, and can be put back."""
    site = sites.new()
    if not site.url.startswith("sqlite"):
        pytest.skip("a copy of PostgreSQL is made of our tables alone")
    site.manage("restore", str(good))
    with contextlib.closing(sqlite3.connect(site.url.removeprefix("sqlite:///"))) as connection:
        connection.executescript(
            "CREATE VIEW everybody AS SELECT * FROM accounts_user; CREATE TRIGGER theirs "
            "AFTER DELETE ON django_session BEGIN DELETE FROM accounts_event; END;"
        )
    path = tmp_path / "copy.sqlite3"
    site.manage("backup", str(path))
    assert files.check_copy(path)
