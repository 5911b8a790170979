"""A PostgreSQL cluster that lives as long as the process that started it.

Settings call `start()`. From a shell: `python -m tests.postgres COMMAND ...` runs the command with
DATABASE_URL pointing to an empty database.
"""

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

NAME = "pizazz"
LINE = "apt-get install postgresql"
OPTIONS = {"listen_addresses": "", "shared_buffers": "64MB", "max_connections": "150"}
# Memory that stands as a folder is taken where so many bytes are free: files of tables come and go.
DISK, MEMORY, ROOM = Path("/tmp"), Path("/dev/shm"), 4 * 1024**3  # noqa: S108 -- folders are made in them
# Speed before safety: what is in here is thrown away. To clean up behind tests, whose rows come and
# go, would cost a third of all that they take.
UNSAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


class NoPostgresError(Exception):
    """PostgreSQL's server programs are missing, or the cluster did not start."""


def programs() -> Path | None:
    """Find the folder of PostgreSQL's server programs, the newest first."""
    program = shutil.which("initdb")
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name)
    )
    places = [Path(program).resolve().parent, *folders] if program else folders
    return next((place for place in places if (place / "initdb").exists()), None)


def _as_nobody_special(folder: Path) -> list[str]:
    """Give the words before a command: the server refuses to run as root, and ends with us."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig", "INT"] if setpriv else []
    names = {entry.pw_name for entry in pwd.getpwall()}
    person = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, person.pw_uid, person.pw_gid)
    if not setpriv:
        return ["runuser", "-u", person.pw_name, "--"]
    return [
        *(setpriv, f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}"),
        *("--clear-groups", "--pdeathsig", "INT"),
    ]


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg2  # noqa: PLC0415 -- only where PostgreSQL is wanted

    for _ in range(300):
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(url).close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    message = f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8', errors='replace')}"
    raise NoPostgresError(message)


def _create(url: str) -> None:
    import psycopg2  # noqa: PLC0415 -- only where PostgreSQL is wanted

    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8'")
    connection.close()


@contextlib.contextmanager
def cluster(*, safe: bool = False) -> Iterator[str]:
    """Run a cluster on a Unix socket in a folder of its own.

    Args:
        safe: commits wait for the disk, as on a server. No later setting could say so: what stands
            in the command that starts PostgreSQL is stronger.

    Yields:
        The DATABASE_URL of its one, empty database.

    Raises:
        NoPostgresError: with the sentence to show, where it cannot run.
    """
    bin_folder = programs()
    if bin_folder is None:
        message = f"PostgreSQL's server programs are missing. Type: {LINE}"
        raise NoPostgresError(message)
    # A short path that the postgres user can reach: sockets allow 107 characters.
    in_memory = not safe and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="pizazz-pg-", dir=MEMORY if in_memory else DISK))
    prefix = _as_nobody_special(folder)
    data, log = folder / "data", folder / "log"
    server = None
    try:
        subprocess.run(
            [
                *prefix,
                bin_folder / "initdb",
                *("--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C"),
                *(f"--username={NAME}", f"--pgdata={data}"),
            ],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        chosen = OPTIONS if safe else OPTIONS | UNSAFE
        options = [word for key, value in chosen.items() for word in ("-c", f"{key}={value}")]
        with log.open("wb") as lines:
            server = subprocess.Popen(
                [*prefix, bin_folder / "postgres", "-D", data, "-k", folder, *options],
                stdout=lines,
                stderr=subprocess.STDOUT,
                cwd=folder,
                start_new_session=True,  # Ctrl-C stops the tests first, then the server
            )
        _wait(f"postgresql://{NAME}@/postgres?host={folder}", server, log)
        _create(f"postgresql://{NAME}@/postgres?host={folder}")
        yield f"postgres://{NAME}@{quote(str(folder), safe='')}/{NAME}"
    except subprocess.CalledProcessError as error:
        raise NoPostgresError(error.stderr.decode(errors="replace")) from error
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def start(*, safe: bool = False) -> str:
    """Start a cluster that ends with this process, and give its DATABASE_URL."""
    stack = contextlib.ExitStack()
    url = stack.enter_context(cluster(safe=safe))
    owner = os.getpid()
    # A forked child must not take the cluster down with it.
    atexit.register(lambda: stack.close() if os.getpid() == owner else None)
    return url


def main(command: list[str]) -> int:
    """Run a command beside a cluster, and give its exit status."""
    if not command:
        print("Usage: python -m tests.postgres COMMAND ...", file=sys.stderr)  # noqa: T201 -- a command speaks
        return 2
    try:
        with cluster() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, check=False, env=environment).returncode
    except NoPostgresError as error:
        print(error, file=sys.stderr)  # noqa: T201 -- a command speaks
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
