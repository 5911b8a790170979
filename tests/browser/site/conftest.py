"""A real browser on the demo: seeded once for all tests of this folder, served on this machine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Response
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from accounts.actions import add_person
from accounts.models import User
from demo.people import PASSWORD
from demo.world import seed
from frameworks.selectors import current_framework
from tests.browser.chrome import started_chrome
from tests.browser.site import contrast
from tests.conftest import need, pango

WIDE, NARROW = 1280, 360
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Have an account and belong to nothing; whom a test changes for good is of use to that one alone.
MORE_PEOPLE = {"nobody": "Nia", "moves": "Mo", "leads": "Lee", "left": "Lena"}


@pytest.fixture
def db() -> None:
    """Stand in for pytest-django's: what is stored here is committed, and emptied in the end."""


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Seed the demo, serve it and return its address; in the end everything is emptied.

    All tests here share the demo: each writes where no other one looks, and those whose stories
    fill what is empty come last, by the name of their file.
    """
    line = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    need("Pango", available=pango(), line=line)  # the demo holds a PDF that was sent
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        # Playwright brings an event loop along, and Django then refuses the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        call_command("load_frameworks", verbosity=0)
        seed(current_framework(), timezone.localdate())
        for who, name in MORE_PEOPLE.items():
            add_person(email=f"{who}@demo.example", display_name=name, password=PASSWORD, by=None)
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)
            caches["default"].clear()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return Chromium."""
    with started_chrome() as chrome:
        yield chrome


@dataclass
class Desk:
    """Opens pages as somebody, and remembers what the browser complained about."""

    site: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    status: int = 0

    def visit_as(self, who: str, path: str = "/", width: int = WIDE, **how: bool) -> Page:
        """Open a page as the account `who` ("manager", or "" for nobody signed in)."""
        page = self.new_window(width, **how)
        self.contexts.append(page.context)
        return self.go(page, who, path)

    def look_as(self, who: str, path: str) -> Page:
        """Open a page on which nothing is saved, in one window for all tests.

        There Chromium keeps what it has read and compiled, axe above all.
        """
        page = self.window
        page.context.clear_cookies()
        page.set_viewport_size({"width": WIDE, "height": 800})
        return self.go(page, who, path)

    def show(self, html: str) -> Page:
        """Show what was answered elsewhere, in the same window; its files come from the site."""
        page = self.look_as("", reverse("help"))
        page.set_content(html)
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    @cached_property
    def window(self) -> Page:
        """The window of pages on which nothing is saved. Each has axe, handed over once."""
        page = self.new_window(WIDE)
        page.add_init_script(Axe().axe_script)
        return page

    def new_window(self, width: int, *, script: bool = True, touch: bool = False) -> Page:
        """Open an empty window that shares nothing with others; `touch`: of a phone."""
        context = self.browser.new_context(
            base_url=self.site,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            has_touch=touch,
            is_mobile=touch,
            locale="en-GB",
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self.note)
        page.on("console", lambda message: self.hear(page, message))
        return page

    def go(self, page: Page, who: str, path: str) -> Page:
        """Open an address in a window."""
        if who:
            page.context.add_cookies([self.cookie(who)])
        answer = page.goto(path)
        self.status = answer.status if answer else 0
        return page

    def cookie(self, who: str) -> dict[str, str]:
        """Sign in without the form; a test of its own signs in as people do."""
        client = Client()
        client.force_login(User.objects.get(email=f"{who}@demo.example"))
        value = client.cookies["sessionid"].value
        return {"name": "sessionid", "value": value, "url": self.site}

    def note(self, response: Response) -> None:
        """Remember a page that broke, or a file of ours that is not there."""
        missing = response.status == 404 and "/static/" in response.url
        if response.status >= 500 or missing:
            self.complaints.append(f"{response.url}: {response.status}")

    def hear(self, page: Page, message) -> None:
        """Remember what the browser refused; an answer such as 422 is no complaint."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{page.url}: {message.text}")

    def close(self) -> None:
        """Close every window that a test opened for itself; nothing may have been complained of."""
        for context in self.contexts:
            context.close()
        complaints = self.complaints[:]
        self.contexts.clear()
        self.complaints.clear()
        assert complaints == []


@pytest.fixture(scope="package")
def only_desk(site: str, browser: Browser) -> Desk:
    """Return the desk of this worker."""
    return Desk(site, browser)


@pytest.fixture
def desk(db: None, only_desk: Desk) -> Iterator[Desk]:
    """Return the desk; in the end the browser must not have complained."""
    yield only_desk
    only_desk.close()


@pytest.fixture
def visit_as(desk: Desk) -> Callable[..., Page]:
    """Return visit_as(user, path, width, script=True)."""
    return desk.visit_as


def barriers(page: Page, *, but: Sequence[str] = ()) -> list[str]:
    """What axe finds on a page by WCAG 2.0 to 2.2, A and AA; `but`: rules that were asked."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    if "color-contrast" not in but:
        contrast.choose(page)
    left_out = {rule: {"enabled": False} for rule in but}
    options = {"runOnly": WCAG, "resultTypes": ["violations"], "rules": left_out}
    outcome = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{page.url}: {barrier['id']}: {node['target']} {node['failureSummary']}"
        for barrier in outcome["violations"]
        for node in barrier["nodes"]
    ]


