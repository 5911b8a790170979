"""Nothing leaks: every route, by everybody, to everything, with every method."""

import logging

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.signing_in.second_step import is_due
from tests.leaks.table import TABLE
from tests.leaks.walk import Walk, address, routes
from tests.leaks.world import ACTORS, OWN, World
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
    record_property("cells", walk.requests)
    record_property("leaks", len(walk.wrong))
    assert not walk.wrong, "\n".join([f"{len(walk.wrong)} of {walk.requests}:", *walk.wrong])
    assert walk.passed_over(named) == []


@pytest.mark.pdf
def test_who_leads_a_body_chooses_a_second_step_to_run_it_and_reads_at_once(
    world: World, caplog, settings
):
    """Whatever only its lead may do leads to the choice, and no other address of theirs does."""
    caplog.set_level(logging.ERROR, "django.request")
    settings.SECOND_STEP = True
    actor, target, walk = world.actors["body lead"], world.targets[OWN], Walk(world)
    assert not is_due(User.objects.get(email=ACTORS["body lead"]))
    leads_on, runs = [], []
    for route in set(TABLE) - {"ours"}:  # which leads on to a page that asks
        for _number, (row, slug) in walk.asked_for(route):
            for method, statuses in row.answers.items():
                who = actor.to(target if slug else None, row.of)
                if slug not in {"", OWN} or statuses is None or row.expected(method, who) == 404:
                    continue
                path = address(route, row, target if slug else None)
                answer = walk.ask(actor, method, path)
                request = f"{method} {path}"
                if answer.headers.get("Location") == reverse("mfa_index"):
                    leads_on.append(request)
                if "body-lead" in statuses:
                    runs.append(request)
    assert sorted(leads_on) == sorted(runs)
    assert len(runs) > 20


@pytest.mark.pdf
def test_every_word_that_was_planted_is_read_by_somebody(world: World, caplog):
    poppler("pdftotext")
    caplog.set_level(logging.ERROR, "django.request")
    walk, planted = Walk(world), {word["field"] for word in world.words.values()}
    walk.pages(planted - set(NEVER_SHOWN))
    assert planted - walk.seen == set(NEVER_SHOWN)
