"""The list of what was erased, as it is written on a machine and read by whoever restores."""

import datetime as dt
import fcntl
import os
import resource
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accounts.management.commands.backup import keep_lists
from accounts.operations.erasures import HEAD, note_outside, read_list, write_list
from pages.commands import CannotDo

DAY = dt.date(2026, 11, 29)
KEY, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
LINE = f"person {KEY} {DAY.isoformat()}\n"


@pytest.fixture
def path(settings, tmp_path) -> Path:
    settings.ERASED_LIST = str(tmp_path / "here" / "erased.txt")
    return Path(settings.ERASED_LIST)


def test_each_is_a_line_of_its_own(path):
    note_outside("person", KEY, DAY)
    note_outside("words", OTHER, DAY)
    assert path.read_text(encoding="utf-8") == f"{HEAD}{LINE}words {OTHER} {DAY.isoformat()}\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_line_without_an_end_does_not_swallow_the_next(path):
    path.parent.mkdir()
    path.write_text(HEAD + LINE.strip(), encoding="utf-8")
    note_outside("person", OTHER, DAY)
    assert read_list(path) == {("person", KEY, DAY), ("person", OTHER, DAY)}


def test_line_for_which_there_is_no_room_is_not_begun(path, caplog):
    note_outside("person", KEY, DAY)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, before[1]))
    try:
        note_outside("person", OTHER, DAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_text(encoding="utf-8") == HEAD + LINE
    assert "could not be written" in caplog.text


def test_many_at_once_lose_none(path):
    keys = [uuid.uuid4() for _number in range(40)]
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda key: note_outside("person", key, DAY), keys))
    assert read_list(path) == {("person", key, DAY) for key in keys}
    assert path.read_text(encoding="utf-8").count(HEAD) == 1


def wait_until_another_has_open(path):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        links = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
        if links.count(str(path)) > 1:
            return


def test_line_that_waits_while_the_list_is_written_anew_is_on_the_new_one(path):
    note_outside("person", KEY, DAY)
    with path.open("rb") as old, ThreadPoolExecutor(1) as hands:
        fcntl.flock(old, fcntl.LOCK_EX)
        noting = hands.submit(note_outside, "person", OTHER, DAY)
        wait_until_another_has_open(path)
        new = path.with_name("new.txt")
        new.write_text(HEAD + LINE, encoding="utf-8")
        new.replace(path)
        fcntl.flock(old, fcntl.LOCK_UN)
        noting.result()
    assert read_list(path) == {("person", KEY, DAY), ("person", OTHER, DAY)}


@pytest.mark.django_db
def test_list_is_written_anew_with_the_line_that_was_being_added(path):
    note_outside("person", KEY, DAY)
    with path.open("ab") as old, ThreadPoolExecutor(1) as hands:
        fcntl.flock(old, fcntl.LOCK_EX)

        def add():
            wait_until_another_has_open(path)
            old.write(LINE.replace(str(KEY), str(OTHER)).encode())
            old.close()  # and lets go

        adding = hands.submit(add)
        write_list(path)
        adding.result()
    assert read_list(path) == {("person", KEY, DAY), ("person", OTHER, DAY)}


@pytest.mark.parametrize(
    "change", [lambda text: f"\ufeff{text}", lambda text: text.replace("\n", "\r\n")]
)
def test_list_that_was_saved_by_an_editor_is_read(path, change):
    path.parent.mkdir()
    path.write_bytes(change(HEAD + LINE).encode())
    assert read_list(path) == {("person", KEY, DAY)}


@pytest.mark.parametrize(
    "line",
    [
        f"person {KEY} 2026-02-30",
        f"person {KEY} 2026-13-01",
        f"person {KEY} 0000-01-01",
        f"person {KEY} ٢٠٢٦-١١-٢٩",
        f"person {'-' * 36} 2026-11-29",
        f"person {str(KEY)[:-1]}- 2026-11-29",
        f"person {KEY}",
        f"person {KEY} 2026-11-29 person {OTHER} 2026-11-29",
        f"somebody {KEY} 2026-11-29",
        str(KEY),
    ],
)
def test_line_that_names_nothing_is_told_by_its_number(path, line):
    path.parent.mkdir()
    path.write_text(f"{HEAD}{LINE}{line}\n", encoding="utf-8")
    with pytest.raises(CannotDo, match=r"erased\.txt, line 3 names nothing that was erased\."):
        read_list(path)


@pytest.mark.django_db
def test_list_beside_the_copies_keeps_what_was_on_it(path):
    path.parent.mkdir()
    path.write_text(HEAD + LINE, encoding="utf-8")
    write_list(path)
    assert read_list(path) == {("person", KEY, DAY)}


@pytest.mark.django_db
def test_list_that_cannot_be_written_is_told_and_stays_and_the_other_is_written(path, tmp_path):
    note_outside("person", KEY, DAY)
    copies = tmp_path / "copies"
    copies.mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(CannotDo, match=r"^The copy is there and whole\. .*/copies/erased.txt"):
            keep_lists(copies)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_text(encoding="utf-8") == HEAD + LINE
    assert [*path.parent.iterdir(), *copies.iterdir()] == [path]
    path.unlink()
    path.mkdir()
    with pytest.raises(CannotDo, match=r"/here/erased\.txt cannot be"):
        keep_lists(copies)
    assert read_list(copies / "erased.txt") == set()
