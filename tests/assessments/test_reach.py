"""Conversations, records and notes are the team's: of whoever is in it now, and of nobody else."""

import pytest
from django.urls import reverse

from accounts.actions import close_account, end_membership
from assessments import actions, selectors
from assessments.models import Assessment, Closure

OTHERS = ("sibling", "elsewhere", "lead", "commissioner", "outsider")


def reached(user) -> list[object]:
    """Return what somebody reaches: conversations, then records."""
    return [*Assessment.objects.reachable_by(user), *Closure.objects.reachable_by(user)]


@pytest.fixture
def talk_and_record(conversation, contributor) -> list[object]:
    """Return a finished conversation and its record."""
    closure = actions.finish(conversation, by=contributor)
    return [conversation, closure]


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_is_reached_from_outside(request, talk_and_record, manager, name):
    assert reached(request.getfixturevalue(name)) == []
    assert reached(manager) == talk_and_record


def test_nothing_is_reached_by_who_was_in_the_team(talk_and_record, contributor, manager):
    end_membership(contributor.service_memberships.get(), by=manager)
    assert reached(contributor) == []


def test_nothing_is_reached_by_a_closed_account(talk_and_record, contributor, manager):
    contributor.is_active = False
    contributor.save(update_fields=["is_active"])
    assert reached(contributor) == []
    close_account(manager, by=manager)
    manager.refresh_from_db()
    assert reached(manager) == []


def test_what_was_set_aside_has_no_page(conversation, manager, colleague):
    address = reverse("conversation", args=[conversation.pk])
    assert colleague.get(address).status_code == 200
    actions.set_aside(conversation, by=manager)
    assert colleague.get(address).status_code == 404


def test_notes_wait_for_their_own_team(service, sibling_service, contributor):
    note = actions.keep_note(service=service, words="A line", by=contributor)
    assert selectors.waiting_notes(service) == [note]
    assert selectors.waiting_notes(sibling_service) == []
