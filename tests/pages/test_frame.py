import re

import pytest
from django.template import Context, RequestContext, Template
from django.utils import translation

from accounts.actions import tell
from accounts.actions.letter_words import message_of
from accounts.models import Letter
from pages.words import with_names, with_one_end
from tests.factories import CommissioningBodyFactory
from tests.source import APPS, ROOT, modules

FRAME = (
    "{{ who }}{% once %}[{% if who %}{{ who }}{% endif %}{% translate 'January' %}]{% endonce %}"
)


def test_once_says_nothing_of_who_looks(rf):
    template = Template(FRAME)
    assert template.render(RequestContext(rf.get("/"), {"who": "Ann"})) == "Ann[January]"
    assert template.render(Context({"who": "Ben"})) == "Ben[January]"


def test_once_is_printed_anew_in_another_language():
    template = Template(FRAME)
    template.render(Context({"who": "Ann"}))
    with translation.override("de"):
        assert template.render(Context({"who": "Ann"})) == "Ann[Januar]"
    assert template.render(Context({"who": "Ann"})) == "Ann[January]"


def test_once_is_printed_once():
    template = Template("{% once %}{% now 'u' %}{% endonce %}")
    assert len({template.render(Context()) for _time in range(3)}) == 1


def test_title_says_a_name_as_the_heading_does_without_its_tags(rf):
    source = '{% extends "base.html" %}{% block title %}<bdi>{{ name }}</bdi>{% endblock %}'
    page = Template(source).render(RequestContext(rf.get("/"), {"name": "Oak & <b> &lt;"}))
    name = "Oak &amp; &lt;b&gt; &amp;lt;"
    assert f"<h1><bdi>{name}</bdi></h1>" in page
    assert f"<title> {name} – " in " ".join(page.split())


@pytest.mark.parametrize(
    ("text", "alone", "left"),
    [
        ("for <bdi>Oak Ltd.</bdi>. Nothing", False, "for <bdi>Oak Ltd.</bdi> Nothing"),
        ("Do we?\u2069. Said by somebody", False, "Do we?\u2069. Said by somebody"),
        ("for \u2068Oak Ltd.\u2069.", True, "for \u2068Oak Ltd.\u2069"),
        ("<bdi>Who cares?</bdi>.", False, "<bdi>Who cares?</bdi>"),
        ("<bdi>Oak</bdi>.", False, "<bdi>Oak</bdi>."),
        ("It goes on ... and on..", False, "It goes on ... and on.."),
        ("<h1>End <bdi>Do we care?</bdi>?</h1>", False, "<h1>End <bdi>Do we care?</bdi></h1>"),
        ("Leave <bdi>Who’s in…</bdi>?", False, "Leave <bdi>Who’s in…</bdi>?"),
        ("for Homes & Co.. Nothing", True, "for Homes & Co. Nothing"),
        ("It goes on ... Here?", True, "It goes on ... Here?"),
    ],
)
def test_sentence_that_closes_with_a_name_has_one_end(text, alone, left):
    assert with_one_end(text, names_alone=alone) == left


@pytest.mark.parametrize(
    ("sentence", "name", "left"),
    [
        (
            "Kept for {name}. Nothing is sent.",
            "Oak Ltd.",
            "Kept for \u2068Oak Ltd.\u2069 Nothing is sent.",
        ),
        ("Kept for {name}.", "Who cares?", "Kept for \u2068Who cares?\u2069"),
        ("Kept for {name}.", "Oak", "Kept for \u2068Oak\u2069."),
        ("Kept for {name}.", "Oak ...", "Kept for \u2068Oak ...\u2069."),
        ("Who looks after {name}?", "Do we care?", "Who looks after \u2068Do we care?\u2069"),
        ("Who looks after {name}?", "Oak Ltd.", "Who looks after \u2068Oak Ltd.\u2069?"),
        ("{name} is here already.", "Oak Ltd.", "\u2068Oak Ltd.\u2069 is here already."),
    ],
)
def test_sentence_that_a_name_closes_is_closed_once(sentence, name, left):
    assert with_names(sentence, name=name) == left


@pytest.mark.parametrize("odd", ["{name}", "{place}", "{name}.", "{other}", "%(name)s"])
def test_name_that_looks_like_a_slot_stays_as_it_is(odd):
    sentence = "{place} has a team called {name} already, and {other}."
    left = f"\u2068{odd}\u2069 has a team called \u2068Oak\u2069 already, and {{other}}."
    assert with_names(sentence, place=odd, name="Oak") == left


def test_translated_sentence_is_closed_once_and_others_words_are_left_alone():
    text = (
        "{% blocktranslate %}For <bdi>{{ name }}</bdi>.{% endblocktranslate %}"
        "{% blocktranslate asvar kept %}At <bdi>{{ name }}</bdi>.{% endblocktranslate %}|"
        "{{ kept }}|<p>{{ words }}</p>"
    )
    page = Template(text).render(Context({"name": "Oak & Co.", "words": "Do we?\u2069."}))
    assert page == ("For <bdi>Oak &amp; Co.</bdi>|At <bdi>Oak &amp; Co.</bdi>|<p>Do we?\u2069.</p>")


def test_names_in_a_row_that_close_a_sentence_stand_where_it_is_closed_once():
    """Every other sentence with a name at its end is a translated one, which sees to it."""
    ends = re.compile(r"(?:</bdi>|endfor %\})\.")
    translated = re.compile(r"{% (blocktranslate|one_end).*?{% end\1 %}", re.DOTALL)
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if ends.search(translated.sub("", path.read_text(encoding="utf-8"))):
            wrong.append(str(path))
    assert wrong == []


def test_name_that_closes_a_translated_sentence_is_marked_as_one():
    """A level or a framework may be called “Do we?”: then that is the end of it."""
    names = "level|place|name|team|service|organisation|body|theme|line"
    closes = re.compile(rf"{{{{ (?:{names}) }}}}(?:</(?!bdi)\w+>)*[.?](?!\.)")
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        sentences = closes.findall(path.read_text(encoding="utf-8"))
        wrong += [f"{path.name}: {sentence}" for sentence in sentences]
    assert wrong == []


def test_names_are_filled_in_by_one_rule():
    """No sentence of ours gets a name by itself, with an end that nobody looks at."""
    alone = re.compile(r"\.replace\(\s*[^()]*isolated\(")
    others = [str(module) for module in modules(*APPS) if alone.search(module.text)]
    assert others == []


def test_pages_and_letters_close_with_one_end(client, manager, service, framework):
    """What is told of a team and a body whose names have an end, on a page and by letter."""
    body = CommissioningBodyFactory(name="Homes & Co.")
    service.name = "The Willows Inc."
    service.save()
    tell([manager], "share_answered", service=service, organisation=body, path="/share/")
    client.force_login(manager)
    page = client.get("/").content.decode()
    assert "has answered the report of <bdi>The Willows Inc.</bdi>" in page
    assert "Inc.</bdi>." not in page
    message = message_of(list(Letter.objects.all()))
    for text in (str(message.body), str(message.alternatives[0][0])):
        assert "The Willows Inc." in text
        assert ".." not in re.sub(r"</?bdi>|[\u2068\u2069]", "", text)
