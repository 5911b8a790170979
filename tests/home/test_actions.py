"""What comes up by itself, told once."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import (
    archive_team,
    choose_letters,
    end_membership,
    send_due_letters,
    tell,
)
from accounts.models import Letter, Notice
from assessments.actions import answer_ask, decide_release, describe, finish, follow_up, start
from assessments.models import Ask, Assessment
from home.actions import tell_days
from pages.database.one_by_one import NotAllDone
from sharing.actions import prepare_share, take_back
from sharing.models import Share
from tests.factories import ServiceFactory, ServiceMembershipFactory, UserFactory
from tests.home.talks import converse
from tests.people import in_organisation
from tests.refuse import refuse_rows
from tests.together import at_once

MONDAY = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)


def plan(closure, day):
    Assessment.objects.filter(pk=closure.assessment_id).update(next_talk_on=day)


def people_told(kind):
    return sorted(notice.user.display_name for notice in Notice.objects.filter(kind=kind))


def test_a_day_to_talk_again_is_told_to_the_team_once(
    client, service, spring, contributor, manager, outsider, mailoutbox
):
    plan(spring, TUESDAY.date() + dt.timedelta(days=7))
    nights = UserFactory(email="dee@no-mailbox.invalid", display_name="Dee")
    ServiceMembershipFactory(user=nights, service=service, role="contributor")
    choose_letters(contributor, "none")
    assert tell_days(at=TUESDAY) == 1
    assert tell_days(at=TUESDAY + dt.timedelta(days=1)) == 0
    assert people_told("talk_again") == ["Con Tributor", "Dee", "Mina Manager"]
    send_due_letters(at=TUESDAY)
    (letter,) = mailoutbox
    assert letter.to == [manager.email]
    assert "Alder House would like to talk again around 8 December 2026" in letter.body
    assert service.get_absolute_url() in letter.body
    assert "/account/letters/" in letter.alternatives[0][0]
    client.force_login(contributor)
    page = client.get("/").content.decode()
    assert "would like to talk again around 8 December 2026. Another day" in page


@pytest.mark.parametrize("has_ended", [False, True])
def test_a_team_that_has_begun_to_talk_or_ended_is_told_no_more_that_it_would_like_to(
    service, spring, manager, lead, mailoutbox, has_ended
):
    plan(spring, TUESDAY.date() + dt.timedelta(days=7))
    assert tell_days(at=TUESDAY) == 1
    talk = Assessment.objects.get()
    if has_ended:
        archive_team(service, by=lead)
    else:
        start(service=service, framework=talk.framework, length="coffee", by=manager, at=TUESDAY)
    assert not Notice.objects.unread().filter(kind="talk_again").exists()
    send_due_letters(at=TUESDAY)
    assert mailoutbox == []


@pytest.mark.parametrize("chosen", ["", "see"])
def test_a_day_holds_where_the_last_talk_named_none(service, spring, manager, chosen):
    plan(spring, TUESDAY.date() + dt.timedelta(days=7))
    framework = Assessment.objects.get().framework
    talk = start(service=service, framework=framework, length="coffee", by=manager)
    describe(talk, next_talk=chosen, by=manager)
    finish(talk, by=manager)
    assert tell_days(at=TUESDAY) == (chosen == "")


def test_a_team_that_talked_on_its_day_is_not_told_of_it(service, spring, manager):
    plan(spring, TUESDAY.date())
    framework = Assessment.objects.get().framework
    talk = start(service=service, framework=framework, length="coffee", by=manager)
    finish(talk, by=manager)
    Assessment.objects.filter(pk=talk.pk).update(held_on=TUESDAY.date())
    assert tell_days(at=TUESDAY) == 0


@pytest.mark.parametrize("days", [-1, 8, None])
def test_a_day_that_is_past_or_far_is_not_told(service, spring, days):
    plan(spring, days and TUESDAY.date() + dt.timedelta(days=days))
    assert tell_days(at=TUESDAY) == 0


def test_a_team_that_talks_already_is_not_told(service, spring, manager):
    plan(spring, TUESDAY.date())
    first = Assessment.objects.get()
    Assessment.objects.create(
        service=service,
        framework=first.framework,
        framework_slug=first.framework_slug,
        length=first.length,
        held_on=TUESDAY.date(),
        started_at=first.started_at + dt.timedelta(days=1),  # that one began when this test ran
        started_by=manager,
    )
    assert tell_days(at=TUESDAY) == 0


def test_what_was_told_of_a_day_is_put_away_once_it_has_gone_by(service, spring, manager, body):
    plan(spring, TUESDAY.date() + dt.timedelta(days=7))
    share = prepare_share(service=service, body=body, by=manager)
    last = TUESDAY.date() + dt.timedelta(days=14)
    sent = {"state": Share.State.SENT, "sent_at": TUESDAY, "sent_by": manager, "ends_on": last}
    Share.objects.filter(pk=share.pk).update(**sent, document="{}")
    assert tell_days(at=TUESDAY) == 3  # and that nobody there can read it
    unread = Notice.objects.unread()
    for days, left in ((7, 3), (8, 2), (14, 2), (15, 0)):
        tell_days(at=TUESDAY + dt.timedelta(days=days))
        assert unread.filter(user=manager).count() == left, days
    assert not Letter.objects.waiting().exists()


def test_what_was_told_of_a_report_goes_with_it_and_with_who_leaves(
    client, service, spring, manager, body, commissioner, mailoutbox
):
    seconds, leaves = UserFactory(), UserFactory()
    for team_member in (seconds, leaves):
        ServiceMembershipFactory(user=team_member, service=service, role="manager")
    shares = []
    for _time in range(2):
        share = prepare_share(service=service, body=body, by=manager)
        sent = {"sent_at": TUESDAY, "sent_by": manager, "ends_on": TUESDAY.date()}
        Share.objects.filter(pk=share.pk).update(**sent, state=Share.State.SENT, document="{}")
        share.refresh_from_db()
        shares.append(share)
    tell_days(at=TUESDAY)
    take_back(shares[0], by=manager, at=TUESDAY)
    assert not Notice.objects.unread().filter(kind="share_ends", object_id=shares[0].pk).exists()
    end_membership(leaves.service_memberships.get(), by=None, at=TUESDAY)
    assert send_due_letters(at=TUESDAY) == 2
    assert {letter.to[0] for letter in mailoutbox} == {manager.email, seconds.email}
    assert {letter.subject for letter in mailoutbox} == {"Alder House: a report ends soon"}
    client.force_login(seconds)
    page = client.get("/").content.decode()
    assert "can read the report of <bdi>Alder House</bdi> until 1 December 2026." in page


def test_one_letter_a_week_tells_what_is_new(service, manager, contributor, mailoutbox):
    choose_letters(contributor, "weekly")
    tell([contributor, manager], "joined_team", service=service, about=manager, at=MONDAY)
    assert tell_days(at=MONDAY) == 1
    assert tell_days(at=MONDAY + dt.timedelta(hours=2)) == 0
    assert tell_days(at=TUESDAY) == 0
    send_due_letters(at=MONDAY)
    (letter,) = mailoutbox
    assert letter.to == [contributor.email]
    assert "Alder House" in letter.body
    assert tell_days(at=MONDAY + dt.timedelta(days=7)) == 0
    # A Monday on which nothing ran, and one on which it ran a minute later, leave nothing out.
    tell([contributor], "joined_team", service=service, about=manager, at=TUESDAY)
    assert tell_days(at=MONDAY + dt.timedelta(days=14, minutes=1)) == 1


def test_a_letter_names_the_second_name(service, spring, manager, mailoutbox):
    service.second_name = "The Willows"
    service.save()
    plan(spring, TUESDAY.date())
    tell_days(at=TUESDAY)
    send_due_letters(at=TUESDAY)
    (letter,) = mailoutbox
    text = f"{letter.subject} {letter.body} {letter.alternatives[0][0]}"
    assert "The Willows" in text
    assert "Alder House" not in text.replace(service.get_absolute_url(), "")


def test_what_was_read_on_screen_goes_by_no_letter(service, manager, client, spring):
    plan(spring, TUESDAY.date())
    tell_days(at=TUESDAY.replace(hour=2))
    assert Letter.objects.waiting().count() == 1
    client.force_login(manager)
    client.post(f"/notices/{manager.notices.get(kind='talk_again').pk}/seen/")
    assert not Letter.objects.waiting().exists()


def test_the_command_tells_what_is_due(service, spring, manager, capsys):
    plan(spring, timezone.localdate())
    call_command("tell_days")
    assert "Things told: 1." in capsys.readouterr().out


def test_the_second_night_asks_as_much_of_many_as_of_a_few(
    service, framework, manager, body, other_body
):
    """Looked at one by one is only what changes."""
    in_organisation(other_body, "reader", "A Reader")
    counts = []
    for _time in range(2):
        planned_talks(framework, manager, TUESDAY.date(), 2)
        for one_body in (body, other_body) * 2:
            share = prepare_share(service=service, body=one_body, by=manager)
            last = TUESDAY.date() + dt.timedelta(days=10)
            sent = {"state": Share.State.SENT, "sent_at": TUESDAY, "sent_by": manager}
            Share.objects.filter(pk=share.pk).update(**sent, ends_on=last, document="{}")
        assert tell_days(at=TUESDAY) == 8  # two days, four that end, two that nobody can read
        with CaptureQueriesContext(connection) as queries:
            assert tell_days(at=TUESDAY) == 0
        counts.append(len(queries))
    assert counts[1] == counts[0] < 30


# --- One that cannot be told, several hosts


def planned_talks(framework, manager, day, count):
    talks = []
    for service in ServiceFactory.create_batch(count):
        ServiceMembershipFactory(user=manager, service=service, role="manager")
        talk = start(service=service, framework=framework, length="coffee", by=manager)
        finish(talk, by=manager)
        talks.append(talk)
    Assessment.objects.update(next_talk_on=day)
    return talks


@pytest.mark.logs_errors
def test_one_that_cannot_be_told_holds_up_no_other_and_is_told_the_next_night(
    service, framework, manager, contributor
):
    """No notice is left without its letter: it would be taken for told."""
    choose_letters(contributor, "weekly")
    talks = planned_talks(framework, manager, MONDAY.date(), 3)
    tell([contributor], "joined_team", service=service, about=manager, at=MONDAY)
    of_one = refuse_rows(Letter, "service", talks[1].service_id)
    with of_one, pytest.raises(NotAllDone, match=r"^Not done: Days to talk\. See the log\.$"):
        tell_days(at=MONDAY)
    assert Notice.objects.filter(kind="talk_again").count() == 2
    assert Letter.objects.filter(kind="weekly").count() == 1
    assert tell_days(at=MONDAY) == 1
    assert Letter.objects.filter(kind="talk_again").count() == 3


@pytest.mark.django_db(transaction=True)
def test_four_hosts_in_the_same_minute_tell_nothing_twice(service, framework, manager, contributor):
    choose_letters(contributor, "weekly")
    planned_talks(framework, manager, MONDAY.date(), 5)
    tell([contributor], "joined_team", service=service, about=manager, at=MONDAY)
    counts = at_once(*[lambda: tell_days(at=MONDAY)] * 4)
    assert sum(counts) == Letter.objects.count() == 6
    assert Notice.objects.filter(kind="talk_again").count() == 5


# --- Asked, and answered


def test_an_ask_is_told_to_who_may_answer_it(
    service, framework, manager, contributor, lead, organisation
):
    converse(service, framework, contributor, to="manager")
    assert people_told("asked") == ["Mina Manager"]
    letter = Letter.objects.get(kind="asked")
    assert (letter.address, letter.path) == (manager.email, "/teams/")
    ask = Ask.objects.get()
    answer_ask(ask, answer="talk", words="", by=manager)
    assert people_told("ask_answered") == ["Con Tributor", "Mina Manager"]
    assert Letter.objects.get(kind="ask_answered").address == contributor.email
    # What was said opens the next conversation, and is told until that one is finished.
    unread = Notice.objects.unread().filter(kind="ask_answered")
    talk = start(service=service, framework=framework, length="coffee", by=contributor)
    answer_ask(ask, answer="will", words="ring them", by=manager)
    assert unread.count() == 4
    finish(talk, by=contributor)
    assert unread.count() == 2


@pytest.mark.parametrize("how", ["answered", "gone"])
def test_it_is_told_no_more_once_nothing_of_the_team_waits(
    client, service, framework, manager, contributor, how
):
    for mark in ("spring", "autumn"):
        converse(service, framework, contributor, mark=mark)
    unread = Notice.objects.unread().filter(kind="asked", user=manager)
    client.force_login(manager)
    for ask, left in zip(Ask.objects.all(), (2, 0), strict=True):
        if how == "answered":
            client.post(f"/teams/asked/{ask.pk}/", {"answer": "talk", "words": ""})
        else:
            talk = start(service=service, framework=framework, length="coffee", by=contributor)
            follow_up(talk, ask.factor, state="gone", by=contributor)
            finish(talk, by=contributor)
            tell_days(at=TUESDAY)
        assert unread.count() == left
    assert not Letter.objects.waiting().filter(kind="asked").exists()


def test_what_is_asked_of_the_organisation_is_told_once_it_is_shown(
    service, framework, manager, lead
):
    closure = converse(service, framework, manager, to="organisation")
    assert people_told("asked") == []
    decide_release(closure, is_shown=False, by=manager)
    assert people_told("asked") == []
    decide_release(closure, is_shown=True, by=manager)
    assert people_told("asked") == ["Lee Lead"]


def test_who_leads_reads_what_is_new_on_their_first_page(client, service, manager, lead):
    tell([lead], "joined_organisation", organisation=service.organisation, about=manager)
    client.force_login(lead)
    assert "Mina Manager" in client.get("/teams/").content.decode()
