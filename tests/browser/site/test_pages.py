"""Every kind of page in a real browser: no barrier that axe knows of, nothing wider than 360 px.

Empty and filled here; with errors in test_errors.py.
"""

from functools import partial

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from assessments.models import AroundNote, Ask, Example, FactorNote, StepReview
from tests.browser.site import demo
from tests.browser.site.conftest import (
    NARROW,
    barriers,
    covered,
    looked_at,
    too_small,
    too_wide,
    unfold,
)
from tests.browser.site.demo import at

# Who opens which address; and the answer, where it is not 200.
PAGES: dict[str, tuple] = {
    # --- nobody signed in
    "sign in": ("", at("account_login")),
    "a code": ("", at("account_request_login_code")),
    "asked in": ("", demo.invited(address="new.here@demo.example")),
    "asked in, no mailbox": ("", demo.invited(sign_in_name="relief.one")),
    "asked in, has an account": ("", demo.invited(address="nobody@demo.example")),
    "asked in, signed in": ("nobody", demo.invited(address="nobody@demo.example")),
    "asked in, somebody else": ("lead", demo.invited(address="new.here@demo.example"), 403),
    "asked in, taken back": ("", demo.used_up, 410),
    "back in, no mailbox": ("", demo.way_back_in),
    "password forgotten": ("", at("account_reset_password")),
    "password letter sent": ("", at("account_reset_password_done")),
    "password link used up": ("", partial(str, "/account/password/reset/key/1-no/")),
    "new password": ("", demo.reset_link),
    "new password chosen": ("", at("account_reset_password_from_key_done")),
    "confirm an address": ("", demo.confirm_link),
    "confirm with a link used up": ("", at("account_confirm_email", "no-such-key")),
    "confirmation sent": ("", at("account_email_verification_sent")),
    "account closed": ("", at("account_inactive")),
    "sign-up is closed": ("", at("account_signup")),
    "help": ("", at("help")),
    "who sees what": ("", at("who-sees-what")),
    "what is a pie": ("", at("what-is-a-pie")),
    "about": ("", at("about")),
    "privacy": ("", at("privacy")),
    "accessibility": ("", at("accessibility")),
    "example": ("", at("example-team")),
    "example, a theme": ("", at("example-conversation", "three-rs")),
    "example, what helps": ("", at("example-around")),
    "example, one thing to try": ("", at("example-try")),
    "example, read back": ("", at("example-said")),
    "example, journey": ("", at("example-journey")),
    "example, wall": ("", at("example-wall")),
    "example, report": ("", at("example-report")),
    "framework": ("", at("framework", "pies", "2.0")),
    "framework with voices": ("", at("framework", "contained-autonomy", "1.0")),
    "not found": ("", partial(str, "/nowhere/"), 404),
    # --- an account and nothing else
    "no team": ("nobody", at("home")),
    "a place to practise in": ("nobody", at("practice")),
    "what I can do, in no team": ("nobody", at("welcome")),
    "what a worker can do": ("contributor", at("welcome")),
    "what a manager can do": ("manager", at("welcome")),
    "what a lead can do": ("lead", at("welcome")),
    "what a reader can do": ("commissioner", at("welcome")),
    "what who runs the site can do": ("admin", at("welcome")),
    "not found, signed in": ("nobody", partial(str, "/s/alder-house/"), 404),
    "sign out": ("nobody", at("account_logout")),
    "own name": ("nobody", at("account_name")),
    "where one is signed in": ("nobody", at("account_where")),
    "own letters": ("nobody", at("letters")),
    "the first day is done": ("lead", at("begin-done")),
    "own address": ("nobody", at("account_email")),
    "change password": ("nobody", at("account_change_password")),
    "second steps": ("nobody", at("mfa_index")),
    "passkeys": ("nobody", at("mfa_list_webauthn")),
    "say who you are again": ("nobody", at("account_reauthenticate")),
    # --- somebody of a team
    "home of one team": ("contributor", at("home")),
    "the team's page": ("contributor", at("service", demo.ALDER)),
    "typed before signing in again": ("contributor", at("kept-post", demo.typed)),
    "worth remembering": ("contributor", at("keep-note", demo.ALDER)),
    "how long, one is open": ("contributor", at("start", demo.ALDER)),
    "a sheet to write on": ("contributor", at("start-paper", demo.ALDER, "more")),
    "where we are": ("contributor", at("conversation", demo.talk)),
    "when we talked": ("contributor", at("before", demo.talk)),
    "a theme": ("contributor", at("place", demo.talk, demo.DEEP)),
    "where we are, longer": ("other", at("conversation", demo.longer)),
    "an element, longer": ("other", at("place", demo.longer, demo.ELEMENT)),
    "an element further": ("other", at("further", demo.longer, demo.ELEMENT)),
    "coffee break": ("contributor", at("coffee", demo.talk)),
    "what helps": ("contributor", at("around", demo.talk)),
    "what we will try": ("contributor", at("try", demo.talk)),
    "read it back": ("contributor", at("read-back", demo.talk)),
    "change an example": ("contributor", at("example", demo.talk, demo.key_of(Example))),
    "change what helps": ("contributor", at("edit-factor", demo.talk, demo.key_of(FactorNote))),
    "change a step": ("contributor", at("edit-step", demo.talk, demo.key_of(StepReview))),
    "change what changed": ("contributor", at("edit-context", demo.talk, demo.key_of(AroundNote))),
    "whose is it": ("contributor", at("whose", demo.talk, demo.in_the_way)),
    "ask more fully": ("contributor", at("ask", demo.talk, demo.key_of(Ask))),
    "it is kept": ("contributor", at("kept", demo.kept_talk)),
    "a record": ("contributor", at("record", demo.record)),
    "an earlier number": ("contributor", at("record", demo.earlier_number)),
    "journey": ("contributor", at("journey", demo.ALDER)),
    "journey as a table": ("contributor", at("journey", demo.ALDER, then="?as=table")),
    "one line": ("contributor", at("line-over-time", demo.ALDER, demo.DEEP)),
    "side by side": ("contributor", at("compare", demo.ALDER)),
    "our own copy": ("contributor", at("own-copy", demo.ALDER)),
    "wall, to tick": ("contributor", at("wall", demo.kept_talk)),
    "a share": ("contributor", at("share", demo.live)),
    "the exact copy": ("contributor", at("share-copy", demo.live)),
    "a report that waits": ("contributor", at("share", demo.waiting)),
    "a copy that waits": ("contributor", at("share-copy", demo.waiting)),
    "please wait": ("contributor", at("share-wait", demo.waiting)),
    "refused": ("contributor", at("share-start", demo.ALDER), 403),
    # --- how we commission, how we are commissioned
    "a body's own team": ("commissioning", at("service", demo.COMMISSIONING)),
    "how long, of a body": ("commissioning", at("start", demo.COMMISSIONING)),
    "journey of a body": ("contracts", at("journey", demo.COMMISSIONING)),
    "the mirror": ("other", at("mirror", demo.JUNIPER)),
    "two sides": ("other", at("mirror-pair", demo.JUNIPER, demo.pair)),
    "what they would read": ("commissioning", at("mirror-show", demo.COMMISSIONING, demo.pair)),
    "end a link": ("commissioning", at("mirror-end", demo.COMMISSIONING, demo.pair)),
    "frameworks to offer": ("lead", at("offered-frameworks", demo.NORTHSIDE)),
    # --- a manager
    "home of a manager": ("manager", at("home")),
    "your teams": ("manager", at("your-teams")),
    "the manager's page of a team": ("manager", at("service", demo.ALDER)),
    "about us": ("manager", at("service-edit", demo.ALDER)),
    "put something right": ("manager", at("put-right", demo.birch_talk)),
    "take words out": ("manager", at("take-words-out", demo.record)),
    "take a note out": ("manager", at("take-note-out", demo.ALDER, demo.note)),
    "set aside": ("manager", at("set-aside", demo.talk)),
    "answer an ask": ("manager", at("answer-ask", demo.an_ask)),
    "share, to somebody new": ("manager", at("share-new-body", demo.ALDER)),
    "check a fingerprint": ("contributor", at("share-check", demo.live)),
    "share, who is asked in": ("manager", at("share-whom", demo.for_new_body)),
    "which body it is": ("admin", at("join-on-site", "hillside-probation")),
    "share, to whom": ("manager", at("share-start", demo.ALDER)),
    "share, what": ("manager", at("share-what", demo.draft)),
    "share, what to say": ("manager", at("share-say", demo.draft)),
    "share, what to quote": ("manager", at("share-quote", demo.draft)),
    "share, what stays with us": ("manager", at("share-keep", demo.draft)),
    "share, asks": ("manager", at("share-asks", demo.draft)),
    "share, why": ("manager", at("share-why", demo.draft)),
    "share, preview": ("manager", at("share-preview", demo.draft)),
    "share being prepared": ("manager", at("share", demo.draft)),
    "share, from which day": ("manager", at("share-show", demo.draft)),
    "share that waits": ("manager", at("share", demo.waiting)),
    "answer to please wait": ("manager", at("share-wait-answer", demo.waiting)),
    "take back": ("manager", at("share-take-back", demo.live)),
    # --- several teams, one of them with nothing yet
    "home of two teams": ("other", at("home")),
    "teams of two": ("other", at("your-teams")),
    "empty team": ("other", at("service", demo.EMPTY)),
    "empty start": ("other", at("start", demo.EMPTY)),
    "before we start": ("other", at("start-length", demo.EMPTY, "themes")),
    "empty journey": ("other", at("journey", demo.EMPTY)),
    "empty side by side": ("other", at("compare", demo.EMPTY)),
    "empty copy": ("other", at("own-copy", demo.EMPTY)),
    "nothing to share": ("other", at("share-start", demo.EMPTY)),
    # --- a lead
    "what teams showed": ("lead", at("your-teams")),
    "a team that showed": ("lead", at("shown-team", demo.ALDER)),
    "offer a talk": ("lead", at("offer-talk", demo.ALDER)),
    "a shown conversation": ("lead", at("shown", demo.shown_record)),
    # --- an organisation runs itself
    "our organisation": ("lead", at("our-organisation", demo.NORTHSIDE)),
    "our organisation, nothing found": (
        "lead", at("our-organisation", demo.NORTHSIDE, then="?q=nowhere")
    ),
    "add teams": ("lead", at("add-teams", demo.NORTHSIDE)),
    "groupings": ("lead", at("groupings", demo.NORTHSIDE)),
    "which frameworks": ("lead", at("offered-frameworks", demo.NORTHSIDE)),
    "settings": ("lead", at("organisation-settings", demo.NORTHSIDE)),
    "people": ("lead", at("our-people", demo.NORTHSIDE)),
    "who has left": ("lead", at("who-left", demo.NORTHSIDE)),
    "ask many in": ("lead", at("ask-many", demo.NORTHSIDE)),
    "a team to arrange": ("lead", at("arrange-team", demo.NORTHSIDE, demo.ALDER)),
    "who looks after it": ("lead", at("cover-team", demo.NORTHSIDE, demo.ALDER)),
    "end a team": ("lead", at("close-team", demo.NORTHSIDE, demo.ALDER)),
    "end an organisation": ("lead", at("end-organisation", demo.NORTHSIDE)),
    "name a manager": ("lead", at("ask-into-team", demo.ALDER)),
    "ask a lead in": ("lead", at("ask-into-organisation", demo.NORTHSIDE)),
    "our team": ("contributor", at("our-team", demo.ALDER)),
    "our team, to its manager": ("manager", at("our-team", demo.ALDER)),
    "everything, as a file": ("manager", at("export-team", demo.ALDER)),
    "let all of it go": ("manager", at("delete-team", demo.ALDER)),
    "what teams showed, as a file": ("lead", at("export-shown", demo.NORTHSIDE)),
    "what somebody is in our team": ("manager", at("team-member", demo.ALDER, demo.a_worker)),
    "what somebody is in a team": (
        "lead", at("team-person", demo.NORTHSIDE, demo.ALDER, demo.a_worker)
    ),
    "ask somebody in": ("manager", at("ask-into-team", demo.ALDER)),
    "ask several in": ("manager", at("ask-several", demo.ALDER)),
    "leave a team": ("contributor", at("leave-team", demo.ALDER)),
    "leave a team, the last manager": ("manager", at("leave-team", demo.ALDER)),
    "this site": ("admin", at("this-site")),
    "what a body is called, for the site": ("admin", at("name-on-site", "northtown-council")),
    "who did what, on the site": ("admin", at("site-done")),
    "who did what, in an organisation": ("lead", at("our-done", demo.NORTHSIDE)),
    "people, for the site": ("admin", at("site-people")),
    "a person, for the site": ("admin", at("site-person", lambda: demo.person("contributor").pk)),
    "two accounts": ("admin", at("two-of-one", lambda: demo.person("contributor").pk)),
    "end an account": ("admin", at("close-person", lambda: demo.person("contributor").pk)),
    "end one's own account": ("manager", at("close-account")),
    "what is held about me": ("manager", at("about-me")),
    "erase oneself": ("manager", at("erase-me")),
    "erase somebody": ("admin", at("erase-person", lambda: demo.person("contributor").pk)),
    "a second step for all": ("lead", at("second-step-of-all", demo.NORTHSIDE)),
    "another name": ("lead", at("name-organisation", demo.NORTHSIDE)),
    "add an organisation": ("admin", at("add-organisation")),
    "an organisation, for the site": ("admin", at("site-organisation", demo.NORTHSIDE)),
    "end it on the site": ("admin", at("end-on-site", demo.NORTHSIDE)),
    # --- a commissioner
    "shared with us": ("commissioner", at("shared-with-us")),
    "check a copy": ("commissioner", at("shared-check", demo.live_reference)),
    "a report": ("commissioner", at("shared-report", demo.live_reference)),
    "a reply": ("commissioner", at("shared-reply", demo.live_reference)),
    "a reply, an ask": (
        "commissioner", at("shared-reply-ask", demo.live_reference, demo.asked_of_a_body)
    ),
    "a reply, what we heard": (
        "commissioner", at("shared-reply-say", demo.live_reference, "heard")
    ),
    "what we told each other": ("contributor", at("tie-history", demo.tie)),
    "what they told each other": ("commissioner", at("tie-history", demo.tie)),
    "our understanding": ("manager", at("understanding", demo.tie)),
    "our understanding, to say yes to": ("commissioner", at("understanding", demo.put_tie)),
    "an understanding on paper": ("contributor", at("understanding-paper", demo.tie)),
    "write what we agreed": ("manager", at("understanding-write", demo.tie)),
    "write beside it": ("commissioner", at("understanding-beside", demo.put_tie)),
    "what came of it": ("commissioner", at("understanding-came-of", demo.tie)),
    "it no longer works": ("manager", at("understanding-end", demo.tie)),
    "with which body": ("manager", at("with-start", demo.ALDER)),
    "meet": ("manager", at("meeting", demo.tie)),
    "meet, as they offered": ("commissioner", at("meeting", demo.tie)),
    "offer times": ("commissioner", at("meeting-offer", demo.tie)),
    "an agenda": ("commissioner", at("agenda", demo.tie)),
    "taken back": ("othercommissioner", at("shared-report", demo.gone_reference), 410),
    "their list": ("othercommissioner", at("shared-with-us")),
}  # fmt: skip


