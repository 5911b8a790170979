"""From an empty installation to forty teams and two hundred people, through the pages only.

Walked three times: by finger on a phone of 360 px, by keyboard alone, and without a script. What
the lead and a manager see, tap and type is counted, and told in minutes (see hands.py).
"""

import datetime as dt
import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.actions import send_due_letters
from accounts.models import User
from assessments.models import Closure
from tests.browser.chrome import started_chrome
from tests.browser.hands import Hand, Keyboard
from tests.browser.site.conftest import barriers, too_wide

pytestmark = pytest.mark.django_db(transaction=True)

ALDER = "Alder House"
TREES = "Alder Ash Aspen Beech Birch Cedar Cherry Elder Elm Fir Hawthorn Hazel Holly"
TEAMS = [f"{tree} {kind}" for kind in ("House", "Court", "Lodge") for tree in TREES.split(" ")] + [
    "Night Bus"
]
NAMED = TEAMS[:11]  # whose managers the lead names at once; the sheet has the others
IN_SHEET, PASTED = 100, 58
PEOPLE = 1 + len(TEAMS) + IN_SHEET + PASTED + 1  # the lead first, who has no mailbox last
LONGEST_PAGE = 6000  # px
WAYS = {
    "finger": (Hand, 360, True),
    "keyboard": (Keyboard, 1280, True),
    "no script": (Hand, 360, False),
}
PASSWORD = "four odd words together"
# Storyboard: five screens after the first one for the lead, three for a manager after coming in.
LEADS_SCREENS = [
    "You are the first here",
    "Type the code",
    "Your organisation",
    "Your teams",
    "Who looks after each?",
    "Your teams can start talking",
]
MANAGERS_SCREENS = [
    "Come in to Alder House",
    "What you can do here",
    "Ask several in",
    "How long have we got?",
]

# By axe: each once, whoever comes there first.
LOOKED_AT: set[tuple[str, str]] = set()


