"""Every form of the site that is sent, found on the pages that the table names.

No list says which forms there are: whoever adds one to a page adds it here. What people type in
it is made up from its boxes, answer by answer where an answer opens boxes of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from tests.leaks.table import TABLE
from tests.leaks.walk import address
from tests.leaks.world import World

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Boxes that take words, and those that take something else and are filled for the words' sake.
WORDS = {"text", "search"}
SHAPED = {"date": timezone.localdate().isoformat(), "url": "https://example.org/rota"}
# Boxes that stand open where the page's style hides them until a bead is another.
CHANGED = "when-changed"
FOLDED = "-folded-"
KEYS = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
SENT = "application/x-www-form-urlencoded"
# Signing in and out, and a person's own account: no words of a team.
ACCOUNTS = ("account_", "mfa_")


@dataclass(frozen=True)
class Box:
    """A box for words. `under`: the answer that opens it; `changed`: another bead does.

    `folded`: it is folded away as the page is shown.
    """

    name: str
    kind: str
    under: tuple[str, str] | None = None
    changed: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Form:
    """A form as a page shows it. `button` is the one that is pressed."""

    page: str
    action: str
    fields: dict[str, list[str]]
    boxes: tuple[Box, ...] = ()
    groups: dict[str, list[str]] = field(default_factory=dict)
    buttons: tuple[tuple[str, str], ...] = ()
    button: tuple[str, str] = ("", "")
    # The answer that is chosen besides those that are there.
    chosen: tuple[str, str] | None = None
    # Where a script keeps what is typed in it, if it does.
    draft: str = ""

    @property
    def route(self) -> str:
        """The name of the address it is sent to."""
        return route_of(self.action)

    @property
    def words(self) -> list[Box]:
        """The boxes that take words as it is sent here."""
        words = [box for box in self.boxes if box.kind in {"textarea", *WORDS}]
        return [box for box in words if box.under in {None, self.chosen}]

    @property
    def sample(self) -> tuple[object, ...]:
        """What makes it another form than one that was found before."""
        boxes = sorted({KEYS.sub("-", box.name) for box in self.boxes})
        groups = sorted({KEYS.sub("-", name) for name in self.groups})
        return self.route, tuple(boxes), tuple(groups), self.button, self.chosen

    def cases(self) -> Iterator["Form"]:
        """Give it by each of its buttons, and by each answer that opens boxes."""
        first, *others = self.buttons or (("", ""),)
        for chosen in (None, *sorted({box.under for box in self.boxes if box.under})):
            yield replace(self, button=first, chosen=chosen)
        for button in others:
            yield replace(self, button=button)

    def filled(self, words: str = "", which: int = 0) -> dict[str, list[str]]:
        """Return what is sent, with `words` and the box's own name in every box for words.

        `which`: people choose different cards where they have to choose one.
        """
        sent = {name: values for name, values in self.fields.items() if values}
        for name, values in self.groups.items():
            if sent.get(name, [""]) == [""] and "" not in sent.get(name, []):
                sent[name] = values[:1]
            elif sent[name] == [""] and words:
                sent[name] = [value for value in values if value][:1]
        if self.chosen:
            name, value = self.chosen
            sent[name] = [value]
            if any(box.changed and box.under == self.chosen for box in self.boxes):
                cards = [v for v in self.groups["choice"] if v.startswith("at:")]
                others = [v for v in cards if [v] != sent["choice"]]
                sent["choice"] = [others[which % len(others)]]
        if words:
            sent |= {box.name: [f"{words} {box.name}."] for box in self.words}
            shaped = [
                box for box in self.boxes if box.kind in SHAPED and not any(self.fields[box.name])
            ]
            sent |= {box.name: [SHAPED[box.kind]] for box in shaped}
        if self.button[0]:
            sent[self.button[0]] = [self.button[1]]
        return sent


class _Page(HTMLParser):
    """Reads the forms of a page that are sent."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.forms: list[Form] = []
        self.open: list[tuple[str, str]] = []  # tag and class
        self.radios: dict[int, tuple[str, str]] = {}  # of each option that is open, by depth
        self.form: Form | None = None
        self.area = self.select = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            shut = f" {FOLDED}" if tag == "details" and "open" not in attributes else ""
            self.open.append((tag, attributes.get("class", "") + shut))
        if tag == "form" and attributes.get("method") == "post":
            action = attributes.get("action") or self.page
            draft = attributes.get("data-draft-url", "")
            self.form = Form(self.page, urlsplit(action).path, {}, draft=draft)
            self.forms.append(self.form)
        if self.form is None:
            return
        if tag in {"input", "textarea", "select", "button"}:
            self.control(tag, attributes)
        elif tag == "option" and self.select:
            self.form.groups.setdefault(self.select, []).append(attributes.get("value", ""))
            if "selected" in attributes:
                self.form.fields[self.select] = [attributes.get("value", "")]

    def control(self, tag: str, attributes: dict[str, str]) -> None:
        form, name, value = self.form, attributes.get("name", ""), attributes.get("value", "")
        assert form is not None
        kind = attributes.get("type", "submit" if tag == "button" else "text")
        if kind == "submit":
            self.forms[-1] = self.form = replace(form, buttons=(*form.buttons, (name, value)))
        elif tag == "select":
            self.select, form.fields[name] = name, [""]
        elif kind in {"radio", "checkbox"}:
            if kind == "radio":
                form.groups.setdefault(name, []).append(value)
                self.radios[self.depth("option", len(self.open))] = (name, value)
            if "checked" in attributes:
                form.fields.setdefault(name, []).append(attributes.get("value", "on"))
        elif kind == "hidden":
            form.fields.setdefault(name, []).append(value)
        else:
            form.fields[name] = [value]
            option = self.depth("option__ask", len(self.open))
            under = self.radios.get(self.depth("option", option)) if option else None
            kind = "textarea" if tag == "textarea" else attributes.get("inputmode", kind)
            changed, folded = (
                bool(self.depth(class_name, len(self.open))) for class_name in (CHANGED, FOLDED)
            )
            box = Box(name, kind, under, changed, folded)
            self.forms[-1] = self.form = replace(form, boxes=(*form.boxes, box))
            if tag == "textarea":
                self.area, self.text = name, ""

    def depth(self, name: str, below: int) -> int:
        """Return how deep the innermost open element of a class stands, or 0."""
        depths = [n for n in range(1, below + 1) if name in self.open[n - 1][1].split()]
        return max(depths, default=0)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "textarea" and self.area and self.form:
            self.form.fields[self.area] = [self.text.removeprefix("\n")]
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.form = None


