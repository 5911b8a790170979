"""Copies that are refused, each in a sentence, before anything is changed."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from accounts.operations import files
from pages.commands import CannotDo


def sql(*statements: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            for statement in statements:
                file.execute(statement)

    return spoil


def cut(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size if size >= 0 else path.stat().st_size + size)


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def noise(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 7)
        file.write(bytes(range(256)) * 16)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def another_application(path: Path) -> None:
    path.unlink()
    sql("CREATE TABLE songs (title TEXT)", "INSERT INTO songs VALUES ('Sowing')")(path)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut by a byte": (lambda path: cut(path, -1), "is not whole"),
    "cut by half": (lambda path: cut(path, 200_000), "is not whole"),
    "longer than it was": (longer, "is not whole"),
    "empty": (lambda path: cut(path, 0), "is empty"),
    "a page of noise": (noise, "is damaged"),
    "a pipe": (pipe, "cannot be read: It is a pipe or a device"),
    "no file": (Path.unlink, "cannot be read: No such file"),
    "a text": (lambda path: path.write_text("Dear all"), "no SQLite file"),
    "of pg_dump": (lambda path: path.write_bytes(b"PGDMP" + b"\0" * 100), "is of pg_dump"),
    "of another application": (another_application, "of another application"),
    "of a newer release": (
        sql("INSERT INTO django_migrations VALUES (9999, 'sharing', '0999_later', '2030-01-01')"),
        "is of a newer release (sharing.0999_later)",
    ),
    "with a changed word": (
        sql("UPDATE accounts_service SET name = 'Nowhere'"),
        "is not what was copied: accounts_service differs",
    ),
    "with a row fewer": (
        sql("DELETE FROM accounts_event WHERE id = (SELECT max(id) FROM accounts_event)"),
        "is not what was copied: accounts_event differs",
    ),
    "with a row that points nowhere": (
        sql("PRAGMA foreign_keys=OFF", "DELETE FROM accounts_user"),
        "a row points to one that is not there",
    ),
    "with what acts by itself": (
        sql(
            "CREATE TRIGGER helpful AFTER INSERT ON accounts_event "
            "BEGIN UPDATE accounts_user SET is_superuser = 1; END"
        ),
        "is not what was copied: it has a trigger (helpful)",
    ),
    "with a view, and no label": (
        sql(f"DROP TABLE {files.LABEL}", "CREATE VIEW everybody AS SELECT * FROM accounts_user"),
        "it has a view (everybody)",
    ),
    "with a table fewer": (sql("DROP TABLE accounts_notice"), "is not what was copied"),
    "with a label of other columns": (
        sql(f"DROP TABLE {files.LABEL}", f"CREATE TABLE {files.LABEL} (words TEXT)"),
        "is damaged (no such column: name)",
    ),
    "with a label that does not say what it is": (
        sql(f"DELETE FROM {files.LABEL} WHERE name = ''"),  # noqa: S608 -- a constant
        "its label is cut",
    ),
    "with a label that names nothing": (
        sql(f"INSERT INTO {files.LABEL} VALUES (NULL, 1, ''), (x'41', 1, '')"),  # noqa: S608 -- a constant
        "is not what was copied",
    ),
    "unlabelled, with a record that is none": (
        sql(
            f"DROP TABLE {files.LABEL}",
            "CREATE TABLE records (document TEXT, digest TEXT)",
            "INSERT INTO records VALUES (NULL, 'a3')",
        ),
        "is not as it was sealed",
    ),
    "unlabelled, with a record that was changed": (
        sql(
            f"DROP TABLE {files.LABEL}",
            "UPDATE assessments_closure SET document = replace(document, 'e', 'é')",
        ),
        "is not as it was sealed",
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_spoilt_copy_is_refused_in_a_sentence(copy, how):
    spoil, words = SPOILT[how]
    spoil(copy)
    with pytest.raises(CannotDo) as refusal:
        files.check_copy(copy)
    assert words in str(refusal.value)
    assert str(refusal.value).startswith(str(copy))
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_good_copy_says_what_it_is(copy):
    assert files.check_copy(copy).startswith("Pizazz ")


def test_copy_of_before_this_command_is_taken_when_it_is_whole(copy):
    sql(f"DROP TABLE {files.LABEL}", "VACUUM")(copy)
    assert files.check_copy(copy) == "a file that manage.py backup did not make"


def test_copy_holds_no_sign_in_and_is_for_nobody_else(good):
    assert good.stat().st_mode & 0o077 == 0
    with closing(files.open_copy(good)) as file:
        assert file.execute("SELECT count(*) FROM django_session").fetchone() == (0,)


def test_reading_a_copy_makes_no_file(tmp_path):
    with pytest.raises(CannotDo):
        files.check_copy(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []
