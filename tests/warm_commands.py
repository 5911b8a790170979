"""Commands of manage.py, typed where Python has libraries in memory already.

To load them takes three quarters of a command. Each is a process of its own that has only the
variables it is given, reads the settings and loads all of our code anew. What is started to be
watched, held up or killed is typed in earnest (tests/accounts/operations/conftest.py).
"""

import gc
import multiprocessing
import os
import runpy
import sys
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path

from tests.source import ROOT

# Those that can be loaded before the settings are read.
LIBRARIES = [
    "django.core.management",
    "django.db.migrations.executor",
    "django.db.backends.sqlite3.base",
    "django.db.models.sql.compiler",
    "django.forms",
    "django.template.defaulttags",
    "django.template.loader_tags",
    "django.views.debug",
    "django.contrib.auth.hashers",
    "psycopg2",
    "requests",
    "yaml",
    "jinja2",
    "msgspec",
    "dj_database_url",
    "dateutil.relativedelta",
]
SECONDS = 300


def typed(words: tuple[str, ...], variables: dict[str, str], folder: Path) -> tuple[int, str, str]:
    """Type a command and wait for its end: its exit code, what it prints, what it complains of."""
    out, error = folder / "out.txt", folder / "error.txt"
    process = _context().Process(target=_type, args=(words, variables, out, error))
    process.start()
    process.join(SECONDS)
    if process.exitcode is None:
        process.kill()
        process.join()
    assert process.exitcode is not None
    return process.exitcode, out.read_text(encoding="utf-8"), error.read_text(encoding="utf-8")


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LIBRARIES)
    return context


def _type(words: tuple[str, ...], variables: dict[str, str], out: Path, error: Path) -> None:
    gc.disable()  # it ends with the command; through all migrations that is a quarter less
    for number, path in ((1, out), (2, error)):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), number)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(ROOT)
    sys.argv = ["manage.py", *words]
    runpy.run_path("manage.py", run_name="__main__")
