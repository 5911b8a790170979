"""A start that cannot go well says so in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SENTENCE = (
    "Pizazz cannot start. Set PIZAZZ_SECRET_KEY to a long random text "
    "(or PIZAZZ_SECRET_KEY_FILE to its file).\n"
)
GUNICORN = ["-m", "gunicorn", "--bind", "127.0.0.1:0", "--log-level", "critical"]


def start(*arguments):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIZAZZ_", "DATABASE_URL", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["check", "migrate", "load_frameworks", "runserver"])
def test_start_of_a_command_without_a_secret_key(command):
    done = start("manage.py", command)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", SENTENCE)


@pytest.mark.parametrize("more", [[], ["--preload"]], ids=["workers", "preload"])
def test_start_of_the_server_without_a_secret_key(more):
    done = start(*GUNICORN, *more, "pizazz.wsgi")
    assert done.returncode != 0
    assert (done.stdout, done.stderr) == ("", SENTENCE)
