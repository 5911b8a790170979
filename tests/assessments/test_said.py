"""What a page finds of what was said: of its own team, and nothing else."""

from functools import partial

import pytest
from django.http import Http404

from assessments import actions, selectors
from assessments.models import Example, FactorNote, StepReview

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(other_service, framework, elsewhere):
    """Return the conversation of another team, with a help and a step."""
    talk = actions.start(service=other_service, framework=framework, length="more", by=elsewhere)
    actions.name_factor(talk, kind="help", words="Their help", by=elsewhere)
    actions.try_step(talk, what="Their step", by=elsewhere)
    return talk


def test_factor_of_another_team_is_not_found(conversation, theirs):
    factor = theirs.factor_notes.get().factor
    assert selectors.factor(theirs, str(factor.pk)) == factor
    with pytest.raises(Http404):
        selectors.factor(conversation, str(factor.pk))


def test_step_of_another_team_is_not_found(conversation, theirs):
    step = theirs.step_reviews.get().step
    assert selectors.step(theirs, str(step.pk)) == step
    with pytest.raises(Http404):
        selectors.step(conversation, str(step.pk))


def test_rows_of_another_conversation_are_not_found(conversation, theirs, elsewhere, soil):
    """Neither an example, nor a factor, a step, a context note or an ask."""
    note = theirs.factor_notes.get()
    example = actions.add_example(theirs, words="Theirs", by=elsewhere)
    around = actions.add_around(theirs, happened_on=theirs.held_on, words="Moved", by=elsewhere)
    obstacle = actions.name_factor(
        theirs, kind="obstacle", words="Money", reach="someone_else", by=elsewhere
    )
    finders = [
        (partial(selectors.row, Example), example.pk),
        (partial(selectors.row, FactorNote), note.pk),
        (partial(selectors.row, StepReview), theirs.step_reviews.get().pk),
        (selectors.around_note, around.pk),
        (selectors.ask_of_team, obstacle.factor.ask.pk),
    ]
    for find, pk in finders:
        assert find(theirs, pk).pk == pk
        with pytest.raises(Http404):
            find(conversation, pk)
