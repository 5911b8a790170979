"""Types the backup and restore of docs/operations.md on a database, as they stand there.

    DATABASE_URL=... python -m tests.typed

Only places and persons are put differently: a folder that is thrown away, and whoever runs this.
Ends with 1 where a line fails, or where the restored database has not the records of the first.
"""

import os
import re
import subprocess
import sys
import tempfile
from urllib.parse import unquote, urlsplit

from tests.source import ROOT

RESTORED = "pizazz_restored"


def section(name: str) -> str:
    """Return the lines that a section of the page has people type."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    text = page.partition(f"### {name}\n")[2].partition("\n##")[0]
    (backup,) = re.findall(r"^    (deploy/manage backup .+\n)", page, re.MULTILINE)
    return backup + "".join(re.findall(r"^    (.+\n)", text, re.MULTILINE))


def adapted(lines: str, places: dict[str, str]) -> str:
    """Return the lines for this machine. Raises KeyError where a place is named no longer."""
    for there, here in places.items():
        if there not in lines:
            raise KeyError(there)
        lines = lines.replace(there, here)
    return lines


def places(url: str, folder: str) -> dict[str, str]:
    """Return what a line of the page names, and what stands for it here."""
    everywhere = {
        "/var/backups/pizazz/": f"{folder}/",
        "deploy/manage ": f"{sys.executable} manage.py ",
    }
    if url.startswith("sqlite:///"):
        mine = {"systemctl ": ": systemctl "}
    else:
        mine = {"runuser -u postgres -- ": "", f"postgres:///{RESTORED}": f"{url}_restored"}
    return everywhere | mine


def records(url: str) -> str:
    """Return what verify_closures says of a database."""
    command = [sys.executable, "manage.py", "verify_closures"]
    variables = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True)
    return done.stdout.decode()


def main() -> int:
    """Back up and restore what DATABASE_URL names."""
    url = os.environ["DATABASE_URL"]
    before = records(url)
    name = "SQLite" if url.startswith("sqlite:///") else "PostgreSQL"
    variables = os.environ | {"PGHOST": unquote(urlsplit(url).hostname or ""), "PGUSER": "pizazz"}
    with tempfile.TemporaryDirectory() as folder:
        lines = adapted(section(name), places(url, folder))
        done = subprocess.run(["sh", "-eux", "-c", lines], cwd=ROOT, env=variables, check=False)
    after = records(url if name == "SQLite" else f"{url}_restored") if not done.returncode else ""
    print(f"{name}: before, {before.strip()} After, {after.strip()}")  # noqa: T201 -- a command speaks
    return int(before != after or before.startswith("0 "))


if __name__ == "__main__":
    sys.exit(main())
