"""A team talks with a framework unlike the shipped one; every page of the site is asked for."""

import datetime as dt
import re
from html import unescape
from html.parser import HTMLParser
from itertools import chain

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import log
from accounts.models import Organisation, Service, User
from assessments import actions as talk
from assessments.models import Closure
from demo.addresses import addresses
from frameworks.models import Framework
from sharing import actions as sharing
from sharing.models import OPENINGS_EXPLAINED, Share
from tests.frameworks.unlike import UNLIKE, load_unlike

AGO = (200, 120, 20)  # days
# 403: a page that is for the colleagues of whoever asks, as waiting is for who does not manage.
FINE = {200, 202, 302, 403, 404, 405}


@pytest.fixture(params=UNLIKE)
def other(request, db) -> Framework:
    """Return a framework unlike the shipped one."""
    return load_unlike(request.param)


def talked(service: Service, framework: Framework, by: User) -> None:
    """Hold a coffee break, the themes and a longer one, and begin a fourth."""
    levels = list(framework.levels.order_by("order"))
    lines = list(framework.lines.order_by("order"))
    themes = [line for line in lines if line.kind == "theme"]
    for number, length in enumerate(("coffee", "themes", "more")):
        day = timezone.localdate() - dt.timedelta(days=AGO[number])
        one_talk = talk.start(
            service=service, framework=framework, length=length, held_on=day, by=by
        )
        if length == "more":
            opened = [line.theme for line in lines if line.kind == "element"]
            for theme in dict.fromkeys(opened):
                talk.open_theme(one_talk, theme, by=by)
        lines_placed = {"coffee": lines[:1], "themes": themes, "more": lines}[length]
        for line in lines_placed:
            level = levels[(line.order + number) % len(levels)]
            talk.place(one_talk, line, talk.Choice("placed", level), by=by)
            talk.add_example(one_talk, words=f"Words of {day}", lines=[line], by=by)
        ask = {"reach": "someone_else", "to": "commissioner", "lines": [themes[0]]}
        talk.name_factor(one_talk, kind="obstacle", words=f"The rain of {day}", by=by, **ask)
        talk.try_step(one_talk, what=f"A roof for {day}", by=by)
        talk.finish(one_talk, by=by)
    talk.start(service=service, framework=framework, length="more", by=by)


def shared(service: Service, body: Organisation, by: User) -> Share:
    """Share all of it, with bytes of ours for a PDF."""
    share = sharing.prepare_share(service=service, body=body, by=by)
    sections = ["changes", "trying", "around", "themes", "examples"]
    until = timezone.localdate() + dt.timedelta(days=90)
    closures = list(Closure.objects.filter(assessment__service=service))
    sharing.choose(
        share, by=by, closures=closures, purpose="Before we meet.", sections=sections, ends_on=until
    )
    asks = dict.fromkeys(sharing.asks_to_answer(share), True)
    return sharing.choose(share, by=by, asks=asks)


def words(page: str) -> str:
    """Return the words of a page."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def pages(client: Client) -> dict[str, str]:
    """Return every page of the site that this browser is shown, by address."""
    texts = {}
    for address in ("/", "/teams/", *chain(*addresses().values())):
        answer = client.get(address)
        assert answer.status_code in FINE, (address, answer.status_code)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            texts[address] = answer.content.decode()
    return texts


BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "label", "legend", "summary"}
BLOCKS |= {"div", "section", "main", "form", "fieldset", "ul", "caption", "figcaption", "button"}
ELSEWHERE = {"title", "script", "style", "option", "text", "desc"}
TURNED = re.compile("[\u0590-\u08ff]")


class _Directions(HTMLParser):
    """Finds names from right to left that stand in a sentence without a direction of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.block = ""
        self.bare = False
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.close_block()
        if tag not in {"meta", "link", "input", "br", "img", "path", "circle", "line", "rect"}:
            self.open.append((tag, tag == "bdi" or "dir" in dict(attrs)))

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.close_block()
        while self.open and self.open.pop()[0] != tag:
            pass

    def close_block(self):
        if self.bare and re.search("[A-Za-z]", self.block):
            self.found.append(" ".join(self.block.split()))
        self.block, self.bare = "", False

    def handle_data(self, data):
        tags = {tag for tag, _isolated in self.open}
        if tags & ELSEWHERE:
            return
        isolated = any(isolated for tag, isolated in self.open if tag != "html")
        self.bare = self.bare or (bool(TURNED.search(data)) and not isolated)
        self.block += data


def not_isolated(page: str) -> list[str]:
    """Return the sentences of a page in which a name turns the words around it."""
    parser = _Directions()
    parser.feed(page)
    parser.close_block()
    return parser.found


@pytest.fixture
def pages_shown(other, service, manager, body, commissioner) -> dict[str, dict[str, str]]:
    """Return every page that the manager and the reader are shown, by address."""
    talked(service, other, manager)
    share = shared(service, body, manager)
    log(OPENINGS_EXPLAINED, by=commissioner)
    sharing.show_to_team(share, by=manager)
    now = timezone.now()
    Share.objects.update(state=Share.State.SENT, sent_at=now, sent_by=manager)
    pages_of = {}
    for who in (manager, commissioner):
        client = Client()
        client.force_login(who)
        pages_of[who.display_name] = pages(client)
    return pages_of


TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
OF_A_TEAM = re.compile(r"/(?:s|conversation|record|share|with)/")


def test_every_page_is_there_and_says_only_what_is_so(other, pages_shown):
    wrong = []
    for address, page in {**pages_shown["Mina Manager"], **pages_shown["Rea Reader"]}.items():
        # This sentence is of every framework: it counts no parts.
        text = words(page).replace("This is no contract and changes none.", "")
        never = ["five themes", "PIEs 2.0", "{people}"]
        if other.slug == "bare":
            never += ["a theme further", "open further", "more exactly", "Its parts", "None."]
        if other.slug == "one":
            never += ["Open all of them"]
        wrong += [(address, word) for word in never if word.casefold() in text.casefold()]
        wrong += [(address, sentence) for sentence in not_isolated(page)]
        title = TITLE.search(page)[1]
        if OF_A_TEAM.match(address) and title.count("Alder House") != 1:
            wrong.append((address, title))
    assert wrong == []
    assert any("My talk on " in words(page) for page in pages_shown["Mina Manager"].values())
