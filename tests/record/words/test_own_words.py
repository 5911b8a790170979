"""The first line that says something, whatever was pasted around it."""

import pytest

from record.words.own_words import after_first_line, first_line
from record.words.phrases import own_words


@pytest.mark.parametrize(
    ("words", "first", "after"),
    [
        ("We meet", "We meet", ""),
        ("\n  we meet  \nand more", "we meet", "and more"),
        ("Strengths:\nWe meet", "We meet", ""),
        ("Strengths:\n- We meet\n- We eat", "We meet", "Strengths:\n- We eat"),
        ("1.\nWe meet", "We meet", ""),
        ("1. We meet\n2. We eat", "We meet", "2. We eat"),
        ("a) We meet\nb) We eat", "We meet", "b) We eat"),
        ("(1) We meet", "We meet", ""),
        ("- We meet\n- We eat", "We meet", "- We eat"),
        ("• We meet", "We meet", ""),
        ("•\tWe meet", "We meet", ""),
        ("– We meet", "We meet", ""),
        ("1.5 hours a week", "1.5 hours a week", ""),
        ("-18 outside, and warm in here", "-18 outside, and warm in here", ""),
        ("2 people came", "2 people came", ""),
        ("Strengths:", "Strengths", ""),
        ("Strengths:\nWeaknesses:", "Strengths", ""),
        ("One thing: we meet", "One thing: we meet", ""),
        ("-", "", ""),
        ("1.\n2.", "", ""),
        (" \n ", "", ""),
        ("", "", ""),
        ("نقاط القوة:\nنلتقي كل يوم", "نلتقي كل يوم", ""),
    ],
)
def test_first_line_that_says_something(words, first, after):
    assert after_first_line(words) == after
    assert first_line(words) == first


def test_lines_that_people_wrote_stay_lines():
    html = own_words("We:\n- <meet>\n- eat").html

    assert html == '<bdi dir="auto">We:<br>- &lt;meet&gt;<br>- eat.</bdi>'
