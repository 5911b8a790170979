"""What one person says otherwise than a team, and what stays as it is."""

import pytest

from record.words.singular import html_in_singular

NAMES = ("Our House", "Us & Them")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h1>Our talk</h1> We are here", "<h1>My talk</h1> I am here"),
        ("<h2>Our House and us</h2>", "<h2>Our House and me</h2>"),
        ("<p>Us &amp; Them, and us</p>", "<p>Us &amp; Them, and me</p>"),
        ('<p dir="auto">We <b>do our</b> bit</p> We', '<p dir="auto">We <b>do our</b> bit</p> I'),
        ('<b dir="auto">we<br>us</b> We', '<b dir="auto">we<br>us</b> I'),
        ("<bdi>we <bdi>our</bdi> us</bdi> We", "<bdi>we <bdi>our</bdi> us</bdi> I"),
        ('<input dir="auto" value="our"> We', '<input dir="auto" value="our"> I'),
        ("<textarea>our</textarea> We", "<textarea>our</textarea> I"),
        ('<script>x = "our"</script> We', '<script>x = "our"</script> I'),
        ('<a href="/us/" title="our">us</a>', '<a href="/us/" title="our">me</a>'),
        ("(https://us.org/us/we?a=our) We", "(https://us.org/us/we?a=our) I"),
        ("We said “our own way”.", "I said “our own way”."),
        ("Held by \u2068our cook\u2069. We", "Held by \u2068our cook\u2069. I"),
    ],
)
def test_only_words_of_ours_are_put_otherwise(page, expected):
    assert html_in_singular(page, NAMES) == expected
