"""Two sides that talk about one relationship, by a framework that both can answer."""

import pytest

from accounts.models import Service
from assessments import actions as talks
from assessments import selectors
from frameworks.models import Framework
from frameworks.selectors import all_published
from mirror import actions
from tests.frameworks.stored import load_shipped
from tests.people import in_team

OURS, THEIRS = "They ring back the same day.", "We mean to ring back, and mostly do."
SECRET = "The word that stays with us."


@pytest.fixture
def framework(db) -> Framework:
    load_shipped()
    return next(each for each in all_published() if each.for_services and each.for_bodies)


@pytest.fixture
def body_team(body) -> Service:
    return Service.objects.create(organisation=body, name="Commissioning", slug="commissioning")


@pytest.fixture
def body_manager(body_team):
    return in_team(body_team, "manager", "Bo Dy")


@pytest.fixture
def body_member(body_team):
    return in_team(body_team, "contributor", "Bea Member")


def talk(service, framework, words, by, *, level="usual-here", line=0):
    """Finish a conversation that says these words of one theme, and places it."""
    begun = talks.start(service=service, framework=framework, length="themes", by=by)
    theme = selectors.tree_of(begun).themes[line]
    row = selectors.line(begun, theme.code)
    choice = talks.Choice("placed", selectors.levels(begun)[level])
    talks.place(begun, row, choice, by=by)
    talks.add_example(begun, words=words, lines=[row], by=by)
    return talks.finish(begun, by=by)


@pytest.fixture
def pair(framework, service, manager, body, body_team, body_manager):
    asked = actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    return actions.agree_to_link(asked, team=body_team, by=body_manager)


@pytest.fixture
def ours(framework, service, manager):
    return talk(service, framework, OURS, manager)


@pytest.fixture
def theirs(framework, body_team, body_manager):
    return talk(body_team, framework, THEIRS, body_manager, level="here-and-there")
