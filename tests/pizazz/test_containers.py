"""Containers do what the units and timers of a server do, no more and no less."""

import re
import shlex
import subprocess
import sys

import pytest
import yaml

from tests.source import ROOT

DEPLOY = ROOT / "deploy"
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"manage(?:\.py)? ([a-z_]+[^;]*)")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def image():
    return (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def commands(text):
    lines = [line.strip() for line in text.splitlines()]
    matches = [COMMAND.search(line) for line in lines if line.startswith(("ExecStart=", "manage "))]
    return [match[1] for match in matches if match]


def by_timers():
    commands_there = []
    for timer in sorted(DEPLOY.glob("*.timer")):
        if timer.stem == "pizazz-audit":  # of the machine that installs the libraries
            continue
        commands_there += commands(timer.with_suffix(".service").read_text(encoding="utf-8"))
    return sorted(commands_there)


def test_the_worker_does_what_the_timers_do():
    worker = (DEPLOY / "worker").read_text(encoding="utf-8")
    assert sorted(commands(worker)) == by_timers()


def test_the_worker_goes_on_after_a_command_that_failed(tmp_path):
    """The first round, with commands that all fail, is whole; then it ends when it is told to."""
    worker = (DEPLOY / "worker").read_text(encoding="utf-8")
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy/worker").write_text(worker.replace("-ge 3", "-ge 0"), encoding="utf-8")
    (tmp_path / "manage.py").write_text("raise SystemExit(1)", encoding="utf-8")
    with subprocess.Popen(
        ["sh", str(tmp_path / "deploy/worker")], stderr=subprocess.PIPE, text=True
    ) as running:
        failed = [running.stderr.readline() for _command in by_timers()]
        running.terminate()
        assert running.wait(timeout=20) == 0
    assert sorted(line.split()[1] for line in failed) == sorted(
        command.split()[0] for command in by_timers()
    )


@pytest.mark.parametrize("name", ["nightly", "soon"])
def test_a_unit_goes_on_after_a_command_that_failed_and_has_failed_then(tmp_path, name):
    unit = (DEPLOY / f"pizazz-{name}.service").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=(.+)$", unit.replace("\\\n", " "), re.MULTILINE)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    code = "import sys; print(*sys.argv[1:]); sys.exit(sys.argv[1] in {'drop_old', 'send_letters'})"
    (tmp_path / "manage.py").write_text(code, encoding="utf-8")
    words = shlex.split(line.replace("$$", "$"))
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == commands(unit)
    assert done.returncode == 1


def test_every_service_is_the_same_image_with_another_command(compose, image):
    services = compose["services"]
    assert set(services) == {"database", "prepare", "web", "worker"}
    assert services["prepare"]["command"][-1] == "prepare"
    assert services["worker"]["command"] == ["deploy/worker"]
    assert "command" not in services["web"]
    assert {services[name]["image"] for name in ("prepare", "web", "worker")} == {"pizazz"}
    (command,) = re.findall(r"^CMD (.+)$", image, re.MULTILINE)
    unit = (DEPLOY / "pizazz.service").read_text(encoding="utf-8")
    (started,) = re.findall(r"^ExecStart=\S+/(gunicorn .+)$", unit, re.MULTILINE)
    here = started.replace("unix:/run/pizazz/pizazz.sock", "0.0.0.0:8000")
    assert yaml.safe_load(command) == here.split()


def test_the_database_logs_no_words(compose):
    operations = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    for option in compose["services"]["database"]["command"][2::2]:
        name, value = option.split("=")
        assert f"SET {name} = '{value}'" in operations


def test_what_lies_beside_the_database_outlives_a_container_and_is_shared(compose):
    """The list of what was erased, and the lock for PDFs, which is one for a machine."""
    for name in ("prepare", "web", "worker"):
        service = compose["services"][name]
        mounts = {
            volume.partition(":")[2]: volume.partition(":")[0] for volume in service["volumes"]
        }
        state = mounts["/var/lib/pizazz"]
        assert service["environment"]["PIZAZZ_RENDER_DIR"].startswith("/var/lib/pizazz/")
        assert {state, mounts["/var/backups/pizazz"]} <= set(compose["volumes"])


def test_nobody_but_this_machine_s_proxy_reaches_it(compose):
    assert compose["services"]["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in compose["services"]["database"]


def test_it_installs_what_a_server_installs(image):
    operations = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    libraries = set(re.findall(r"\blib[\w.+-]+", image))
    assert libraries
    assert libraries <= set(re.findall(r"\blib[\w.+-]+", operations))
    script = (ROOT / "prepare.sh").read_text(encoding="utf-8")
    assert libraries == set(re.search(r'^pango="(.+)"$', script, re.MULTILINE)[1].split())


def test_no_secret_and_no_data_goes_into_an_image():
    """Docker reads this name only; what operations.md has written beside compose.yaml is named."""
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".git", "var", "**/*.env", "**/.venv", "**/*.sqlite3*"} <= set(left_out)
    written = re.findall(r"deploy/[\w.]*\.env\b", OPERATIONS)
    assert set(written) == {"deploy/pizazz.env", "deploy/.env"}
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "*.env" in ignored
