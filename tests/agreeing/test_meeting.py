"""Two or three times are offered; one is taken, others are offered, or it is let go."""

import datetime as dt
import html

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.actions import archive_team
from accounts.models import Letter, Notice
from agreeing import actions
from agreeing.models import Meeting, Side
from agreeing.selectors import meeting_seen, standing_meeting
from assessments.actions import Refused
from home.actions import tell_days
from tests.sharing.story import NOON


def at(tie, name="meeting"):
    return reverse(name, args=[tie.pk])


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def in_days(*days):
    return [NOON + dt.timedelta(days=day) for day in days]


@pytest.fixture
def tie(tie, service, body, manager):
    """Return a tie that the body has a page of."""
    return actions.show_tie(service, body, by=manager, at=timezone.now())


def offer(tie, by, side, *days):
    return actions.offer_times(
        tie, in_days(*days), where="At the house", side=side, seen=meeting_seen(tie), by=by
    )


def typed(browser, tie, *days):
    """Return the form as a browser sends it."""
    sent = {"seen": browser.get(at(tie, "meeting-offer")).context["form"]["seen"].value()}
    for name, day in zip(("first", "second", "third"), in_days(*days), strict=False):
        sent |= {f"{name}_day": f"{day:%d/%m/%Y}", f"{name}_time": f"{day:%H:%M}"}
    return sent


def test_body_offers_and_the_team_takes_one_into_its_calendar(
    tie, manager, contributor, reader, signed_in
):
    theirs, team = signed_in(reader), signed_in(manager)
    sent = typed(theirs, tie, 20, 21)
    for _press in range(2):
        assert theirs.post(at(tie, "meeting-offer"), sent).status_code == 302
    meeting = Meeting.objects.get()
    assert Notice.objects.filter(kind="meeting_offered", user=manager).count() == 1
    assert Letter.objects.filter(kind="meeting_offered", user=manager).count() == 1
    assert "10 December 2026 at 12:00" in text(team.get(at(tie)))
    offered = Calendar.from_ical(team.get(at(tie, "meeting-calendar")).content)
    assert [event["status"] for event in offered.events] == ["TENTATIVE", "TENTATIVE"]

    take = {"seen": meeting.pk, "time": meeting.second.isoformat()}
    for _press in range(2):
        assert team.post(at(tie, "meeting-take"), take).status_code == 302
    assert Notice.objects.filter(kind="meeting_taken", user=reader).count() == 1
    for browser in (theirs, signed_in(contributor)):
        assert "You meet on 11 December 2026 at 12:00." in text(browser.get(at(tie)))
        assert "on 11 December 2026 at 12:00" in text(browser.get(at(tie, "tie-history")))
        file = Calendar.from_ical(browser.get(at(tie, "meeting-calendar")).content)
        (event,) = file.events
        assert event.start == meeting.second
        assert str(event["summary"]) == "Alder House and Northtown Council meet"


@pytest.mark.parametrize("side", Side)
def test_nobody_takes_what_was_offered_once_the_team_has_ended(
    tie, service, lead, manager, reader, signed_in, side
):
    browsers = {Side.TEAM: signed_in(manager), Side.BODY: signed_in(reader)}
    standing = offer(tie, manager if side == Side.TEAM else reader, side, 20, 21)
    sent = typed(browsers[side], tie, 30, 31)
    archive_team(service, by=lead)
    assert not Notice.objects.unread().filter(kind="meeting_offered").exists()
    assert not Letter.objects.waiting().filter(kind="meeting_offered").exists()
    for browser in browsers.values():
        page_text = text(browser.get(at(tie)))
        ended = "Alder House</bdi> ended here on 20 November 2026, so no times are offered"
        assert ended in page_text
        assert "Offer times" not in page_text
        take = {"seen": standing.pk, "time": standing.first.isoformat()}
        assert browser.post(at(tie, "meeting-take"), take).status_code == 409
        assert browser.get(at(tie, "meeting-calendar")).status_code == 404
    assert "no longer runs" in text(browsers[side].post(at(tie, "meeting-offer"), sent))
    with pytest.raises(Refused):
        actions.take_time(standing, standing.first, side="the other", by=lead)


