"""Pages for everybody: complete, public, linked, in our words."""

import re

import pytest
from django.urls import reverse

from tests.frameworks.tiny import load_tiny

pytestmark = pytest.mark.django_db
PAGES = ["help", "who-sees-what", "about", "privacy", "accessibility"]


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