class Day:
    """One first day: who takes part, each at a screen of their own."""

    def __init__(self, site: str, browser: Browser, way: str, post: list) -> None:
        self.site, self.browser, self.post, self.way = site, browser, post, way
        self.hand, self.width, self.script = WAYS[way]
        # All of them once; how else it is done is seen with a few.
        whole = way == "finger"
        self.named = NAMED if whole else NAMED[:2]
        self.in_sheet, self.pasted = (IN_SHEET, PASTED) if whole else (2, 2)

    def somebody(self, link: str) -> Hand:
        """Give somebody a screen with a link open."""
        context = self.browser.new_context(
            base_url=self.site,
            viewport={"width": self.width, "height": 800},
            java_script_enabled=self.script,
            locale="en-GB",
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(link)
        return self.hand(page)

    def look(self, who: Hand, heading: str) -> None:
        """See that this screen is there, that it fits, and that axe knows of no barrier."""
        expect(who.page.locator("main h1")).to_have_text(heading)
        who.look()
        assert too_wide(who.page) == []
        screen = (heading, who.page.url.partition("?")[2])
        if self.way != "no script" and screen not in LOOKED_AT:
            assert barriers(who.page) == []
            LOOKED_AT.add(screen)

    def letters(self, by: dt.timedelta = dt.timedelta(days=1)) -> list:
        """Take what the post office delivers until then: by day, what can wait."""
        del self.post[:]
        send_due_letters(at=timezone.now() + by)
        return list(self.post)

    def code_to(self, address: str) -> str:
        """Return the code in the letter to an address."""
        body = next(
            letter.body for letter in self.letters(dt.timedelta()) if letter.to == [address]
        )
        return re.search(r"^\S{6,9}$", body, re.MULTILINE)[0]


def link_in(words: str) -> str:
    """Return the link in a letter or on a page, from the root of the site."""
    return re.search(r"https?://[^/]+(/account/come-in/\S+)", words)[1]


@pytest.fixture(params=WAYS)
def day(request, transactional_db, live_server, mailoutbox) -> Iterator[Day]:
    call_command("load_frameworks", verbosity=0)
    with started_chrome() as browser:
        yield Day(live_server.url, browser, request.param, mailoutbox)


def address_of(team: str) -> str:
    """Return the address of who looks after a team."""
    return f"{team.lower().replace(' ', '.')}@north.example"


def lead_begins(day: Day, printed: str) -> Hand:
    """From the one-use address to *Your teams can start talking*."""
    kit = day.somebody(printed)
    day.look(kit, "You are the first here")
    kit.write("Your name", "Kit Lane")
    kit.write("Your work e-mail", "kit@north.example")
    if day.way == "keyboard":
        kit.tap("No letter reaches me: let me choose a password")
        day.look(kit, "You are the first here")
        kit.write("Your name", "Kit Lane")
        kit.write("Your work e-mail", "kit@north.example")
        kit.write("New password", PASSWORD)
        kit.write("The same once more", PASSWORD)
    else:
        kit.tap("Send me the code")
        day.look(kit, "Type the code")
        kit.write("The code from the letter", day.code_to("kit@north.example"))
    kit.tap("Next: your organisation")
    day.look(kit, "Your organisation")
    kit.write("What is your organisation called?", "Northside Housing")
    kit.tap("hostel")
    kit.tap("Next: your teams")
    day.look(kit, "Your teams")
    kit.paste("Your teams, a name a line", "\n".join(TEAMS))
    kit.tap("Next: who looks after each")
    day.look(kit, "Who looks after each?")
    for team in day.named:
        kit.write(f"Who looks after {team}?", address_of(team))
    kit.tap("Send the letters")
    day.look(kit, "Your teams can start talking")
    return kit


def manager_comes_in(day: Day, letter: str) -> Hand:
    """From the letter to *Before we start*."""
    mo = day.somebody(link_in(letter))
    day.look(mo, "Come in to Alder House")
    mo.write("Your name", "Mo Hall")
    mo.tap("Send me a code each time. I need no password")
    expect(mo.page.get_by_label("New password")).to_be_hidden()
    mo.tap("Come in")
    day.look(mo, "What you can do here")
    mo.tap("Next: who talks with you?")
    day.look(mo, "Ask several in")
    mo.touch(mo.page.locator("main a[href$='/start/']"))
    mo.taps += 1
    day.look(mo, "How long have we got?")
    mo.tap("A coffee break")
    return mo


def team_talks(day: Day, mo: Hand) -> None:
    """A coffee break, finished."""
    day.look(mo, "Before we start")
    mo.write("How many of us?", "3")
    mo.tap("Start with the coffee break")
    day.look(mo, "A coffee break")
    mo.write("What is actually happening?", "Somebody always puts the kettle on.")
    mo.write("What have we going for us?", "We know each other")
    mo.write("What is in the way?", "Nowhere to sit")
    mo.write("What are we thinking of doing?", "Ask for two chairs")
    mo.tap("Read it back")
    day.look(mo, "Read it back")
    mo.tap("Finish and keep it")
    day.look(mo, "It is kept")


def somebody_without_mailbox_comes_in(day: Day, mo: Hand) -> Hand:
    """The manager asks in who works nights, by a link from hand to hand."""
    mo.tap("Home", of="header")
    day.look(mo, "Alder House")
    mo.tap("Our page")
    day.look(mo, "Alder House")
    mo.tap("Our team: who is in it, asking in, leaving")
    day.look(mo, "Our team")
    mo.tap("Ask somebody in")
    day.look(mo, "Ask somebody in to Alder House")
    mo.write("Their name", "Dee")
    mo.write("Or, without a mailbox of their own: a sign-in name you choose together", "dee.nights")
    mo.tap("In the team")
    mo.tap("Ask them in")
    day.look(mo, "A link to hand over")
    link = link_in(mo.page.locator("main").inner_text())
    mo.tap("Done")
    day.look(mo, "Our team")
    dee = day.somebody(link)
    day.look(dee, "Come in to Alder House")
    dee.write("New password", PASSWORD)
    dee.write("The same once more", PASSWORD)
    dee.tap("Come in")
    day.look(dee, "What you can do here")
    dee.tap("To your first page")
    day.look(dee, "Alder House")
    return dee


def rows(count: int, begin: str) -> list[list[str]]:
    """Make rows of a sheet: people in the teams, one after the other."""
    return [
        [
            TEAMS[number % len(TEAMS)],
            f"Sam {begin} {number}",
            f"{begin}.{number}@north.example",
            "",
            "",
        ]
        for number in range(count)
    ]


def sheet(named: list[str], more: int) -> dict[str, object]:
    """Make an XLSX as the template has it: who looks after each other team, and some more."""
    book = openpyxl.Workbook()
    heads = [
        [team, f"Head of {team}", address_of(team), "", "looks after it"]
        for team in TEAMS
        if team not in named
    ]
    for row in heads + rows(more, "sheet"):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "people.xlsx", "mimeType": kind, "buffer": content.getvalue()}


