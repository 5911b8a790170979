"""Erased while they sign in, save, or somebody else erases them: nothing half done."""

import datetime as dt
import uuid
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import (
    NotLetIn,
    accept,
    close_account,
    end_organisation,
    get_back_in,
    invite,
    make_way_in,
    merge_accounts,
    put_all_away,
    put_away_notice,
    tell,
    withdraw_notices,
)
from accounts.models import (
    Deletion,
    Erasure,
    Event,
    Invitation,
    KeptPost,
    Letter,
    Notice,
    Service,
    User,
)
from accounts.models.user import NO_MAILBOX
from assessments import actions as talks
from assessments.actions.guard import claim
from assessments.models import Draft
from example.actions import begin_practice, end_practice
from frameworks.models import Framework
from office.actions import erase_person
from office.actions.deletions import carry_out_deletions, stop, wipe_organisation
from office.actions.erasing import sweep_again
from office.personal_data.retention import drop_all_that_is_over
from pages.database.at_once import one_at_a_time
from tests.factories import PASSWORD, UserFactory
from tests.frameworks.stored import load_shipped
from tests.people import in_organisation, in_team
from tests.together import at_once, before, in_between

pytestmark = pytest.mark.django_db(transaction=True)


def signs_in(person: User) -> int:
    """Sign in and open a page; return the status of both, the second alone where it matters."""
    browser = Client(raise_request_exception=False)
    first = browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    second = browser.get(reverse("home"))
    assert first.status_code in {302, 422}, first.status_code
    return second.status_code


def test_erased_while_signing_in_nobody_is_in_and_a_night_later_no_trace_is_left(service):
    person = UserFactory(email="zqxrace@example.org", display_name="Zqx Race")
    runs = UserFactory(is_staff=True, is_superuser=True)
    results = at_once(
        lambda: erase_person(User.objects.get(pk=person.pk), by=runs),
        lambda: signs_in(person),
        lambda: signs_in(person),
        lambda: erase_person(User.objects.get(pk=person.pk), by=runs),
    )
    erased = [results[0], results[3]]
    assert sorted(map(str, erased)) == ["False", "True"], results
    assert set(results[1:3]) <= {200, 302}, results

    assert sweep_again(timezone.now()) == 1
    row = User.objects.get(pk=person.pk)
    assert (row.display_name, row.is_active) == ("Somebody who has left", False)
    assert row.last_login is None
    assert not EmailAddress.objects.filter(user=person).exists()
    for session in Session.objects.all():
        assert "zqxrace" not in str(session.get_decoded())
    assert signs_in(person) == 302
    assert Erasure.objects.count() == 1
    assert Event.objects.filter(act="person_erased").count() == 1


def test_erased_while_saving_the_words_are_the_teams_and_no_draft_is_left(
    service, framework: Framework, contributor
):
    talk = talks.start(service=service, framework=framework, length="coffee", by=contributor)
    browser = Client(raise_request_exception=False)
    browser.force_login(contributor)
    path = f"{talk.get_absolute_url()}coffee/"

    def saves() -> int:
        return browser.post(path, {"words": "Tea at four."}).status_code

    def keeps() -> object:
        return talks.keep_draft(
            user=contributor, assessment=talk, page="place-soil", fields={"words": "Half"}
        )

    results = at_once(
        lambda: erase_person(User.objects.get(pk=contributor.pk), by=contributor), saves, keeps
    )
    assert results[0] is True
    assert results[1] in {200, 302, 403, 404, 409, 422}, results

    drop_all_that_is_over(timezone.now() + dt.timedelta(hours=1))
    assert not Draft.objects.filter(user=contributor).exists()
    assert not KeptPost.objects.filter(user=contributor).exists()
    assert browser.get(path).status_code == 302


# --- Rows are held in one order, so that nobody waits for somebody who waits for them


@pytest.mark.parametrize("how", ["ended", "erased"])
def test_practice_is_taken_away_while_somebody_writes_in_it(outsider, framework: Framework, how):
    place = begin_practice(by=outsider)
    talk = talks.start(service=place, framework=framework, length="coffee", by=outsider)
    ends = partial(end_practice, by=outsider)
    erases = partial(erase_person, User.objects.get(pk=outsider.pk), by=outsider)

    results = in_between(
        partial(claim, talk),
        partial(talks.describe, talk, about="How we eat", by=outsider),
        ends if how == "ended" else erases,
    )

    assert errors_in(results) == []
    assert Event.objects.filter(service=place.pk).count() == 0


@pytest.mark.parametrize("what", ["an account closed", "a person erased", "its data gone"])
def test_organisation_ends_in_the_same_moment(organisation, service, lead, what):
    second = in_organisation(organisation, "lead", "Second Lead")
    person = in_team(service, "manager", "Mina Manager")
    organisation.memberships.create(user=person, role="lead")
    path = service.get_absolute_url()
    tell([person], "talk_again", service=service, object_id=uuid.uuid4(), path=path)
    acts = {
        "an account closed": partial(close_account, person, by=person),
        "a person erased": partial(erase_person, person, by=person),
        "its data gone": partial(wipe_organisation, organisation),
    }

    results = in_between(
        partial(one_at_a_time, organisation),
        partial(end_organisation, organisation, by=second),
        acts[what],
    )

    assert errors_in(results) == []
    organisation.refresh_from_db()
    assert organisation.closed_on is not None


