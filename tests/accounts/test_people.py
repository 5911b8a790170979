"""People: added with a verified address, changed, told."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import actions
from accounts.models import Event, Notice, Organisation, Service, User
from tests.factories import UserFactory


def addresses(person):
    rows = EmailAddress.objects.filter(user=person)
    return list(rows.values_list("email", "verified", "primary"))


def test_add_person_with_a_verified_address(manager):
    person = actions.add_person(
        email=" Ana@Example.org ", display_name=" Ana ", by=manager, password="long enough words"
    )
    assert (person.email, person.display_name) == ("ana@example.org", "Ana")
    assert addresses(person) == [("ana@example.org", True, True)]
    assert person.check_password("long enough words")
    event = Event.objects.get()
    assert (event.act, event.actor, event.object_id) == ("person_added", manager, person.pk)


def test_add_person_without_a_password(db):
    person = actions.add_person(email="ana@example.org", display_name="Ana", by=None)
    assert not person.has_usable_password()


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [
        ("ana", "Ana", "email"),
        ("", "Ana", "email"),
        ("ana@example.org", "", "display_name"),
        ("ana@example.org", "A" * 101, "display_name"),
        ("a\x00na@example.org", "Ana", "email"),
    ],
)
def test_add_person_who_cannot_be(db, email, name, field):
    with pytest.raises(ValidationError) as refused:
        actions.add_person(email=email, display_name=name, by=None)
    assert set(refused.value.message_dict) == {field}
    assert User.objects.count() == 0


def test_add_person_twice_whatever_the_capitals(db):
    UserFactory(email="ana@example.org")
    with pytest.raises(ValidationError):
        actions.add_person(email="ANA@example.org", display_name="Ana", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Ana@Example.Org", display_name="Ana")


def test_describe_person_with_a_new_address(manager):
    person = UserFactory(email="old@example.org")
    name = person.display_name
    actions.describe_person(person, display_name=name, email="new@example.org", by=manager)
    assert addresses(person) == [("new@example.org", True, True)]
    assert Event.objects.get().act == "person_email_changed"


def test_person_found_by_email_whatever_its_capitals(db):
    person = UserFactory(email="ana@example.org")
    assert User.objects.get_by_natural_key("Ana@Example.org") == person
    assert User.objects.create_user("NEW@example.org", display_name="N").email == "new@example.org"


def test_superuser_has_a_verified_address(db):
    person = User.objects.create_superuser("root@example.org", "long words", display_name="Root")
    assert (person.is_staff, person.is_superuser) == (True, True)
    assert addresses(person) == [("root@example.org", True, True)]


def test_authenticate_a_closed_account(rf, db):
    person = UserFactory(is_active=False)
    credentials = {"email": person.email, "password": "a plain long password"}
    assert authenticate(rf.get("/"), **credentials) is None


def test_tell_the_same_to_each(service, manager, contributor, body):
    actions.tell([manager, contributor], "share_sent", service=service, organisation=body)
    rows = Notice.objects.values_list("user", "kind", "service", "organisation", "read_at")
    assert set(rows) == {
        (person.pk, "share_sent", service.pk, body.pk, None) for person in (manager, contributor)
    }
    assert Notice.objects.unread().latest_first().count() == 2


def test_words_of_people_and_places(service, manager):
    assert str(manager) == "Mina Manager"
    assert service.people == "residents"
    service.people_word = "guests"
    assert service.people == "guests"
    assert str(service) == "Alder House"
    assert str(service.organisation) == "Oak Trust"


def test_organisation_kind_known_to_the_database(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind="club", name="Club", slug="club")


def test_service_kinds_to_hear_are_not_shared_between_services(organisation):
    first = Service(organisation=organisation)
    first.kinds_to_hear.append("kitchen")
    assert "kitchen" not in Service(organisation=organisation).kinds_to_hear


def test_add_person_with_the_second_address_of_another(manager):
    EmailAddress.objects.create(user=manager, email="second@example.org", verified=True)
    with pytest.raises(ValidationError, match="belongs to another account"):
        actions.add_person(email="Second@example.org", display_name="Ana", by=None)
