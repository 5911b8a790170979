"""Nothing leaks: every route, by everybody, to everything, with every method."""

import logging

import pytest

from tests.leaks.table import TABLE
from tests.leaks.walk import Walk, routes
from tests.leaks.world import World
from tests.reports.documents import poppler

# Words that no page prints, and why. Whatever is planted must otherwise be seen by somebody.
NEVER_SHOWN: dict[str, str] = {}


def test_every_route_has_a_row():
    assert sorted(set(routes()) - set(TABLE)) == []


def test_every_row_is_of_a_route():
    assert sorted(set(TABLE) - set(routes())) == []


@pytest.mark.pdf
def test_nothing_leaks(world: World, caplog):
    poppler("pdftotext")
    caplog.set_level(logging.ERROR, "django.request")
    walk = Walk(world)
    walk.everything()
    assert not walk.wrong, "\n".join([f"{len(walk.wrong)} of {walk.asked}:", *walk.wrong])
    assert walk.passed_over == []
    unseen = {word["field"] for word in world.words.values()} - walk.seen
    assert unseen == set(NEVER_SHOWN)
