"""What is sent in a form or a query: ids of others, and what no form should take."""

import logging
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from accounts.models import KeptPost, Service
from demo.manifest import KINDS
from tests.leaks.walk import FORM, spoken
from tests.leaks.world import ELSEWHERE, OWN, SIBLING, World
from tests.shown import shown_form

pytestmark = pytest.mark.pdf  # the canary teams have PDFs
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def _refusals_are_no_news(caplog) -> None:
    caplog.set_level(logging.ERROR, "django.request")


def rows_of(slug: str) -> dict[str, list]:
    """Everything stored about a team."""
    return {
        label: sorted(
            apps.get_model(label)._default_manager.filter(**{path: slug}).values_list(), key=str
        )
        for label, path in KINDS.items()
        if path
    }


def of_others() -> list:
    """Everything stored about the teams of others, and which team is whose."""
    whose = sorted(Service.objects.values_list("pk", "slug", "organisation"))
    return [whose, rows_of(SIBLING), rows_of(ELSEWHERE)]


def post(world: World, name: str, path: str, sent: dict) -> tuple[int, str, bool]:
    """Send a form; return status, what the answer says, and whether rows of others changed."""
    client = world.actors[name].client
    before = of_others()
    with transaction.atomic():
        answer = client.generic("POST", path, urlencode(sent, doseq=True), content_type=FORM)
        changed = before != of_others()
        transaction.set_rollback(True)
    return answer.status_code, spoken(answer), changed


# Page, kind of address, the field, what of another team is put there, and the answer.
FOREIGN = [
    ("share-start", "team", "body", "key of an organisation", 422),
    ("share-what", "draft share", "closures", "record", 422),
    ("share-what", "draft share", "closures", "shown record", 422),
    ("share-asks", "draft share", "ask_{}", "ask", 302),
    ("around", "open", "factor_{}", "open, factor", 422),
    ("service-edit", "team", "organisation", "key of an organisation", 422),
    ("service-edit", "team", "slug", "team", 422),
    ("answer-ask", "shown ask", "ask", "ask", 302),
]


@pytest.mark.parametrize(("route", "kind", "field", "foreign", "status"), FOREIGN)
@pytest.mark.parametrize("whose", [SIBLING, ELSEWHERE])
def test_ids_of_others_in_a_form_do_nothing(world, route, kind, field, foreign, status, whose):
    own, others = world.targets[OWN], world.targets[whose]
    manager = world.actors["manager"]
    path = reverse(route, args=own.things[kind])
    there = others.things.get(foreign) or others.things[foreign.replace("open", "corrected")]
    page = manager.client.get(path)
    form = form_on(page)
    name = field.format(there[-1])
    if route == "share-asks":
        form |= {control: ["no"] for control in controls(page) if control.startswith("ask_")}
    if route == "answer-ask":
        form |= {"answer": ["talk"]}
    value = "gone" if route == "around" else there[-1]
    got, text, changed = post(world, "manager", path, form | {name: [value]})
    assert got == status
    assert not changed
    assert world.leaked(manager, text) == set()


def test_conversations_of_others_in_a_query_are_not_compared(world):
    manager = world.actors["manager"]
    own, others = world.targets[OWN], world.targets[ELSEWHERE]
    query = urlencode({"from": others.things["finished"][0], "to": own.things["finished"][0]})
    answer = manager.client.get(f"{reverse('compare', args=own.things['team'])}?{query}")
    assert answer.status_code == 422
    assert world.leaked(manager, spoken(answer)) == set()


def test_kept_form_of_another_is_not_put_away(world):
    theirs = world.targets[OWN].things["kept form"][0]
    path = reverse("keep-note", args=[ELSEWHERE])
    client = world.actors["elsewhere manager"].client
    form = shown_form(client.get(path))
    answer = client.post(path, form | {"words": "Kept.", "kept_post": theirs})
    assert answer.status_code == 302
    assert KeptPost.objects.filter(pk=theirs).exists()


