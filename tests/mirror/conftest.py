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
    return next(
        edition for edition in all_published() if edition.for_services and edition.for_bodies
    )


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
    one_talk = talks.start(service=service, framework=framework, length="themes", by=by)
    theme = selectors.tree_of(one_talk).themes[line]
    row = selectors.line(one_talk, theme.code)
    choice = talks.Choice("placed", selectors.levels(one_talk)[level])
    talks.place(one_talk, row, choice, by=by)
    talks.add_example(one_talk, words=words, lines=[row], by=by)
    return talks.finish(one_talk, by=by)


@pytest.fixture
def pair(framework, service, manager, body, body_team, body_manager):
    question = actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    return actions.agree_to_link(question, team=body_team, by=body_manager)


@pytest.fixture
def ours(framework, service, manager):
    return talk(service, framework, OURS, manager)


@pytest.fixture
def theirs(framework, body_team, body_manager):
    return talk(body_team, framework, THEIRS, body_manager, level="here-and-there")
