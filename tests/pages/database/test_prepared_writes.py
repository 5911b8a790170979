"""A prepared write changes what the query itself would."""

import uuid

import pytest
from django.db.models import F

from assessments import actions
from assessments.models import Assessment, Draft
from pages.database.prepared_writes import PreparedWrite, changing, deleting

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