def test_hour_that_was_taken_stands_where_the_team_has_ended(tie, service, lead, manager, reader):
    standing = offer(tie, reader, Side.BODY, 20, 21)
    actions.take_time(standing, standing.first, side=Side.TEAM, by=manager)
    archive_team(service, by=lead)
    tie.service.refresh_from_db()
    assert standing_meeting(tie).taken == standing.first


def test_other_times_take_the_place_of_those_offered(tie, manager, reader):
    first = offer(tie, reader, Side.BODY, 20, 21)
    second = offer(tie, manager, Side.TEAM, 30, 31, 32)
    first.refresh_from_db()
    assert first.over_at is not None
    assert list(Meeting.objects.standing()) == [second]
    with pytest.raises(actions.Stale):
        actions.take_time(first, first.first, side=Side.TEAM, by=manager)


def test_colleagues_are_told_that_they_meet_and_that_they_do_not(tie, manager, contributor, reader):
    first = offer(tie, reader, Side.BODY, 20, 21)
    actions.take_time(first, first.first, side=Side.TEAM, by=manager)
    second = offer(tie, manager, Side.TEAM, 30, 31)
    actions.let_go(second, side=Side.TEAM, by=manager)  # no colleague was told of this one
    for person, kinds in (
        (contributor, ["meeting_offered", "meeting_taken", "meeting_let_go"]),
        (manager, ["meeting_offered"]),
    ):
        notices = Notice.objects.filter(user=person, object_id=tie.pk).order_by("created_at")
        assert [notice.kind for notice in notices] == kinds


def test_one_takes_what_the_other_replaced_meanwhile(tie, manager, reader, signed_in):
    first = offer(tie, reader, Side.BODY, 20, 21)
    offer(tie, reader, Side.BODY, 30, 31)
    take = {"seen": first.pk, "time": first.first.isoformat()}
    answer = signed_in(manager).post(at(tie, "meeting-take"), take)
    assert answer.status_code == 409
    assert "See how it is now" in text(answer)


def test_two_who_offer_at_once_see_both(tie, manager, reader, signed_in):
    browser = signed_in(manager)
    sent = typed(browser, tie, 20, 21)
    offer(tie, reader, Side.BODY, 40, 41)
    answer = browser.post(at(tie, "meeting-offer"), sent)
    assert answer.status_code == 409
    page_text = text(answer)
    assert "30 December 2026 at 12:00" in page_text
    assert answer.context["form"]["first_day"].value() == sent["first_day"]
    sent["seen"] = answer.context["form"]["seen"].value()
    assert browser.post(at(tie, "meeting-offer"), sent).status_code == 302


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ((-2, 20), "over already"),
        ((20, 20), "the same time"),
        ((20,), "Say which day."),
    ],
)
def test_times_that_cannot_be_are_refused_in_a_sentence(tie, manager, signed_in, days, why):
    browser = signed_in(manager)
    answer = browser.post(at(tie, "meeting-offer"), typed(browser, tie, *days))
    assert answer.status_code == 422
    assert why in text(answer)


@pytest.mark.parametrize(
    ("half", "why"),
    [
        ({"third_day": "01/02/2099"}, "Say at what time, such as 14:00."),
        ({"third_time": "14:00"}, "Say which day."),
    ],
)
def test_half_a_time_is_no_time(tie, manager, signed_in, half, why):
    browser = signed_in(manager)
    answer = browser.post(at(tie, "meeting-offer"), typed(browser, tie, 20, 21) | half)
    assert answer.status_code == 422
    assert why in text(answer)


@pytest.mark.parametrize("time", ["noon", "25:00", "1", "14+01", "1400Z", "12,30", "half past two"])
def test_a_time_that_is_none_is_refused_with_what_was_typed(tie, manager, signed_in, time):
    browser = signed_in(manager)
    sent = typed(browser, tie, 20, 21) | {"first_time": time, "second_time": time}
    answer = browser.post(at(tie, "meeting-offer"), sent)
    assert answer.status_code == 422
    assert f'value="{time}"' in answer.content.decode()
    for which in ("First", "Second"):  # each line of the summary says which it is
        sentence = f"{which}: at what time? Give the time as hours and minutes, such as 14:00."
        assert text(answer).count(sentence) == 1


