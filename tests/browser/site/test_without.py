"""The newest pages by keyboard alone, and without a script at 360 px."""

import re

import pytest
from playwright.sync_api import expect

from accounts.actions import send_due_letters
from accounts.models import Invitation, Service
from assessments.models import AskAnswer
from sharing.models import Reply
from tests.browser.hands import Hand, Keyboard
from tests.browser.site import demo
from tests.browser.site.conftest import NARROW, WIDE, too_wide
from tests.browser.site.demo import at
from tests.factories import UserFactory

WAYS = {"keyboard": (Keyboard, WIDE, True), "no script": (Hand, NARROW, False)}


@pytest.fixture(params=WAYS)
def way(request) -> str:
    return request.param


@pytest.fixture
def somebody(way, visit_as):
    """Return a function that opens a page as somebody, and gives their hand."""
    hand, width, script = WAYS[way]

    def opened(who: str, address: str) -> Hand:
        return hand(visit_as(who, address, width, script=script))

    return opened


def on(who: Hand, heading: str | re.Pattern[str]) -> None:
    expect(who.page.locator("main h1")).to_have_text(heading)
    assert too_wide(who.page) == []


def says(who: Hand, words: str) -> None:
    expect(who.page.locator("main")).to_contain_text(words)


def test_a_code_by_letter_signs_in(somebody, mailoutbox):
    nia = somebody("", at("account_login")())
    nia.tap("Send me a code instead")
    on(nia, "A code to sign in with")
    nia.write("Your work e-mail", "nobody@demo.example")
    nia.tap("Send me a code")
    on(nia, "Type the code")
    send_due_letters()
    code = re.search(r"^\S{6,9}$", mailoutbox[-1].body, re.MULTILINE)[0]
    nia.write("The code from the letter", code)
    nia.tap("Sign in")
    expect(nia.page.locator("main h1")).not_to_have_text("Type the code")
    assert nia.page.get_by_role("button", name="Sign out").count() == 1


def test_somebody_is_asked_in_again_and_taken_back(somebody, way):
    name = f"Relief {way}"
    mo = somebody("manager", at("our-team", demo.ALDER)())
    mo.tap("Ask somebody in")
    mo.write("Their name", name)
    mo.write("Their e-mail address", f"relief.{way.replace(' ', '')}@demo.example")
    mo.tap("In the team")
    mo.tap("No letter: give me a link to hand over")
    mo.tap("Ask them in")
    on(mo, "A link to hand over")
    if way == "keyboard":
        mo.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        mo.tap("Copy it")
        says(mo, "Copied.")
        link = mo.page.evaluate("navigator.clipboard.readText()")
        assert link == mo.page.locator("main strong").inner_text()
    mo.tap("Done")
    on(mo, "Our team")
    row = mo.page.locator("main li", has_text=name)
    mo.touch(row.get_by_role("button", name="Make a new link"))
    on(mo, "A link to hand over")
    mo.tap("Done")
    on(mo, "Our team")
    mo.touch(row.get_by_role("button", name="Take the invitation back"))
    says(mo, "Taken back.")


def test_a_lead_adds_a_team_names_it_and_groups_it(somebody, way):
    name, grouping = f"Elm {way}", f"North {way}"
    kit = somebody("lead", at("our-organisation", demo.NORTHSIDE)())
    kit.tap("Add teams")
    kit.write("Their names, one on each line", name)
    kit.tap("outreach")
    kit.tap("Make these teams")
    on(kit, "Northside Housing")
    kit.tap("Groupings")
    kit.write("A new grouping", grouping)
    kit.tap("Make this grouping")
    says(kit, grouping)
    kit.tap("Teams")
    kit.tap(name)
    on(kit, name)
    kit.write("A second name, if it needs one", "The Elms")
    kit.tap(grouping)
    kit.tap("Save it")
    says(kit, "Kept.")
    team = Service.objects.get(name=name)
    assert (team.second_name, [grouping.name for grouping in team.groupings.all()]) == (
        "The Elms",
        [grouping],
    )
    kit.page.goto(at("groupings", demo.NORTHSIDE)())
    row = kit.page.locator("main li", has_text=grouping)
    kit.touch(row.get_by_role("button", name="Remove this grouping"))
    expect(kit.page.get_by_role("link", name=grouping)).to_have_count(0)


