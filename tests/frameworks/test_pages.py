"""Pages to read a framework on: public, complete, escaped, in a fixed number of queries."""

import pytest
from django.urls import reverse

from frameworks import selectors
from frameworks.actions import publish
from frameworks.models import Framework, Publication
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY, load_tiny

pytestmark = pytest.mark.django_db
LIST = "/framework/"
PAGE = "/framework/tiny/1.0/"


@pytest.fixture
def newer(tmp_path):
    path = tmp_path / "newer.yaml"
    text = TINY.read_text(encoding="utf-8")
    path.write_text(text.replace('"1.0"', '"1.1"').replace("name: Tiny", "name: Tiny 1.1"))
    return read_entries(path)


def test_single_framework_is_opened(client):
    load_tiny()
    response = client.get(LIST)
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert reverse("framework-list") == LIST


def test_several_frameworks_are_listed(client, newer):
    load_tiny()
    publish(entries=newer)
    text = client.get(LIST).content.decode()
    assert '<a href="/framework/tiny/1.1/">Tiny 1.1</a>' in text
    assert '<a href="/framework/tiny/1.0/">Tiny</a>' in text


def test_no_framework_is_said(client):
    response = client.get(LIST)
    assert response.status_code == 200
    assert "No framework is here yet." in response.content.decode()


def test_page_says_everything(client):
    tree = selectors.tree_by_id(load_tiny().pk, "the people we work with")
    text = client.get(PAGE).content.decode()
    texts = [tree.intro, tree.source, tree.acknowledgement, tree.licence]
    texts += [level.name for level in tree.levels] + [level.gloss for level in tree.levels]
    for line in tree.lines[1:]:
        texts += [line.name, line.summary, line.going_well, line.question]
        texts += [*line.prompts, *line.aliases, *(card.gloss for card in line.cards)]
    for question in [*tree.stages.values(), *tree.coffee.values()]:
        texts += [question.heading, question.text]
    assert [words for words in texts if words not in text] == []
    assert "Also called: earth" in text
    assert "{people}" not in text
    assert "{People}" not in text


@pytest.mark.parametrize(
    ("came_from", "offered"),
    [
        ("/conversation/1/place/soil/", True),
        ("", False),
        ("https://elsewhere.example/", False),
        ("//elsewhere.example/", False),
        ("/\\elsewhere.example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_page_leads_back_to_a_page_of_this_site(client, came_from, offered):
    load_tiny()
    page = client.get(PAGE, {"from": came_from}).content.decode()
    assert ("Back to where you were" in page) is offered
    assert (f'href="{came_from}"' in page) is offered


def test_page_escapes_framework_words(client, tmp_path):
    path = tmp_path / "odd.yaml"
    odd = "<script>alert(1)</script>"
    path.write_text(TINY.read_text(encoding="utf-8").replace("Mostly green", odd))
    publish(entries=read_entries(path))
    text = client.get(PAGE).content.decode()
    assert odd not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize(
    "address",
    [
        "/framework/tiny/9.9/",
        "/framework/pies/1.0/",
        "/framework/tiny/1.0%00/",
        "/framework/%00/1.0/",
        "/framework/tiny/1.0/x/",
        "/framework/tin%C3%BF/1.0/",
    ],
)
def test_unknown_framework_is_not_found(client, address):
    load_tiny()
    assert client.get(address).status_code == 404


def test_unpublished_framework_is_not_found(client):
    load_tiny()
    Publication.objects.all().lift()
    assert client.get(PAGE).status_code == 404


def test_owned_framework_is_not_found(client, organisation):
    framework = Framework.objects.create(owner=organisation, slug="own", version="1", name="Own")
    Publication.objects.create(framework=framework, digest="", published_at="2026-01-01T00:00Z")
    assert client.get("/framework/own/1/").status_code == 404


@pytest.mark.parametrize("address", [LIST, PAGE])
def test_framework_page_is_for_reading_only(client, address):
    load_tiny()
    assert client.post(address).status_code == 405


def test_framework_page_asks_once(client, django_assert_num_queries):
    load_tiny()
    client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)


def test_list_asks_once_however_many(client, newer, django_assert_num_queries):
    load_tiny()
    with django_assert_num_queries(1):
        client.get(LIST)
    publish(entries=newer)
    with django_assert_num_queries(1):
        client.get(LIST)
