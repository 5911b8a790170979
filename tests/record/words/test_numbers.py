"""Where one is among so many."""

import pytest

from record.words.days import place_among


@pytest.mark.parametrize(
    ("number", "of", "words"),
    [
        (1, 1, ""),
        (1, 2, "First of two; stop when you like."),
        (2, 5, "Second of five; stop when you like."),
        (12, 12, "Twelfth of twelve; stop when you like."),
        (3, 19, "Page 3 of 19; stop when you like."),
    ],
)
def test_place_is_said_in_words(number, of, words):
    assert place_among(number, of) == words
