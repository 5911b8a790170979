"""A prepared write changes what the query itself would."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Event
from assessments import actions
from assessments.models import Assessment, Draft, Example, Submission
from pages.database.prepared_writes import PreparedInsert, PreparedWrite, changing, deleting

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(service, framework, contributor):
    return actions.start(service=service, framework=framework, length="themes", by=contributor)


def one_more(pk):
    return changing(Assessment.objects.filter(pk=pk, closed_at=None), version=F("version") + 1)


def forgetting(user, page):
    return deleting(Draft.objects.filter(user=user, page=page))


def test_write_changes_the_rows_of_those_values_alone(talk):
    write = PreparedWrite(one_more, uuid.UUID)
    before = Assessment.objects.get(pk=talk.pk).version

    assert [write(talk.pk), write(uuid.uuid4()), write(talk.pk)] == [1, 0, 1]

    assert Assessment.objects.get(pk=talk.pk).version == before + 2


def test_write_ends_the_rows_of_those_values_alone(talk, contributor):
    for page in ("soil", "light"):
        actions.keep_draft(user=contributor, assessment=talk, page=page, fields={"words": "We."})
    write = PreparedWrite(forgetting, uuid.UUID, str)

    assert [write(contributor.pk, "light"), write(contributor.pk, "100 %")] == [1, 0]

    assert [draft.page for draft in Draft.objects.all()] == ["soil"]


def test_new_row_is_what_saving_it_writes_and_comes_after_its_siblings(talk, contributor):
    write = PreparedInsert(Example, among="contribution")
    values = {"contribution_id": talk.pk, "words": "100 % of ŵ", "kind": "", "link": ""}
    values |= {"added_at": timezone.now(), "added_by_id": contributor.pk}
    plain = Example.objects.create(**values, order=1)
    row = Example(**values, happened_on=dt.date(2026, 3, 4))

    assert write(row)

    stored = Example.objects.get(pk=row.pk)
    assert (stored.order, stored.happened_on) == (2, dt.date(2026, 3, 4))
    for field in Example._meta.concrete_fields:
        if field.name not in {"id", "order", "happened_on"}:
            assert getattr(stored, field.attname) == getattr(plain, field.attname), field.name
    row.words = "Less of it"
    row.order = stored.order
    row.save()  # a row that is there, so it is changed
    assert Example.objects.get(pk=row.pk).words == "Less of it"


def test_first_of_a_team_begins_at_one(talk, contributor):
    row = Example(contribution_id=talk.pk, words="We.", added_at=timezone.now())
    row.added_by_id = contributor.pk
    PreparedInsert(Example, among="contribution")(row)
    assert Example.objects.get(pk=row.pk).order == 1


def test_new_row_gets_its_number_from_the_database(contributor):
    write = PreparedInsert(Event)
    before = set(Event.objects.values_list("pk", flat=True))
    for act in ("one", "two"):
        assert write(Event(act=act, actor_id=contributor.pk))
    new = Event.objects.exclude(pk__in=before).order_by("pk")
    assert [row.act for row in new] == ["one", "two"]


def test_key_that_is_there_is_not_written_again(talk):
    write, key, now = PreparedInsert(Submission, unless_there=True), uuid.uuid4(), timezone.now()
    rows = [Submission(key=key, assessment_id=talk.pk, at=now) for _time in range(2)]
    assert [write(row) for row in rows] == [True, False]


def test_row_that_may_not_be_there_twice_is_refused(talk):
    write, row = PreparedInsert(Submission), Submission(key=uuid.uuid4(), assessment_id=talk.pk)
    row.at = timezone.now()
    write(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(row)
