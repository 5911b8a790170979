"""What is in a database already survives an upgrade."""

import datetime as dt
import gc
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module

import pytest
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from accounts.models import User
from assessments import actions
from assessments.models import Assessment, Contribution, Example
from frameworks.models import Framework
from tests.factories import ServiceFactory
from tests.frameworks.tiny import load_tiny
from tests.people import in_team

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


@dataclass
class Team:
    """A team with an open conversation."""

    name: str
    framework: Framework
    by: User = field(init=False)
    talk: Assessment = field(init=False)

    def __post_init__(self) -> None:
        """Begin it."""
        service = ServiceFactory(name=self.name, slug=self.name.lower())
        self.by = in_team(service, "contributor", f"{self.name} Worker")
        self.talk = actions.start(
            service=service, framework=self.framework, length="themes", by=self.by
        )


@dataclass
class Teams:
    """Three teams, each with what it said under the newest migration."""

    moved: Team
    ordered: Team
    doubled: Team

    def speak(self) -> list[Example]:
        """Say what is to be found again; return what the second said, in its order."""
        talk, framework = self.moved.talk, self.moved.framework
        soil, level = framework.lines.get(code="soil"), framework.levels.first()
        actions.place(talk, soil, actions.Choice("placed", level), by=self.moved.by, seen=0)
        actions.add_example(talk, words="It dries out.", by=self.moved.by, lines=[soil])
        words = ["First.", "Second.", "Third."]
        talk, by = self.ordered.talk, self.ordered.by
        return [actions.add_example(talk, words=each, by=by) for each in words]


@pytest.fixture(scope="module")
def upgraded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Teams]:
    """Return three teams in a database that was taken back to the first migration and up again.

    To go there and back takes longer than a hundred tests, so they go together. On the way up each
    comes by what lay in databases of its time. In the end everything is emptied.
    """
    with django_db_blocker.unblock():
        framework = load_tiny()
        teams = Teams(*(Team(name, framework) for name in ("Ash", "Beech", "Cherry")))
        said = teams.speak()
        try:
            try:
                under_another_key(migrate(BEFORE), teams.moved.talk)
                in_the_order_of_times(migrate(NO_ORDER), said)
                open_in_two_versions(migrate(TWO_OPEN), teams.doubled.talk)
            finally:
                migrate()
            yield teams
        finally:
            call_command("flush", verbosity=0, interactive=False)


def under_another_key(then: Apps, talk: Assessment) -> None:
    """Let what the team said belong to a contribution with a key of its own."""
    contributions = then.get_model("assessments", "Contribution").objects
    other = uuid.uuid4()
    # Of one assessment there may be one team's contribution, so the old one makes room.
    contributions.filter(pk=talk.pk).update(kind="moved")
    contributions.create(pk=other, assessment_id=talk.pk, kind="team")
    for said in ("Judgement", "Evidence"):
        rows = then.get_model("assessments", said).objects
        rows.filter(contribution=talk.pk).update(contribution=other)
    contributions.filter(pk=talk.pk).delete()


def in_the_order_of_times(then: Apps, said: list[Example]) -> None:
    """Let the last be the first by its time."""
    examples = then.get_model("assessments", "Evidence").objects
    for seconds, example in enumerate(reversed(said)):
        at = example.added_at + dt.timedelta(seconds=seconds)
        examples.filter(pk=example.pk).update(added_at=at)


def open_in_two_versions(then: Apps, talk: Assessment) -> None:
    """Let another conversation be open, in a newer version and begun a day later."""
    frameworks = then.get_model("frameworks", "Framework").objects
    assessments = then.get_model("assessments", "Assessment").objects
    newer = frameworks.get(pk=talk.framework_id)
    newer.pk, newer.version = None, "2.1"
    newer.save(force_insert=True)
    another = assessments.get(pk=talk.pk)
    another.pk, another.framework_id = uuid.uuid4(), newer.pk
    another.started_at += dt.timedelta(days=1)
    another.save(force_insert=True)


@pytest.mark.django_db
def test_what_teams_said_moves_under_their_conversations_key(upgraded: Teams) -> None:
    talk, level = upgraded.moved.talk, upgraded.moved.framework.levels.first()
    (team,) = Contribution.objects.filter(assessment=talk)
    assert team.pk == talk.pk
    assert team.judgements.get().level == level
    assert team.examples.get().words == "It dries out."


@pytest.mark.django_db
def test_what_stood_in_the_order_of_its_times_stands_in_it_by_a_column(upgraded: Teams) -> None:
    talk = upgraded.ordered.talk
    found = Example.objects.filter(contribution=talk.pk).values_list("words", "order")
    assert list(found) == [("Third.", 1), ("Second.", 2), ("First.", 3)]


@pytest.mark.django_db
def test_of_two_open_in_two_versions_the_later_stays_open(upgraded: Teams) -> None:
    talk, by = upgraded.doubled.talk, upgraded.doubled.by
    later, first = Assessment.objects.filter(service=talk.service).order_by("-started_at")
    assert (later.is_open, first.is_open) == (True, False)
    assert first.set_aside_by == by
    assert {later.framework_slug, first.framework_slug} == {talk.framework.slug}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=first.pk).update(set_aside_at=None, set_aside_by=None)


@pytest.mark.django_db(transaction=True)
def test_log_of_the_admin_goes_with_the_names_in_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_admin_log (object_repr varchar(200))")
        cursor.execute("INSERT INTO django_admin_log VALUES ('Con Tributor')")
    module = import_module("accounts.migrations.0020_no_admin_log")
    for _time in range(2):  # where it never was, there is nothing to drop
        with connection.schema_editor() as editor:
            for operation in module.Migration.operations:
                operation.database_forwards("accounts", editor, None, None)
        assert "django_admin_log" not in connection.introspection.table_names()
