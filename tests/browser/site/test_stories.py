"""Whole stories in a real browser: staff, manager and commissioner, by keyboard, and drafts."""

import datetime as dt
import io
import re
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Closure, Draft, Example, FactorNote, Note
from demo.people import PASSWORD
from sharing.models import Share
from sharing.report import MOST_ASKS
from tests.browser.site import demo
from tests.browser.site.conftest import NARROW, WIDE, looked_at, too_wide
from tests.browser.site.demo import at

AROUND = "What have we going for us, and what gets in the way?"
SENDING = 60_000  # ms: making a PDF may wait for another one


def sign_in(page: Page, who: str) -> None:
    """Sign in by the form."""
    page.get_by_label("Your work e-mail").fill(f"{who}@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def on(page: Page, heading: str | re.Pattern[str]) -> None:
    """Be on the page with this heading, and see that it is no wider than the screen."""
    expect(page.locator("main h1")).to_have_text(heading)
    assert too_wide(page) == []


# --- Staff: a coffee break on a phone, finished, and on the wall


def test_staff_talk_over_coffee_and_hang_it_on_the_wall(visit_as):
    page = visit_as("", "/", NARROW)
    sign_in(page, "birch")
    on(page, "Which team are you with today?")
    card = page.locator("section.card", has_text="Birch Outreach")
    card.get_by_label("Something worth remembering").fill("The van started at the first try.")
    card.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept. The team sees it next time you talk.")).to_be_visible()
    assert Note.objects.filter(words="The van started at the first try.").count() == 1

    card.get_by_role("link", name="Start a conversation").click()
    on(page, "How long have we got?")
    page.get_by_role("link", name="A coffee break").click()
    on(page, "Before we start")
    expect(page.get_by_text("The van started at the first try.", exact=True)).to_be_visible()
    page.get_by_label("How many of us?").fill("3")
    page.get_by_role("button", name="Start with the coffee break").click()
    on(page, "A coffee break")
    page.get_by_label("What is actually happening?").fill("We park where people sit.")
    page.get_by_label("What have we going for us?").fill("Everybody knows the van")
    page.get_by_label("What is in the way?").fill("Nowhere to wash a cup")
    page.get_by_label("What are we thinking of doing?").fill("Ask the church hall for its tap")
    page.get_by_role("button", name="Read it back").click()
    on(page, "Read it back")
    expect(page.locator("main")).to_contain_text("We park where people sit.")
    page.get_by_role("button", name="Finish and keep it").click()
    on(page, "It is kept")

    page.get_by_role("link", name="Print the page for the wall").click()
    on(page, "The page for the wall")
    for box in page.get_by_role("checkbox").all():
        box.check(force=True)
    page.get_by_role("button", name="Show the page").click()
    on(page, "We sat down and talked")
    expect(page.locator("article.wall")).to_contain_text("Everybody knows the van")
    assert looked_at(page) == []
    # One sheet, without a bead.
    assert page.locator("article.wall svg").count() == 0
    assert len(pikepdf.open(io.BytesIO(page.pdf(format="A4"))).pages) == 1


# --- Manager and commissioner, without script


def test_manager_shares_and_commissioner_reads_without_script(visit_as):
    manager = visit_as("manager", reverse("service", args=[demo.ALDER]), NARROW, script=False)
    manager.get_by_role("link", name="Share our journey with a commissioning body").click()
    reference = prepare(manager)
    manager.get_by_role("link", name="Show it to the team first").click()
    on(manager, "When may it go?")
    assert too_wide(manager) == []
    manager.get_by_role("button", name="Show it to the team").click()
    on(manager, "The report for Northtown Council")
    expect(manager.locator("main")).to_contain_text("at the earliest")
    wait_and_answer(visit_as, manager, reference)
    manager.set_default_timeout(SENDING)
    manager.get_by_role("button", name="Send it to Northtown Council").click()
    expect(manager.locator(".lede")).to_contain_text("it can be read until", timeout=SENDING)

    reader = visit_as("commissioner", "/", NARROW, script=False)
    on(reader, "Shared with you")
    row = reader.locator("li.row", has_text=reference)
    row.get_by_role("link", name="Alder House").click()
    go_on = reader.get_by_role("button", name="Read what Alder House sent")
    expect(reader.locator("main h1")).not_to_have_text("Shared with you")
    if go_on.count():  # their very first
        go_on.click()
    expect(reader.locator("main h1")).to_contain_text("Alder House")
    expect(reader.locator("main")).to_contain_text("To show what nights have changed.")
    assert too_wide(reader) == []
    report = reader.url
    with reader.expect_download() as got:
        reader.get_by_role("link", name="Download it as a PDF").click()
    document = pikepdf.open(got.value.path())
    assert len(document.pages) >= 3
    assert "Alder House" in str(document.docinfo.get("/Title", document.open_metadata()))

    manager.reload()
    today = timezone.localdate().strftime("%-d %B %Y")
    expect(manager.locator("section", has_text="opened it?")).to_contain_text(today)
    manager.get_by_role("link", name="Take it back").click()
    on(manager, "Take it back?")
    manager.get_by_role("button", name="Take it back").click()
    expect(manager.locator(".lede")).to_contain_text("taken back on")

    assert reader.goto(report).status == 410
    expect(reader.locator("main")).not_to_contain_text("To show what nights have changed.")
    assert reader.goto(f"{report}report.pdf").status == 410
    reader.goto(reverse("shared-with-us"))
    row = reader.locator("li.row", has_text=reference)
    expect(row).to_contain_text("no longer shared, since")
    # What the body said itself stays; there is no way to the report.
    (link,) = row.get_by_role("link").all()
    assert report.endswith(link.get_attribute("href").removesuffix("reply/"))


def wait_and_answer(visit_as, manager: Page, reference: str) -> None:
    """Let a worker ask that it waits, and the manager answer; then the days are over."""
    send = manager.get_by_role("button", name="Send it to Northtown Council")
    expect(send).to_have_count(0)
    worker = visit_as("contributor", urlsplit(manager.url).path, NARROW, script=False)
    worker.get_by_role("link", name="Read the exact copy").click()
    worker.get_by_role("link", name="Please wait").click()
    on(worker, "Please wait")
    unnamed = worker.locator('input[name="how"][value="unnamed"]')
    if unnamed.count():  # few could say it here
        unnamed.check(force=True)
    worker.get_by_label("Why? You may leave this empty.").fill("The line on the lock.")
    assert too_wide(worker) == []
    worker.get_by_role("button", name="Say it").click()
    on(worker, "Said")

    manager.reload()
    expect(manager.locator("main")).not_to_contain_text("The line on the lock.")
    demo.days_pass(reference)
    manager.reload()
    expect(manager.locator("main")).to_contain_text("The line on the lock.")
    expect(send).to_have_count(0)
    manager.get_by_role("link", name="Answer").click()
    on(manager, "Somebody would like this to wait")
    manager.get_by_label("Your answer").fill("We agreed on it on Monday, and it stays.")
    assert too_wide(manager) == []
    manager.get_by_role("button", name="Answer it").click()
    expect(manager.locator("main")).to_contain_text("The team can read the manager’s answer until")
    expect(send).to_have_count(0)
    demo.days_pass(reference)
    manager.reload()


def prepare(page: Page) -> str:
    """Choose to whom, what, which asks and why; end on the preview. Return the reference."""
    on(page, "Share our journey")
    page.get_by_label("Which commissioning body?").select_option(label="Northtown Council")
    page.get_by_role("button", name="Next: what goes into the report").click()
    on(page, "What goes into the report?")
    for box in page.get_by_role("group", name="Which conversations?").get_by_role("checkbox").all():
        box.check(force=True)
    page.get_by_label("The whole report").check(force=True)
    page.get_by_role("button", name="Next").click()
    on(page, "What we ask of others")
    for number, ask in enumerate(page.locator("main fieldset").all()):
        going = "It goes with this" if number < MOST_ASKS else "It stays with us"
        ask.get_by_label(going).check(force=True)
    page.get_by_role("button", name="Next: why now").click()
    on(page, "Why now, and until when?")
    page.get_by_label("In your words").fill("To show what nights have changed.")
    until = timezone.localdate() + dt.timedelta(days=90)
    page.get_by_label("Until when can it be read?").fill(until.isoformat())
    page.get_by_role("button", name="See it as they would").click()
    expect(page.locator("main")).to_contain_text("To show what nights have changed.")
    return Share.objects.latest("created_at").reference


# --- By keyboard alone


class Keys:
    """Somebody who uses no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def here(self) -> str:
        """Say what has the focus, by its words; and that one can see that it has."""
        focus = self.page.evaluate(
            """() => {
                const at = document.activeElement;
                const label = at.labels?.[0] || at.closest('label') || at;
                const style = getComputedStyle(at);
                const marked = [at, at.parentElement, label].some((each) => {
                    const look = each && getComputedStyle(each);
                    return look && (look.outlineStyle !== 'none' || look.boxShadow !== 'none');
                });
                // The calendar button inside a date has a ring that only the browser sees.
                const inside = at.type === 'date';
                const words = label.innerText || at.getAttribute('aria-label') || '';
                return {words, marked: marked || inside, body: at === document.body};
            }"""
        )
        assert focus["body"] or focus["marked"], f"the focus cannot be seen on {focus['words']!r}"
        return " ".join(focus["words"].split())

    def to(self, words: str) -> None:
        """Press Tab until the thing with these words has the focus."""
        for _press in range(120):
            self.page.keyboard.press("Tab")
            if self.here().startswith(words):
                return
        message = f"the keyboard does not reach “{words}” on {self.page.url}"
        raise AssertionError(message)

    def press(self, words: str) -> None:
        """Go to a link or button and press Enter."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, question: str, words: str) -> None:
        """Go to a box and type."""
        self.to(question)
        self.page.keyboard.type(words)


def test_first_conversation_by_keyboard_alone(visit_as):
    page = visit_as("", "/", WIDE)
    keys = Keys(page)
    keys.type("Your work e-mail", "other@demo.example")
    keys.type("Password", PASSWORD)
    keys.press("Sign in")
    page.keyboard.press("Tab")
    assert keys.here() == "Skip to the page"
    page.keyboard.press("Enter")
    keys.press("Larch House")
    keys.press("Start a conversation")
    keys.press("A quarter to half an hour")
    on(page, "Before we start")
    keys.type("How many of us?", "2")
    keys.press("Start with the first question")
    for _theme in range(5):
        keys.to("On our minds")
        page.keyboard.press("ArrowDown")  # radios: one stop, then arrows
        assert keys.here().startswith("Here and there")
        page.keyboard.press("Space")
        keys.type("What makes us say that?", "Somebody was new.")
        keys.press("Next")
    on(page, AROUND)
    keys.type("What have we going for us?", "Time to begin")
    keys.press("Next: one thing to try")
    keys.type("What?", "Ask the nights")
    keys.press("Read it back")
    on(page, "Read it back")
    keys.press("Finish and keep it")
    on(page, "It is kept")
    record = Closure.objects.get(assessment__service__slug="larch-house").record
    assert [judgement.place.level for judgement in record.judgements if judgement.place] == [
        "here-and-there"
    ] * 5


# --- What is kept while typing


@pytest.fixture
def at_a_theme(visit_as) -> Page:
    """Return the page of a theme of the open conversation, as somebody who works nights."""
    return visit_as("nights", THEME())


THEME = at("place", demo.talk, "three-rs")
BOX = "What makes us say that?"


def test_typed_words_are_kept_and_offered_again(at_a_theme):
    page = at_a_theme
    page.get_by_label(BOX).fill("Nobody asked before we changed the rota.")
    expect(page.locator("[data-draft-status]")).to_have_text(
        re.compile(r"Kept for you at \d\d:\d\d, not yet in the team’s record")
    )
    page.goto("/")
    page.goto(THEME())
    expect(page.get_by_label(BOX)).to_have_value("Nobody asked before we changed the rota.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Kept for you at")
    assert not Example.objects.filter(words__contains="changed the rota").exists()
    # Saved: it is in the record, and the draft is gone.
    page.get_by_role("button", name="Next").click()
    on(page, AROUND)
    assert Example.objects.filter(words__contains="changed the rota").count() == 1
    assert not Draft.objects.filter(user__email="nights@demo.example").exists()


def test_characters_are_counted_from_the_first_one_on(at_a_theme):
    page = at_a_theme
    box = page.get_by_label(BOX)
    beside = f"#{box.get_attribute('id')} ~"
    seen, heard = page.locator(f"{beside} .count"), page.locator(f"{beside} [role=status]")
    box.fill("W")
    expect(seen).to_have_text("1 of 5,000 characters")
    page.wait_for_timeout(1500)  # nobody is told of it aloud
    expect(heard).to_have_text("")
    box.fill("W" * 4500)
    expect(heard).to_have_text("4,500 of 5,000 characters")


def test_words_typed_on_leaving_at_once_are_kept(at_a_theme):
    page = at_a_theme
    page.get_by_label(BOX).fill("The door stood open all night.")
    page.goto("/")  # before the two seconds are over
    expect(page.locator("main h1")).to_be_visible()
    drafts = Draft.objects.filter(fields__words="The door stood open all night.")
    for _try in range(100):  # the page is gone, so no page tells when it was kept
        if drafts.exists():
            break
        page.wait_for_timeout(100)
    page.goto(THEME())
    expect(page.get_by_label(BOX)).to_have_value("The door stood open all night.")


def test_offline_is_said_and_made_good(at_a_theme):
    page = at_a_theme
    page.context.set_offline(True)
    page.get_by_label(BOX).fill("The line went dead.")
    status = page.locator("[data-draft-status]")
    expect(status).to_contain_text("Not kept: you seem to be offline.")
    expect(page.get_by_label(BOX)).to_have_value("The line went dead.")
    page.context.set_offline(False)
    expect(status).to_contain_text("Kept for you at")


def test_words_that_cannot_be_kept_are_said_to_be_too_long(at_a_theme):
    page = at_a_theme
    status = page.locator("[data-draft-status]")
    page.get_by_label(BOX).fill("W" * 5001)
    expect(status).to_have_text(
        "This is 5,001 characters long and 5,000 fit. Shorten it; nothing is lost yet."
    )
    page.get_by_label(BOX).fill("W" * 5000)
    expect(status).to_contain_text("Kept for you at")


def test_form_sent_after_the_sign_in_ran_out_is_finished_after_signing_in(at_a_theme):
    page = at_a_theme
    page.get_by_label(BOX).fill("We talked until the kettle was cold.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Kept for you at")
    run_out(page)
    page.get_by_label(BOX).fill("We talked until the kettle was cold, twice.")
    expect(page.locator("[data-draft-status]")).to_contain_text("you have been signed out")
    page.get_by_role("button", name="Next").click()
    on(page, "Sign in")
    sign_in(page, "nights")
    on(page, "What you typed is still here")
    expect(page.locator("main")).to_contain_text("the kettle was cold, twice")
    assert looked_at(page) == []
    page.get_by_role("button", name="Keep it now").click()
    on(page, AROUND)
    examples = Example.objects.filter(words__contains="kettle was cold")
    assert [example.words for example in examples] == [
        "We talked until the kettle was cold, twice."
    ]


def run_out(page: Page) -> None:
    """Let an hour pass for whoever is signed in on this page."""
    key = next(
        cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid"
    )
    Session.objects.get(session_key=key).delete()


# --- Two at once


def test_two_people_at_one_page_are_both_safe(visit_as):
    address = at("edit-factor", demo.talk, demo.key_of(FactorNote))()
    first, second = visit_as("contributor", address, NARROW), visit_as("nights", address, NARROW)
    first.locator("textarea[name=words]").fill("The lift, most days")
    first.get_by_role("button", name="Save it").click()
    on(first, AROUND)
    second.locator("textarea[name=words]").fill("The lift, at night above all")
    second.get_by_role("button", name="Save it").click()
    on(second, "Someone added to this while you were typing")
    for words in ("The lift, most days", "The lift, at night above all"):
        expect(second.locator("main")).to_contain_text(words)
    assert looked_at(second) == []
    second.get_by_role("button", name="Keep both").click()
    on(second, AROUND)
    notes = FactorNote.objects.filter(assessment=demo.talk(), words__startswith="The lift, ")
    assert sorted(note.words for note in notes) == [
        "The lift, at night above all",
        "The lift, most days",
    ]
