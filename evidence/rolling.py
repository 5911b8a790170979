"""Two hosts and one PostgreSQL change over to a newer release while people save.

    .venv/bin/python -m evidence.rolling [--seconds N]

The newer release is this one with a migration more, which widens a table, in a folder of its own.
`prepare` is typed once there; then one host after the other is taken from the balancer, stopped,
started as the newer one and, once /readyz says so, given back. Eight people save all the while.
Exits 1 where one of them sees an error, or a save that was acknowledged is not there.
"""

import argparse
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import replace
from pathlib import Path

from bench.pages import addresses, settings_of
from bench.saves import Saver
from bench.serving import ROOT, Site, fill_database
from evidence.killed import stored
from evidence.seeded import copy_checkout

DRAINED = 1.0  # seconds after which a host that was taken from the balancer has answered all
WIDER = '''"""One column more, as a newer release would bring it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "{last}")]
    operations = [migrations.AddField("example", "later", models.TextField(null=True))]
'''


class Host:
    """One machine: its port, and the release it runs."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.site = Site(port, "", {})
        self.environment = environment
        self.server: subprocess.Popen[bytes] | None = None

    def start(self, release: Path) -> None:
        """Start a release, and wait until it says that it is ready."""
        command = [sys.executable, "-m", "gunicorn", "--log-level", "error", "--bind"]
        command += [f"127.0.0.1:{self.site.port}", "pizazz.wsgi:application"]
        variables = os.environ | self.environment | {"PYTHONPATH": str(release)}
        self.server = subprocess.Popen(command, cwd=release, env=variables)
        for _try in range(600):
            with contextlib.suppress(OSError):
                if self.site.get("/readyz", signed_in=False)[0] == 200:  # noqa: PLR2004 -- ready
                    return
            time.sleep(0.2)
        raise RuntimeError("the host does not come up")

    def stop(self) -> None:
        """Stop as systemd does: what is being answered is answered first."""
        if self.server is not None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait()


class Balancer:
    """Which hosts are asked, and what came of it."""

    def __init__(self, hosts: list[Host]) -> None:
        self.up = list(hosts)
        self.acknowledged: list[str] = []
        self.errors: list[str] = []
        self.over = threading.Event()

    def save(self, saver: Saver) -> None:
        """Save again and again, at whichever host is up."""
        while not self.over.is_set():
            words = f"We keep {uuid.uuid4()}."
            host = random.choice(self.up)  # noqa: S311 -- whichever
            saver.site = replace(saver.site, port=host.site.port)
            try:
                saver.save(words)
            except Exception as error:  # noqa: BLE001 -- whatever a person would have seen
                self.errors.append(repr(error))
            else:
                self.acknowledged.append(words)

    def change_over(self, host: Host, release: Path) -> None:
        """Take a host away, start the newer release on it, give it back."""
        self.up.remove(host)
        time.sleep(DRAINED)
        host.stop()
        host.start(release)
        self.up.append(host)


def newer_release(folder: Path, environment: dict[str, str]) -> Path:
    """Lay out the newer release, and prepare it once."""
    copy_checkout(folder)
    migrations = folder / "assessments" / "migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    number = int(last[:4]) + 1
    wider = migrations / f"{number:04}_one_column_more.py"
    wider.write_text(WIDER.replace("{last}", last), encoding="utf-8")
    prepare(folder, environment)
    return folder


def prepare(release: Path, environment: dict[str, str]) -> None:
    """Type what a release needs once."""
    command = [sys.executable, "manage.py", "prepare"]
    variables = os.environ | environment | {"PYTHONPATH": str(release)}
    subprocess.run(command, cwd=release, env=variables, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Change over; return 1 where somebody saw an error or a save is lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="saving before, between, after")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as scratch:
        both = addresses("postgres", scratch, safe=True)
        _plain, ours = settings_of(both, scratch)
        entrance = fill_database("evidence.fill", ours)
        older = Path(scratch, "older")
        copy_checkout(older)
        prepare(older, ours)
        hosts = [Host(ours), Host(ours)]
        for host in hosts:
            host.start(older)
        balancer = Balancer(hosts)
        savers = [Saver(hosts[0].site, *way) for way in entrance["savers"]]
        threads = [threading.Thread(target=balancer.save, args=(saver,)) for saver in savers]
        for thread in threads:
            thread.start()
        try:
            time.sleep(arguments.seconds)
            newer = newer_release(Path(scratch, "newer"), ours)
            for host in hosts:
                balancer.change_over(host, newer)
                time.sleep(arguments.seconds)
        finally:
            balancer.over.set()
            for thread in threads:
                thread.join()
            for host in hosts:
                host.stop()
        lost = set(balancer.acknowledged) - stored(both[1])
    print("two hosts, one PostgreSQL, a release with a migration more")
    print(f"  {len(balancer.acknowledged):,} saves acknowledged, {len(lost)} lost")
    print(f"  {len(balancer.errors)} errors seen {balancer.errors[:3] or ''}")
    return int(bool(lost or balancer.errors or not balancer.acknowledged))


if __name__ == "__main__":
    sys.exit(main())