def unfold(page: Page) -> None:
    """Open everything that is folded away, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")


def too_wide(page: Page) -> list[str]:
    """What makes a page scroll sideways."""
    wide = page.evaluate(
        """() => {
            const page = document.documentElement;
            if (page.scrollWidth <= page.clientWidth) return [];
            return [...document.querySelectorAll('main *')]
                .filter((each) => each.getBoundingClientRect().right > page.clientWidth + 1)
                .slice(0, 5).map((each) => `${each.tagName}.${each.className}`);
        }"""
    )
    return [f"{page.url}: wider than the screen: {wide}"] if wide else []


def too_small(page: Page) -> list[str]:
    """What a finger would miss: less high than 44 px."""
    small = page.evaluate(
        """() => [...document.querySelectorAll('main :is(a[href], button, summary, select)')]
            .filter((each) => each.checkVisibility() && !each.closest('.visually-hidden'))
            .map((each) => [
                (each.closest('.row--link') || each).getClientRects()[0].height,
                each.textContent.trim(),
            ])
            .filter(([height]) => height < 43.5)"""
    )
    return [f"{page.url}: {round(height)} px high: {words}" for height, words in small]


def covered(page: Page) -> list[str]:
    """Boxes of which a link takes an edge: a finger would go away from what is typed there."""
    texts = page.evaluate(
        """() => [...document.querySelectorAll('main :is(textarea, select, input)')]
            .filter((each) => each.checkVisibility() && !/radio|checkbox/.test(each.type))
            .flatMap((each) => {
                each.scrollIntoView({block: 'center', behavior: 'instant'});
                const box = each.getBoundingClientRect();
                const points = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => box.left + part * box.width)
                    .flatMap((x) => [[x, box.top + 4], [x, box.bottom - 4]]);
                return points.map(([x, y]) => document.elementFromPoint(x, y)?.closest('a'))
                    .filter((link) => link).map((link) => link.textContent.trim());
            })"""
    )
    return [f"{page.url}: a link lies over a box: {words}" for words in texts]


def eaten_spaces(page: Page) -> list[str]:
    """Where a flex box eats the space between words and a name: "Send it toAlder House"."""
    texts = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((each) => {
            if (!getComputedStyle(each).display.includes('flex')) return false;
            const in_flow = (node) => node?.nodeType === Node.ELEMENT_NODE
                && !['absolute', 'fixed'].includes(getComputedStyle(node).position);
            return [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE
                && node.textContent.trim()
                && (in_flow(node.nextSibling) && /\\s$/.test(node.textContent)
                    || in_flow(node.previousSibling) && /^\\s/.test(node.textContent)));
        }).map((each) => each.textContent.trim())"""
    )
    return [f"{page.url}: a space is eaten: {words}" for words in texts]


