"""Five themes on one phone, without script, counted.

At most 9 screens, 35 taps, 500 typed characters, from *Before we start*.
"""

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Service, User
from assessments import actions
from assessments.models import Assessment, Closure
from frameworks.selectors import current_framework
from tests.browser.chrome import started_chrome
from tests.browser.hands import Hand

THEMES = [
    ("Psychological awareness", "Here and there", "We ask what happened before we ask why."),
    ("Training and support", "On our minds", "The Tuesday hour was cancelled twice."),
    ("Learning and enquiry", "Usual here", "We changed handover after the alarm."),
    ("Spaces of opportunity", "Here and there", "The kitchen is theirs, the office ours."),
    ("The Three Rs", "Usual here", "Ana stayed a week longer; we decided that."),
]
HELP = "A manager who comes to the Tuesday hour"
OBSTACLE = "No flats to move on to"
TRY = "A debrief the same night"
WHO = "the shift lead"
UNHEARD = "Nights have not said"


@pytest.fixture
def page(live_server, client: Client, contributor: User):
    """Return a page 360 px wide, without script, signed in as a contributor."""
    call_command("load_frameworks")
    client.force_login(contributor)
    session = client.cookies["sessionid"].value
    with started_chrome() as browser:
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=False
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(f"{live_server.url}/s/alder-house/start/")
        yield page


def before_we_start(hand: Hand) -> None:
    hand.page.get_by_role("link", name="A quarter to half an hour").click()
    assert hand.look() == "Before we start"
    hand.write("How many of us?", "4")
    hand.tap("nights")
    hand.tap("Start with the first question")


def five_themes(hand: Hand, *, more: str = "") -> None:
    for name, card, words in THEMES:
        assert hand.look() == name
        hand.tap(card)
        if more and card == "Here and there" and name == "Psychological awareness":
            hand.tap("We see it more clearly")
        hand.write("What makes us say that? One example is plenty.", words)
        hand.page.get_by_role("button", name="Next:").click()
        hand.taps += 1


@pytest.mark.django_db(transaction=True)
def test_first_time_fits_on_nine_screens(page, service: Service):
    hand = Hand(page)

    before_we_start(hand)
    five_themes(hand)
    assert hand.look() == "What have we going for us, and what gets in the way?"
    hand.write("What have we going for us?", HELP)
    hand.write("What gets in the way?", OBSTACLE)
    hand.tap("needs someone else")
    hand.tap("Next: one thing to try")
    assert hand.look() == "One thing we will try"
    hand.write("What?", TRY)
    hand.write("Who will see to it? A role is fine.", WHO)
    hand.tap("in three months")
    hand.tap("Read it back")
    assert hand.look() == "Read it back"
    for words_typed in (*(words for _name, _card, words in THEMES), HELP, OBSTACLE, TRY):
        assert words_typed in page.locator("main").inner_text()
    hand.write("Who would see this differently? Who have we not heard?", UNHEARD)
    hand.tap("Finish and keep it")

    assert page.locator("main h1").inner_text() == "It is kept"
    assert len(hand.screens) <= 9
    assert hand.taps <= 35
    assert hand.typed <= 500
    record = Closure.objects.get(assessment__service=service).record
    levels = {level.code: level.name for level in record.framework.levels}
    names = {line.code: line.name for line in record.framework.lines}
    themes_told = [
        (names[judgement.line], levels[judgement.place.level], record.team_line(judgement.line))
        for judgement in record.judgements
    ]
    assert themes_told == THEMES
    assert record.occasion.head_count == 4
    assert record.occasion.people_kinds == ("nights",)
    assert record.occasion.not_heard == UNHEARD
    assert [(f.kind, f.words, f.reach) for f in record.factors] == [
        ("help", HELP, ""),
        ("obstacle", OBSTACLE, "someone_else"),
    ]
    assert [(step.what, step.who) for step in record.steps] == [(TRY, WHO)]


def a_time_before(service: Service, by: User, held_on: dt.date) -> Assessment:
    """Keep a first conversation, some months ago."""
    at = timezone.make_aware(dt.datetime.combine(held_on, dt.time(14)))
    framework = current_framework()
    talk = actions.start(
        service=service,
        framework=framework,
        length="themes",
        head_count=4,
        by=by,
        held_on=held_on,
        at=at,
    )
    level = framework.levels.get(order=1)
    for theme in framework.lines.filter(kind="theme"):
        choice = actions.Choice("placed", level)
        actions.place(talk, theme, choice, by=by, seen=0, at=at)
        actions.add_example(talk, words=f"Then: {theme.name}.", lines=[theme], by=by, at=at)
    actions.name_factor(talk, kind="obstacle", words="Nobody asks nights", by=by, at=at)
    actions.try_step(talk, what="Ring nights in", by=by, at=at)
    actions.finish(talk, by=by, at=at)
    return talk


@pytest.mark.django_db(transaction=True)
def test_second_time_shows_what_was_said_and_asks_a_little_more(
    page, service: Service, contributor: User
):
    held_on = timezone.localdate() - dt.timedelta(days=200)
    a_time_before(service, contributor, held_on)
    page.reload()
    hand = Hand(page)

    before_we_start(hand)
    assert "Then: Psychological awareness." in page.locator(".quote").inner_text()
    assert page.locator("input[name=choice]:checked").count() == 0
    five_themes(hand, more="why")
    hand.look()
    hand.tap("easier", group="Nobody asks nights")
    hand.write("What have we going for us?", HELP)
    hand.tap("Next: one thing to try")
    hand.look()
    hand.tap("it happened")
    hand.write("What did we learn?", "They knew more than we did")
    hand.write("What?", TRY)
    hand.tap("in half a year")
    hand.tap("Read it back")
    hand.look()
    hand.tap("Finish and keep it")

    assert len(hand.screens) <= 9
    assert hand.taps <= 35 + 12
    assert hand.typed <= 500
    record = Closure.objects.get(assessment__held_on=timezone.localdate()).record
    assert record.judgements[0].why_differs == "seen_clearly"
    assert [(f.words, f.state) for f in record.factors] == [
        ("Nobody asks nights", "easier"),
        (HELP, "new"),
    ]
    assert [(s.what, s.state, s.learned) for s in record.steps] == [
        ("Ring nights in", "happened", "They knew more than we did"),
        (TRY, "trying", ""),
    ]
