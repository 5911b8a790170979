"""Measures what pages cost a processor, against the yardstick: steady on a busy machine.

    .venv/bin/python -m bench.cpu [--times N] [--database sqlite|postgres] [--profile PAGE]

As bench.pages, but each site answers inside its own process, without a socket, and the figure is
the processor time of that process. --profile says where a page's time goes instead.
"""

import argparse
import contextlib
import cProfile
import importlib
import io
import json
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.wsgi import get_wsgi_application

from bench.pages import TARGETS, Sheet, addresses, settings_of, times_over
from bench.serving import ROOT, collect_static, filled

TURN = 20
SHOWN = 70


def main() -> int:
    """Measure what was asked for; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=200, help="requests of each page")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    parser.add_argument("--profile", choices=list(TARGETS), help="say where this page's time goes")
    given = parser.parse_args()
    sheet = Sheet()
    os.chdir(ROOT)
    for database in [given.database] if given.database else ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as scratch:
            yard, ours = settings_of(addresses(database, scratch), scratch)
            told = filled("bench.fill", ours)
            collect_static(ours)
            if given.profile:
                with asked(ours, told["cookie"]) as ask:
                    print(ask("profile", told["pages"][given.profile], given.times))
                continue
            unit = filled("bench.yardstick.fill", yard)
            with asked(yard, unit["cookie"]) as plain, asked(ours, told["cookie"]) as ask:
                print(f"{database}: processor time, medians of {given.times}")
                for name, value in ratios(ask, plain, told["pages"], given.times).items():
                    sheet.row(name, value, TARGETS[name], times_over)
    return 1 if sheet.missed else 0


def ratios(
    ask: Callable[..., Any], plain: Callable[..., Any], pages: dict[str, str], times: int
) -> dict[str, float]:
    """Return each page's processor time over the yardstick's, so many of each in turn."""
    found = {}
    for name in TARGETS:
        ours, unit = list[float](), list[float]()
        for _round in range(-(-times // TURN)):
            ours += ask("seconds", pages[name], TURN)
            unit += plain("seconds", "/", TURN)
        found[name] = statistics.median(ours) / statistics.median(unit)
    return found


@contextlib.contextmanager
def asked(environment: dict[str, str], cookie: str) -> Iterator[Callable[..., Any]]:
    """Keep a process that answers pages, and stop it in the end."""
    site = subprocess.Popen(
        [sys.executable, "-m", "bench.cpu", "--answer", cookie],
        cwd=ROOT,
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert site.stdin
    assert site.stdout

    def ask(what: str, path: str, times: int) -> Any:
        site.stdin.write(json.dumps([what, path, times]) + "\n")
        site.stdin.flush()
        return json.loads(site.stdout.readline())

    try:
        yield ask
    finally:
        site.stdin.close()
        site.wait()


# --- In the process that answers


class Visitor:
    """Somebody signed in, who asks the application of this process for pages."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        name = os.environ["DJANGO_SETTINGS_MODULE"]
        if name == "pizazz.settings":
            self.application: Any = importlib.import_module("pizazz.wsgi").application
        else:
            self.application = get_wsgi_application()

    def seconds(self, path: str) -> float:
        """Ask for a page; return the processor time it took. Raises RuntimeError without a 200."""
        told: list[tuple[str, list[tuple[str, str]]]] = []
        environ = self._asking(path)
        begun = time.process_time()
        answer = self.application(environ, lambda *given: told.append(given))
        b"".join(answer)
        getattr(answer, "close", bool)()
        took = time.process_time() - begun
        status, headers = told[0]
        if not status.startswith("200 "):
            message = f"{path} answered {status}"
            raise RuntimeError(message)
        for name, value in headers:
            if name == "Set-Cookie" and value.partition("=")[0] not in self.cookie:
                self.cookie += "; " + value.partition(";")[0]
        return took

    def _asking(self, path: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_ACCEPT_ENCODING": "gzip, br",
            "HTTP_COOKIE": self.cookie,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }


def answer(cookie: str) -> None:
    """Answer what is asked on standard input, until it closes."""
    visitor = Visitor(cookie)
    for line in sys.stdin:
        what, path, times = json.loads(line)
        visitor.seconds(path)
        if what == "profile":
            found: Any = _profiled(visitor, path, times)
        else:
            found = [visitor.seconds(path) for _time in range(times)]
        print(json.dumps(found), flush=True)


def _profiled(visitor: Visitor, path: str, times: int) -> str:
    paper = io.StringIO()
    with cProfile.Profile() as profile:
        for _time in range(times):
            visitor.seconds(path)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile, stream=paper).sort_stats(order).print_stats(SHOWN)
    return paper.getvalue()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--answer"]:
        answer(sys.argv[2])
    else:
        sys.exit(main())
