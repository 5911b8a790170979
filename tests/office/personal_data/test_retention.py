"""What has had its time goes, what has not stays; kind by kind."""

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts import actions
from accounts.models import (
    Deletion,
    Erasure,
    Event,
    Invitation,
    KeptPost,
    LetIn,
    Letter,
    Notice,
    User,
)
from assessments import actions as talks
from assessments.models import Draft
from office.actions import erase_person
from office.personal_data.retention import RETENTION, drop_all_that_is_over
from reports.models import WantedPdf
from tests.factories import ServiceFactory, UserFactory
from tests.refuse import refuse_rows
from tests.source import ROOT

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def makers(service, framework, manager, contributor) -> dict[str, Callable[[dt.datetime], Model]]:
    """Return for each kind what makes one row that began at a time."""
    talk = talks.start(service=service, framework=framework, length="coffee", by=manager)
    people = iter(UserFactory.create_batch(40))

    def draft(at):
        row = talks.keep_draft(
            user=next(people), assessment=talk, page="place-soil", fields={"words": "Half"}, at=at
        )
        return row or Draft.objects.get(saved_at=at)

    def invitation(at, **more):
        until = timezone.localdate(at)
        address = f"{at.timestamp()}@example.org"
        return Invitation.objects.create(
            service=service, role="manager", address=address, valid_until=until, **more
        )

    def closed(at):
        person = next(people)
        User.objects.filter(pk=person.pk).update(is_active=False, sign_ins_since=at)
        return person

    def notice(at):
        return Notice.objects.create(user=manager, kind="asked", service=service, created_at=at)

    def letter(at, **more):
        return Letter.objects.create(kind="asked", address="a@example.org", written_at=at, **more)

    def pdf(at):
        person = next(people)
        what = {"user": person, "kind": "own", "object_id": service.pk, "asked_at": at}
        return WantedPdf.objects.create(done_at=at, content=b"x", **what)

    return {
        "Drafts": [draft],
        "Kept forms": [
            lambda at: KeptPost.objects.create(user=manager, path="/", body="", kept_at=at)
        ],
        "PDFs": [pdf],
        "Letters": [
            lambda at: letter(at, sent_at=at),
            lambda at: letter(at, withdrawn_at=at),
            lambda at: letter(at, next_try_at=None),
        ],
        "Notices": [notice],
        "Invitations": [
            lambda at: invitation(at, accepted_at=at, accepted_by=manager),
        ],
        "Yes to a lead": [
            lambda at: LetIn.objects.create(
                service=service, person=next(people), by=contributor, at=at
            )
        ],
        "Events": [lambda at: Event.objects.create(act="x", at=at)],
        "Closed accounts": [closed],
    }


# How long each stays, and how exactly it is told.
LONG = {
    "Drafts": dt.timedelta(days=30),
    "Kept forms": dt.timedelta(hours=1),
    "PDFs": dt.timedelta(minutes=10),
    "Letters": dt.timedelta(days=90),
    "Notices": dt.timedelta(days=365),
    "Invitations": dt.timedelta(days=365),
    "Yes to a lead": dt.timedelta(days=90),
    "Events": dt.timedelta(days=396),
    "Closed accounts": dt.timedelta(days=365),
}


def left(row: Model) -> bool:
    rows: QuerySet[Model] = type(row)._base_manager.filter(pk=row.pk)
    return rows.filter(erased_on=None).exists() if isinstance(row, User) else rows.exists()


def test_one_older_goes_and_one_younger_stays_of_each_kind(makers):
    assert set(makers) == set(LONG)
    besides = {"Counts", "Deletions", "Traces of the erased"}  # of these elsewhere
    assert set(LONG) | besides == {kept_kind.name for kept_kind in RETENTION}
    wrong = []
    for name, ways in makers.items():
        for number, make in enumerate(ways):
            older = make(NOW - LONG[name] - MINUTE)
            younger = make(NOW - LONG[name] + MINUTE)
            (kind,) = (kept_kind for kept_kind in RETENTION if kept_kind.name == name)
            count = kind.drop(NOW)
            if (left(older), left(younger), count) != (False, True, 1):
                wrong.append((name, number, left(older), left(younger), count))
    assert wrong == []


@pytest.mark.parametrize("taken_back", [False, True])
def test_invitation_that_nobody_took_goes_after_ninety_days(service, taken_back):
    rows = []
    for days in (92, 88):
        at = NOW - days * DAY
        day = timezone.localdate(NOW if taken_back else at)
        row = Invitation.objects.create(
            service=service,
            role="manager",
            address=f"{days}@example.org",
            valid_until=day,
            withdrawn_at=at if taken_back else None,
        )
        rows.append(row)
    drop_all_that_is_over(NOW)
    assert [left(row) for row in rows] == [False, True]


def test_letter_that_waits_stays_however_old_it_is(db):
    row = Letter.objects.create(kind="asked", address="a@example.org", written_at=NOW - 999 * DAY)
    drop_all_that_is_over(NOW)
    assert left(row)


