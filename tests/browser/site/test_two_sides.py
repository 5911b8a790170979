"""A service asks a body to link, on a phone without a script; the body ends it by keyboard."""

from playwright.sync_api import expect

from mirror.models import Pair
from tests.browser.site import demo
from tests.browser.site.conftest import NARROW, WIDE, too_wide
from tests.browser.site.demo import at
from tests.browser.site.test_stories import Keys, on


def test_two_sides_link_without_a_script_and_part_by_keyboard(visit_as):
    page = visit_as("manager", at("mirror", demo.ALDER)(), NARROW, script=False)
    on(page, "The mirror")
    page.get_by_label("Northtown Council").check()
    page.get_by_role("button", name="Ask them").click()
    on(page, "Alder House and Northtown Council")
    expect(page.get_by_text("They have not said anything yet.")).to_be_visible()

    theirs = visit_as("commissioning", at("mirror", demo.COMMISSIONING)(), NARROW, script=False)
    theirs.get_by_role("link", name="Alder House").click()
    theirs.get_by_role("button", name="Link with them").click()
    on(theirs, "Housing commissioning and Alder House")
    theirs.get_by_role("link", name="Look at what they would read").click()
    on(theirs, "Show it to them?")
    theirs.get_by_role("button", name="Show it", exact=True).click()
    expect(theirs.get_by_text("You said show on")).to_be_visible()
    expect(theirs.get_by_text("They have not said show.")).to_be_visible()
    assert too_wide(theirs) == []

    page.reload()
    expect(page.get_by_text("They have said show.")).to_be_visible()
    assert page.get_by_text("Worries have one address now").count() == 0

    pair = Pair.objects.get(service__slug=demo.ALDER)
    address = at("mirror-pair", demo.COMMISSIONING, pair.pk)()
    keys = Keys(visit_as("commissioning", address, WIDE))
    keys.press("End this link")
    on(keys.page, "End this link?")
    keys.press("End it")
    expect(keys.page.get_by_text("This link has been over since")).to_be_visible()
