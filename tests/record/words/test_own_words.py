"""The first line that says something, whatever was pasted around it."""

import pytest

from record.words.own_words import after_first_line, first_line, same_words
from record.words.phrases import joined, own_words, text


@pytest.mark.parametrize(
    ("words", "first", "after"),
    [
        ("We meet", "We meet", ""),
        ("\n  we meet  \nand more", "we meet", "and more"),
        ("Strengths:\nWe meet", "We meet", ""),
        ("Strengths:\n- We meet\n- We eat", "We meet", "Strengths: We eat"),
        ("> We meet\n> We eat", "We meet", "We eat"),
        ("▶ We meet\n» We eat\n» We go", "We meet", "» We eat\n» We go"),
        ("第一、我们谈\n第二、我们听", "我们谈", "我们听"),
        ("（一）我们谈", "我们谈", ""),
        ("☐ We meet\n☑ We eat", "☐ We meet", "☑ We eat"),
        ("- [ ] We meet", "[ ] We meet", ""),
        ("**Rules**\n* We meet\n* We eat", "We meet", "Rules: We eat"),
        ("1.\nWe meet", "We meet", ""),
        ("1. We meet\n2. We eat", "We meet", "We eat"),
        ("a) We meet\nb) We eat", "We meet", "We eat"),
        ("(1) We meet", "We meet", ""),
        ("A) We meet\nB) We eat", "We meet", "We eat"),
        ("A. is not here\nand nobody asks", "A. is not here", "and nobody asks"),
        ("- We meet\n- We eat", "We meet", "We eat"),
        ("- We meet\n- We eat\n- We go", "We meet", "- We eat\n- We go"),
        ("We meet\n- We eat", "We meet", "We eat"),
        ("We meet\n\n- We eat\n\n", "We meet", "We eat"),
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
        ("1️⃣ We meet\n2️⃣ We eat", "We meet", "We eat"),
        ("ii) We meet\niv) We eat", "We meet", "We eat"),
        ("→ We meet", "We meet", ""),
        ("# Strengths:\nWe meet", "We meet", ""),
        ("**Strengths**\nWe meet", "We meet", ""),
        ("**Strengths**\n**Weaknesses**", "**Strengths**", ""),
        ("It **really** holds", "It **really** holds", ""),
        ("#1 in the street", "#1 in the street", ""),
        ("优点：\n・我们见面", "我们见面", ""),
        ("１．我们见面", "我们见面", ""),
        ("١. نلتقي", "نلتقي", ""),
        ("•We meet\n•We eat", "We meet", "We eat"),
        ("o\tWe meet\no\tWe eat", "We meet", "We eat"),
        ("\uf0b7\tWe meet", "We meet", ""),
        ("§\tWe meet", "We meet", ""),
        ("1.1\tWe meet\n1.2.\tWe eat", "We meet", "We eat"),
        ("-> We meet\n=> We eat", "We meet", "We eat"),
        ("① We meet\n②We eat", "We meet", "We eat"),
        ("א. אנחנו נפגשים", "אנחנו נפגשים", ""),
        ("а) мы\nб) вы", "мы", "вы"),
        ("ก. เราคุยกัน", "เราคุยกัน", ""),
        ("o what a night", "o what a night", ""),
        ("1.1 posts are empty", "1.1 posts are empty", ""),
        ("+ 2 posts", "+ 2 posts", ""),
        ("نقاط القوة:\nنلتقي كل يوم", "نلتقي كل يوم", ""),
    ],
)
def test_first_line_that_says_something(words, first, after):
    assert after_first_line(words) == after
    assert first_line(words) == first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The lift", "the LIFT"),
        ("The lift", " The  lift\n"),
        ("The lift", "The lift."),
        ("The lift", "- The lift"),
        ("The residents' kitchen", "The residents’ kitchen"),
        ("Le café", "Le cafe\u0301"),
        ("المصعد", "المصعد."),
        ("מה קורה?", "מה קורה"),
    ],
)
def test_same_words_however_they_were_typed(one, other):
    assert same_words(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("The lift", "The lifts"), ("???", "!!!"), ("", "The lift"), ("No 1", "No 2")],
)
def test_other_words_are_not_the_same(one, other):
    assert not same_words(one, other)


def test_lines_that_people_wrote_stay_lines():
    html = own_words("We:\n- <meet>\n- eat").html

    assert html == '<bdi dir="auto">We:<br>- &lt;meet&gt;<br>- eat</bdi>'
    html = joined(text("Why:"), own_words("- <meet>\n- eat")).html  # it begins a line of its own
    assert html.endswith('<span class="own-list">- &lt;meet&gt;<br>- eat</span></bdi>')


@pytest.mark.parametrize(
    ("words", "alone", "before_another"),
    [
        ("- meet\n- eat", "- meet\n- eat", "- meet\n- eat. Gone."),
        ("1) meet\n2) eat!", "1) meet\n2) eat!", "1) meet\n2) eat! Gone."),
        ("- meet\nand eat", "- meet\nand eat.", "- meet\nand eat. Gone."),
    ],
)
def test_last_item_of_a_list_has_no_full_stop_where_nothing_follows(words, alone, before_another):
    assert own_words(words).plain == alone
    assert joined(own_words(words), text("Gone.")).plain == before_another
