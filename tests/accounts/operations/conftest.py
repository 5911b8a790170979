"""A site as a person runs it, on a database of its own, and its commands as they are typed."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests import postgres
from tests.source import ROOT
from tests.warm_commands import typed

KIND = os.environ.get("TEST_DATABASE", "sqlite")
OURS = ("PIZAZZ_", "DATABASE_URL", "DJANGO_")


class Site:
    """Where everything is, and `manage.py` as it is typed there."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    @property
    def file(self) -> Path:
        """The database's file; SQLite only."""
        return Path(self.url.removeprefix("sqlite:///"))

    def start(self, *words: str, **variables: str) -> "subprocess.Popen[str]":
        """Begin a command."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.variables | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def variables(self) -> dict[str, str]:
        """The environment of its commands."""
        others = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return others | {
            "DATABASE_URL": self.url,
            "PIZAZZ_DEBUG": "True",
            "PIZAZZ_SECRET_KEY": "only for tests",
            "PIZAZZ_RENDER_DIR": str(self.folder / "render"),
        }

    def manage(self, *words: str, **variables: str) -> str:
        """Type a command that goes well. Gives what it prints."""
        code, out, error = typed(words, self.variables | variables, self.folder)
        assert code == 0, error
        return out

    def refused(self, *words: str, **variables: str) -> str:
        """Type a command that cannot be done. Gives its one line."""
        code, out, error = typed(words, self.variables | variables, self.folder)
        assert (code, out) == (1, ""), error
        (line,) = error.splitlines()
        return line.removeprefix("CommandError: ")


class Sites:
    """Makes databases of the kind that is tested, and of the other."""

    def __init__(self, stack: contextlib.ExitStack, folder: Path) -> None:
        self.stack, self.folder, self.count = stack, folder, 0
        self.cluster = ""

    def new(self, kind: str = KIND) -> Site:
        """Make a site whose database is empty."""
        self.count += 1
        folder = self.folder / f"site-{self.count}"
        folder.mkdir()
        if kind == "sqlite":
            return Site(folder, f"sqlite:///{folder}/pizazz.sqlite3")
        if not self.cluster:
            self.cluster = self.stack.enter_context(postgres.cluster())
        name = f"site{self.count}"
        with contextlib.closing(psycopg2.connect(self.cluster)) as connection:
            connection.autocommit = True
            connection.cursor().execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return Site(folder, f"{self.cluster.rpartition('/')[0]}/{name}")


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Make databases."""
    with contextlib.ExitStack() as stack:
        yield Sites(stack, tmp_path_factory.mktemp("sites"))


@pytest.fixture(scope="session")
def lived_in(sites: Sites) -> Site:
    """Return a site with the demo. Nothing may be changed in it."""
    site = sites.new()
    site.manage("prepare", "--demo")
    return site


@pytest.fixture(scope="session")
def good(lived_in: Site) -> Path:
    """Return a copy of it. Nothing may be changed in it."""
    path = lived_in.folder / "good.sqlite3"
    lived_in.manage("backup", str(path))
    return path


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    """Return a copy that may be spoilt."""
    return Path(shutil.copy(good, tmp_path / "copy.sqlite3"))
