"""Commands that are stopped on the way, or have no room: a line, and nothing half done."""

import contextlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg2
import pytest

from accounts.operations.preparing import AFTER, drop_leftovers
from tests.accounts.operations.conftest import KIND
from tests.accounts.operations.test_busy_commands import hold
from tests.source import ROOT

pytestmark = pytest.mark.server


# Python would keep half of what it compiles where files may not grow, and stumble over it later.
NOTHING_COMPILED = {"PYTHONDONTWRITEBYTECODE": "1"}


@contextlib.contextmanager
def heeded(number):
    """Let a command that begins meanwhile heed a signal, as one that is typed does.

    Whatever a shell begins in the background is told to ignore Ctrl-C, and by `nohup` a closed
    window: these tests perhaps, too.
    """
    before = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize(
    "how", [signal.SIGTERM, signal.SIGINT], ids=lambda signal_number: signal_number.name
)
def test_copy_that_is_stopped_says_so_in_a_line_and_leaves_nothing(lived_in, tmp_path, how):
    with hold(lived_in, from_readers=True), heeded(signal.SIGINT):
        process = lived_in.start("backup", str(tmp_path / "copy.sqlite3"))
        for _wait in range(600):
            if list(tmp_path.iterdir()):
                break
            time.sleep(0.1)
        files = [path.name for path in tmp_path.iterdir()]
        process.send_signal(how)
        out, error = process.communicate(timeout=60)
    assert files[0].startswith(".copy.sqlite3.")
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
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (small, limits[1]))
        process = lived_in.start(*typed, **NOTHING_COMPILED)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    out, error = process.communicate(timeout=300)
    assert (process.returncode, out) == (1, ""), error
    assert len(error.splitlines()) == 1, error
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
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (site.file.stat().st_size + 50_000, limits[1]))
        process = site.start("import_service", str(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
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
    for name in ("pizazz-copy-ab", "pizazz-export-ab"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "copy.sqlite3").touch()
    long_ago = time.time() - AFTER - 60
    for path in tmp_path.iterdir():
        if path.name != ".copy.sqlite3.9.part":  # one that is being made
            os.utime(path, (long_ago, long_ago))
    drop_leftovers([tmp_path, tmp_path / "none"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)


def test_copy_of_a_move_that_was_killed_goes_with_a_backup(lived_in, tmp_path):
    """It is where Pizazz looks, and in no folder of the system's."""
    render = lived_in.folder / "render"
    with hold(lived_in, from_readers=True):
        process = lived_in.start("move_to", f"sqlite:///{tmp_path}/there.sqlite3")
        for _wait in range(600):
            if list(render.glob("pizazz-copy-*/.copy.sqlite3.*")):
                break
            time.sleep(0.1)
        process.kill()
        process.communicate(timeout=60)
    (left,) = render.glob("pizazz-copy-*")
    long_ago = time.time() - AFTER - 60
    os.utime(left, (long_ago, long_ago))
    lived_in.manage("backup", str(tmp_path / "copy.sqlite3"))
    assert list(render.glob("pizazz-copy-*")) == []


@pytest.mark.skipif(KIND == "sqlite", reason="a command waits for SQLite a second at a time")
def test_command_that_waits_for_somebody_else_s_lock_is_stopped(lived_in):
    with contextlib.closing(psycopg2.connect(lived_in.url)) as other:
        other.cursor().execute("LOCK TABLE assessments_closure IN ACCESS EXCLUSIVE MODE")
        with heeded(signal.SIGINT):
            process = lived_in.start("verify_closures")
        for _wait in range(600):
            with other.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone() != (0,):
                    break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        outputs = process.communicate(timeout=60)
    assert (process.returncode, *outputs) == (128 + signal.SIGINT, "", "Stopped.\n")


def test_command_that_waits_for_a_database_that_says_nothing_is_stopped(lived_in):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        url = f"postgres://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        with heeded(signal.SIGINT):
            process = lived_in.start("verify_closures", DATABASE_URL=url)
        with silent.accept()[0] as line:
            line.recv(1)  # it has begun to ask
            process.send_signal(signal.SIGINT)
            outputs = process.communicate(timeout=60)
    assert (process.returncode, *outputs) == (128 + signal.SIGINT, "", "Stopped.\n")


IN_THE_MIDDLE = {
    "of rows that are read": """
        rows = Line.objects.order_by("pk").iterator(chunk_size=1)
        next(rows)
        os.kill(os.getpid(), signal.{how})
    """,
    "of a query": """
        def stop():
            os.kill(os.getpid(), signal.{how})
            return 1
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                connection.connection.create_function("stops", 0, stop)
                cursor.execute("SELECT stops()")
            else:
                threading.Timer(0.2, stop).start()
                cursor.execute("SELECT pg_sleep(1)")
    """,
    "of what is thrown away": """
        class Thrown:
            def __del__(self):
                os.kill(os.getpid(), signal.{how})
        Thrown()
        time.sleep(20)
    """,
}


@pytest.mark.parametrize(
    ("how", "moment"), list(zip(["SIGINT", "SIGTERM", "SIGHUP"], IN_THE_MIDDLE, strict=True))
)
def test_command_that_is_stopped_in_the_middle_says_so_in_a_line(lived_in, moment, how):
    """A command that is any code sends a stop to itself, at a moment that is the same always."""
    code = "import os, signal, threading, time\nfrom django.db import connection\n"
    code += "from frameworks.models import Line\n"
    code += textwrap.dedent(IN_THE_MIDDLE[moment]).format(how=how)
    with heeded(signal.Signals[how]):
        process = lived_in.start("shell", "--verbosity", "0", "-c", code)
    outputs = process.communicate(timeout=300)
    assert (process.returncode, *outputs) == (128 + signal.Signals[how], "", "Stopped.\n")


def test_what_the_shell_has_a_command_ignore_does_not_stop_it(lived_in):
    """As `nohup` does: the window may be closed."""
    line = f"trap '' HUP; exec {sys.executable} manage.py shell --verbosity 0 -c '{{}}'"
    code = "import os, signal; os.kill(os.getpid(), signal.SIGHUP); print(1)"
    assert shell(lived_in, line.format(code)) == (0, "1\n", "")


def shell(site, line):
    """Type a line; return its code and what it says."""
    command = ["bash", "-o", "pipefail", "-c", line]
    done = subprocess.run(
        command, cwd=ROOT, env=site.variables, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_what_nobody_reads_on_is_said_no_further(lived_in):
    """As `| head` does, or a page of less that is left."""
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "manage.py", "export_schema"]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=lived_in.variables,
            stdout=writes,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writes)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


@pytest.mark.parametrize(
    ("line", "output"),
    [
        ("{} verify_closures <&- >&- 2>&-", (0, "", "")),
        (
            "{} verify_closures >/dev/full",
            (1, "", "What is said here cannot be read or written: No space left on device.\n"),
        ),
        ("PYTHONIOENCODING=ascii {} export_schema | tail -c 2", (0, "}\n", "")),
    ],
    ids=["no stream", "full", "ascii"],
)
def test_what_is_said_to_nobody_or_in_other_letters_is_no_failure(lived_in, line, output):
    assert shell(lived_in, line.format(f"{sys.executable} manage.py")) == output
