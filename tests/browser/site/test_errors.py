"""Every kind of form with errors: said at the top, each line leads to its control."""

import pytest
from playwright.sync_api import Page

from assessments.models import AroundNote, Ask, Example, FactorNote, StepReview
from tests.browser.site import demo
from tests.browser.site.conftest import looked_at, summary_links
from tests.browser.site.demo import at

# More than any box takes, days that cannot be, and fewer than nobody.
SPOIL = """() => {
    for (const each of document.querySelectorAll('main form textarea, main form input')) {
        if (each.type === 'textarea' || each.type === 'text') each.value = 'too long '.repeat(600);
        if (each.type === 'date') each.value = '2199-12-31';
        if (each.type === 'number') each.value = '-5';
    }
}"""
AS_IT_IS = ""
# name: who, where, what to do before sending, the button, how many lines at least
FORMS = {
    "sign in": ("", at("account_login"), AS_IT_IS, "Sign in", 2),
    "a code": ("", at("account_request_login_code"), AS_IT_IS, "", 1),
    "asked in": ("", demo.invited(sign_in_name="relief.one"), AS_IT_IS, "Come in", 2),
    "back in, no mailbox": ("", demo.way_back_in, AS_IT_IS, "", 1),
    "password forgotten": ("", at("account_reset_password"), AS_IT_IS, "", 1),
    "new password": ("", demo.reset_link, AS_IT_IS, "", 2),
    "say who you are again": ("nobody", at("account_reauthenticate"), AS_IT_IS, "", 1),
    "change password": ("nobody", at("account_change_password"), AS_IT_IS, "", 3),
    "worth remembering": (
        "contributor",
        at("keep-note", demo.ALDER),
        AS_IT_IS,
        "Keep it",
        1,
    ),
    "before we start": (
        "other",
        at("start-length", demo.EMPTY, "themes"),
        SPOIL,
        "Start with the first question",
        2,
    ),
    "when we talked": ("contributor", at("before", demo.talk), SPOIL, "Save it", 2),
    "keep it open": (
        "contributor",
        at("conversation", demo.talk),
        "document.querySelector('[type=date]').value = '1999-12-31'",
        "Keep it open",
        1,
    ),
    "a theme": ("contributor", at("place", demo.talk, demo.DEEP), SPOIL, "Next", 1),
    "an element further": (
        "other",
        at("further", demo.longer, demo.ELEMENT),
        SPOIL,
        "",
        1,
    ),
    "coffee break": ("contributor", at("coffee", demo.talk), SPOIL, "Read it back", 5),
    "what helps": ("contributor", at("around", demo.talk), SPOIL, "Next", 2),
    "what we will try": ("contributor", at("try", demo.talk), SPOIL, "Read it back", 3),
    "read it back": (
        "contributor",
        at("read-back", demo.talk),
        SPOIL,
        "Finish and keep it",
        3,
    ),
    "change an example": (
        "contributor",
        at("example", demo.talk, demo.key_of(Example)),
        SPOIL,
        "",
        1,
    ),
    "change what helps": (
        "contributor",
        at("edit-factor", demo.talk, demo.key_of(FactorNote)),
        SPOIL,
        "",
        1,
    ),
    "change a step": (
        "contributor",
        at("edit-step", demo.talk, demo.key_of(StepReview)),
        SPOIL,
        "",
        1,
    ),
    "change what changed": (
        "contributor",
        at("edit-context", demo.talk, demo.key_of(AroundNote)),
        SPOIL,
        "",
        2,
    ),
    "ask more fully": ("contributor", at("ask", demo.talk, demo.key_of(Ask)), SPOIL, "", 3),
    "about us": ("manager", at("service-edit", demo.ALDER), SPOIL, "", 1),
    "put something right": ("manager", at("put-right", demo.birch_talk), "", "", 1),
    "answer an ask": (
        "manager",
        at("answer-ask", demo.an_ask),
        AS_IT_IS,
        "Send it to the team",
        1,
    ),
    "to whom": (
        "manager",
        at("share-start", demo.ALDER),
        AS_IT_IS,
        "Next: what goes into the report",
        1,
    ),
    "what goes": (
        "manager",
        at("share-what", demo.draft),
        "document.querySelectorAll('main [type=checkbox]').forEach((box) => (box.checked = false))",
        "Next",
        1,
    ),
    "which asks": (
        "manager",
        at("share-asks", demo.draft),
        "document.querySelectorAll('main [type=radio]').forEach((each) => (each.checked = false))",
        "Next",
        1,
    ),
    "why now": (
        "manager",
        at("share-why", demo.draft),
        SPOIL,
        "See it as they would",
        2,
    ),
    "what came of it": (
        "manager",
        at("understanding-came-of", demo.tie),
        AS_IT_IS,
        "",
        1,
    ),
    "to the wall": (
        "contributor",
        at("wall", demo.kept_talk),
        "document.querySelectorAll('main [type=checkbox]').forEach((box) => (box.checked = false))",
        "",
        1,
    ),
}


def send(page: Page, words: str) -> int:
    """Press the button that begins with these words, or the only one; return the status."""
    buttons = page.locator("main form button[type=submit]:visible")
    button = buttons.filter(has_text=words).first if words else buttons.first
    with page.expect_navigation() as sent:
        button.click()
    return sent.value.status


@pytest.mark.parametrize("name", FORMS)
def test_errors_are_said_and_lead_to_their_controls(desk, name):
    who, path, spoil, button, lines = FORMS[name]
    page = desk.look_as(who, path())
    page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
    if spoil:
        page.evaluate(spoil)
    assert send(page, button) == 422
    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.matches('[data-problem]')")
    links = page.locator(".problem a")
    assert links.count() >= lines, links.all_inner_texts()
    assert links.count() == page.locator(".problem li").count(), "a line without a link"
    lines = links.all_inner_texts()
    assert len(set(lines)) == len(lines), "two lines that nobody can tell apart"
    assert summary_links(page) == []
    assert looked_at(page) == []
