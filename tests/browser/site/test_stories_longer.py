"""A longer conversation on a phone without script: open a theme, move the bead, put right."""

from playwright.sync_api import Page

from accounts.actions import join
from accounts.models import Organisation, Service, User

MOVED = "Nobody had asked the nights"
EXAMPLE = "We sat down after the flood and wrote a new plan."


def tap(page: Page, words: str, group: str = "") -> None:
    """Tap a radio or a box to tick; its label lies over it, as under a finger."""
    place = page.get_by_role("group", name=group) if group else page.locator("main")
    control = place.get_by_label(words, exact=True)
    control.and_(page.locator(":visible")).click(force=True)


def write(page: Page, question: str, words: str) -> None:
    """Fill in the box that is to be seen."""
    box = page.get_by_label(question, exact=True)
    box.and_(page.locator(":visible")).first.fill(words)


def press(page: Page, words: str) -> None:
    """Press a button, open a fold or follow a link by its words."""
    main = page.locator("main")
    button = main.get_by_role("button", name=words, exact=True)
    link = main.get_by_role("link", name=words, exact=True)
    fold = main.locator("summary", has_text=words)
    # What was pressed before may have asked for another page, which is still on its way.
    button.or_(link).or_(fold).first.wait_for(state="attached")
    next(target for target in (button, link, fold) if target.count()).first.click()


def heading(page: Page) -> str:
    """Read the heading."""
    return page.locator("main h1").inner_text()


def main_text(page: Page) -> str:
    """Read the page."""
    return page.locator("main").inner_text()


def begin(page: Page) -> None:
    """Begin, look at the first theme, and come back to the list."""
    press(page, "More, or several sittings")
    write(page, "How many of us?", "3")
    press(page, "Start with the first question")
    press(page, "Save, and back to the list")
    assert heading(page) == "Where we are"


def take_an_element_further(page: Page) -> None:
    """Open a theme, place its first element, move the bead after the example, come back."""
    press(page, "Open a theme further")
    press(page, "Learning and enquiry : open it further")
    assert heading(page) == "Reflective practice"
    tap(page, "Usual here")
    write(page, "What makes us say that? One example is plenty.", EXAMPLE)
    press(page, "Next: what helps here")
    assert heading(page) == "Reflective practice"
    tap(page, "Move it", "Having said that: does the bead still sit right?")
    tap(page, "Here and there", "Where to?")
    write(page, "What moved it?", MOVED)
    write(page, "What have we going for us?", "The Tuesday hour")
    write(page, "What gets in the way?", "The phone")
    tap(page, "needs someone else")
    write(page, "What will we try?", "Hand the phone to day staff")
    tap(page, "Enough for today")
    press(page, "Save, and back to the list")
    assert "enough for today" in main_text(page)


def read_it_back(page: Page) -> None:
    """Read it, say an ask more fully, and finish."""
    press(page, "Read it back")
    address = page.url
    sentences = (EXAMPLE, "here and there", "Our first thought was usual here", MOVED, "The phone")
    assert [sentence for sentence in sentences if sentence not in main_text(page)] == []
    page.get_by_role("link", name="Say it more fully").click()
    write(page, "Why?", "It rings through the hour")
    press(page, "Save, and back to reading it")
    assert page.url == address
    assert "It rings through the hour" in main_text(page)
    press(page, "Finish and keep it")
    assert heading(page) == "It is kept"
    press(page, "Read what we kept")
    assert "Kept on" in main_text(page)


def put_the_head_count_right(page: Page) -> None:
    """Open it again with a reason, change who took part, finish."""
    press(page, "Put something right")
    write(page, "What needs putting right?", "We were four")
    press(page, "Open it again")
    assert "being put right" in main_text(page)
    press(page, "When we talked, and who was there")
    write(page, "How many of us?", "4")
    press(page, "Save it")
    press(page, "Read it back")
    press(page, "Finish and keep it")
    press(page, "Read what we kept")
    sentences = ("No. 2, kept on", "We were four", "There were four of us.")
    assert [sentence for sentence in sentences if sentence not in main_text(page)] == []


def test_longer_conversation_from_start_to_put_right(site, visit_as):
    # A service of its own: the demo's empty one has its own story.
    southbank = Organisation.objects.get(slug="southbank-together")
    rowan = Service.objects.create(organisation=southbank, name="Rowan House", slug="rowan-house")
    other = User.objects.get(email="other@demo.example")
    join(user=other, place=rowan, role="manager", by=None)

    page = visit_as("other", "/s/rowan-house/start/", 360, script=False)

    begin(page)
    take_an_element_further(page)
    read_it_back(page)
    put_the_head_count_right(page)

    page.get_by_role("link", name="No. 1, kept on").click()
    assert "There were three of us." in main_text(page)
    press(page, "Read it as it stands now")
    assert "No. 2" in main_text(page)