@pytest.mark.parametrize("what", ["withdrawn", "put away", "all put away"])
def test_somebody_is_erased_while_what_they_were_told_goes(service, manager, contributor, what):
    """First notices, then letters."""
    key, path = uuid.uuid4(), service.get_absolute_url()
    tell([contributor], "ask_answered", service=service, object_id=key, path=path)
    notice = Notice.objects.get(object_id=key)
    Letter.objects.update(withdrawn_at=None)  # as where letters go out
    goes = {
        "withdrawn": partial(withdraw_notices, Notice.objects.filter(object_id=key)),
        "put away": partial(put_away_notice, notice, by=contributor),
        "all put away": partial(put_all_away, notice, by=contributor),
    }[what]
    erases = partial(erase_person, User.objects.get(pk=contributor.pk), by=contributor)

    results = before('UPDATE "accounts_letter"', transaction.atomic(goes), erases)

    assert errors_in(results) == []
    assert results[1] is True


def test_what_another_s_wait_ended_is_done_once_more(client, service, manager):
    """PostgreSQL ends one of two that wait for each other; on SQLite nobody comes that far."""
    tell([manager], "ask_answered", service=service, object_id=uuid.uuid4(), path="/")
    notice, letter = Notice.objects.get(), Letter.objects.get()
    Letter.objects.update(withdrawn_at=None)
    client.force_login(manager)
    press = partial(client.post, reverse("put-all-away", args=[notice.pk]))

    def first() -> None:
        if connection.vendor == "postgresql":  # so that the other one is ended
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '30s'")
        one_at_a_time(letter)

    results = in_between(first, partial(one_at_a_time, notice), press)

    assert results[0] is None
    assert results[1].status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("what", ["its account is closed", "they are erased"])
def test_somebody_gets_back_in_while(service, manager, contributor, what):
    User.objects.filter(pk=contributor.pk).update(email=f"con{NO_MAILBOX}")
    person = User.objects.get(pk=contributor.pk)
    link = make_way_in(person, service=service, by=manager)
    ends = close_account if what == "its account is closed" else erase_person
    one, other = partial(get_back_in, link, password=PASSWORD), partial(ends, person, by=person)

    assert errors_in(before('UPDATE "accounts_letter"', one, other)) == []


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        ("their accounts become one", 'INSERT INTO "accounts_servicemembership"'),
        ("they are erased", 'UPDATE "accounts_letter"'),
    ],
)
def test_somebody_comes_in_while(service, manager, contributor, outsider, what, statement):
    link = invite(by=manager, place=service, role="contributor", address=outsider.email)
    ends = partial(merge_accounts, contributor, into=outsider, by=UserFactory(is_staff=True))
    if what == "they are erased":
        ends = partial(erase_person, User.objects.get(pk=outsider.pk), by=outsider)

    results = before(statement, partial(accept, link, user=outsider), ends)

    assert errors_in(results) == []
    assert service.memberships.filter(user=outsider, ended_on=None).count() <= 1


def test_link_of_somebody_who_was_just_erased_lets_nobody_in(service, manager, contributor):
    User.objects.filter(pk=contributor.pk).update(email=f"con{NO_MAILBOX}")
    person = User.objects.get(pk=contributor.pk)
    link = make_way_in(person, service=service, by=manager)
    erase_person(person, by=person)

    with pytest.raises(NotLetIn):
        get_back_in(link, password=PASSWORD)


@pytest.mark.parametrize("what", ["notice", "invitation"])
def test_what_a_form_is_about_goes_while_it_is_sent(client, service, manager, contributor, what):
    tell([manager], "talk_again", service=service, object_id=uuid.uuid4())
    notice = Notice.objects.get()
    row = invite(by=manager, place=service, role="contributor", address="bo@example.org")
    rows, path = Notice.objects.all(), reverse("put-away", args=[notice.pk])
    if what == "invitation":
        rows = Invitation.objects.all()
        path = reverse("take-invitation-back", args=[row.pk])
    client.force_login(manager)
    press = partial(client.post, path)

    answer, _end = before(f'UPDATE "{rows.model._meta.db_table}"', press, rows.delete)

    assert answer.status_code in {302, 404}, "the latter where it went before"


SHOWN = 'UPDATE "assessments_assessment" SET "service_id" = "assessments_assessment"."service_id"'


@pytest.mark.parametrize("statement", [SHOWN, 'INSERT INTO "assessments_agencyrelease"'])
def test_practice_is_taken_away_while_it_is_made(client, outsider, statement):
    load_shipped()
    client.force_login(outsider)
    press = partial(client.post, reverse("practice"))

    answer, end = before(statement, press, partial(end_practice, by=outsider))

    assert end is None
    assert answer.status_code == 302
    assert not Service.with_practice.exists()


def test_deletion_is_stopped_in_the_minute_in_which_it_is_done(service, manager, contributor):
    now = timezone.now()
    agreed = {"agreed_at": now, "agreed_by": contributor, "goes_on": timezone.localdate(now)}
    deletion = Deletion.objects.create(service=service, asked_by=manager, asked_at=now, **agreed)

    results = in_between(
        partial(one_at_a_time, deletion),
        partial(carry_out_deletions, now),
        partial(stop, deletion, by=manager),
    )

    assert results[0] == 1
    assert isinstance(results[1], ValidationError), results[1]


def errors_in(results: list[object]) -> list[object]:
    return [result for result in results if isinstance(result, Exception)]
