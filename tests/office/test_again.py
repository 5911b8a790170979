"""What a copy from before brings back is erased once more, by keys alone."""

import uuid

import pytest
from django.utils import timezone

from accounts import actions
from accounts.models import Erasure, Organisation
from assessments import actions as talks
from assessments.models import Closure
from office.actions.erasing import erase_again
from tests.factories import UserFactory

TODAY = timezone.localdate()


@pytest.fixture
def closure(service, framework, manager):
    """Return a record of the team."""
    talk = talks.start(service=service, framework=framework, length="coffee", by=manager)
    return talks.finish(talk, by=manager)


def test_person_is_erased_again_and_noted_as_on_the_day(manager):
    day = TODAY.replace(day=1)
    assert erase_again("person", manager.pk, day)
    manager.refresh_from_db()
    assert manager.display_name == "Somebody who has left"
    assert timezone.localdate(Erasure.objects.get().at) == day
    assert erase_again("person", manager.pk, day) is False
    assert Erasure.objects.count() == 1


def test_team_is_deleted_again(service, closure):
    assert erase_again("team", service.pk, TODAY)
    assert not Closure.objects.exists()
    service.refresh_from_db()
    assert service.archived_on


def test_organisation_is_deleted_again_though_it_goes_on_in_the_copy(organisation, lead, closure):
    runs = UserFactory(is_staff=True, is_superuser=True)
    assert erase_again("organisation", organisation.pk, TODAY)
    assert not Closure.objects.exists()
    assert not organisation.memberships.exists()
    assert Organisation.objects.get(pk=organisation.pk).closed_on == TODAY
    actions.begin_organisation_again(organisation, by=runs)


@pytest.mark.parametrize("kind", ["person", "team", "organisation", "note"])
def test_what_the_copy_does_not_hold_is_noted_all_the_same(db, kind):
    """A copy made from this one must not bring it back either."""
    assert erase_again(kind, uuid.uuid4(), TODAY) is False
    assert Erasure.objects.get().kind == kind
