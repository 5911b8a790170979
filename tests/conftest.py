"""What holds for every test: nothing is skipped in secret, nothing goes out, no error is logged."""

import gc
import html
import importlib
import ipaddress
import logging
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from django.core.cache import caches
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.operations.preparing import note_migrations
from frameworks.models import Framework
from tests import databases, emptying, warm_worker
from tests.frameworks.tiny import load_tiny

pytest_plugins = ["tests.people"]

CHROMIUM_LINE = "apt-get install chromium-headless-shell"


def need(what: str, *, available: bool, line: str) -> None:
    """Skip the running test where a part of the system is missing; fail it in the gate.

    Args:
        what: the missing part, as a person would call it.
        available: whether it is there.
        line: the command that brings it.
    """
    if available:
        return
    message = f"{what} is missing. Type: {line}"
    if os.environ.get("PIZAZZ_NO_SKIPS") == "1":
        pytest.fail(message)
    pytest.skip(message)


@cache
def chromium() -> str | None:
    """Find Chromium: first the one that can show no windows, which takes a fifth less time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


@cache
def pango() -> bool:
    """Say whether WeasyPrint finds Pango. Without it the import raises OSError."""
    try:
        importlib.import_module("weasyprint")
    except OSError:
        return False
    return True


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Mark everything in tests/browser as browser test, so that nobody forgets.

    What shares the demo comes last of all, in one row: the demo is stored in the worker's database
    and emptied before any other test, should the worker take one over after it.
    """
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    databases.leave_out_what_ran(config, items)
    yield  # others choose by mark, and sort
    items.sort(key=lambda item: "site" in item.path.parts)


def pytest_collection_finish() -> None:
    """Leave what was loaded alone: the collector walks it again and again, a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish() -> None:
    """Leave alone what stays until the process ends: pytest would walk it ten times over."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> None:
    """Refuse a database that a test asks for on the way only: nobody could tell where it runs."""
    if fixturedef.argname != "_django_db_helper" or databases.asks_for_one(request.node):
        return
    try:
        pytest.fail("This test uses the database: mark it with django_db.", pytrace=False)
    except pytest.fail.Exception as error:
        # As pytest notes a fixture that failed; else it would fail for every test that comes later.
        failed = (error, error.__traceback__)
        fixturedef.cached_result = (None, fixturedef.cache_key(request), failed)
        raise


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Look for what the test needs before its fixtures do."""
    if item.get_closest_marker("browser"):
        need("Chromium", available=chromium() is not None, line=CHROMIUM_LINE)
    if item.get_closest_marker("pdf"):
        line = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        need("Pango", available=pango(), line=line)
        warm_worker.start()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """Run a test, in a call that says it needs much room.

    Python keeps what calls need in pieces of 16 kB, and gives a piece back once it is empty. As
    deep as a page lies in a test, loops cross the end of one again and again, seven hundred times
    a test: a tenth of all time. Within one large piece no end is crossed.
    """
    runner = item.config.pluginmanager.getplugin("runner")
    return runner.pytest_runtest_protocol(item, nextitem)


_code = pytest_runtest_protocol.__code__
pytest_runtest_protocol.__code__ = _code.replace(co_stacksize=66_000)  # of eight bytes each


class OutsideError(AssertionError):
    """A test tried to reach the network."""


def _is_loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback or name == "0.0.0.0"  # noqa: S104 -- compared, not bound
    except ValueError:
        return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Note every migration as done: an empty database has its tables as the models say."""
    with django_db_blocker.unblock():
        note_migrations()
        emptying.beginning()
    TransactionTestCase._fixture_teardown = emptying.empty


@pytest.fixture(autouse=True, scope="session")
def _stay_inside() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            message = f"A test tried to connect to {address[0]}."
            raise OutsideError(message)
        return connect(self, address)

    def guarded_lookup(host, *args, **kwargs):
        if not _is_loopback(host):
            message = f"A test tried to look up {host}."
            raise OutsideError(message)
        return lookup(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield


class _ErrorLines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_logged_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logged an error, a 500 above all, unless it is marked `logs_errors`."""
    records = _ErrorLines()
    # "django" does not pass its lines on to the root, so both need an ear.
    ears = [logging.getLogger(), logging.getLogger("django")]
    for logger in ears:
        logger.addHandler(records)
    yield
    for logger in ears:
        logger.removeHandler(records)
    if not request.node.get_closest_marker("logs_errors"):
        assert records.lines == []


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the cache where a test commits: its table is no model's, so Django's flush skips it."""
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (mark and mark.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    caches["default"].clear()


@pytest.fixture
def letters_rest(settings: Settings) -> None:
    """Let letters rest at night, as they do where people live; else tests depend on the hour."""
    settings.LETTERS_REST_AT_NIGHT = True


@pytest.fixture
def read(client: Client) -> Callable[..., str]:
    """Return a function that gives the words of a page as somebody reads them, tags taken out."""

    def words(user: User | None, address: str, status: int = 200) -> str:
        if user:
            client.force_login(user)
        response = client.get(address)
        assert response.status_code == status, (response.status_code, address)
        text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", response.content.decode())
        inline = re.sub(r"</?bdi[^>]*>|[\u2068\u2069]", "", text)  # around names, no gap
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inline)).split())

    return words


@pytest.fixture
def framework(db: None) -> Framework:
    """Return the tiny framework."""
    return load_tiny()