def test_who_runs_the_site_adds_a_body_and_asks_in_who_leads_it(somebody, way):
    ada = somebody("admin", at("this-site")())
    ada.write("Find one by name", "north")
    ada.tap("Find")
    says(ada, "Northside Housing")
    ada.tap("Add one")
    on(ada, "Add an organisation or a body")
    name = f"Riverbank {way}"
    ada.write("Name", name)
    ada.tap("commissions services")
    ada.tap("Next: who leads it")
    on(ada, f"Ask somebody in to {name}")
    ada.write("Their name", "Lee Lane")
    ada.write("Their e-mail address", f"lee.{way[:2]}@river.example")
    ada.tap("Ask them in")
    on(ada, name)
    says(ada, "Lee Lane")
    ada.tap("Give it another name")
    on(ada, "Another name")
    ada.write("Name", f"{name} Council")
    ada.tap("Save it")
    on(ada, f"{name} Council")
    ada.tap("This site", of="body")
    ada.tap("Who did what")
    on(ada, "Who did what")
    says(ada, "gave it another name")
    assert Invitation.objects.get(name="Lee Lane", organisation__name=f"{name} Council")


def test_who_runs_the_site_sees_how_it_fares_and_makes_two_accounts_one(somebody, way):
    ada = somebody("admin", at("this-site")())
    for line in ("Database", "Letters", "PDFs", "Last copy that was proved", "Space", "Version"):
        says(ada, line)
    ada.tap("Send a letter to myself")
    says(ada, "A letter to you is on its way.")
    twice = UserFactory(display_name=f"Dee {way}", email=f"dee.{way[:2]}@no-mailbox.invalid")
    stays = UserFactory(display_name=f"Dee {way}", email=f"dee.{way[:2]}@river.example")
    ada.tap("People, and how they get in")
    ada.write("Find somebody by name", f"Dee {way}")
    ada.tap("Find")
    says(ada, f"dee.{way[:2]}")
    ada.page.goto(at("site-person", twice.pk)())
    ada.tap("They have another account: make the two one")
    ada.write("The account that stays", stays.email)
    ada.tap("Make them one")
    on(ada, f"Dee {way}")
    twice.refresh_from_db()
    assert not twice.is_active


def test_the_example_is_tapped_and_typed_in(somebody):
    anybody = somebody("", at("example-team")())
    anybody.tap("A conversation being had")
    anybody.tap("Here and there")
    anybody.write("What makes us say that?", "We ask what happened.")
    anybody.page.get_by_role("link", name=re.compile("^Next: ")).focus()
    anybody.page.keyboard.press("Enter")
    expect(anybody.page.locator("main h1")).not_to_have_text("An example")


def test_a_place_to_practise_in_comes_and_goes(somebody):
    nia = somebody("nobody", at("practice")())
    nia.tap("Have a go with an invented team")
    expect(nia.page.get_by_role("complementary", name="For practice")).to_be_visible()
    nia.page.goto(at("practice")())
    nia.tap("Take it away")
    says(nia, "It is gone, with everything you wrote there.")


def test_a_reader_answers_an_ask(somebody, way):
    words = f"We will ask in January, {way}."
    carys = somebody("commissioner", at("shared-reply", demo.live_reference)())
    carys.touch(carys.page.get_by_role("link", name=re.compile("^(Answer|Add|Carry on)")).first)
    carys.tap("I will ask …, and tell you what I heard")
    carys.write("In your words", words)
    carys.tap("Send it to Alder House")
    says(carys, words)
    assert AskAnswer.objects.filter(words=words).count() == 1
    carys.page.goto(at("shared-reply", demo.live_reference)())
    carys.tap("What we heard")
    carys.write("In your words", words)
    carys.tap("Keep it as a draft")
    says(carys, "a draft of yours")
    assert Reply.objects.get(words=words).sent_at is None
    Reply.objects.filter(words=words).delete()
