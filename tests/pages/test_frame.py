import re

import pytest
from django.template import Context, RequestContext, Template
from django.utils import translation

from accounts.actions import tell
from accounts.actions.letter_words import message_of
from accounts.models import Letter
from pages.words import with_one_end
from tests.factories import CommissioningBodyFactory

FRAME = (
    "{% load frame i18n %}{{ who }}"
    "{% once %}[{% if who %}{{ who }}{% endif %}{% translate 'Search' %}]{% endonce %}"
)


def test_once_says_nothing_of_who_looks(rf):
    template = Template(FRAME)
    assert template.render(RequestContext(rf.get("/"), {"who": "Ann"})) == "Ann[Search]"
    assert template.render(Context({"who": "Ben"})) == "Ben[Search]"


def test_once_is_printed_anew_in_another_language():
    template = Template(FRAME)
    template.render(Context({"who": "Ann"}))
    with translation.override("de"):
        assert template.render(Context({"who": "Ann"})) == "Ann[Suchen]"
    assert template.render(Context({"who": "Ann"})) == "Ann[Search]"


def test_once_is_printed_once():
    template = Template("{% load frame %}{% once %}{% now 'u' %}{% endonce %}")
    assert len({template.render(Context()) for _time in range(3)}) == 1


@pytest.mark.parametrize(
    ("text", "alone", "left"),
    [
        ("for <bdi>Oak Ltd.</bdi>. Nothing", False, "for <bdi>Oak Ltd.</bdi> Nothing"),
        ("for \u2068Oak Ltd.\u2069.", False, "for \u2068Oak Ltd.\u2069"),
        ("<bdi>Who cares?</bdi>.", False, "<bdi>Who cares?</bdi>"),
        ("<bdi>Oak</bdi>.", False, "<bdi>Oak</bdi>."),
        ("It goes on ... and on..", False, "It goes on ... and on.."),
        ("for Homes & Co.. Nothing", True, "for Homes & Co. Nothing"),
        ("It goes on ... Here?", True, "It goes on ... Here?"),
    ],
)
def test_sentence_that_closes_with_a_name_has_one_end(text, alone, left):
    assert with_one_end(text, names_alone=alone) == left


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
