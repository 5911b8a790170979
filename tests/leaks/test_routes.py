"""Nothing leaks: every route, by everybody, to everything, with every method."""

import logging

import pytest

from tests.leaks.table import TABLE
from tests.leaks.walk import Walk, routes
from tests.leaks.world import World
from tests.reports.documents import poppler

# So many side by side: in one it would take as long as a fifth of all tests.
PARTS = 8
# Words that no page prints, and why. Whatever is planted must otherwise be seen by somebody.
NEVER_SHOWN: dict[str, str] = {}


def test_every_route_has_a_row():
    assert sorted(set(routes()) - set(TABLE)) == []


def test_every_row_is_of_a_route():
    assert sorted(set(TABLE) - set(routes())) == []


@pytest.mark.pdf
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_leaks(world: World, caplog, record_property, part):
    poppler("pdftotext")
    caplog.set_level(logging.ERROR, "django.request")
    walk, named = Walk(world), list(TABLE)[part::PARTS]
    walk.everything(named)
    record_property("cells", walk.asked)
    record_property("leaks", len(walk.wrong))
    assert not walk.wrong, "\n".join([f"{len(walk.wrong)} of {walk.asked}:", *walk.wrong])
    assert walk.passed_over(named) == []


@pytest.mark.pdf
def test_every_word_that_was_planted_is_read_by_somebody(world: World, caplog):
    poppler("pdftotext")
    caplog.set_level(logging.ERROR, "django.request")
    walk, planted = Walk(world), {word["field"] for word in world.words.values()}
    walk.pages(planted - set(NEVER_SHOWN))
    assert planted - walk.seen == set(NEVER_SHOWN)