def lead_asks_many_in(day: Day, kit: Hand) -> None:
    """A sheet and pasted rows, each looked at first."""
    kit.tap("Go to Northside Housing")
    day.look(kit, "Northside Housing")
    kit.tap("People")
    day.look(kit, "People")
    for way in ("sheet", "pasted"):
        kit.tap("Ask many people in, from a sheet")
        day.look(kit, "Ask many people in")
        if way == "sheet":
            kit.page.get_by_label("A sheet: XLSX or CSV").set_input_files(
                sheet(day.named, day.in_sheet)
            )
        else:
            kit.paste(
                "Or paste the rows here", "\n".join("\t".join(r) for r in rows(day.pasted, way))
            )
        kit.tap("Look at it first")
        day.look(kit, "Ask these people in?")
        kit.tap("Ask them all in")
        day.look(kit, "They are asked in")
        kit.tap("Done")
        day.look(kit, "People")


def others_come_in(letters: list) -> None:
    """Everybody else comes in by the link of their letter, as a browser would."""
    for number, letter in enumerate(letters):
        browser, link = Client(), link_in(letter.body)
        answer = browser.post(link, {"display_name": f"Person {number}", "way": "code"})
        assert answer.status_code == 302


def test_first_day_from_nothing_to_forty_teams(day, capsys, record_property):
    call_command("first_address")
    kit = lead_begins(day, link_in(capsys.readouterr().out))
    assert len(kit.screens) == len(LEADS_SCREENS)
    assert kit.screens == LEADS_SCREENS or day.way == "keyboard"
    record_property("lead, minutes", kit.minutes)
    assert kit.minutes <= 12, (kit.taps, kit.typed)

    letters = day.letters()
    assert len(letters) == len(day.named)
    mo = manager_comes_in(
        day, next(letter.body for letter in letters if "Alder House" in letter.body)
    )
    assert mo.screens == MANAGERS_SCREENS
    record_property("manager, minutes", mo.minutes)
    assert mo.minutes <= 4, (mo.taps, mo.typed)
    team_talks(day, mo)
    dee = somebody_without_mailbox_comes_in(day, mo)
    assert "Ask for two chairs" in dee.page.locator("main").inner_text()

    lead_asks_many_in(day, kit)
    later = day.letters()
    if day.way == "finger":
        others = [
            sent_letter for sent_letter in letters + later if sent_letter.to != [address_of(ALDER)]
        ]
        others_come_in(others)
        assert User.objects.count() == PEOPLE
    record = Closure.objects.get(assessment__service__slug="alder-house").record
    assert record.occasion.head_count == 3

    kit.page.set_viewport_size({"width": 1280, "height": 900})
    kit.page.goto("/teams/")
    assert kit.page.evaluate("document.documentElement.scrollHeight") < LONGEST_PAGE
