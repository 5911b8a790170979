"""Words that are typed and not yet saved: what may come between, and what is said of it."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import Service
from assessments.models import Assessment, Draft, Example
from tests.browser.site import demo
from tests.browser.site.demo import at
from tests.browser.site.test_stories import AROUND, BOX, THEME, on, run_out, sign_in

WHO = "nights@demo.example"
KEPT = re.compile(r"Kept for you at \d\d:\d\d, not yet in the team’s record")
OFFLINE = "Not kept: you seem to be offline."


@pytest.fixture
def theme(visit_as) -> Page:
    """Return the page of a theme of the open conversation, as somebody who works nights."""
    Draft.objects.filter(user__email=WHO).delete()
    return visit_as("nights", THEME())


def status(page: Page):
    return page.locator("[data-draft-status]")


def drafted() -> list[str]:
    return [draft.fields["words"] for draft in Draft.objects.filter(user__email=WHO)]


def test_press_sends_the_words_as_a_draft_that_does_not_outlive_it(theme):
    with theme.expect_request(re.compile("/draft/")) as sent:
        theme.get_by_label(BOX).fill("Typed and pressed within a second.")
        key = theme.locator("main [name=key]").input_value()
        theme.get_by_role("button", name="Next").click()
    on(theme, AROUND)
    assert sent.value.post_data_json["key"] == key
    theme.wait_for_load_state("networkidle")
    assert drafted() == []
    assert Example.objects.filter(words="Typed and pressed within a second.").count() == 1


def test_what_back_brings_again_is_no_draft(theme):
    box = theme.get_by_label(BOX)
    box.fill("Sent, and back.")
    theme.get_by_role("button", name="Next").click()
    on(theme, AROUND)
    theme.wait_for_load_state("networkidle")
    theme.go_back()
    expect(box).to_have_value("Sent, and back.")
    theme.goto(at("around", demo.talk)())
    theme.wait_for_load_state("networkidle")
    assert drafted() == []
    theme.go_back()
    box.fill("Sent, back, and more.")
    expect(status(theme)).to_have_text(KEPT)
    assert drafted() == ["Sent, back, and more."]


PRESS_AND_TYPE_ON = """() => {
    const box = document.querySelector('textarea[name=words]');
    box.closest('form').querySelector('.actions [type=submit]').click();
    box.value += ' And typed on.';
}"""


def test_what_is_typed_after_the_press_is_a_draft_of_its_own(theme):
    """On a slow line there is time to type on before the answer comes."""
    theme.get_by_label(BOX).fill("Pressed.")
    theme.evaluate(PRESS_AND_TYPE_ON)
    on(theme, AROUND)
    assert Example.objects.filter(words="Pressed.").count() == 1
    for _turn in range(100):  # it is on its way
        if drafted():
            break
        theme.wait_for_timeout(100)
    theme.goto(THEME())
    expect(theme.get_by_label(BOX)).to_have_value("Pressed. And typed on.")


def test_enter_in_a_box_finishes_and_sends_nothing(visit_as):
    page = visit_as("nights", at("read-back", demo.talk)())
    page.get_by_text("Who could we talk this over with, and what did they say?").click()
    page.get_by_label("Who could we talk this over with?").fill("The night team")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. Nothing is finished yet.")).to_be_visible()
    assert Assessment.objects.get(pk=demo.talk()).talked_over_with == "The night team"

    ask = at("shared-reply-ask", demo.live_reference, demo.asked_of_a_body)()
    reader = visit_as("commissioner", ask)
    reader.get_by_label("About when").fill("in spring")
    reader.keyboard.press("Enter")
    expect(reader.get_by_text("Kept as a draft. Nothing was sent.")).to_be_visible()


def test_page_loaded_anew_at_once_has_the_last_words(theme):
    theme.get_by_label(BOX).fill("The first half.")
    expect(status(theme)).to_have_text(KEPT)
    for turn in range(5):
        theme.get_by_label(BOX).fill(f"The first half, and the second {turn}.")
        theme.reload()
        expect(theme.get_by_label(BOX)).to_have_value(f"The first half, and the second {turn}.")


def test_page_asked_for_before_its_cookie_was_set_asks_once_more(theme):
    """A browser may send the request of the new page before it has taken the cookie."""
    theme.get_by_label(BOX).fill("The first half.")
    expect(status(theme)).to_have_text(KEPT)
    older = theme.request.get(THEME()).text()
    answers = []

    def answer(route: Route) -> None:
        answers.append(route.request.url)
        route.fulfill(body=older, content_type="text/html")

    theme.route(THEME(), answer, times=1)
    theme.get_by_label(BOX).fill("The first half, and the second.")
    theme.reload()
    expect(theme.get_by_label(BOX)).to_have_value("The first half, and the second.")
    assert len(answers) == 1


def test_page_that_says_what_is_wrong_stays_though_a_cookie_came_late(theme):
    """It is the answer to a form: asked for once more, it would say nothing of it."""

    def answer(route: Route) -> None:
        response = route.fetch()
        late = {"name": "pizazz_leaving", "value": "late", "url": theme.url}
        theme.context.add_cookies([late])
        route.fulfill(response=response)

    theme.get_by_label(BOX).fill("Typed in the future.")
    theme.locator("[name=happened_on]").evaluate("(day) => (day.value = '2199-12-31')")
    theme.route(THEME(), answer, times=1)
    theme.get_by_role("button", name="Next").click()
    expect(theme.locator(".problem")).to_be_focused()
    theme.get_by_label(BOX).fill("Typed in the future, and more.")
    expect(status(theme)).to_have_text(KEPT)
    expect(theme.locator(".problem")).to_be_visible()


def test_page_with_an_error_keeps_its_words(theme):
    theme.get_by_label(BOX).fill("Typed in the future.")
    theme.locator("[name=happened_on]").evaluate("(day) => (day.value = '2199-12-31')")
    with theme.expect_navigation():
        theme.get_by_role("button", name="Next").click()
    expect(theme.locator("[data-problem]")).to_be_visible()
    expect(status(theme)).to_have_text(KEPT)
    theme.goto("/")
    theme.goto(THEME())
    expect(theme.get_by_label(BOX)).to_have_value("Typed in the future.")


def test_unticked_box_stays_unticked(visit_as):
    Assessment.objects.filter(pk=demo.talk()).update(people_kinds=["nights"])
    address = at("before", demo.talk)()
    page = visit_as("nights", address)
    box = page.get_by_label("nights", exact=True)
    expect(box).to_be_checked()
    box.uncheck(force=True)
    expect(status(page)).to_have_text(KEPT)
    page.goto("/")
    page.goto(address)
    expect(box).not_to_be_checked()
    Draft.objects.filter(user__email=WHO).delete()


def test_signed_in_again_in_another_tab(theme):
    run_out(theme)
    theme.get_by_label(BOX).fill("We waited for the keys.")
    expect(status(theme)).to_contain_text("Sign in again in another tab, then press the button")
    other = theme.context.new_page()
    other.goto("/")
    sign_in(other, "nights")
    expect(other.locator("main h1")).not_to_have_text("Sign in")
    theme.get_by_label(BOX).fill("We waited for the keys, twice.")
    expect(status(theme)).to_contain_text("you have signed in again since you opened this page")
    theme.get_by_role("button", name="Next").click()
    on(theme, "What you typed is still here")
    assert theme.locator("blockquote").all_inner_texts() == ["We waited for the keys, twice."]
    theme.get_by_role("button", name="Keep it now").click()
    on(theme, AROUND)
    assert drafted() == []
    assert Example.objects.filter(words="We waited for the keys, twice.").count() == 1


def test_back_brings_nobody_what_somebody_else_typed(desk, theme):
    """On a shared computer somebody else signs in where one was signed out."""
    theme.goto(at("keep-note", demo.ALDER)())
    box = theme.get_by_label("Something worth remembering")
    box.fill("Mine alone.")
    theme.goto("/")
    theme.go_back()
    expect(box).to_have_value("Mine alone.")
    theme.goto("/")
    theme.context.add_cookies([desk.cookie("manager")])
    theme.go_back()
    expect(box).to_have_value("")


def test_what_back_brings_is_older_than_what_a_colleague_saved_meanwhile(visit_as):
    """Sent with the mark of the newer words, it would take their place without a question."""
    page = visit_as("other", at("service-edit", demo.JUNIPER)())
    box = page.get_by_label("What matters to us here")
    box.fill("Tea at four.")
    page.goto("/")
    page.go_back()
    expect(box).to_have_value("Tea at four.")
    page.goto("/")
    Service.objects.filter(slug=demo.JUNIPER).update(what_matters="An open door.")
    page.go_back()
    expect(box).to_have_value("Tea at four.")
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_role("alert")).to_contain_text("An open door.")
    expect(box).to_have_value("Tea at four.")
    assert Service.objects.get(slug=demo.JUNIPER).what_matters == "An open door."


def test_answer_that_is_no_answer_is_not_called_offline(theme):
    theme.route("**/draft/**", lambda route: route.fulfill(status=404, body="<p>Not here</p>"))
    theme.get_by_label(BOX).fill("Nobody took this.")
    expect(status(theme)).to_have_text(
        "Not kept: it did not work this time. Your words are still in this box."
    )
    theme.unroute("**/draft/**")


def test_sign_out_waits_for_the_words(theme):
    theme.get_by_label(BOX).fill("The last thing before the bus.")
    theme.get_by_role("button", name="Sign out").click()
    expect(theme.get_by_role("button", name="Sign out")).to_have_count(0)
    assert drafted() == ["The last thing before the bus."]


def test_sign_out_says_what_it_cannot_keep_and_goes_when_pressed_again(theme):
    theme.get_by_label(BOX).fill("W" * 5001)
    theme.get_by_role("button", name="Sign out").click()
    expect(status(theme)).to_contain_text("This is 5,001 characters long")
    expect(status(theme)).to_be_in_viewport()
    theme.get_by_role("button", name="Sign out").click()
    expect(theme.get_by_role("button", name="Sign out")).to_have_count(0)


def test_press_offline_keeps_the_page(theme):
    theme.context.set_offline(True)
    theme.get_by_label(BOX).fill("In the lift.")
    theme.get_by_role("button", name="Next").click()
    expect(status(theme)).to_contain_text(OFFLINE)
    expect(theme.get_by_label(BOX)).to_have_value("In the lift.")
    theme.get_by_role("button", name="Next").click()
    expect(theme.get_by_label(BOX)).to_have_value("In the lift.")
    theme.context.set_offline(False)
    theme.get_by_role("button", name="Next").click()
    on(theme, AROUND)
    assert Example.objects.filter(words="In the lift.").count() == 1


def test_press_goes_where_only_the_browser_thinks_it_is_offline(theme):
    theme.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => false})")
    theme.get_by_label(BOX).fill("On this very machine.")
    theme.get_by_role("button", name="Next").click()
    on(theme, AROUND)
    assert Example.objects.filter(words="On this very machine.").count() == 1


# --- Browsers that have not everything: what is taken away here, they lack

LACKS = {
    "iPhone": """
        const listen = window.addEventListener;
        window.addEventListener = (kind, ...more) =>
            kind === "beforeunload" || listen.call(window, kind, ...more);""",
    "Firefox before 133": """
        delete Request.prototype.keepalive;
        const ask = window.fetch;
        let leaving = false;
        addEventListener("beforeunload", () => (leaving = true));
        window.fetch = (...all) => leaving ? new Promise(() => {}) : ask(...all);""",
    "Safari before 16": """
        delete HTMLFormElement.prototype.requestSubmit;
        delete window.BroadcastChannel;""",
}


@pytest.mark.parametrize("lack", LACKS.values(), ids=LACKS)
def test_last_words_are_kept_in_browsers_that_lack_something(theme, lack):
    theme.add_init_script(lack)
    theme.reload()
    box = theme.get_by_label(BOX)
    box.fill("Some words.")
    expect(status(theme)).to_have_text(KEPT)
    box.fill("Some words, and a reload.")
    theme.reload()
    expect(box).to_have_value("Some words, and a reload.")
    box.fill("Some words, a reload and a link.")
    theme.goto("/")
    theme.goto(THEME())
    expect(box).to_have_value("Some words, a reload and a link.")
    box.fill("The last thing before the bus.")
    theme.get_by_role("button", name="Sign out").click()
    expect(theme.get_by_role("button", name="Sign out")).to_have_count(0)
    assert drafted() == ["The last thing before the bus."]


def test_folds_open_for_paper_where_style_cannot_open_them(visit_as):
    """Before Safari 18.4 and Firefox 143 there is no ::details-content."""
    page = visit_as("manager", at("your-teams")())
    folded = page.locator("details.prints:not([open])")
    assert folded.count() > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)


# --- Before an idle sign-out

SOON, OUT = "You will be signed out at", "You have been signed out."


@pytest.fixture
def idle(theme) -> Page:
    """Return the page after 57 minutes without a request."""
    theme.clock.install()
    theme.reload()
    theme.clock.fast_forward("57:00")
    expect(bar(theme)).to_contain_text(SOON)
    return theme


def bar(page: Page):
    return page.locator("body > [role=status]")


def test_stay_signed_in(idle):
    idle.get_by_label(BOX).focus()
    idle.get_by_role("button", name="Stay signed in").click()
    expect(bar(idle)).to_have_text("")
    expect(idle.get_by_label(BOX)).to_be_focused()
    idle.clock.fast_forward("50:00")
    expect(bar(idle)).to_have_text("")


def test_page_opened_in_another_tab_counts(idle):
    idle.context.new_page().goto(THEME())
    expect(bar(idle)).to_have_text("")


def test_stay_that_comes_too_late_says_so(idle):
    run_out(idle)
    idle.get_by_role("button", name="Stay signed in").click()
    expect(bar(idle)).to_contain_text(OUT)
    expect(idle.get_by_role("button", name="Stay signed in")).to_have_count(0)


def test_stay_without_a_network_says_so(idle):
    idle.context.set_offline(True)
    idle.get_by_role("button", name="Stay signed in").click()
    expect(bar(idle)).to_contain_text("That did not work: you seem to be offline")
    expect(idle.get_by_role("button", name="Stay signed in")).to_be_focused()
    idle.context.set_offline(False)
    idle.get_by_role("button", name="Stay signed in").click()
    expect(bar(idle)).to_have_text("")


def test_stay_that_did_not_work_is_no_sign_out(idle):
    idle.route("**/still-here/", lambda route: route.fulfill(status=429))
    idle.get_by_role("button", name="Stay signed in").click()
    expect(bar(idle)).to_contain_text("or the site is busy.")
    idle.unroute("**/still-here/")
    idle.get_by_role("button", name="Stay signed in").click()
    expect(bar(idle)).to_have_text("")


def test_twelve_hours_are_told_and_there_is_no_staying(theme):
    theme.clock.install()
    theme.reload()
    for _hour in range(12):
        theme.clock.fast_forward("57:00")
        bar(theme).get_by_role("button", name="Stay signed in").click()
        expect(bar(theme)).to_have_text("")
    theme.get_by_label(BOX).fill("Still typing")
    theme.clock.fast_forward("33:00")
    expect(bar(theme)).to_contain_text("twelve hours after you signed in")
    expect(bar(theme).get_by_role("button")).to_have_count(0)
    expect(theme.get_by_label(BOX)).to_be_focused()
    expect(theme.get_by_label(BOX)).to_have_value("Still typing")


def test_bar_covers_nothing_at_the_end_of_the_page(idle):
    idle.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    foot, saving_bar = idle.locator("footer.foot").bounding_box(), bar(idle).bounding_box()
    assert foot["y"] + foot["height"] <= saving_bar["y"] + 1
