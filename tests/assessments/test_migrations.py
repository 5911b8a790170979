"""What is in a database already survives an upgrade."""

import uuid

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from assessments import actions
from assessments.models import Assessment, Contribution, Evidence, Judgement
from frameworks.models import Level, Line

BEFORE = [("assessments", "0001_assessments")]
AFTER = [("assessments", "0004_ask_put_in")]


def migrate(targets: list[tuple[str, str]]) -> None:
    """Go to a migration, forwards or back."""
    MigrationExecutor(connection).migrate(targets)


@pytest.mark.django_db(transaction=True)
def test_what_teams_said_moves_under_their_conversations_key(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    level = next(iter(levels.values()))
    actions.place(conversation, soil, actions.Choice("placed", level), by=contributor, seen=0)
    actions.add_example(conversation, words="It dries out.", by=contributor, lines=[soil])
    migrate(BEFORE)
    try:
        other = uuid.uuid4()
        # Of one assessment there may be one team's contribution, so the old one makes room.
        Contribution.objects.filter(pk=conversation.pk).update(kind="moved")
        Contribution.objects.create(pk=other, assessment=conversation, kind="team")
        for said in (Judgement, Evidence):
            said.objects.update(contribution=other)
        Contribution.objects.filter(pk=conversation.pk).delete()
    finally:
        migrate(AFTER)

    (team,) = Contribution.objects.all()
    assert team.pk == conversation.pk
    assert team.judgements.get().level == level
    assert team.evidence.get().words == "It dries out."
