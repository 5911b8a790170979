"""The example files for a server."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.source import ROOT

SAYS = "import os, sys; print(sys.argv[1:], os.environ['A_NAME'], os.environ.get('A_URL'))"
FILE = "# a remark\n\nA_NAME=Our $Pizazz & co\nA_URL=from the file"


@pytest.mark.parametrize(
    ("already", "url"), [({}, "from the file"), ({"A_URL": "typed"}, "typed")], ids=str
)
def test_manage_takes_the_services_environment(tmp_path, already, url):
    """No shell reads the values: a password may hold any letter."""
    for name in ["deploy", ".venv/bin"]:
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "env").write_text(FILE, encoding="utf-8")
    (tmp_path / "manage.py").write_text(SAYS, encoding="utf-8")
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    text = (ROOT / "deploy/manage").read_text(encoding="utf-8")
    for there, here in {"/etc/pizazz/pizazz.env": "env", "runuser -u pizazz -- ": ""}.items():
        assert there in text
        text = text.replace(there, here)
    (tmp_path / "deploy/manage").write_text(text, encoding="utf-8")
    command = ["sh", str(tmp_path / "deploy/manage"), "check", "--deploy"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | already
    )
    assert done.stdout == f"['check', '--deploy'] Our $Pizazz & co {url}\n"


def test_units_are_understood():
    program = shutil.which("systemd-analyze")
    if program is None:  # another system: nothing to ask
        return
    units = sorted(map(str, (ROOT / "deploy").glob("*.[st]*")))
    assert len(units) == 9
    done = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.splitlines() if "pizazz" in line]
    # Their programs are on a server only.
    assert [line for line in lines if "is not executable" not in line] == []


def test_service_waits_for_a_database_however_long_it_is_away():
    """After a power cut PostgreSQL may be up minutes later, perhaps on another machine."""
    unit = (ROOT / "deploy/pizazz.service").read_text(encoding="utf-8").splitlines()
    assert {"Restart=on-failure", "StartLimitIntervalSec=0", "RestartSec=5"} <= set(unit)


def test_secrets_in_files_are_where_the_service_can_read_them():
    """It reads its environment as root, and a file that is named there as itself."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    files = re.findall(r"^ +\w+_FILE=(/etc/pizazz/\w+)$", page, re.MULTILINE)
    assert files
    assert "install -d -g pizazz -m 750 /etc/pizazz\n" in page
    for file in files:
        assert f"install -g pizazz -m 640 /dev/stdin {file}\n" in page


def test_figures_for_a_monitor_are_written_where_the_unit_failed_too():
    """Else none says that the database is away: after an ExecStart that fails no other runs."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert re.findall(r"^    (Exec\w+)=.*write_metrics", page, re.MULTILINE) == ["ExecStopPost"]


def test_an_update_brings_the_units_and_timers_of_a_new_server():
    """A release before had no copies and no letters that wait; nobody would start them."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    lines = {}
    for head in ("## A server\n", "## Updating\n"):
        section = page.partition(head)[2].partition("\n#")[0]
        units = [
            line for line in section.splitlines() if "systemctl " in line or "cp deploy/*" in line
        ]
        lines[head] = set(
            re.findall(r"cp deploy/\*.*|daemon-reload|pizazz-\w+\.timer", "\n".join(units))
        )
    assert lines["## Updating\n"] == lines["## A server\n"]
    assert len(lines["## Updating\n"]) == 5


def test_who_comes_while_it_is_stopped_reads_a_page_of_ours():
    """One file by itself: what else could answer is stopped."""
    proxy = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    assert "error_page 502 504 =503 /closed.html;" in proxy
    assert "root /srv/pizazz/deploy;" in proxy
    headers = set(re.findall(r"^        add_header ([\w-]+) .+ always;", proxy, re.MULTILINE))
    assert headers >= {"Strict-Transport-Security", "Content-Security-Policy", "Cache-Control"}
    page = (ROOT / "deploy/closed.html").read_text(encoding="utf-8")
    assert re.findall(r"\b(?:src|href|url|action)\b", page) == []
    assert "Say yes, and what you typed goes with it." in page


def test_proxy_writes_down_no_request():
    """Neither of the ones that went well nor of those that found it stopped, over HTTP or HTTPS."""
    proxy = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    servers = proxy.split("\nserver {")[1:]
    assert len(servers) == 2
    for server in servers:
        assert re.findall(r"^    (?:access|error)_log (.+);", server, re.MULTILINE) == [
            "off",
            "/var/log/nginx/error.log emerg",
        ]


def test_proxy_speaks_no_old_tls_and_tells_no_release_of_its_own():
    """Debian's own settings would let it in."""
    proxy = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    assert "    ssl_protocols TLSv1.2 TLSv1.3;\n" in proxy
    assert proxy.count("    server_tokens off;\n") == proxy.count("\nserver {")
