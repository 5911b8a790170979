"""Starts the yardstick and Pizazz as they are served, and asks them for pages."""

import contextlib
import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.message import Message
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 8


@dataclass(frozen=True)
class Site:
    """A served site: its port, the cookie of somebody signed in, the pages, and its process."""

    port: int
    cookie: str
    pages: dict[str, str]
    process: int = 0

    def get(self, path: str, *, signed_in: bool = True) -> tuple[int, bytes]:
        """Ask for a page; return status and the body as sent."""
        status, body, _headers = self.answer(path, signed_in=signed_in)
        return status, body

    def answer(self, path: str, *, signed_in: bool = True) -> tuple[int, bytes, Message]:
        """Ask for a page; return status, the body as sent, and headers."""
        answer, body = self._ask(path, signed_in=signed_in)
        return answer.status, body, answer.headers

    def as_a_browser(self, path: str = "/") -> "Site":
        """Return this site with the cookies that a page sets."""
        answer, _body = self._ask(path, signed_in=True)
        cookies = [
            header.partition(";")[0] for header in answer.headers.get_all("Set-Cookie") or ()
        ]
        return replace(self, cookie="; ".join([self.cookie, *cookies]))

    def post(self, path: str, body: str) -> int:
        """Send a form as a page of ours does, by a bare socket; return the status.

        A form that is kept for somebody to send again, at its own address, was not taken: 403.
        """
        kind = "application/x-www-form-urlencoded"
        form = {"Content_Type": kind, "Origin": "https://localhost"}
        first = self.send(self.request("POST", path, body.encode(), **form))
        return 403 if b"\r\nLocation: /account/" in first else int(first.split(maxsplit=2)[1])

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
        request = self.request("GET", path)
        start = time.perf_counter()
        first = self.send(request)
        took = time.perf_counter() - start
        if not first.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"{path} answered {first[:40]!r}")
        return took

    def request(self, method: str, path: str, body: bytes = b"", **more: str) -> bytes:
        """Return a request as it is sent; `more` headers have _ for -."""
        headers = self._headers(signed_in=True) | {"Connection": "close"}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        if body:
            headers |= {"Content-Length": str(len(body))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {headers[name]}" for name in headers)]
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode() + body

    def send(self, request: bytes) -> bytes:
        """Send a request and read to the last byte; return how the answer begins.

        Raises OSError where none comes: whoever answers was killed.
        """
        with socket.create_connection(("127.0.0.1", self.port), timeout=180) as connection:
            connection.sendall(request)
            first = connection.recv(65536)
            if not first:
                raise ConnectionResetError
            while connection.recv(65536):
                pass
        return first

    def per_second(self, path: str) -> float:
        """Return pages a second with eight clients, each asking again when answered."""
        return rate([lambda: self.seconds(path)] * CLIENTS, 1.0)


def rate(acts: list[Callable[[], object]], seconds: float) -> float:
    """Return how many a second are done of acts that go on at once, each again when it is done."""
    counts, end = [0] * len(acts), time.perf_counter() + seconds

    def repeat(place: int) -> None:
        while time.perf_counter() < end:
            acts[place]()
            counts[place] += 1

    at_once([partial(repeat, place) for place in range(len(acts))])
    return sum(counts) / seconds


def at_once(acts: list[Callable[[], None]]) -> None:
    """Do all of these at the same time, and wait for the last."""
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def text_of(body: bytes) -> str:
    """Return a page as text, from the bytes as sent."""
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


def fill_database(fill: str, environment: dict[str, str]) -> dict[str, Any]:
    """Fill a database; return what the module that did it tells: a cookie, pages."""
    process = subprocess.run(
        [sys.executable, "-m", fill],
        cwd=ROOT,
        # Demo data is refused without DEBUG.
        env=os.environ | environment | {"PYTHONPATH": str(ROOT), "PIZAZZ_DEBUG": "True"},
        check=True,
        stdout=subprocess.PIPE,
    )
    entrance: dict[str, Any] = json.loads(process.stdout.decode().splitlines()[-1])
    return entrance


def collect_static(environment: dict[str, str]) -> None:
    """Lay out the static files as a server does: without their list no page is printed."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)


@contextlib.contextmanager
def served(
    application: str, fill: str, environment: dict[str, str], *, collect: bool = False
) -> Iterator[Site]:
    """Fill a database, serve the application on a free port, and stop it in the end."""
    entrance = fill_database(fill, environment)
    if collect:
        collect_static(environment)
    with running(application, entrance, environment) as site:
        yield site


@contextlib.contextmanager
def running(
    application: str, entrance: dict[str, Any], environment: dict[str, str]
) -> Iterator[Site]:
    """Serve the application on a free port, and stop it in the end."""
    variables = os.environ | environment | {"PYTHONPATH": str(ROOT)}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--log-level", "error", "--bind"]
    command += [f"127.0.0.1:{port}", application]
    server = subprocess.Popen(command, cwd=ROOT, env=variables)
    site = Site(port, entrance["cookie"], entrance["pages"], server.pid)
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
