"""A person of whom there is one of everything is erased, and is found nowhere any more."""

import copy
from collections import defaultdict

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import add_person, join, merge_accounts, open_account, send_due_letters
from accounts.models import (
    Deletion,
    Erasure,
    Event,
    Invitation,
    LetIn,
    Letter,
    OrganisationMembership,
    Service,
    SignIn,
    User,
)
from assessments.models import Closure
from office.actions import erase_person, wipe_person
from office.personal_data.about import personal_data_of
from office.personal_data.columns import COLUMNS, Column, OnErasure
from reports.models import WantedPdf
from sharing.models import Share, ShareOpen
from tests.everywhere import places_of
from tests.leaks.world import ACTORS, OWN, World

pytestmark = pytest.mark.pdf  # the canary teams have PDFs

SECOND = "zqxsecond@demo.example"
BEFORE = "zqxbefore@demo.example"
NOW = timezone.now()
# What has to stand beside a name.
WITH = {
    ("assessments.AgencyRelease", "taken_back_by"): {"taken_back_at": NOW},
    ("assessments.Assessment", "reopened_by"): {"reopened_at": NOW},
    ("agreeing.Understanding", "ended_by"): {"ended_at": NOW, "ended_side": "team"},
    ("agreeing.Meeting", "over_by"): {"over_at": NOW},
    ("agreeing.Meeting", "taken_by"): {"taken_at": NOW, "taken": NOW},
    ("mirror.Pair", "ended_by"): {"ended_at": NOW},
    ("sharing.Share", "asked_by"): {"asked_at": NOW},
}


@pytest.fixture
def person(world: World) -> User:
    """Return the manager of the canary team, of whom there is one of everything."""
    manager = User.objects.get(email=ACTORS["manager"])
    plant_by_hand(manager)
    for column in COLUMNS:
        if not rows_of(column, manager).exists():
            give(column, manager)
    return manager


def rows_of(column: Column, person: User):
    model = apps.get_model(column.of)
    field = model._meta.get_field(column.name)
    value = person.pk if field.is_relation else person.email
    return model._base_manager.filter(**{column.name: value})


def give(column: Column, person: User) -> None:
    """Make a row of somebody else this person's."""
    model = apps.get_model(column.of)
    field = model._meta.get_field(column.name)
    alone = {column.name: person.pk if field.is_relation else person.email}
    together = alone | WITH.get((column.of, column.name), {})
    for row in model._base_manager.order_by(F(column.name).asc(nulls_last=True), "pk"):
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**together)
        except IntegrityError:  # a rule of this row; another may be free
            continue
        return
    message = f"nobody has {column.of}.{column.name}"
    raise AssertionError(message)


def plant_by_hand(person: User) -> None:
    """Plant what the demo has not, and every place that no column tells of."""
    team = Service.objects.get(slug=OWN)
    other = User.objects.get(email=ACTORS["contributor"])
    Authenticator.objects.create(user=person, type="webauthn", data={"name": person.display_name})
    SocialAccount.objects.create(
        user=person, provider="work", uid=BEFORE, extra_data={"name": person.display_name}
    )
    EmailAddress.objects.create(user=person, email=SECOND, verified=True)
    LetIn.objects.create(service=team, person=other, by=person)
    LetIn.objects.create(service=team, person=person, by=other)
    Service.objects.filter(pk=team.pk).update(cover=person)
    today = timezone.localdate()
    OrganisationMembership.objects.create(
        user=person, organisation=team.organisation, role="lead", since=today, ended_on=today
    )
    sibling = Service.objects.exclude(pk=team.pk).first()
    Deletion.objects.create(
        service=sibling,
        asked_at=timezone.now(),
        asked_by=person,
        agreed_at=timezone.now(),
        agreed_by=person,
        goes_on=timezone.localdate(),
        stopped_at=timezone.now(),
        stopped_by=person,
    )
    sent = Share.objects.filter(service=team, state="sent").first()
    ShareOpen.objects.create(share=sent, user=person, what="page", at=NOW)
    WantedPdf.objects.create(user=person, kind="own", object_id=team.pk)
    Letter.objects.create(kind="new_address", address=BEFORE, details={"now": person.email})
    Letter.objects.create(
        kind="new_address", address="zqxfirst@demo.example", details={"now": BEFORE}
    )
    Event.objects.create(act="person_added", object_id=person.pk)
    Invitation.objects.create(
        service=team,
        role="contributor",
        name=person.display_name,
        address=BEFORE,
        valid_until=timezone.localdate(),
        accepted_at=timezone.now(),
        accepted_by=person,
    )
    under_way = Client()
    under_way.post("/account/login/code/", {"email": person.email})
    typed = under_way.session
    typed["account_authentication_methods"] = [{"method": "password", "email": person.email}]
    typed.save()
    session = Session.objects.get(session_key=typed.session_key)
    SignIn.objects.get_or_create(session=session, defaults={"user": person, "browser": "Firefox"})