def test_barriers_are_noticed(desk):
    page = desk.look_as("", reverse("help"))
    page.evaluate(
        """() => {
            const main = document.querySelector('main');
            main.append(document.createElement('img'), document.createElement('input'));
            const wide = document.createElement('div');
            wide.style.width = '2000px';
            wide.textContent = 'wide';
            const button = document.createElement('button');
            button.style.display = 'flex';
            button.innerHTML = 'Send it to <bdi>Alder House</bdi>';
            main.append(wide, button);
        }"""
    )
    faults_told = " ".join(looked_at(page))
    for rule in ("image-alt", "label", "360 px: ", "wider than the screen", "a space is eaten"):
        assert rule in faults_told


def test_list_that_people_wrote_stays_a_list(desk):
    page = desk.look_as("", reverse("help"))
    texts = page.evaluate(
        """() => ['bdi', 'p', 'h1', 'label'].map((tag) => {
            const words = document.createElement(tag);
            Object.assign(words, {dir: 'auto', textContent: '- bell\\n- night'});
            document.querySelector('main').append(words);
            return words.innerText;
        })"""
    )
    assert set(texts) == {"- bell\n- night"}


# What a page of many sentences that look alike holds besides, or what is done to one of them.
PALE = {
    "written pale": "(one) => (one.style.color = '#999')",
    "half to be seen through": "(one) => (one.style.opacity = 0.4)",
    "on something dark": "(one) => (one.style.backgroundColor = '#444')",
    "with pale words within": """(one) => {
        const pale = document.createElement('i');
        pale.style.color = '#999';
        pale.textContent = 'Tea at four';
        one.append(pale);
    }""",
    "with a pale letter before pale words": """(one) => {
        for (const words of ['A', 'Tea at four']) {
            const pale = document.createElement('i');
            pale.style.color = '#999';
            pale.textContent = words;
            one.append(pale);
        }
    }""",
    "with a box of pale words": """(one) => {
        const box = document.createElement('input');
        Object.assign(box, {value: 'Tea at four', ariaLabel: 'Tea'});
        Object.assign(box.style, {color: '#999', background: '#fff'});
        one.append(box);
    }""",
    "with something dark under it": """(one) => {
        const box = one.getBoundingClientRect(), dark = document.createElement('div');
        const place = {left: `${box.left + scrollX}px`, top: `${box.top + scrollY}px`};
        const size = {width: `${box.width}px`, height: `${box.height}px`};
        Object.assign(dark.style, place, size, {position: 'absolute', zIndex: -1});
        dark.style.background = '#444';
        document.body.append(dark);
    }""",
}