def test_version_of_nobody_is_told(world):
    path = reverse("share-why", args=world.targets[OWN].things["draft share"])
    client = world.actors["manager"].client
    form = shown_form(client.get(path), having="seen")
    sent = form | {"seen": "999", "purpose": "Something else entirely."}
    answer = client.post(path, sent)
    assert answer.status_code == 409
    assert "Something else entirely." in answer.content.decode()


# --- What no form takes


@dataclass(frozen=True)
class Control:
    """A control of a page by its kind: text, date, number, choice."""

    name: str
    kind: str


class _Controls(HTMLParser):
    def __init__(self):
        super().__init__()
        self.controls = {}
        self.in_main = False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.in_main = self.in_main or tag == "main"
        name, kind = attributes.get("name"), attributes.get("type", "text")
        if not (self.in_main and name):
            return
        if tag == "textarea":
            self.controls[name] = "text"
        elif tag == "select" or kind in {"radio", "checkbox"}:
            self.controls[name] = "choice"
        elif tag == "input" and kind in {"text", "date", "number"}:
            self.controls[name] = kind

    def handle_endtag(self, tag):
        self.in_main = self.in_main and tag != "main"


def controls(page) -> dict[str, str]:
    """The controls of a page's forms by name: text, date, number or choice."""
    parser = _Controls()
    parser.feed(page.content.decode())
    return parser.controls


def form_on(page) -> dict[str, list[str]]:
    """The form in the middle of a page as it stands; an empty one where nothing is filled in."""
    for name in ("key", "seen", *controls(page)):
        if f'name="{name}"' in page.content.decode():
            try:
                return shown_form(page, having=name)
            except AssertionError:  # radios of which none is chosen
                continue
    return {}


LONG = "ten thousand " * 800
BAD = {
    "text": (LONG, "a\0b", "\ud800"),
    "date": ("2199-12-31", "31/31/31", "\0", "0001-01-01"),
    "number": ("-1", "1e400", "a\0b", "99999999999999999999"),
    "choice": ("no-such-answer", "a\0b", LONG),
}
FORMS = [
    ("keep-note", "team"),
    ("before", "open"),
    ("place", "open, theme"),
    ("place", "open, element"),
    ("further", "open, element"),
    ("coffee", "open"),
    ("around", "open"),
    ("try", "open"),
    ("example", "open, example"),
    ("edit-factor", "open, factor"),
    ("edit-step", "open, step"),
    ("edit-context", "open, context"),
    ("ask", "open, ask"),
    ("read-back", "open"),
    ("service-edit", "team"),
    ("answer-ask", "ask"),
    ("share-start", "team"),
    ("share-what", "draft share"),
    ("share-asks", "draft share"),
    ("share-why", "draft share"),
]
# A form takes these without harm: a tick is a tick, whatever it says; the button is no control.
TAKEN = {"enough", "signed", "include_ours", "remove", "then"}


@pytest.mark.parametrize(("route", "kind"), FORMS)
def test_bad_input_is_refused_in_words_and_nothing_is_lost(world, route, kind):
    path = reverse(route, args=world.targets[OWN].things[kind])
    client, wrong = world.actors["manager"].client, []
    page = client.get(path)
    form = form_on(page)
    boxes = controls(page)
    assert boxes
    for name, control in boxes.items():
        for bad in BAD[control]:
            if name in TAKEN:
                continue
            sent = urlencode(form | {name: [bad]}, doseq=True, errors="surrogatepass")
            with transaction.atomic():
                answer = client.generic("POST", path, sent, content_type=FORM)
                transaction.set_rollback(True)
            text = answer.content.decode()
            # Half a character comes out of Django's reading as a whole one that says "unreadable".
            fine = {422, 302} if bad == "\ud800" else {422}
            if answer.status_code not in fine:
                wrong.append(f"{name} takes {bad[:20]!r}: {answer.status_code}")
            elif bad is LONG and control == "text" and LONG.strip() not in text:
                wrong.append(f"{name}: what was typed is lost")
            elif answer.status_code == 422 and "There is a problem" not in text:
                wrong.append(f"{name}: {bad[:20]!r} is refused without a word")
    assert wrong == []
