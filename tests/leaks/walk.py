"""Walks every address as everybody, and says what was not as the table tells."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie

import pytest
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.leaks.table import TABLE, Row
from tests.leaks.world import (
    ACTORS,
    ELSEWHERE,
    NOTHING,
    OWN,
    SIBLING,
    TARGETS,
    Actor,
    Target,
    World,
)
from tests.unchanging import unchanging

ALSO = ("HEAD", "PUT", "DELETE")
# Where they are answered, by the very view that GET or POST asks: one of each kind is enough.
KINDS = {"anonymous", "contributor", "lead", "elsewhere manager", "reader", "staff"}
# Refused before anybody looks who asks, so a few are enough.
SOME = {"anonymous", "manager"}
# Where most kinds of words stand: whoever looks for all of them is soon done.
WORDY = (
    "shared-pdf",
    "take-words-out",
    "arrange-team",
    "share",
    "place",
    "journey",
    "conversation",
    "service-edit",
    "kept-post",
    "share-whom",
    "share-say",
    "shared-reply-ask",
)
# Everybody asks for our own, at least in its first state; for what is of others those near it.
OURS = {"contributor", "manager", "lead", "reader"}
NEAR = {
    "": set(ACTORS),
    OWN: OURS
    | {"anonymous", "sibling manager", "elsewhere manager", "body lead", "other reader", "left"},
    SIBLING: OURS | {"sibling manager"},
    ELSEWHERE: OURS,
    NOTHING: {"manager"},
}
# A page's title begins with the word that its heading begins with.
HEADS = re.compile(r"<title>\W*(\w+).*?</title>.*?<h1[^>]*>(?:<[^>]*>|\W)*?(\w+)", re.DOTALL)
# But where the heading is a report's or a sheet's own, or words of people alone; where one step of
# several is named as its list names it; and what has no page to go on with but the way in.
TITLED_OTHERWISE = {
    *("own-copy", "share-preview", "share-copy", "understanding-paper", "example-wall", "wall"),
    *("answer-ask", "shared-reply-ask", "mirror-pair", "further", "share-say", "share-quote"),
    "account_reset_password_from_key_done",
}
FORM = "application/x-www-form-urlencoded"
FOR_THE_SITE = "person, for the site"


def routes(resolver: URLResolver | None = None, space: str = "", begin: str = "/") -> Iterator[str]:
    """Name every route; one without a name by how its address begins."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry, inner, begin + str(entry.pattern))
        elif entry.name:
            yield f"{space}{entry.name}"
        else:
            yield unnamed(entry, begin)


def unnamed(entry: URLPattern, begin: str) -> str:
    """Name a route by the part of its address that does not change."""
    return begin + re.split(r"[<(]", str(entry.pattern))[0].lstrip("^")