# A report may be prepared still, of which whom it asks in learns when it comes; what somebody else
# said; the account and the place to practise in are told as one.
NOT_TOLD = {("sharing.Share", "invites"), ("accounts.LetIn", "person")}


def test_every_row_is_told_to_whom_it_leads_to(person: User):
    rows: dict[str, set[object]] = defaultdict(set)
    for column in COLUMNS:
        if column.kind not in {"account", "practice"} and (column.of, column.name) not in NOT_TOLD:
            rows[column.kind] |= {(column.of, row.pk) for row in rows_of(column, person)}
    counts = {section.kind.key: len(section.rows) for section in personal_data_of(person)}
    assert {kind: len(keys) for kind, keys in rows.items() if len(keys) > counts[kind]} == {}


def test_erased_person_is_found_nowhere(world: World, person: User, caplog):
    client = Client()  # the one of the folder is for other tests, too
    client.cookies = copy.deepcopy(world.actors["manager"].client.cookies)
    words = {person.display_name, person.email, SECOND, BEFORE, "zqxfirst@demo.example"}
    words.add(person.password)
    columns = {(column.of, column.name) for column in COLUMNS if rows_of(column, person).exists()}
    assert columns == {(column.of, column.name) for column in COLUMNS}
    assert {word for word in words if places_of({word})} == words
    teams = Closure.objects.filter(assessment__service__practice_of=None)
    records = dict(teams.values_list("pk", "digest"))

    assert erase_person(person, by=person)
    send_due_letters()  # the last one, to say so: the address goes with it

    assert places_of(words) == {}
    assert not any(word in caplog.text for word in words)
    assert dict(teams.values_list("pk", "digest")) == records
    for column in COLUMNS:
        if column.on_erasure not in {OnErasure.STAYS, OnErasure.ACCOUNT}:
            assert not rows_of(column, person).exists(), column
    assert client.get("/").status_code == 302
    assert erase_person(person, by=person) is False
    wipe_person(person.pk)


def test_address_of_somebody_else_today_stays_theirs(world: World, person: User):
    """Two people may have had one mailbox, one after the other."""
    other = User.objects.get(email=ACTORS["contributor"])
    Letter.objects.create(kind="new_address", address=other.email, details={"now": person.email})

    erase_person(person, by=person)
    send_due_letters()

    other.refresh_from_db()
    assert EmailAddress.objects.filter(user=other, email=other.email).exists()
    assert places_of({person.email}) == {}


def test_what_came_in_the_same_second_goes_the_next_time(world: World, person: User):
    erase_person(person, by=person)
    EmailAddress.objects.create(user=person, email=SECOND)
    latecomer = Client()
    session = latecomer.session
    session["_auth_user_id"] = str(person.pk)
    session.save()

    wipe_person(person.pk)

    assert places_of({SECOND}) == {}
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_accounts_that_were_made_one_are_one_person(world: World):
    """Under every address that somebody ever had an account with; but one that was opened again."""
    runs = User.objects.get(email=ACTORS["staff"])
    team = Service.objects.get(slug=OWN)
    people = [
        add_person(email=f"zqx{who}@demo.example", display_name=f"Zqx {who}", by=runs)
        for who in ("first", "second", "third", "again")
    ]
    first, second, third, again = people
    join(user=first, place=team, role="contributor", by=runs)
    merge_accounts(first, into=second, by=runs)
    merge_accounts(second, into=third, by=runs)
    merge_accounts(again, into=third, by=runs)
    open_account(again, by=runs)
    browser = Client()
    browser.force_login(third)
    page = browser.get(reverse("erase-me")).content.decode()
    assert [who for who in ("zqxfirst@", "zqxsecond@", "zqxagain@") if who in page] == [
        "zqxfirst@",
        "zqxsecond@",
    ]

    erase_person(third, by=third)
    send_due_letters()

    erased = people[:3]
    assert (
        places_of(
            {account.email for account in erased} | {account.display_name for account in erased}
        )
        == {}
    )
    assert set(Erasure.objects.values_list("key", flat=True)) == {account.pk for account in erased}
    again.refresh_from_db()
    assert again.is_active
