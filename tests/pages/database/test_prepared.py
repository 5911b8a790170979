"""A prepared query finds what the query itself finds, row for row."""

import contextlib
import datetime as dt
import uuid

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from accounts.models import Service, User
from assessments import actions
from assessments.models import Assessment, Example, Note
from pages.database.faults import Fault, fault_of
from pages.database.prepared import Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(service, framework, contributor):
    return actions.start(service=service, framework=framework, length="themes", by=contributor)


def reached(user, pk):
    rows = Assessment.objects.reachable_by(User(pk=user)).select_related("service__organisation")
    noted = Exists(Note.objects.filter(read_in=OuterRef("pk")))
    return rows.annotate(has_notes=noted).filter(pk=pk)


def examples_of(team, words):
    return Example.objects.filter(contribution=team, words=words, removed_at=None)


def in_team(team, user):
    return Service.objects.filter(
        pk=team, memberships__user=user, memberships__ended_on=None
    ).exclude(name="100 %")


def test_rows_with_what_is_fetched_along(conversation, contributor):
    prepared = Prepared(reached, uuid.UUID, uuid.UUID)
    plain = reached(contributor.pk, conversation.pk).get()
    prepared.first(contributor.pk, conversation.pk)

    with CaptureQueriesContext(connection) as queries:
        talk = prepared.first(contributor.pk, conversation.pk)
        names = talk.service.name, talk.service.organisation.name

    assert len(queries) == 1
    assert names == (plain.service.name, plain.service.organisation.name)
    assert (talk.team_role, talk.has_notes) == (plain.team_role, plain.has_notes)
    for name, value in vars(plain).items():
        if not name.startswith("_"):
            assert getattr(talk, name) == value, name


def test_other_values_find_other_rows(conversation, contributor, outsider):
    prepared = Prepared(reached, uuid.UUID, uuid.UUID)

    assert prepared.first(contributor.pk, conversation.pk) == conversation
    assert prepared.first(outsider.pk, conversation.pk) is None
    assert prepared.first(contributor.pk, uuid.uuid4()) is None


@pytest.mark.parametrize("words", ["100 % of us", "%s", 'O\'Neil "said"; --', "ŵ 🌱"])
def test_words_are_values_and_nothing_else(conversation, contributor, words):
    prepared = Prepared(examples_of, uuid.UUID, str)
    actions.add_example(conversation, words="Something else", by=contributor)
    example = actions.add_example(conversation, words=words, by=contributor)

    assert list(prepared.rows(conversation.pk, words)) == [example]
    assert [row.words for row in prepared.rows(conversation.pk, words)] == [words]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_forgot_its_plans_answers_still(service, contributor):
    prepared = Prepared(in_team, uuid.UUID, uuid.UUID)
    assert prepared.first(service.pk, contributor.pk) == service

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name ~ '^pizazz_'")
            assert cursor.fetchone()[0] >= 1
            cursor.execute("DEALLOCATE ALL")

    for _time in range(2):
        assert prepared.first(service.pk, contributor.pk) == service
        assert prepared.first(service.pk, uuid.uuid4()) is None


@pytest.mark.django_db(transaction=True)
def test_a_column_that_a_newer_release_widens_meanwhile_is_read_still(service, contributor):
    prepared = Prepared(in_team, uuid.UUID, uuid.UUID)
    assert prepared.first(service.pk, contributor.pk) == service
    narrow = Service._meta.get_field("name")
    wide = narrow.clone()
    wide.max_length += 50
    wide.set_attributes_from_name("name")
    wide.model = Service

    with connection.schema_editor() as editor:
        editor.alter_field(Service, narrow, wide)
    try:
        for _time in range(2):
            assert prepared.first(service.pk, contributor.pk) == service
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Service, wide, narrow)


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_another_process_made_is_used(service, contributor):
    Prepared(in_team, uuid.UUID, uuid.UUID).first(service.pk, contributor.pk)
    prepared = Prepared(in_team, uuid.UUID, uuid.UUID)

    assert prepared.first(service.pk, contributor.pk) == service
    assert prepared.first(service.pk, uuid.uuid4()) is None


@pytest.mark.django_db(transaction=True)
def test_a_server_that_ends_the_connection_meanwhile_is_away(service, contributor):
    """Also while a plan is made, which goes past Django."""
    if connection.vendor != "postgresql":
        return
    prepared = Prepared(in_team, uuid.UUID, uuid.UUID)
    connection.ensure_connection()
    with contextlib.closing(connection.copy()) as other, other.cursor() as cursor:
        backend = connection.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])

    with pytest.raises((OperationalError, InterfaceError)) as broken:
        prepared.first(service.pk, contributor.pk)
    connection.close()

    assert fault_of(broken.value) is Fault.AWAY
    assert prepared.first(service.pk, contributor.pk) == service


def among(keys, words):
    return Example.objects.filter(pk__in=keys).exclude(words=words).order_by("added_at")


@pytest.mark.parametrize("many", range(6))
def test_as_many_keys_as_one_likes(conversation, contributor, many):
    prepared = Prepared(among, list, str)
    texts = ["Tea", "Soup", "Rain", "Post", "Songs", "Keys"]
    examples = [actions.add_example(conversation, words=words, by=contributor) for words in texts]
    keys = [example.pk for example in examples]

    assert list(prepared.rows(keys[:many], "Coffee")) == examples[:many]
    assert list(prepared.rows(keys[:many], "Tea")) == examples[1:many]


def begun_between(day, moment, last):
    rows = Assessment.objects.filter(held_on__gte=day, held_on__lte=last, started_at__lt=moment)
    return rows.order_by("-service__name").distinct().values_list("pk", "held_on", "length")


def test_days_and_moments_are_values_and_tuples_are_read(conversation):
    prepared = Prepared(begun_between, dt.date, dt.datetime, dt.date)
    day, later = conversation.held_on, conversation.started_at + dt.timedelta(microseconds=1)
    row = (conversation.pk, day, "themes")

    assert list(begun_between(day, later, day)) == [row]
    assert list(prepared.rows(day, later, day)) == [row]
    assert not list(prepared.rows(day, conversation.started_at, day))
    assert not list(prepared.rows(day + dt.timedelta(1), later, day + dt.timedelta(1)))
