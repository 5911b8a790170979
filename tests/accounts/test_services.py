"""What a team says of itself, and two who say it at once."""

import pytest

from accounts import actions
from accounts.models import Event, Service
from pages.database.at_once import Stale


def test_describe_service_says_only_what_is_new(manager, service):
    kinds = service.kinds_to_hear
    actions.describe_service(service, what_matters="Peace.", kinds_to_hear=kinds, by=manager)
    again = actions.describe_service(service, what_matters="Peace.", by=manager)
    assert (again.what_matters, again.kinds_to_hear) == ("Peace.", kinds)
    event = Event.objects.get()
    assert (event.act, event.actor, event.service) == ("service_described", manager, service)


def test_describe_service_that_was_changed_since_it_was_read(manager, service):
    read_before = Service.objects.get(pk=service.pk)
    actions.describe_service(service, kinds_to_hear=["ŵ days"], by=manager)
    with pytest.raises(Stale):
        actions.describe_service(read_before, kinds_to_hear=["nights"], by=manager)
    actions.describe_service(read_before, people_word="guests", by=manager)
    actions.describe_service(service, kinds_to_hear=["nights"], by=manager)
    service.refresh_from_db()
    assert (service.people_word, service.kinds_to_hear) == ("guests", ["nights"])
