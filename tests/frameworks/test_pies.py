"""The framework that comes with Pizazz is complete, in the right words."""

import re

import pytest
from django.core.management import call_command

from frameworks import selectors
from frameworks.management.commands.load_frameworks import shipped
from tests.frameworks.entries import read_entries

ELEMENTS = {
    "Psychological awareness": {
        "empathy-awareness": "Empathy and emotional awareness",
        "approaches-techniques": "Approaches and techniques",
        "psychological-models": "Psychological models",
    },
    "Training and support": {
        "staff-training": "Staff training",
        "staff-support": "Staff support",
    },
    "Learning and enquiry": {
        "reflective-practice": "Reflective practice",
        "culture-of-enquiry": "A culture of enquiry",
        "sector-engagement": "Sector engagement",
        "evidence-generating-practice": "Evidence-generating practice",
    },
    "Spaces of opportunity": {
        "built-environment": "The built environment",
        "networks-surroundings": "Networks and surroundings",
        "pathways-systems": "Pathways, systems and system coherence",
    },
    "The Three Rs": {
        "rules-procedures": "Rules and procedures",
        "roles-relationships": "Roles and relationships",
        "responsiveness": "Responsiveness",
    },
}


@pytest.fixture
def pies(db):
    call_command("load_frameworks", verbosity=0)
    return selectors.tree_by_id(selectors.current_framework().pk)


def test_themes_and_elements(pies):
    elements = {
        theme.name: {element.code: element.name for element in theme.elements}
        for theme in pies.themes
    }
    assert elements == ELEMENTS
    assert list(elements) == list(ELEMENTS)


def test_levels_have_a_gloss_for_every_theme(pies):
    assert [level.name for level in pies.levels] == [
        "On our minds",
        "Here and there",
        "Usual here",
        "Well rooted",
    ]
    general = [level.gloss for level in pies.levels]
    for theme in pies.themes:
        own = [card.gloss for card in theme.cards]
        assert not set(own) & set(general)


def test_each_element_has_its_own_glosses(pies):
    elements = [element for theme in pies.themes for element in theme.elements]
    themes = {card.gloss for theme in pies.themes for card in theme.cards}
    own = [card.gloss for element in elements for card in element.cards]
    assert len(set(own)) == 15 * 4
    assert not set(own) & (themes | {level.gloss for level in pies.levels})


def test_nothing_is_blank(pies):
    assert pies.step_names == ("only just", "a little", "fairly", "mostly", "firmly")
    for theme in pies.themes:
        assert theme.summary
        assert theme.question.endswith("?")
        for element in theme.elements:
            assert element.summary
            assert element.going_well
            assert (len(element.tell), len(element.sideways)) == (1, 1)
    assert "pielink.net" in pies.source
    assert "our own wording" in pies.acknowledgement
    assert "CC BY 4.0" in pies.licence


def test_words_people_do_not_see():
    """Aliases are names that others use and stay as they are."""
    unwanted = re.compile(
        r"\b(users?|hinder\w*|closures?|closed|releases?|stale|improve\w*|scor\w+|assess\w+"
        r"|clients?|perform\w*|complian\w*|targets?|fail\w*|inspect\w*)\b|about them",
        re.IGNORECASE,
    )
    unseen = [
        (name, match.group())
        for path in shipped()
        for entry in read_entries(path)
        for name, value in entry["fields"].items()
        if isinstance(value, str) and name not in {"source", "acknowledgement", "licence"}
        for match in unwanted.finditer(value)
    ]
    assert unseen == []


def test_one_question_is_not_yes_or_no(pies):
    """A question with one answer when the manager is in the room is no question."""
    questions = [theme.question for theme in pies.themes]
    questions += [prompt for line in pies.lines for prompt in line.prompts]
    closed = re.compile(
        r"^(is|are|do|does|did|can|could|will|would|have|has|should)\b", re.IGNORECASE
    )
    assert [question for question in questions if closed.match(question)] == []