# What is heard of a page in lists: its headings in order, its links and buttons by name. Besides,
# two things of one id, and where the ring around what has the focus would be cut off at a side.
HEARD = """() => {
    const wrong = [];
    const words = (each) => each.textContent.trim().replace(/\\s+/g, ' ');
    const headings = [...document.querySelectorAll(':is(h1, h2, h3, h4, h5, h6):not(.problem *)')];
    let above = 0;
    for (const heading of headings.filter((each) => each.checkVisibility())) {
        const level = Number(heading.tagName[1]);
        if (level > above + 1) wrong.push(`h${level} after h${above}: ${words(heading)}`);
        above = level;
    }
    const names = new Map();
    for (const each of document.querySelectorAll('main :is(a[href], button)')) {
        if (!each.checkVisibility() || each.getAttribute('href')?.startsWith('#')) continue;
        const labels = each.getAttribute('aria-labelledby')?.split(' ') || [];
        const parts = labels.map((id) => words(document.getElementById(id)));
        const name = parts.join(' ') || each.ariaLabel || words(each);
        const sends = each.type === 'submit' && `${each.form?.action} ${each.name} ${each.value}`;
        const does = each.href || sends || each;
        if (names.has(name) && names.get(name) !== does) wrong.push(`one name: ${name}`);
        names.set(name, does);
    }
    for (const picture of document.querySelectorAll('main svg[role=img] > title')) {
        const said = words(picture).replace(/^[^:]*: /, '');
        const around = picture.closest('svg').parentElement.parentElement;
        if (words(around).split(said).length > 2) wrong.push(`twice: ${said}`);
    }
    // Boxes and answers that are called alike stand in groups that are not.
    const titled = (box) => box.ariaLabel || words(box.querySelector(':scope > legend')
        || document.getElementById(box.getAttribute('aria-labelledby')) || {textContent: ''});
    const titles = (each) => {
        const box = each.parentElement.closest('fieldset, [role=group], section[aria-labelledby]');
        return box ? ` in ${titled(box)}${titles(box)}` : '';
    };
    const controls = [...document.querySelectorAll('main :is(input, textarea, select)')]
        .filter((each) => each.labels?.length && !each.closest('[hidden]'))
        .map((each) => words(each.labels[0]) + titles(each));
    const twins = controls.filter((name, at) => controls.indexOf(name) < at);
    wrong.push(...twins.map((name) => `alike: ${name}`));
    const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
    wrong.push(...ids.filter((id, at) => ids.indexOf(id) < at).map((id) => `one id: ${id}`));
    for (const box of document.querySelectorAll('main *')) {
        if (!/auto|scroll/.test(getComputedStyle(box).overflowX)) continue;
        const least = box.getBoundingClientRect().left + 6;
        const cut = [...box.querySelectorAll('a, button')]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().left < least);
        wrong.push(...cut.map((each) => `a ring is cut: ${words(each)}`));
    }
    return wrong;
}"""


def unclear(page: Page) -> list[str]:
    """What whoever only hears a page could not tell apart, or would hear twice."""
    return [f"{page.url}: {fault}" for fault in page.evaluate(HEARD)]


def rivals(page: Page) -> list[str]:
    """The main buttons of a page that has more than one: it says one thing to do next."""
    buttons = page.locator("main .button:not(details *)").all_inner_texts()
    return [f"{page.url}: several main buttons: {buttons}"] if len(buttons) > 1 else []


def looked_at(page: Page) -> list[str]:
    """What is wrong with a page at both widths.

    Contrast takes two thirds of axe's time. It is asked once where everything is shown in the same
    colours and letters at both.
    """
    unfold(page)
    wrong = [*eaten_spaces(page), *unclear(page), *rivals(page)]
    before = None
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        colours = contrast.colours(page)
        left_out = ["color-contrast"] if colours == before else []
        faults_here = (*barriers(page, but=left_out), *too_wide(page))
        wrong += [f"{width} px: {fault}" for fault in faults_here]
        before = colours
    return wrong


def summary_links(page: Page) -> list[str]:
    """Follow each link of an error summary; return those that do not end on a control."""
    wrong = []
    links = page.locator(".problem a")
    for number in range(links.count()):
        link = links.nth(number)
        link.click()
        here = page.evaluate(
            """() => { const at = document.activeElement;
                return {id: at.id, tag: at.tagName, shown: at.getClientRects().length > 0}; }"""
        )
        address = link.get_attribute("href") or ""
        control = here["tag"] in {"INPUT", "TEXTAREA", "SELECT"}
        if f"#{here['id']}" != address or not control or not here["shown"]:
            wrong.append(
                f"{page.url}: “{link.inner_text()}” leads to {address}, focus is on {here}"
            )
    return wrong