def forms_on(page: str, answer: HttpResponse) -> list[Form]:
    """Return the forms of a page that are sent."""
    parser = _Page(page)
    parser.feed(answer.content.decode())
    return parser.forms


def route_of(path: str) -> str:
    """Return the name of an address; none where there is nothing."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def pages(world: World, who: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the address of every page of the table that `who` may ask for, with who asks.

    Args: who: the actor who asks for a target of each slug in a role, as "manager:canary-own".
    """
    for route, rows in TABLE.items():
        if route.startswith(ACCOUNTS):
            continue
        for row in rows:
            if row.answers["GET"] is None:
                continue
            # What leads elsewhere for one team is a page for another.
            roles = [name for name, status in row.answers["GET"].items() if status < 400]
            for slug in world.targets if row.of else ("",):
                target = world.targets.get(slug)
                if target is not None and row.of not in target.things:
                    continue
                for role in ("manager", "reader", "lead", "self"):
                    actor = who.get(f"{role}:{slug}" if slug else role)
                    if role in roles and actor:
                        yield address(route, row, target), actor


def forms_of(world: World, who: dict[str, str]) -> Iterator[tuple[Form, str]]:
    """Give one of each kind of form, by each of its buttons and answers, with who sees it."""
    seen = set()
    for page, actor in pages(world, who):
        answer = world.actors[actor].client.get(page)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        for form in forms_on(page, answer):
            if form.route.startswith(ACCOUNTS):
                continue
            for case in form.cases():
                # A kept form is sent to where it was kept from: it is found there.
                if case.sample not in seen and route_of(page) != "kept-post":
                    seen.add(case.sample)
                    yield case, actor


def send(client: Client, form: Form, words: str = "", which: int = 0) -> HttpResponse:
    """Send a form as a browser does."""
    body = urlencode(form.filled(words, which), doseq=True)
    return client.post(form.action, body, content_type=SENT, follow=False)


def again(client: Client, form: Form) -> Form | None:
    """Open the form's page anew; return the very same form on it, if it is there."""
    answer = client.get(form.page)
    if answer.status_code != 200:
        return None
    for form_there in forms_on(form.page, answer):
        for case in form_there.cases():
            if (case.action, case.sample) == (form.action, form.sample):
                return case
    return None
