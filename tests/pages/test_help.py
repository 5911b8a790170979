"""Pages for everybody: complete, public, linked, in our words."""

import re

import pytest
from django.urls import reverse

from tests.frameworks.tiny import load_tiny

pytestmark = pytest.mark.django_db
PAGES = ["help", "who-sees-what", "what-is-a-pie", "about", "privacy", "accessibility"]


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
