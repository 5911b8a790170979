"""People's words made fit for print."""

import re
import time
import unicodedata

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from record.words.own_words import LONGEST_RUN, MOST_LINES, MOST_MARKS, paragraphs, printable

ZERO_WIDTH_SPACE = "\u200b"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
BRITAIN = "\U0001f1ec\U0001f1e7"
THUMB = "\U0001f44d\U0001f3fd"
ODD = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("a \n\t\r\0\u0301\u200d\u00a0\u200b\ud800\u202e\U0001f1ec\U0001f3fd"),
    ),
    max_size=300,
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("We rang them into the third.", "We rang them into the third."),
        ("", ""),
        ("  begun \n", "begun"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\n\n\n \t\n\ntwo", "one\n\ntwo"),
        ("a\x00b\x07c\x1b[0m\ufffe", "abc[0m"),
        ("half \ud83d a pair", "half  a pair"),
        ("plain \u202edrawkcab\u202c", "plain drawkcab"),
        ("w\u0302 y\u0302", "\u0175 \u0177"),
        ("شكرا · תודה · ধন্যবাদ", "شكرا · תודה · ধন্যবাদ"),
        (f"{FAMILY} {WALES} {BRITAIN} {THUMB}", f"{FAMILY} {WALES} {BRITAIN} {THUMB}"),
    ],
)
def test_words_as_typed_and_as_printed(typed, printed) -> None:
    assert printable(typed) == printed


def test_long_run_gets_places_to_break() -> None:
    assert printable("w" * 100) == ZERO_WIDTH_SPACE.join(["w" * 40, "w" * 40, "w" * 20])


def test_run_of_forty_is_left_alone() -> None:
    assert printable("w" * LONGEST_RUN) == "w" * LONGEST_RUN


def test_run_joined_by_spaces_that_do_not_break_gets_places_to_break() -> None:
    assert ZERO_WIDTH_SPACE in printable("word\u00a0" * 20)


@pytest.mark.parametrize("sign", [FAMILY, WALES, BRITAIN, THUMB, "e\u0323\u0302\u0310"])
def test_break_never_falls_inside_a_sign(sign) -> None:
    whole = unicodedata.normalize("NFC", sign)
    pieces = printable(sign * 30).split(ZERO_WIDTH_SPACE)
    assert len(pieces) > 1
    assert [piece for piece in pieces if len(piece) % len(whole) or whole not in piece] == []


def test_endless_sign_is_broken_all_the_same() -> None:
    pieces = printable("a\u200d" * 500).split(ZERO_WIDTH_SPACE)
    assert max(map(len, pieces)) <= 2 * LONGEST_RUN


@pytest.mark.parametrize("between", ["", "\u200d", "\u200c"])
def test_heap_of_marks_is_cut_short(between) -> None:
    printed = printable("Z" + ("\u0335" + between) * 200)
    assert printed.count("\u0335") == MOST_MARKS


def test_line_breaks_beyond_a_hundred_flow_on() -> None:
    printed = printable("x\n" * 25_000)
    assert (printed.count("\n"), printed.count("x")) == (MOST_LINES, 25_000)


def test_five_thousand_characters_are_quickly_done() -> None:
    start = time.perf_counter()
    for sample in ("w" * 5000, "x\n" * 2500, "a\u0301\u200d" * 1600, "\n \t" * 1600):
        printable(sample)
    assert time.perf_counter() - start < 2  # 0.02 s here: only something that runs away is caught


@given(ODD)
def test_printed_words_are_safe_whatever_was_typed(typed) -> None:
    printed = printable(typed)
    kinds = {unicodedata.category(sign) for sign in printed if sign not in "\n\t"}
    assert not kinds & {"Cc", "Cs"}
    assert "\n\n\n" not in printed
    assert not re.search(rf"[^\s{ZERO_WIDTH_SPACE}]{{{2 * LONGEST_RUN + 1}}}", printed)
    assert printed.count("\n") <= MOST_LINES


@given(ODD)
def test_printing_what_is_printable_changes_nothing(typed) -> None:
    assert printable(printable(typed)) == printable(typed)


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=300))
def test_no_letter_is_lost(typed) -> None:
    printed = printable(typed).replace(ZERO_WIDTH_SPACE, "")
    assert printed == unicodedata.normalize("NFC", typed)


def test_paragraphs_are_lists_of_lines() -> None:
    assert paragraphs("one\ntwo\n\n\n\nthree") == [["one", "two"], ["three"]]


def test_nothing_typed_gives_no_paragraph() -> None:
    assert paragraphs(" \n\n ") == []


# --- The filters


def rendered(template: str, words: object) -> str:
    source = engines["django"].from_string("{% load reports %}" + template)
    return source.render({"words": words})


def test_filter_printable_escapes() -> None:
    assert rendered("{{ words|printable }}", "<b>\x00 & \"'") == "&lt;b&gt; &amp; &quot;&#x27;"


def test_filter_paragraphs_escapes_and_finds_the_direction() -> None:
    assert rendered("{{ words|paragraphs }}", "<one>\ntwo\n\n{{ three }}") == (
        '<p dir="auto">&lt;one&gt;<br>two</p>\n<p dir="auto">{{ three }}</p>'
    )


def test_filter_paragraphs_of_nothing_is_nothing() -> None:
    assert rendered("{{ words|paragraphs }}", "") == ""