@pytest.mark.parametrize("how", PALE)
def test_sentence_is_noticed_among_many_that_look_alike(desk, how):
    page = desk.look_as("", reverse("help"))
    sentences = page.locator("main p:visible:not(:has(*))")
    assert sentences.count() > 5
    assert barriers(page) == []
    sentences.last.evaluate(PALE[how])
    faults_told = barriers(page)
    assert faults_told
    assert all("color-contrast" in fault for fault in faults_told)


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_barrier(desk, name):
    who, path, *status = PAGES[name]
    page = desk.look_as(who, path())
    assert desk.status == (status or [200])[0]
    assert page.evaluate("document.querySelectorAll('main h1').length") == 1
    assert page.title().strip(" –") != "Pizazz"
    assert looked_at(page) == []


# Pages with links of every kind: alone, in a list, in a table, in a sentence, beside a button.
TOUCHED = (
    "sign in",
    "say who you are again",
    "own address",
    "second steps",
    "what is a pie",
    "home of a manager",
    "your teams",
    "the team's page",
    "a theme",
    "where we are",
    "read it back",
    "journey",
    "journey as a table",
    "our own copy",
    "a report",
    "what we told each other",
    "this site",
)


def test_finger_finds_whatever_can_be_touched(desk):
    page = desk.new_window(NARROW, touch=True)
    desk.contexts.append(page.context)
    wrong = []
    for who, path, *_status in map(PAGES.get, TOUCHED):
        desk.go(page, who, path())
        unfold(page)
        wrong += [*too_small(page), *too_wide(page), *covered(page)]
        page.context.clear_cookies()
    assert wrong == []


