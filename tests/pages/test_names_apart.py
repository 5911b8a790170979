"""Names from right to left stay apart from the sentence around them; none is a link in a letter."""

import re
from urllib.parse import urlsplit

import idna
import pytest
from django.utils.html import urlize

from pages.words import directed, isolated_inside, unlinked


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Next: soil", "Next: soil"),
        ("<b>", "&lt;b&gt;"),
        ("Next: الأرض.", "Next: <bdi>الأرض</bdi>."),
        (
            "the team of بيت الجار, مؤسسة البلوط.",
            "the team of <bdi>بيت الجار</bdi>, <bdi>مؤسسة البلوط</bdi>.",
        ),
        ("إطار 1.0. With thanks", "<bdi>إطار</bdi> 1.0. With thanks"),
        ("שלום and Łódź", "<bdi>שלום</bdi> and Łódź"),
    ],
)
def test_names_are_directed(text, html):
    assert directed(text) == html
    marks = html.replace("<bdi>", "\u2068").replace("</bdi>", "\u2069")
    if "&" not in html:
        assert isolated_inside(text) == marks


# What mail programs look for: a scheme, "www.", a domain with or without a path, a mailbox,
# a folder of another machine.
LOOKS_LIKE_A_LINK = re.compile(r"\w:[/\\]|\w:\w*@|www\.|\w[.。．｡․]\w|\w[@＠]\w|\\\\\w")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "https://evil.example/pay",
            "HTTPS://EVIL.COM",
            "http://evil",
            "ftp://evil.com",
            "//evil.com/x",
        ),
        *(
            "www.evil.com",
            "evil.com",
            "evil.com/x",
            "(evil.com)",
            "“evil.com”",
            "Pay at evil.co.uk/now.",
        ),
        *(
            "pay@evil.com",
            "a.b@evil.com",
            "mailto:pay@evil.com",
            "http://user:pw@evil.com:80/x?q=a.b",
        ),
        *("http:\\\\evil.com", "\\\\evil.com\\share", "file:///srv/x", "http://10.0.0.1/x"),
        *(
            "evil。com",
            "evil．com/x",
            "evil․com",
            "münchen.de",
            "בית.com",
            "http://xn--80ak6aa92e.com",
        ),
        *("Homeless.org", "St.Mungo’s", "A.B.C.", "No.5"),
    ],
)
def test_name_that_is_an_address_is_no_link_and_reads_the_same(name):
    text = unlinked(name)
    assert text.replace("\u200e", "") == name
    assert not LOOKS_LIKE_A_LINK.search(text)
    assert unlinked(text) == text
    for address in re.findall(
        'href="([^"]*)"', urlize(text)
    ):  # where a program looks over the mark
        with pytest.raises(idna.InvalidCodepoint):
            idna.encode(urlsplit(address).hostname, uts46=True)


@pytest.mark.parametrize(
    "name", ["Dr. Smith", "St. Mungo’s", "Oak Trust Ltd.", "10:30 club", "Hm... yes", "Do we care?"]
)
def test_name_that_is_no_address_stays_as_it_is(name):
    assert unlinked(name) == name
