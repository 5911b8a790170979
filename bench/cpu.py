"""Measures what pages cost a processor, against the yardstick: steady on a busy machine.

    .venv/bin/python -m bench.cpu [--times N] [--database sqlite|postgres] [--profile PAGE]
    .venv/bin/python -m bench.cpu --act save|download [--times N] [--database …] [--profile act]

As bench.pages, but each site answers inside its own process, without a socket, and the figure is
the processor time of that process. --profile says where a page's time goes instead. With --act it
is a save, or a stored report handed out, of which there is no target: bench.saves and
bench.download have them.
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
from urllib.parse import urlencode

from django.core.wsgi import get_wsgi_application

from bench.pages import TARGETS, Sheet, addresses, settings_of, times_over
from bench.saves import fields_of, typed
from bench.serving import ROOT, collect_static, fill_database

TURN = 20
SHOWN = 70
# What besides pages is measured: which module fills for it, and what of the yardstick is beside it.
ACTS = {"save": ("bench.fill_savers", "page"), "download": ("bench.fill_download", "opened")}


def main() -> int:
    """Measure what was asked for; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=200, help="requests of each page")
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one")
    profiled = [*TARGETS, "act"]
    parser.add_argument("--profile", choices=profiled, help="say where this page's time goes")
    parser.add_argument("--act", choices=list(ACTS), help="a save or a download, instead of pages")
    arguments = parser.parse_args()
    sheet = Sheet()
    os.chdir(ROOT)
    for database in [arguments.database] if arguments.database else ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as scratch:
            yard, ours = settings_of(addresses(database, scratch), scratch)
            if arguments.act:
                beside(arguments, database, yard, ours)
                continue
            entrance = fill_database("bench.fill", ours)
            collect_static(ours)
            if arguments.profile:
                with answering(ours, entrance["cookie"]) as ask:
                    print(ask("profile", entrance["pages"][arguments.profile], arguments.times))
                continue
            unit = fill_database("bench.yardstick.fill", yard)
            with (
                answering(yard, unit["cookie"]) as plain,
                answering(ours, entrance["cookie"]) as ask,
            ):
                print(f"{database}: processor time, medians of {arguments.times}")
                for name, value in ratios(ask, plain, entrance["pages"], arguments.times).items():
                    sheet.row(name, value, TARGETS[name], times_over)
    return 1 if sheet.missed else 0


def beside(
    arguments: argparse.Namespace, database: str, yard: dict[str, str], ours: dict[str, str]
) -> None:
    """Print what an act costs, beside the yardstick; or where its time goes."""
    fill, other = ACTS[arguments.act]
    entrance = fill_database(fill, ours)
    collect_static(ours)
    cookie, path = entrance["savers"][0] if arguments.act == "save" else (entrance["cookie"], "")
    path = path or entrance["pages"]["pdf"]
    kind = "save" if arguments.act == "save" else "page"
    with answering(ours, cookie) as ask:
        if arguments.profile:
            print(ask("profile", path, arguments.times, kind))
            return
        unit = fill_database("bench.yardstick.fill", yard)
        with answering(yard, unit["cookie"]) as plain:
            mine, its = list[float](), list[float]()
            for _round in range(-(-arguments.times // TURN)):
                mine += ask("seconds", path, TURN, kind)
                its += plain("seconds", unit["pages"][other], TURN)
    here, there = statistics.median(mine) * 1000, statistics.median(its) * 1000
    print(f"{database}: a {arguments.act} {here:.1f} ms, the yardstick's “{other}” {there:.1f} ms")


def ratios(
    ask: Callable[..., Any], plain: Callable[..., Any], pages: dict[str, str], times: int
) -> dict[str, float]:
    """Return each page's processor time over the yardstick's, so many of each in turn."""
    figures = {}
    for name in TARGETS:
        ours, unit = list[float](), list[float]()
        for _round in range(-(-times // TURN)):
            ours += ask("seconds", pages[name], TURN)
            unit += plain("seconds", "/", TURN)
        figures[name] = statistics.median(ours) / statistics.median(unit)
    return figures


@contextlib.contextmanager
def answering(environment: dict[str, str], cookie: str) -> Iterator[Callable[..., Any]]:
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

    def ask(what: str, path: str, times: int, kind: str = "page") -> Any:
        site.stdin.write(json.dumps([what, path, times, kind]) + "\n")
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
        self.cookie, self.fields = cookie, dict[str, str]()
        name = os.environ["DJANGO_SETTINGS_MODULE"]
        if name == "pizazz.settings":
            self.application: Any = importlib.import_module("pizazz.wsgi").application
        else:
            self.application = get_wsgi_application()

    def page(self, path: str) -> float:
        """Ask for a page; return the processor time it took. Raises RuntimeError without a 200."""
        return self._answered(path, self._asking(path), "200 ")[0]

    def save(self, path: str) -> float:
        """Save an example on this page; return the processor time. Raises RuntimeError."""
        if not self.fields:
            self.fields = fields_of(self._answered(path, self._asking(path), "200 ")[1])
        body = urlencode(self.fields | typed()).encode()
        asking = self._asking(path) | {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_ORIGIN": "https://localhost",
            "wsgi.input": io.BytesIO(body),
        }
        return self._answered(path, asking, "302 ")[0]

    def _answered(self, path: str, environ: dict[str, Any], expected: str) -> tuple[float, bytes]:
        heads: list[tuple[str, list[tuple[str, str]]]] = []
        start = time.process_time()
        answer = self.application(environ, lambda *head: heads.append(head))
        body = b"".join(answer)
        getattr(answer, "close", bool)()
        took = time.process_time() - start
        status, headers = heads[0]
        if not status.startswith(expected):
            raise RuntimeError(f"{path} answered {status}")
        for name, value in headers:
            if name == "Set-Cookie" and value.partition("=")[0] not in self.cookie:
                self.cookie += "; " + value.partition(";")[0]
        return took, body

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
        what, path, times, kind = json.loads(line)
        act = visitor.save if kind == "save" else visitor.page
        act(path)
        if what == "profile":
            figures: Any = _profiled(act, path, times)
        else:
            figures = [act(path) for _time in range(times)]
        print(json.dumps(figures), flush=True)


def _profiled(act: Callable[[str], float], path: str, times: int) -> str:
    paper = io.StringIO()
    with cProfile.Profile() as profile:
        for _time in range(times):
            act(path)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile, stream=paper).sort_stats(order).print_stats(SHOWN)
    return paper.getvalue()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--answer"]:
        answer(sys.argv[2])
    else:
        sys.exit(main())
