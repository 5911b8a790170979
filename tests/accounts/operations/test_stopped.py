"""Commands that are stopped on the way, or have no room: a line, and nothing half done."""

import contextlib
import os
import resource
import shutil
import signal
import time
from pathlib import Path

import pytest

from accounts.operations.leftovers import AFTER, drop_leftovers
from tests.accounts.operations.conftest import KIND
from tests.accounts.operations.test_busy_commands import held

pytestmark = pytest.mark.server


@contextlib.contextmanager
def heeded(number):
    """Let a command that begins meanwhile heed a signal, as one that is typed does.

    Whatever a shell begins in the background is told to ignore Ctrl-C, these tests perhaps, too.
    """
    before = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
def test_copy_that_is_stopped_says_so_in_a_line_and_leaves_nothing(lived_in, tmp_path, how):
    with held(lived_in, from_readers=True), heeded(signal.SIGINT):
        process = lived_in.start("backup", str(tmp_path / "copy.sqlite3"))
        for _wait in range(600):
            if list(tmp_path.iterdir()):
                break
            time.sleep(0.1)
        begun = [path.name for path in tmp_path.iterdir()]
        process.send_signal(how)
        out, error = process.communicate(timeout=60)
    assert begun[0].startswith(".copy.sqlite3.")
    assert (process.returncode, out, error) == (128 + how, "", "Stopped.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("backup", "copy.sqlite3"),
        ("export_organisation", "northside-housing", "all.json"),
        ("export_shown", "northside-housing", "shown.csv", "--as", "csv"),
        ("export_shown", "northside-housing", "shown.xlsx", "--as", "xlsx"),
    ],
    ids=lambda words: " ".join(words[::2]),
)
def test_file_for_which_there_is_no_room_is_told_in_a_line(lived_in, tmp_path, words):
    """A limit of a file's size stands for a disk that is full."""
    name = next(word for word in words if "." in word)
    typed = [str(tmp_path / word) if word == name else word for word in words]
    small = 2_000 if "shown" in name else 200_000
    told = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (small, told[1]))
        process = lived_in.start(*typed)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, told)
    out, error = process.communicate(timeout=300)
    assert (process.returncode, out) == (1, ""), error
    assert len(error.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(KIND == "postgres", reason="the disk is the server’s there")
def test_file_of_everything_for_which_there_is_no_room_is_not_in_by_half(lived_in, tmp_path, sites):
    file = tmp_path / "all.json"
    lived_in.manage("export_organisation", "northside-housing", str(file))
    site = sites.new()
    site.manage("prepare")
    site.manage(
        "createsuperuser",
        "--noinput",
        "--email=runs@example.org",
        "--display_name=Runs",
        DJANGO_SUPERUSER_PASSWORD="a plain long password",
    )
    before = shutil.copy(site.file, tmp_path / "before.sqlite3")
    told = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (site.file.stat().st_size + 50_000, told[1]))
        process = site.start("import_service", str(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, told)
    out, error = process.communicate(timeout=300)
    assert (process.returncode, out, len(error.splitlines())) == (1, "", 1), error
    assert site.manage("verify_closures")
    assert Path(before).stat().st_size == site.file.stat().st_size
    assert "is here, at /s/alder-house/" in site.manage("import_service", str(file))


def test_what_a_killed_command_left_goes_a_day_later_and_nothing_else(tmp_path):
    ours = [".copy.sqlite3.12.part", ".all.json.7.part-journal", "restore-3.sqlite3"]
    others = [".hidden", "copy.sqlite3", ".note.part", "restore-x.sqlite3", ".copy.sqlite3.9.part"]
    for name in (*ours, *others):
        (tmp_path / name).touch()
    folder = tmp_path / "pizazz-export-ab"
    folder.mkdir()
    (folder / "copy.sqlite3").touch()
    long_ago = time.time() - AFTER - 60
    for path in tmp_path.iterdir():
        if path.name != ".copy.sqlite3.9.part":  # one that is being made
            os.utime(path, (long_ago, long_ago))
    drop_leftovers([tmp_path, tmp_path / "none"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)
