"""Starts the yardstick and Pizazz as they are served, and asks them for pages."""

import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Site:
    """A served site: its port, the cookie of somebody signed in, the pages to ask for."""

    port: int
    cookie: str
    pages: dict[str, str]

    def get(self, path: str, *, signed_in: bool = True) -> tuple[int, bytes]:
        """Ask for a page; return status and the body as sent."""
        status, body, _headers = self.answer(path, signed_in=signed_in)
        return status, body

    def answer(self, path: str, *, signed_in: bool = True) -> tuple[int, bytes, Message]:
        """Ask for a page; return status, the body as sent, and headers."""
        answer, body = self._ask(path, signed_in=signed_in)
        return answer.status, body, answer.headers

    def as_a_browser(self) -> "Site":
        """Return this site with the cookies that its first page sets."""
        answer, _body = self._ask("/", signed_in=True)
        given = [each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie") or ()]
        return replace(self, cookie="; ".join([self.cookie, *given]))

    def _ask(self, path: str, *, signed_in: bool) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        connection.request("GET", path, headers=self._headers(signed_in=signed_in))
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def _headers(self, *, signed_in: bool) -> dict[str, str]:
        headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "Accept-Encoding": "gzip, br",
        }
        return headers | {"Cookie": self.cookie} if signed_in else headers

    def seconds(self, path: str) -> float:
        """Return how long a page took to its last byte. Raises RuntimeError when it is not a 200.

        By a bare socket: the time this client takes for itself would be counted too.
        """
        asked = "".join(
            f"{line}\r\n"
            for line in (
                f"GET {path} HTTP/1.1",
                *(f"{name}: {value}" for name, value in self._headers(signed_in=True).items()),
                "Connection: close",
                "",
            )
        ).encode()
        begun = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port), timeout=180) as connection:
            connection.sendall(asked)
            first = connection.recv(65536)
            while connection.recv(65536):
                pass
        took = time.perf_counter() - begun
        if not first.startswith(b"HTTP/1.1 200 "):
            message = f"{path} answered {first[:40]!r}"
            raise RuntimeError(message)
        return took

    def per_second(self, path: str, *, clients: int = 8, lasting: float = 1.0) -> float:
        """Return pages a second with so many clients, each asking again when answered."""
        counts, end = [0] * clients, time.perf_counter() + lasting

        def ask(place: int) -> None:
            while time.perf_counter() < end:
                self.seconds(path)
                counts[place] += 1

        threads = [threading.Thread(target=ask, args=(place,)) for place in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / lasting


def median(site: Site, path: str, times: int) -> float:
    """Return the median seconds of a page asked for one after another."""
    return statistics.median(site.seconds(path) for _time in range(times))


def filled(fill: str, environment: dict[str, str]) -> dict[str, Any]:
    """Fill a database; return what the module that did it tells: a cookie, pages."""
    done = subprocess.run(
        [sys.executable, "-m", fill],
        cwd=ROOT,
        # Demo data is refused without DEBUG.
        env=os.environ | environment | {"PYTHONPATH": str(ROOT), "PIZAZZ_DEBUG": "True"},
        check=True,
        stdout=subprocess.PIPE,
    )
    told: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return told


def collect_static(environment: dict[str, str]) -> None:
    """Lay out the static files as a server does: without their list no page is printed."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)


@contextlib.contextmanager
def served(
    application: str, fill: str, environment: dict[str, str], *, collect: bool = False
) -> Iterator[Site]:
    """Fill a database, serve the application on a free port, and stop it in the end."""
    told = filled(fill, environment)
    variables = os.environ | environment | {"PYTHONPATH": str(ROOT)}
    python = sys.executable
    if collect:
        collect_static(environment)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python, "-m", "gunicorn", "--log-level", "error", "--bind"]
    command += [f"127.0.0.1:{port}", application]
    server = subprocess.Popen(command, cwd=ROOT, env=variables)
    site = Site(port, told["cookie"], told["pages"])
    try:
        for _try in range(100):
            with contextlib.suppress(OSError):
                site.get("/")
                break
            time.sleep(0.1)
        yield site.as_a_browser()
    finally:
        server.terminate()
        server.wait()
