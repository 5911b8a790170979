"""Names from right to left stay apart from the sentence around them."""

import pytest

from pages.words import directed, isolated_inside


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
