"""What ./run and ./test do before they begin, typed in folders of their own."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from tests.conftest import need
from tests.source import ROOT

pytestmark = pytest.mark.server
OURS = ("PIZAZZ_", "DATABASE_URL", "DJANGO_", "HOST", "PORT")


def typed(*words, cwd=ROOT, **variables):
    others = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(
        words, cwd=cwd, env=others | variables, capture_output=True, text=True, check=False
    )


@pytest.fixture
def empty(tmp_path):
    """A folder without packages to install, on a machine that cannot install any for itself."""
    shutil.copy(ROOT / "prepare.sh", tmp_path)
    (tmp_path / "lock.txt").touch()
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin/apt-get", "exit 1")
    return tmp_path


def program(path, line):
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def prepared(folder, **variables):
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    line = "LOCK=lock.txt; . ./prepare.sh"
    return typed("sh", "-c", line, cwd=folder, PATH=path, **variables)


def test_venv_of_another_python_is_made_anew(empty):
    """After an upgrade of the system its Python finds nothing of what was installed before."""
    first = prepared(empty, PYTHON=sys.executable)
    assert "Making .venv" in first.stderr, first.stderr
    again = prepared(empty, PYTHON=sys.executable)
    assert "Making .venv" not in again.stderr
    (library,) = (empty / ".venv/lib").glob("python3*")
    library.rename(library.with_name("python3.1"))
    (empty / ".venv/installed-lock.txt").write_text("of another version\n", encoding="utf-8")
    after = prepared(empty, PYTHON=sys.executable)
    assert "Making .venv" in after.stderr
    assert after.stderr.count("Pango") <= 1  # once, where it is missing


@pytest.mark.parametrize(
    ("variables", "python"),
    [({}, "/usr/bin/python3"), ({"PYTHON": "mine"}, "mine")],
    ids=["nobody asked for one", "asked for"],
)
def test_python_of_the_system_is_taken_where_nobody_asks_for_another(empty, variables, python):
    own = typed("/usr/bin/python3", "-c", "import ensurepip, datetime; datetime.UTC")
    need("python3-venv", available=own.returncode == 0, line="apt-get install python3-venv")
    for name in ("mine", "python3.13"):
        program(empty / "bin" / name, f'echo {name} >>asked; exec {sys.executable} "$@"')
    done = prepared(empty, **variables)
    assert done.returncode == 0, done.stderr
    calls = empty / "asked"
    assert (set(calls.read_text().split()) if calls.exists() else {"/usr/bin/python3"}) == {python}


def test_packages_of_another_python_are_told_by_every_command(tmp_path):
    shutil.copy(ROOT / "manage.py", tmp_path)
    done = typed(sys.executable, "-I", "-S", str(tmp_path / "manage.py"), "check", cwd=tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("Pizazz’s packages are not there for Python 3.")
    assert "Type: python3 -m venv --clear .venv && " in line


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("import a_library_that_came_since", "Pizazz’s packages are not there for Python 3."),
        ("from pages import what_went", "Pizazz’s code does not fit together (cannot import name"),
        ("import pages.what_went", "Pizazz’s code does not fit together (No module named"),
    ],
    ids=["library", "name", "module"],
)
def test_code_of_two_releases_is_told_by_every_command(tmp_path, line, sentence):
    """One was unpacked over the other, or what it needs was not installed."""
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/__init__.py").touch()
    (tmp_path / "of_two.py").write_text(f"{line}\n", encoding="utf-8")
    command = [sys.executable, str(tmp_path / "manage.py"), "check"]
    done = typed(*command, cwd=tmp_path, DJANGO_SETTINGS_MODULE="of_two")
    assert done.returncode == 1
    (output,) = done.stderr.splitlines()
    assert output.startswith(sentence)


def test_port_that_is_taken_is_told_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = str(listening.getsockname()[1])
        file = tmp_path / "none.sqlite3"
        done = typed("./run", PORT=port, DATABASE_URL=f"sqlite:///{file}")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"Something else listens on port {port}. Type: PORT=8001 ./run"
    )
    assert not file.exists()


@pytest.mark.parametrize("host", ["x y", "192.0.2.1"])
def test_host_that_is_none_of_this_computer_is_told_before_anything_is_made(tmp_path, host):
    file = tmp_path / "none.sqlite3"
    server = {
        "PIZAZZ_DEBUG": "False",
        "PIZAZZ_SECRET_KEY": "a long word of theirs and nobody else’s",
    }
    done = typed("./run", HOST=host, DATABASE_URL=f"sqlite:///{file}", **server)
    assert done.returncode == 1
    output = done.stderr.splitlines()[-1]
    assert output.startswith(f"{host}, port 8000: nobody can listen there (")
    assert not file.exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgres://nobody@127.0.0.1:9/none", "The database does not answer. See that PostgreSQL"),
        ("sqlite:////no/such/folder/pizazz.sqlite3", "There is no folder /no/such/folder."),
        ("mysql://a@b/c", "Pizazz cannot start. DATABASE_URL is not understood."),
    ],
    ids=["no PostgreSQL", "no folder", "another kind"],
)
def test_database_that_cannot_be_used_is_told_in_a_sentence(url, sentence):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    done = typed("./run", PORT=port, DATABASE_URL=url)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.removeprefix("CommandError: ").startswith(sentence)
    assert "Traceback" not in done.stderr