def test_arcs_are_seen_in_colours_of_ones_own(visit_as):
    page = visit_as("contributor", reverse("journey", args=[demo.ALDER]))
    page.emulate_media(forced_colors="active", color_scheme="dark")

    def colours(paths):
        arcs = f"[...document.querySelectorAll(`.rod {paths}, .key {paths}`)]"
        return set(page.evaluate(f"{arcs}.map((path) => getComputedStyle(path).stroke)"))

    light, dark = "rgb(255, 255, 255)", "rgb(30, 35, 41)"
    assert page.evaluate("getComputedStyle(document.body).color") == light
    assert colours("path:not(rect[width='14'] + path)") == {light}
    # What interrupts a line has paper under it.
    assert colours("rect[width='14'] + path") == {dark}


def test_large_letters_need_no_wider_screen(desk):
    """Text alone made twice as large, as browsers can."""
    page = desk.new_window(NARROW)
    desk.contexts.append(page.context)
    wrong = []
    for name in ("when we talked", "offer times", "a theme", "read it back", "your teams"):
        who, path = PAGES[name]
        desk.go(page, who, path())
        unfold(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wrong += too_wide(page)
        page.context.clear_cookies()
    assert wrong == []


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("contributor", at("journey", demo.ALDER)),
        ("manager", at("your-teams")),
        ("contributor", at("wall", demo.kept_talk)),
        ("contributor", at("read-back", demo.talk)),
        ("", at("who-sees-what")),
    ],
)
def test_paper_leaves_out_what_is_for_the_screen(visit_as, who, path):
    page = visit_as(who, path())
    page.emulate_media(media="print")
    for part in ("header.top", "nav", "footer.foot", ".no-print", "button", ".skip"):
        texts = page.locator(f"{part}:visible").all_inner_texts()
        assert texts == [], part
    assert page.locator("main h1:visible").count() == 1


@pytest.mark.parametrize(
    "name", ["400.html", "403_csrf.html", "405.html", "413.html", "429.html", "500.html"]
)
def test_page_that_no_address_leads_to_has_no_barrier(desk, name):
    page = desk.show(render_to_string(name, request=RequestFactory().get("/")))
    assert page.locator("main h1").count() == 1
    assert looked_at(page) == []