def test_nobody_takes_what_they_offered_themselves(tie, manager, contributor, signed_in):
    meeting = offer(tie, manager, Side.TEAM, 20, 21)
    take = {"seen": meeting.pk, "time": meeting.first.isoformat()}
    answer = signed_in(manager).post(at(tie, "meeting-take"), take)
    assert answer.status_code == 422
    assert signed_in(contributor).post(at(tie, "meeting-take"), take).status_code == 403


def test_either_lets_it_go_without_a_reason(tie, manager, reader, signed_in):
    offer(tie, manager, Side.TEAM, 20, 21)
    browser = signed_in(reader)
    seen = browser.get(at(tie)).context["seen"]
    for _press in range(2):
        assert browser.post(at(tie, "meeting-let-go"), {"seen": seen}).status_code == 302
    assert not Meeting.objects.standing().exists()
    assert Notice.objects.filter(kind="meeting_let_go", user=manager).count() == 1


@pytest.mark.parametrize(
    ("day", "time_typed", "sentence"),
    [
        ("28/3/2027", "00:59", ""),
        ("28/3/2027", "01:00", "there is no 01:00. Say 00:00 or 02:00."),
        ("28/3/2027", "01:30", "there is no 01:30. Say 00:30 or 02:30."),
        ("28/3/2027", "02:00", ""),
        ("31/10/2027", "00:59", ""),
        ("31/10/2027", "1.30", "01:30 comes twice. Say an earlier or a later time."),
        ("31/10/2027", "02:00", ""),
    ],
)
def test_time_that_the_clocks_show_never_or_twice_is_told(
    tie, reader, signed_in, day, time_typed, sentence
):
    browser = signed_in(reader)
    sent = typed(browser, tie, 20) | {
        "second_day": day,
        "second_time": time_typed,
        "where": "By phone",
    }
    answer = browser.post(at(tie, "meeting-offer"), sent)
    if not sentence:
        time = timezone.localtime(Meeting.objects.get().second)
        assert (answer.status_code, f"{time:%H:%M %-d/%-m/%Y}") == (302, f"{time_typed} {day}")
        return
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    assert sentence in text(answer)
    form = answer.context["form"]
    assert [form[name].value() for name in sent] == list(sent.values())


def test_times_that_have_gone_by_are_offered_no_more(tie, manager, reader, signed_in, clock):
    offer(tie, reader, Side.BODY, 20, 21)
    hour, other = in_days(20, 21)
    clock(hour + dt.timedelta(minutes=1))
    team = signed_in(manager)
    page = text(team.get(at(tie)))
    assert "11 December 2026 at 12:00" in page
    assert "10 December 2026 at 12:00" not in page
    assert "times are offered" in text(team.get(at(tie, "tie-history")))
    tell_days(at=timezone.now())
    assert Notice.objects.unread().filter(kind="meeting_offered").exists()
    clock(other + dt.timedelta(minutes=1))
    team = signed_in(manager)
    page_text = text(team.get(at(tie)))
    assert "<bdi>Northtown Council</bdi> offered these, and they have gone by:" in page_text
    assert "Take this one" not in page_text
    assert "times are offered" not in text(team.get(at(tie, "tie-history")))
    tell_days(at=timezone.now())
    assert not Notice.objects.unread().filter(kind="meeting_offered").exists()
    assert team.post(at(tie, "meeting-offer"), typed(team, tie, 30, 31)).status_code == 302


def test_that_they_meet_is_told_until_they_have_met(tie, manager, reader, clock):
    meeting = offer(tie, manager, Side.TEAM, 20, 21)
    actions.take_time(meeting, meeting.second, side=Side.BODY, by=reader)
    notices = Notice.objects.unread().filter(kind="meeting_taken", user=manager)
    for hours, stands in ((-1, True), (1, False)):
        clock(meeting.second + dt.timedelta(hours=hours))
        tell_days(at=timezone.now())
        assert notices.exists() is stands


def test_an_agenda_has_no_day_that_has_gone_by(tie, manager, reader, signed_in, clock):
    meeting = offer(tie, manager, Side.TEAM, 20, 21)
    actions.take_time(meeting, meeting.first, side=Side.BODY, by=reader)
    for days, stands in ((20, True), (21, False)):
        clock(NOON + dt.timedelta(days=days, hours=2))
        page = text(signed_in(manager).get(at(tie, "agenda")))
        assert ("10 December 2026, 12:00" in page) == stands, days
