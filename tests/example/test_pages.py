"""The invented team: anybody's to look at, marked on every page, without a query."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from example import frozen

PAGES = {
    "example-team": (),
    "example-journey": (),
    "example-conversation": ("three-rs",),
    "example-around": (),
    "example-try": (),
    "example-said": (),
    "example-wall": (),
    "example-report": (),
}
pytestmark = pytest.mark.django_db


def address(name):
    return reverse(name, args=PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_nothing_of_the_database(client, django_assert_num_queries, name):
    with django_assert_num_queries(0):
        assert client.get(address(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_page_says_that_it_is_invented(read, name):
    assert "Alder House and everybody in it are invented" in read(None, address(name))


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_reading_only(client, name):
    assert client.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_links_of_the_page_lead_somewhere_public(client, framework, name):
    content = client.get(address(name)).content.decode()
    for href in set(re.findall(r'href="(/[^"#]*)"', content)) - {"/"}:
        if not href.startswith("/static/"):
            answer = client.get(href)
            assert (answer.status_code, answer.get("Location", "")) != 302 or "login" not in href
            assert answer.status_code == 200 or href == reverse("framework-list"), href


def test_sign_in_page_leads_to_it(client):
    assert (
        f'href="{reverse("example-team")}"' in client.get(reverse("account_login")).content.decode()
    )


class Controls(HTMLParser):
    """Collects what could send or keep something."""

    def __init__(self):
        super().__init__()
        self.senders, self.remembered = [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in {"form", "button"} or any(name.startswith("data-draft") for name in attributes):
            self.senders.append(tag)
        ticked = attributes.get("type") in {"radio", "checkbox"}
        typed = tag in {"textarea", "select"} or (tag == "input" and not ticked)
        if typed and attributes.get("autocomplete") != "off":
            self.remembered.append(attributes.get("name"))


def test_conversation_has_cards_and_boxes_and_nothing_that_sends_them(client):
    for theme in frozen.read().tree.themes:
        page = client.get(reverse("example-conversation", args=[theme.code])).content.decode()
        main = page.partition("<main")[2].partition("</main>")[0]
        controls = Controls()
        controls.feed(main)
        assert (controls.senders, controls.remembered) == ([], [])
        assert main.count('type="radio"') >= 8
        assert "<textarea" in main
        assert theme.summary in main
        assert "Nothing is sent or kept" in main


@pytest.mark.parametrize("name", ["example-around", "example-try"])
def test_what_helps_and_what_to_try_is_asked_and_nothing_sends_it(client, name):
    page = client.get(address(name)).content.decode()
    controls = Controls()
    controls.feed(page.partition("<main")[2].partition("</main>")[0])
    assert (controls.senders, controls.remembered) == ([], [])
    assert "<textarea" in page
    assert 'type="radio"' in page
    assert "Nothing is sent or kept" in page


def test_themes_lead_one_to_the_next_and_then_to_what_was_said(client):
    themes = frozen.read().tree.themes
    ways = [reverse("example-conversation", args=[theme.code]) for theme in themes]
    ways += [reverse("example-around"), reverse("example-try")]
    for here, onward in zip(ways, [*ways[1:], reverse("example-said")], strict=True):
        assert f'class="button" href="{onward}"' in client.get(here).content.decode()


def test_unknown_theme_is_not_found(client):
    assert client.get(reverse("example-conversation", args=["whole"])).status_code == 404


def test_journey_is_there_as_a_table(client):
    page = client.get(reverse("example-journey"), {"as": "table"})
    assert "<caption" in page.content.decode()


def test_pdf_is_handed_out(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse("example-pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == frozen.PDF.read_bytes()
    assert answer.content.startswith(b"%PDF-")
