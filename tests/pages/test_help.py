"""Pages for everybody: complete, public, linked, in our words."""

import html
import re

import pytest
from django.urls import reverse

from accounts.policy import Act, Role, may
from tests.frameworks.tiny import load_tiny
from tests.shown import tight

pytestmark = pytest.mark.django_db
PAGES = ["help", "who-sees-what", "what-is-a-pie", "about", "privacy", "accessibility"]
COLUMNS = [
    {Role.CONTRIBUTOR},
    {Role.MANAGER},
    {Role.PROVIDER_LEAD},
    {Role.READER, Role.COMMISSIONING_LEAD},
    {Role.SITE_ADMIN},
]
# The rows of *Who may do what*, and the acts of the policy that each tells of; none: of oneself.
ROWS: dict[str, set[Act]] = {
    "Read and write an open conversation": {Act.READ_TEAM_RECORD, Act.WRITE},
    "Keep something worth remembering": {Act.KEEP_NOTE},
    "Finish a conversation and keep it": {Act.FINISH},
    "Read finished conversations and the journey": {Act.READ_TEAM_RECORD, Act.READ_SHOWN},
    "Our own copy": {Act.DOWNLOAD_OWN_COPY},
    "Take everything the team may read, as a file; the team is told": {Act.EXPORT_TEAM},
    "Take the words of what teams showed, as a file": {Act.EXPORT_SHOWN},
    "Put something right, set aside": {Act.PUT_RIGHT, Act.SET_ASIDE},
    "Take out words that should never have been written": {Act.TAKE_OUT},
    "Say what matters to us here": {Act.DESCRIBE_SERVICE},
    "Show a conversation to the organisation": {Act.SHOW_TO_ORGANISATION},
    "Answer what a team asks": {Act.ANSWER_ASK, Act.REPLY},
    "Ask a team whether it would like to talk": {Act.OFFER_TALK},
    "Say that the team would like somebody to hold its talk": {Act.WANT_FACILITATOR},
    "Prepare a report, send it": {Act.PREPARE_SHARE, Act.SEND_SHARE, Act.SEND_AS_SECOND},
    "Take back what was sent": {Act.TAKE_BACK_SHARE, Act.TAKE_BACK_UNLED},
    "Read the exact copy before it is sent": {Act.SEE_SHARES},
    "Ask that it waits": {Act.ASK_TO_WAIT},
    "Read a report": {Act.SEE_SHARES, Act.READ_SHARE},
    "Reply to a report": {Act.REPLY},
    "Read a reply": {Act.SEE_SHARES, Act.READ_SHARE},
    "Write down what was agreed, and ask about it": {Act.WRITE_AGREED},
    "Offer a time to meet, say that what was agreed no longer works": {Act.SPEAK_FOR_SIDE},
    "Link with the other side of commissioning, say show, end it": {Act.LINK_MIRROR},
    "Read two linked sides once both have said show": {Act.READ_MIRROR},
    "Ask people into the team": {Act.INVITE_TO_TEAM},
    "Change what somebody is in the team, end their part": {Act.ARRANGE_PEOPLE},
    "Make, name, group and end teams": {Act.ARRANGE_TEAM, Act.ARRANGE_ORGANISATION},
    "Ask that everything of the team goes for good, agree to it, stop it": {
        Act.DELETE_TEAM,
        Act.DELETE_TEAM_UNLED,
    },
    "Read all that is held about oneself, erase oneself": set(),
    "Erase somebody who has left and asked for it": {Act.ERASE_WHO_LEFT, Act.MANAGE_ACCOUNTS},
    "Erase somebody who asked for it; let an ended organisation’s data go": {Act.MANAGE_ACCOUNTS},
    "See where one is signed in oneself, and end it there": set(),
    "See when somebody else signed in, or how often": set(),
    "Leave": set(),
    "Add organisations and bodies, ask in who leads each first": {Act.INVITE_FIRST_LEAD},
}


@pytest.mark.parametrize("name", PAGES)
def test_page_can_be_read_without_signing_in(read, name):
    text = read(None, reverse(name))
    assert len(text.split()) > 200


@pytest.mark.parametrize("name", PAGES)
def test_page_links_lead_somewhere(client, framework, name):
    content = client.get(reverse(name)).content.decode()
    for href in set(re.findall(r'href="(/[^"#]*)"', content)):
        if not href.startswith("/static/"):
            assert client.get(href).status_code in {200, 302}, href
    for anchor in re.findall(r'href="#([^"]+)"', content):
        assert f'id="{anchor}"' in content


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_reading_only(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_table_of_who_may_do_what_is_the_policy(client):
    page = html.unescape(tight(client.get(reverse("who-sees-what"))))
    rows = {
        name: re.findall(r"<td>(.*?)</td>", cells)
        for name, cells in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page)
    }
    assert rows.keys() == ROWS.keys()
    wrong = []
    for name, acts in ROWS.items():
        for cell, roles in zip(rows[name], COLUMNS, strict=True):
            allowed = {role for role in roles for act in acts if may(act, {role})}
            # Who leads a body does there what a reader does not: for its own team alone.
            allowed -= {Role.COMMISSIONING_LEAD} if cell == "no" else set()
            if acts and "by command" not in cell and (cell == "no") != (not allowed):
                wrong.append((name, cell, roles))
    assert wrong == []


def test_help_says_what_the_framework_says(read):
    tree = load_tiny()
    text = read(None, reverse("help"))
    for level in tree.levels.all():
        assert level.name in text
    assert "the people we work with sit under it" in text.lower()
    assert "{people}" not in text
    for prompt in tree.prompts.filter(kind="coffee"):
        assert prompt.text in text


def test_help_works_before_a_framework_is_loaded(read):
    assert "A coffee break is enough" in read(None, reverse("help"))


def test_about_acknowledges_whose_words_these_are(read):
    framework = load_tiny()
    text = read(None, reverse("about"))
    for words in (framework.source, framework.acknowledgement, framework.licence):
        assert words in text
    assert "is not the PIE Abacus" in text


def test_health_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_gallery_is_for_those_who_build(client, manager, framework, settings):
    client.force_login(manager)
    settings.DEBUG = True
    assert client.get("/gallery/").status_code == 200
    settings.DEBUG = False
    assert client.get("/gallery/").status_code == 404


def test_what_is_a_pie_begins_with_what_nobody_can_tell_you(read):
    tree = load_tiny()
    text = read(None, reverse("what-is-a-pie"))
    head, _, rest = text.partition("What is a PIE? ")[2].partition("The letters stand for")
    assert head.strip().endswith(
        "There is no list of things you must do, and nobody can tell you that you are one."
    )
    for theme in tree.lines.filter(kind="theme"):
        assert theme.summary in rest


def test_sign_in_page_says_what_this_is(read):
    text = read(None, reverse("account_login"))
    assert (
        "Pizazz is for teams who work with people with complicated lives. You talk about how you "
        "work, ten minutes at a time, and look back after some months at what has changed. Your "
        "team reads it, and nobody else unless your team sends it; there are no scores."
    ) in text
