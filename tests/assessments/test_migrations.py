"""What is in a database already survives an upgrade."""

import datetime as dt
import gc
import uuid

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from assessments import actions
from assessments.models import Assessment, Contribution, Example
from frameworks.models import Level, Line

BEFORE = [("assessments", "0001_assessments")]
NO_ORDER = [("assessments", "0004_ask_put_in")]
TWO_OPEN = [("assessments", "0009_longer_links")]


def migrate(targets: list[tuple[str, str]] | None = None) -> Apps:
    """Go back to a migration, or forwards to the newest; gives the models as they were then."""
    executor = MigrationExecutor(connection)
    # A migration makes thousands of classes: the collector would walk them all again and again.
    gc.disable()
    try:
        return executor.migrate(targets or executor.loader.graph.leaf_nodes()).apps
    finally:
        gc.enable()


@pytest.mark.django_db(transaction=True)
def test_what_teams_said_moves_under_their_conversations_key(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    level = next(iter(levels.values()))
    actions.place(conversation, soil, actions.Choice("placed", level), by=contributor, seen=0)
    actions.add_example(conversation, words="It dries out.", by=contributor, lines=[soil])
    then = migrate(BEFORE)
    contributions = then.get_model("assessments", "Contribution").objects
    try:
        other = uuid.uuid4()
        # Of one assessment there may be one team's contribution, so the old one makes room.
        contributions.filter(pk=conversation.pk).update(kind="moved")
        contributions.create(pk=other, assessment_id=conversation.pk, kind="team")
        for said in ("Judgement", "Evidence"):
            then.get_model("assessments", said).objects.update(contribution=other)
        contributions.filter(pk=conversation.pk).delete()
    finally:
        migrate()

    (team,) = Contribution.objects.all()
    assert team.pk == conversation.pk
    assert team.judgements.get().level == level
    assert team.examples.get().words == "It dries out."


@pytest.mark.django_db(transaction=True)
def test_what_stood_in_the_order_of_its_times_stands_in_it_by_a_column(
    conversation: Assessment, contributor: User
) -> None:
    words = ["First.", "Second.", "Third."]
    said = [actions.add_example(conversation, words=each, by=contributor) for each in words]
    examples = migrate(NO_ORDER).get_model("assessments", "Evidence").objects
    try:
        for seconds, example in enumerate(reversed(said)):
            at = example.added_at + dt.timedelta(seconds=seconds)
            examples.filter(pk=example.pk).update(added_at=at)
    finally:
        migrate()

    found = Example.objects.filter(contribution=conversation.pk).values_list("words", "order")
    assert list(found) == [("Third.", 1), ("Second.", 2), ("First.", 3)]


@pytest.mark.django_db(transaction=True)
def test_of_two_open_in_two_versions_the_later_stays_open(
    conversation: Assessment, contributor: User
) -> None:
    then = migrate(TWO_OPEN)
    frameworks = then.get_model("frameworks", "Framework").objects
    assessments = then.get_model("assessments", "Assessment").objects
    try:
        newer = frameworks.get(pk=conversation.framework_id)
        newer.pk, newer.version = None, "2.1"
        newer.save(force_insert=True)
        talk = assessments.get(pk=conversation.pk)
        talk.pk, talk.framework_id = uuid.uuid4(), newer.pk
        talk.started_at += dt.timedelta(days=1)
        talk.save(force_insert=True)
    finally:
        migrate()

    later, first = Assessment.objects.order_by("-started_at")
    assert (later.is_open, first.is_open) == (True, False)
    assert first.set_aside_by == contributor
    assert {later.framework_slug, first.framework_slug} == {conversation.framework.slug}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=first.pk).update(set_aside_at=None, set_aside_by=None)
