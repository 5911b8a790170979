"""The days a team has to read the exact copy before it can go, and what else stands in the way."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.actions import end_membership, send_due_letters
from accounts.models import Letter, Notice, Organisation, Service, User
from assessments import actions as talk
from assessments.actions import Refused
from assessments.models import Closure
from sharing import actions
from sharing.actions.waiting import in_the_way
from sharing.models import Share
from tests.people import in_team
from tests.sharing.story import FIRST_DAY, NOON, Clock, SignedIn


def on(day: int, hour: int = 12) -> dt.datetime:
    """Return a moment of November 2026; the 20th is today."""
    return dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("days", "earliest"),
    [(2, dt.date(2026, 11, 23)), (5, dt.date(2026, 11, 26)), (14, dt.date(2026, 12, 5))],
)
def test_whole_days_lie_between_showing_and_the_first_day(
    ready: Share, manager: User, organisation: Organisation, days: int, earliest: dt.date
) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(days_to_read=days)
    ready = Share.objects.get(pk=ready.pk)

    for too_early in (earliest - dt.timedelta(days=1), dt.date(2026, 11, 20), dt.date(2026, 1, 1)):
        with pytest.raises(Refused, match=f"name {earliest.day} "):
            actions.show_to_team(ready, by=manager, may_go_on=too_early)

    assert actions.show_to_team(ready, by=manager, may_go_on=earliest).may_go_on == earliest


def test_day_after_its_last_is_refused(ready: Share, manager: User) -> None:
    with pytest.raises(Refused, match="It can be read until 20 May 2027"):
        actions.show_to_team(ready, by=manager, may_go_on=dt.date(2027, 5, 21))

    assert actions.show_to_team(ready, by=manager, may_go_on=dt.date(2027, 5, 20)).may_go_on


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (on(20), "It can be sent on 25 November 2026 at the earliest."),
        (on(24, 23), "It can be sent on 25 November 2026 at the earliest."),
        (on(25, 0), ""),
        (on(30), ""),
    ],
)
def test_it_goes_from_the_day_that_was_named(
    ready: Share, manager: User, clock: Clock, signed_in: SignedIn, at: dt.datetime, says: str
) -> None:
    share = actions.show_to_team(ready, by=manager, may_go_on=dt.date(2026, 11, 25))
    clock(at)
    browser = signed_in(manager)
    page = browser.get(share.get_absolute_url()).content.decode()
    assert (says in page, "Send it to" in page) == (True, not says)
    if says:
        answer = browser.post(reverse("share-send", args=[share.pk]), {"copy": share.digest})
        assert answer.status_code == 422
        assert says in answer.content.decode()
        share.refresh_from_db()
        assert share.state == "shown"


@pytest.mark.parametrize("sends", ["a manager", "two people", "somebody says wait", "changed"])
def test_who_may_send_is_told_once_on_the_day_itself(
    shown_share: Share, service: Service, manager: User, contributor: User, clock: Clock, sends: str
) -> None:
    if sends == "two people":
        Organisation.objects.update(sending="two")
    assert shown_share.may_go_on
    clock(NOON)
    if sends == "somebody says wait":
        actions.ask_to_wait(shown_share, by=contributor, seen=shown_share.digest)
    unread = Notice.objects.unread().filter(kind="share_may_go").values_list("user", flat=True)

    assert actions.tell_may_go(at=on(19)) == 0
    assert [actions.tell_may_go(at=at) for at in (NOON, on(21, 3))] == [1, 0]
    assert list(unread) == [manager.pk]
    assert Letter.objects.waiting().filter(kind="share_may_go").count() == 1
    if sends == "somebody says wait":
        actions.tell_waits(at=on(21))
    else:
        actions.change_first(shown_share, by=manager)
    assert not unread.all()
    assert not Letter.objects.waiting().filter(kind="share_may_go").exists()


def test_letter_and_first_page_name_the_day(
    ready: Share, manager: User, contributor: User, mailoutbox: list, signed_in: SignedIn
) -> None:
    actions.show_to_team(ready, by=manager, may_go_on=dt.date(2026, 11, 25))
    send_due_letters(at=on(21))

    assert [letter.to for letter in mailoutbox] == [[contributor.email]]
    assert "It can be sent on Wednesday 25 November at the earliest." in mailoutbox[0].body
    first_page = signed_in(contributor).get(reverse("home")).content.decode()
    assert "It can be sent on 25 November 2026 at the earliest." in first_page


def test_one_person_waits_for_nobody_and_the_report_says_so(
    ready: Share, service: Service, manager: User, contributor: User, signed_in: SignedIn
) -> None:
    end_membership(service.memberships.get(user=contributor), by=manager)
    browser = signed_in(manager)
    shows = reverse("share-show", args=[ready.pk])
    page = browser.get(shows).content.decode()
    assert "You are the one person who works here, so nothing waits" in page
    assert "may_go_on" not in page
    browser.post(shows, {"seen": ready.version})

    ready.refresh_from_db()
    assert ready.may_go_on == NOON.date()
    assert "written by the one person who works here" in ready.document
    assert "Written by the team of" not in ready.document
    assert in_the_way(ready, NOON) == ""

    in_team(service, "contributor", "New Colleague")

    assert "there are more now" in in_the_way(ready, NOON)
    page = browser.get(ready.get_absolute_url()).content.decode()
    assert ("Send it to" in page, "Change it first" in page) == (False, True)


def test_copy_of_a_record_that_was_put_right_is_not_sent(
    shown_share: Share, second: Closure, manager: User, signed_in: SignedIn
) -> None:
    talk.put_right(second.assessment, reason="A slip", by=manager)
    talk.finish(second.assessment, by=manager)

    assert "was put right since" in in_the_way(shown_share, NOON)
    answer = signed_in(manager).post(
        reverse("share-send", args=[shown_share.pk]), {"copy": shown_share.digest}
    )
    assert answer.status_code == 422
    assert "look at it anew" in answer.content.decode()

    actions.change_first(shown_share, by=manager)
    assert in_the_way(actions.show_to_team(shown_share, by=manager), on(23)) == ""


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-30", "2026-11-22", "2027-06-01"])
def test_day_that_is_none_is_refused_and_kept(
    ready: Share, manager: User, contributor: User, signed_in: SignedIn, typed: str
) -> None:
    shows = reverse("share-show", args=[ready.pk])
    answer = signed_in(manager).post(shows, {"seen": ready.version, "may_go_on": typed})

    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert not Notice.objects.filter(kind="share_shown").exists()


def test_looked_at_before_a_colleague_changed_it_is_409(
    ready: Share, manager: User, signed_in: SignedIn
) -> None:
    browser = signed_in(manager)
    seen = ready.version
    actions.choose(ready, by=manager, purpose="Other words")
    page = browser.get(f"{reverse('share-show', args=[ready.pk])}?seen={seen}").content.decode()
    assert f'value="{seen}"' in page

    answer = browser.post(
        reverse("share-show", args=[ready.pk]), {"seen": seen, "may_go_on": FIRST_DAY}
    )

    assert answer.status_code == 409
