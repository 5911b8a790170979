"""Both sides, without a script, from what is agreed to what came of it in the second report.

Every step opens a page, finds the form by the words on its button, and sends what the page shows.
"""

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, Service, User
from agreeing.models import Tie
from assessments.models import Closure
from sharing.models import Share
from tests.sharing.story import UNTIL, Clock, SignedIn
from tests.shown import shown_form

FORM = re.compile(r"(?s)<form\b(.*?)>(.*?)</form>")
BUTTON = re.compile(r"(?s)<button\b([^>]*)>(.*?)</button>")
MORNING = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
BOXES = {"ours": "Ask nights too.", "theirs": "Find out who decides on pets."}


class Page:
    """A response whose content is one form, for `shown_form`."""

    def __init__(self, content: str) -> None:
        self.content = content.encode()


def words(piece: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", piece)).split())


def attribute(piece: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', piece)
    return html.unescape(match[1]) if match else ""


def press(browser: Client, address: str, button: str, **typed: object) -> str:
    """Press a button on a page, after typing; return where that leads."""
    page = browser.get(address)
    assert page.status_code == 200, (page.status_code, address)
    for attributes, inside in FORM.findall(page.content.decode()):
        for about, label in BUTTON.findall(inside):
            if not words(label).startswith(button):
                continue
            fields = dict(shown_form(Page(f"<form>{inside}</form>"), having="csrfmiddlewaretoken"))
            if name := attribute(about, "name"):
                fields[name] = [attribute(about, "value")]
            missing = [name for name in typed if f'name="{name}"' not in inside]
            assert not missing, (address, missing)
            to = attribute(attributes, "action") or address
            answer = browser.post(to, fields | typed)
            assert answer.status_code in {200, 302}, words(answer.content.decode())[:2000]
            return answer.get("Location", address)
    raise AssertionError((address, button, words(page.content.decode())[:1500]))


def read(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    return words(answer.content.decode())


def agree(team: Client, theirs: Client, service: Service, body: Organisation) -> Tie:
    """Write down what was said at a meeting, ask, and let the body say yes."""
    start = reverse("with-start", args=[service.slug])
    press(team, start, "Next: our understanding", body=str(body.pk))
    tie = Tie.objects.get()
    here = reverse("understanding", args=[tie.pk])
    press(team, reverse("understanding-write", args=[tie.pk]), "Keep it", **BOXES)
    press(team, here, "Ask Northtown Council")
    press(theirs, here, "Yes, this is how we remember it")
    return tie


def prepare(team: Client, service: Service, body: Organisation, chosen: list[str]) -> Share:
    """Choose what goes, hold a line back, and show it to the team."""
    at = press(team, reverse("share-start", args=[service.slug]), "Next", body=str(body.pk))
    at = press(team, at, "Next", closures=chosen, copy="whole")
    share = Share.objects.get()
    asks = dict.fromkeys(re.findall(r'name="(ask_[\w-]+)"', team.get(at).content.decode()), "yes")
    at = press(team, at, "Next", **asks)
    press(team, at, "See it as they would", purpose="Before we meet.", ends_on=UNTIL.isoformat())
    keep = reverse("share-keep", args=[share.pk])
    line = re.search(r'name="words" value="([^"]+)"', team.get(keep).content.decode())
    press(team, keep, "See it as they would", words=[html.unescape(line[1])], marked="unmarked")
    press(team, reverse("share-show", args=[share.pk]), "Show it to the team")
    return share


def answer_and_meet(team: Client, theirs: Client, share: Share, tie: Tie) -> None:
    """Thank, answer what is asked, offer times; the team takes one."""
    reply = reverse("shared-reply", args=[share.reference])
    report_page = reverse("shared-report", args=[share.reference])
    assert 'href="#read-it"' in theirs.get(report_page).content.decode()  # past a long report
    press(theirs, report_page, "Thank you, I have read it")
    one = re.search(r'href="([^"]+/reply/[\w-]{36}/)"', theirs.get(reply).content.decode())
    press(
        theirs,
        one[1],
        "Send it to Alder House",
        answer="ask",
        words="the housing team",
        about_when="January",
    )
    times = {"first_day": "2026-12-08", "first_time": "14:00"}
    times |= {"second_day": "2026-12-09", "second_time": "10:00"}
    press(theirs, reverse("meeting-offer", args=[tie.pk]), "Offer these", **times)
    meet = reverse("meeting", args=[tie.pk])
    time = re.search(r'name="time"[^>]*value="([^"]+)"', team.get(meet).content.decode())
    press(team, meet, "Take this one", time=html.unescape(time[1]))


@pytest.mark.pdf
def test_from_what_is_agreed_to_what_came_of_it_in_the_second_report(
    service: Service,
    body: Organisation,
    first: Closure,
    second: Closure,
    manager: User,
    contributor: User,
    reader: User,
    signed_in: SignedIn,
    clock: Clock,
) -> None:
    team, night, theirs = signed_in(manager), signed_in(contributor), signed_in(reader)

    tie = agree(team, theirs, service, body)
    share = prepare(team, service, body, [str(first.pk), str(second.pk)])

    # Somebody would like it to wait, and is answered.
    wait = reverse("share-wait", args=[share.pk])
    press(night, wait, "Say it", how="unnamed", words="the line on the lock")
    clock(MORNING)
    team, night, theirs = signed_in(manager), signed_in(contributor), signed_in(reader)
    assert "the line on the lock" in read(team, "share", share.pk)
    press(team, reverse("share-wait-answer", args=[share.pk]), "Answer it", words="It is out.")
    clock(MORNING + 4 * DAY)
    team, night, theirs = signed_in(manager), signed_in(contributor), signed_in(reader)
    press(team, share.get_absolute_url(), "Send it to Northtown Council")
    share.refresh_from_db()
    assert share.state == "sent"

    answer_and_meet(team, theirs, share, tie)
    assert "the housing team" in read(night, "share", share.pk)

    # What came of it, by both, opens the second report.
    came = reverse("understanding-came-of", args=[tie.pk])
    press(theirs, came, "Send it to Alder House", body="The landlord decides; we ask him.")
    press(team, came, "Keep it", team="Nights came twice.")
    press(team, share.get_absolute_url(), "Prepare it anew from this copy")
    again = Share.objects.get(again_of=share)
    at = reverse("share-why", args=[again.pk])
    press(team, at, "See it as they would", purpose="As promised.", ends_on=UNTIL.isoformat())
    copy = read(team, "share-preview", again.pk)
    for words in (*BOXES.values(), "The landlord decides; we ask him.", "Nights came twice."):
        assert words in copy
    for browser in (night, theirs):
        history = read(browser, "tie-history", tie.pk)
        order = ["Find out who decides on pets.", "Before we meet.", "the housing team"]
        places = [
            history.index(words_there)
            for words_there in (*order, "The landlord decides; we ask him.")
        ]
        assert places == sorted(places)
    assert "Nights came twice." not in read(theirs, "tie-history", tie.pk), (
        "it goes with the report"
    )