def test_counts_of_attempts_go(db):
    caches["default"].set("count", [1], timeout=60)
    assert drop_all_that_is_over(timezone.now())["Counts"] == 0
    assert drop_all_that_is_over(timezone.now() + 2 * MINUTE)["Counts"] > 0


def test_many_go_in_batches(db, django_assert_max_num_queries):
    """Three batches, and a look that nothing is left."""
    Event.objects.bulk_create(Event(act="x", at=NOW - 400 * DAY) for _time in range(1100))
    (events,) = (kept_kind for kept_kind in RETENTION if kept_kind.name == "Events")
    with django_assert_max_num_queries(8):
        assert events.drop(NOW) == 1100


def test_account_that_was_closed_and_opened_again_stays(manager):
    runs = UserFactory(is_staff=True, is_superuser=True)
    actions.close_account(manager, by=runs)
    actions.open_account(manager, by=runs)
    User.objects.filter(pk=manager.pk).update(sign_ins_since=NOW - 400 * DAY)
    drop_all_that_is_over(NOW)
    assert left(manager)


def test_closed_account_is_noted_as_erased_by_its_key(manager):
    runs = UserFactory(is_staff=True, is_superuser=True)
    actions.close_account(manager, by=runs, at=NOW)
    of_before = UserFactory(is_active=False, sign_ins_since=None)  # closed in a 0.1.0
    drop_all_that_is_over(NOW)
    assert left(of_before)
    drop_all_that_is_over(NOW + 366 * DAY)
    assert not left(manager)
    assert not left(of_before)
    assert {row.key for row in Erasure.objects.all()} == {manager.pk, of_before.pk}


def test_trace_of_the_erased_goes_also_after_weeks_without_a_night(manager):
    runs = UserFactory(is_staff=True, is_superuser=True)
    erase_person(manager, by=runs, at=NOW - 21 * DAY)
    trace = Letter.objects.create(kind="asked", user=manager, address="a@b.example", written_at=NOW)
    drop_all_that_is_over(NOW)
    assert not left(trace)


def test_command_says_what_it_dropped(db, capsys):
    call_command("drop_old")
    output = capsys.readouterr().out
    assert [f"{kept_kind.name} dropped: " in output for kept_kind in RETENTION] == [True] * len(
        RETENTION
    )


@pytest.mark.logs_errors
def test_kind_that_cannot_be_dropped_holds_up_no_other(makers, settings, capsys):
    rows = [ways[0](NOW - LONG[name] - DAY) for name, ways in makers.items()]
    settings.CACHES = {"default": {"BACKEND": settings.CACHES["default"]["BACKEND"]}}  # no table
    with pytest.raises(CommandError, match=r"^Not done: Counts\. See the log\.$"):
        call_command("drop_old")
    assert [left(row) for row in rows] == [False] * len(rows)
    names = re.findall(r"([A-Z][^.]+) dropped: \d+\.", capsys.readouterr().out)
    assert names == [kind.name for kind in RETENTION if kind.name != "Counts"]


@pytest.mark.logs_errors
@pytest.mark.parametrize("name", ["Closed accounts", "Deletions", "Traces of the erased"])
def test_one_that_cannot_be_dropped_holds_up_no_other_of_its_kind(makers, service, name, capsys):
    """The database refuses one of four; the next night it goes, too."""
    people = [makers["Closed accounts"][0](NOW - 366 * DAY) for _number in range(4)]
    bad_row: tuple[type[Model], str, object] = (User, "id", people[1].pk)
    next_night = "1"
    if name == "Deletions":
        agreement = {"asked_by": people[0], "asked_at": NOW, "goes_on": NOW.date()}
        for team in (service, *ServiceFactory.create_batch(3)):
            Deletion.objects.create(service=team, agreed_at=NOW, agreed_by=people[0], **agreement)
        bad_row = (Deletion, "service", service.pk)
    if name == "Traces of the erased":
        for person in people:
            erase_person(person, by=None, at=NOW - DAY)
        next_night = "4"
    with refuse_rows(*bad_row), pytest.raises(CommandError, match=rf"^Not done: {name}\. See"):
        call_command("drop_old")
    call_command("drop_old")
    counts = re.findall(rf"{name} dropped: (\d+)\.", capsys.readouterr().out)
    assert counts == ["3", next_night]


def test_pages_for_buyers_and_for_everybody_say_the_same(client):
    """One row of the table for buyers holds each sentence."""
    text = (ROOT / "docs/for-buyers/retention.md").read_text(encoding="utf-8")
    missing = [
        kept_kind.how_long for kept_kind in RETENTION if f"| {kept_kind.how_long} |" not in text
    ]
    page = html.unescape(client.get("/help/privacy/").content.decode())
    for words in ("90 days", "13 months", "30 days", "a year after"):
        if not re.search(words, page, re.IGNORECASE):
            missing.append(words)
    assert missing == []
