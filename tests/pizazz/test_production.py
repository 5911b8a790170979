"""The unit's own commands, with production settings, asked as the proxy asks."""

import contextlib
import http.client
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.source import ROOT, committed

HOST = "pizazz.example"
PERSON = {"login": "admin@pizazz.example", "password": "a long word of hers"}
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
HASHED = re.compile(r"/static/.+\.[0-9a-f]{12}\.\w+")


def unit(key: str, folder: Path) -> list[list[str]]:
    """Give the commands of the unit, where this test may run them."""
    text = (ROOT / "deploy/pizazz.service").read_text(encoding="utf-8")
    python = f"{sys.executable} -m "
    places = {
        "/srv/pizazz/.venv/bin/python ": f"{sys.executable} ",
        "/srv/pizazz/.venv/bin/gunicorn ": f"{python}gunicorn ",
        "/run/pizazz/": f"{folder}/",
    }
    lines = re.findall(rf"^{key}=(.+)$", text, re.MULTILINE)
    for there, here in places.items():
        lines = [line.replace(there, here) for line in lines]
    return [shlex.split(line) for line in lines]


def variables(folder: Path) -> dict[str, str]:
    ours = ("PIZAZZ_", "DATABASE_URL", "DJANGO_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return others | {
        "PIZAZZ_SECRET_KEY": "only for tests, known to all, and therefore no secret" * 2,
        "PIZAZZ_HOSTS": HOST,
        "PIZAZZ_ORIGINS": f"https://{HOST}",
        "PIZAZZ_BEHIND_PROXY": "True",
        "DATABASE_URL": f"sqlite:///{folder}/pizazz.sqlite3",
        "PIZAZZ_RENDER_DIR": f"{folder}/render",
        "DJANGO_SUPERUSER_PASSWORD": PERSON["password"],
    }


def copied(code: Path) -> Path:
    """Copy what is committed, as it is put on a server: static files are collected beside it."""
    for path in committed():
        (code / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, code / path)
    return code


class Browser:
    """Asks over the unit's socket, as the proxy passes it on, and keeps cookies."""

    def __init__(self, path: Path):
        self.path = path
        self.cookies = {}
        self.set = []  # each as it came

    def ask(self, method, path, *, proxy=PROXY, form=None):
        headers = proxy | {"Referer": f"https://{HOST}/"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(HOST)
        with contextlib.closing(connection), socket.socket(socket.AF_UNIX) as connection.sock:
            connection.sock.connect(str(self.path))
            connection.request(method, path, urlencode(form or {}), headers)
            answer = connection.getresponse()
            body = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            self.set.append(cookie)
        return answer, body

    def say(self, line):
        """Say this and nothing else, as no browser does, and return what comes back."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.path))
            connection.sendall(line)
            return connection.recv(1000)

    def send(self, path, form, *, proxy=PROXY):
        """Send the form of a page to its own address."""
        _answer, page = self.ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        return self.ask("POST", path, form=form | {"csrfmiddlewaretoken": token}, proxy=proxy)[0]

    def sign_in(self, *, proxy=PROXY):
        return self.send("/account/login/", PERSON, proxy=proxy)

    def choose_codes_on_paper(self):
        """Who runs the site is led to a second step, and says once more who they are."""
        answer, _ = self.ask("GET", "/welcome/")
        assert answer.headers["Location"] == "/account/second-step/"
        password = {"password": PERSON["password"]}
        assert self.send("/account/reauthenticate/", password).status == 302
        assert self.send("/account/second-step/paper/make/", {}).status == 302


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Start the service as its unit does, with one account on it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # short: sockets allow 107 characters
        folder = Path(name)
        person = ["manage.py", "createsuperuser", "--noinput", "--display_name", "Ada"]
        person += ["--email", PERSON["login"]]
        code, ours = copied(folder / "code"), variables(folder)
        prepare = ["manage.py", "prepare"]  # as a person types it, once for each release
        before = [[sys.executable, *prepare], [sys.executable, *person]]
        for command in [*before, *unit("ExecStartPre", folder)]:
            subprocess.run(command, cwd=code, env=ours, check=True, stdout=subprocess.DEVNULL)
        (start,) = unit("ExecStart", folder)
        log = folder / "log"
        with (
            log.open("wb") as file,
            subprocess.Popen(start, cwd=code, env=ours, stderr=file) as server,
        ):
            try:
                yield wait(folder / "pizazz.sock")
            finally:
                server.terminate()
        events = [json.loads(line) for line in log.read_text().splitlines()]
        messages = [event.get("message") for event in events]
        assert {"Not Found: no address of ours", "Invalid request"} <= set(messages)
        assert "shouted" not in log.read_text()


def wait(path: Path) -> Browser:
    browser = Browser(path)
    for _try in range(600):
        with contextlib.suppress(OSError):
            browser.ask("GET", "/healthz")
            return browser
        time.sleep(0.1)
    pytest.fail("the server does not answer")


@pytest.mark.server
def test_service_as_the_unit_starts_it_behind_a_proxy(browser):
    plain, _ = browser.ask("GET", "/healthz", proxy={})
    assert (plain.status, plain.headers["Location"]) == (301, f"https://{HOST}/healthz")
    # The socket tells no address, so without the proxy's nobody's attempts could be counted.
    assert browser.sign_in(proxy={"X-Forwarded-Proto": "https"}).status == 403
    assert browser.sign_in().status == 302
    assert set(browser.cookies) >= {"__Host-sessionid", "__Host-csrftoken"}
    browser.choose_codes_on_paper()
    assert browser.send("/account/letters/", {"wanted": "none"}).status == 302
    assert set(browser.cookies) == {
        "__Host-sessionid",
        "__Host-csrftoken",
        "__Host-messages",
        "__Host-pizazz_known",
        "__Host-pizazz_drawn",
    }
    for page in ["/welcome/", "/site/", "/help/", "/no-such-page/"]:
        answer, text = browser.ask("GET", page)
        assert answer.status == (404 if "no-such" in page else 200), page
        assert answer.headers["Strict-Transport-Security"]
        files = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
        assert files
        assert [file for file in files if not HASHED.fullmatch(file)] == []
        assert {browser.ask("GET", file)[0].status for file in files} == {200}
    assert b" 400 " in browser.say(b"GET /find/?q=she shouted HTTP/1.1\r\n\r\n")
    out = browser.send("/account/logout/", {})
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    for cookie in browser.set:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert cookie.startswith("__Host-"), cookie
        assert {"secure", "path=/", "samesite=lax"} <= parts, cookie
        assert not any(part.startswith("domain") for part in parts), cookie
        assert cookie.partition("=")[2].startswith('""') or "httponly" in parts, cookie