@dataclass
class Walk:
    """One walk, with what it saw."""

    world: World
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    walked: set[tuple[str, int]] = field(default_factory=set)
    requests: int = 0

    def __post_init__(self) -> None:
        """Learn what each person is told where there is nothing."""
        self.jars = {
            name: actor.client.cookies.output(header="", sep=";")
            for name, actor in self.world.actors.items()
        }
        self.nothing = {}
        for actor in self.world.actors.values():
            for method in ("GET", "POST"):
                response = self.ask(actor, method, reverse("start-length", args=["nowhere", "x"]))
                self.nothing[actor.name, method] = plain(response)

    def everything(self, named: Sequence[str]) -> None:
        """Walk every row of the routes of these names."""
        for route in named:
            for number, (row, slug) in self.asked_for(route):
                self.walked.add((route, number))
                first = slug == OWN and number == 0
                self.row(route, row, slug, set(ACTORS) if first else NEAR[slug])

    def asked_for(self, route: str) -> Iterator[tuple[int, tuple[Row, str]]]:
        """Give each row of a route by its number, with the slug of each team that has such."""
        for number, row in enumerate(TABLE[route]):
            for slug in TARGETS if row.of else ("",):
                target = self.world.targets.get(slug)
                if target is None or row.of in target.things:
                    yield number, (row, slug)

    def pages(self, words: set[str]) -> None:
        """Open pages as one of each kind who may, until all of these kinds of words were seen."""
        for route in sorted(TABLE, key=lambda name: name not in WORDY):
            for _number, (row, slug) in self.asked_for(route):
                if words <= self.seen:
                    return
                self.read(route, row, slug)

    def read(self, route: str, row: Row, slug: str) -> None:
        """Open one page as one of each kind who may."""
        target, kinds = self.world.targets.get(slug), set()
        near = {"staff"} if row.of == FOR_THE_SITE else NEAR[slug]
        for name in sorted(near):
            actor = self.world.actors[name]
            kind = actor.to(target, row.of)
            is_theirs = row.get is not None and row.expected("GET", kind) == HTTPStatus.OK
            if is_theirs and kind not in kinds:
                kinds.add(kind)
                self.one(route, row, actor, target, "GET", address(route, row, target))

    def passed_over(self, named: Sequence[str]) -> list[str]:
        """The rows that there was nothing to walk for: a misspelt kind, or a demo without it."""
        return [
            f"{route}: {row.of}"
            for route in named
            for number, row in enumerate(TABLE[route])
            if (route, number) not in self.walked
        ]

    def row(self, route: str, row: Row, slug: str, who: set[str]) -> None:
        """Ask for one address as these, with every method."""
        target = self.world.targets.get(slug)
        path = address(route, row, target)
        if row.of == FOR_THE_SITE:
            who = who | {"staff"}
        for name in sorted(who):
            actor = self.world.actors[name]
            for method in ("GET", "POST", *ALSO):
                if row.answers[method] is None:
                    is_wanted = name in SOME and slug in {"", OWN}
                else:
                    is_wanted = method not in ALSO or name in KINDS
                if is_wanted:
                    self.one(route, row, actor, target, method, path)

    def one(
        self, route: str, row: Row, actor: Actor, target: Target | None, method: str, path: str
    ) -> None:
        """Ask once and compare with the table."""
        nothing = target is not None and target.slug == NOTHING
        who = actor.to(target, row.of)
        if nothing and who not in {"anonymous", "staff"}:
            who = "other"
        response = self.ask(actor, method, path)
        where = f"{method} {route} ({row.of or '-'} of {target.slug if target else '-'})"
        expected = row.expected(method, who, nothing=nothing)
        if response.status_code != expected:
            why = response.content.decode()[:200] if response.status_code == 500 else ""
            difference = f"{response.status_code}, not {expected} {why}"
            self.wrong.append(f"{where} as {actor.name}: {difference}")
        heads = HEADS.search(response.content.decode()) if is_page(response, method) else None
        if heads and route not in TITLED_OTHERWISE and heads[1].lower() != heads[2].lower():
            self.wrong.append(f"{where} as {actor.name}: titled {heads[1]}, headed {heads[2]}")
        if missing := missing_headers(response):
            self.wrong.append(f"{where} as {actor.name}: without {missing}")
        self.compare(response, actor, row, method, where)

    def compare(
        self, response: HttpResponse, actor: Actor, row: Row, method: str, where: str
    ) -> None:
        """Look for words that are not theirs, and for a 404 that tells more than nothing."""
        text = spoken(response)
        leaks = self.world.leaked(actor, text)
        leaked = {leak for leak in leaks if leak.split(" of ")[0] not in row.tells}
        if leaked:
            self.wrong.append(f"{where} as {actor.name}: leaks {sorted(leaked)}")
        if addresses := self.world.addresses_in(actor, text):
            self.wrong.append(f"{where} as {actor.name}: tells of {sorted(addresses)}")
        self.seen |= self.world.fields_in(text)
        nothing = self.nothing.get((actor.name, method)) if row.of else None
        if response.status_code == 404 and nothing not in {None, plain(response)}:
            self.wrong.append(f"{where} as {actor.name}: not the 404 of what does not exist")
        for letter in mail.outbox:
            # A body's letters tell its own name.
            written = self.world.fields_in(f"{letter.subject} {letter.body}")
            if written - {"accounts.Organisation.name"}:
                self.wrong.append(f"{where} as {actor.name}: words in a letter")
        mail.outbox.clear()

    def ask(self, actor: Actor, method: str, path: str, body: str = "") -> HttpResponse:
        """Send one request, as if it had never been."""
        self.requests += 1
        actor.client.cookies = SimpleCookie(self.jars[actor.name])
        with transaction.atomic():
            try:
                return actor.client.generic(method, path, body, content_type=FORM)
            except pytest.fail.Exception as failed:
                return HttpResponse(str(failed), status=500)
            finally:
                transaction.set_rollback(True)


def address(route: str, row: Row, target: Target | None) -> str:
    """Put an address together."""
    parts = (*(target.things[row.of] if target else ()), *row.more)
    if route.startswith("/"):
        return route + "".join(f"{part}/" for part in parts)
    return reverse(route, args=parts)


def is_page(response: HttpResponse, method: str) -> bool:
    """Say whether it is a page that was asked for and shown."""
    is_html = "html" in response.headers.get("Content-Type", "")
    return method == "GET" and response.status_code == HTTPStatus.OK and is_html


def missing_headers(response: HttpResponse) -> list[str]:
    """Return what an answer does not say, be it a page, a file or a refusal."""
    kind = response.headers.get("Content-Type", "")
    checks = {
        "no-store": "no-store" in response.headers.get("Cache-Control", ""),
        "a policy": "default-src 'none'" in response.headers.get("Content-Security-Policy", ""),
        "nosniff": response.headers.get("X-Content-Type-Options") == "nosniff",
        "its charset": not kind.startswith("text/") or "charset=utf-8" in kind,
    }
    return [name for name, is_met in checks.items() if not is_met]


def plain(response: HttpResponse) -> str:
    """Return a page without its token and the seconds left, which are others each time."""
    return unchanging(response.content.decode())


def spoken(response: HttpResponse) -> str:
    """Return everything an answer says: its headers, and its text, or that of its file."""
    text = " ".join(response.headers.values())
    kind = response.headers.get("Content-Type", "")
    if "openxmlformats" in kind:
        with zipfile.ZipFile(io.BytesIO(response.content)) as package:
            names = [part for part in package.namelist() if part.endswith((".xml", ".rels"))]
            return text + "".join(package.read(name).decode() for name in names)
    if kind != "application/pdf":
        return text + response.content.decode()
    converted = subprocess.run(
        ["pdftotext", "-", "-"], input=response.content, capture_output=True, check=True
    )
    return text + converted.stdout.decode()
