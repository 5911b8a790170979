"""The calendar file of *Coming up*."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from assessments import actions
from home.cards.coming import calendar
from home.find.gathering import page_of_teams

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)


def entries(user, *, today: dt.date) -> list[dict]:
    file = Calendar.from_ical(calendar(page_of_teams(user, today=today).ahead, now=NOW))
    return [dict(entry) for entry in file.walk("VEVENT")]


def test_each_team_has_a_day_with_what_it_needs(manager, spring, service):
    (entry,) = entries(manager, today=dt.date(2026, 9, 10))
    assert entry["SUMMARY"] == "Alder House means to talk again around this day"
    assert entry["DESCRIPTION"] == "For that it needs a room."
    assert entry["DTSTART"].dt == dt.date(2026, 9, 10)
    assert entry["DTEND"].dt == dt.date(2026, 9, 11)
    assert entry["UID"] == f"next-talk-{service.pk}"


def test_name_from_right_to_left_leaves_the_sentence_alone(manager, spring, service):
    type(service).objects.filter(pk=service.pk).update(name="بيت الجار")
    (entry,) = entries(manager, today=dt.date(2026, 9, 10))
    sentence = "\u2068بيت الجار\u2069 means to talk again around this day"
    assert entry["SUMMARY"] == sentence


def test_day_that_has_passed_is_left_out(manager, spring):
    assert entries(manager, today=dt.date(2026, 9, 11)) == []


def test_team_that_is_talking_keeps_the_day_it_planned(manager, spring, framework):
    service = spring.assessment.service
    actions.start(service=service, framework=framework, length="themes", by=manager)
    assert len(entries(manager, today=dt.date(2026, 9, 10))) == 1
    assert entries(manager, today=dt.date(2026, 9, 11)) == []


def test_hostile_name_stays_in_its_line(manager, spring, service):
    service.name = "Alder\r\nATTENDEE:mailto:x@example.org; House, \\ é"
    service.save()
    (entry,) = entries(manager, today=dt.date(2026, 9, 10))
    assert "ATTENDEE" not in entry
    assert "ATTENDEE:mailto:x@example.org; House, \\ é" in entry["SUMMARY"].replace("\u200e", "")
    assert "mailto:" not in entry["SUMMARY"]  # nor is it a link


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 200), ("lead", 200), ("contributor", 404), ("outsider", 404)]
)
def test_file_is_for_who_reads_the_page(client, request, spring, who, status):
    client.force_login(request.getfixturevalue(who))
    answer = client.get(reverse("coming-up"))
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="coming-up.ics"'


@pytest.mark.parametrize(("day", "offered"), [(10, True), (11, False)])
def test_page_leads_to_the_file_while_a_day_is_to_come(
    client, manager, spring, monkeypatch, day, offered
):
    client.force_login(manager)
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 9, day, 12, tzinfo=dt.UTC))
    page = client.get(reverse("your-teams")).content.decode()
    assert (reverse("coming-up") in page) is offered


def test_everybody_in_the_team_gets_its_day_by_its_second_name(
    client, contributor, outsider, spring, service
):
    service.second_name = "The Willows"
    service.save()
    client.force_login(contributor)
    file = client.get(reverse("talk-again", args=[service.slug]))
    (entry,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert entry["SUMMARY"] == "The Willows means to talk again around this day"
    assert b"Alder House" not in file.content
    client.force_login(outsider)
    assert client.get(reverse("talk-again", args=[service.slug])).status_code == 404


def test_who_holds_it_is_named_to_the_team_and_to_nobody_else(
    client, contributor, lead, manager, spring, service, read
):
    talk = spring.assessment
    actions.put_right(talk, reason="Who holds it", by=manager)
    day = timezone.localdate() + dt.timedelta(days=30)
    actions.describe(talk, next_talk_by="the night lead", next_talk_on=day, by=manager)
    closure = actions.finish(talk, by=manager)
    actions.decide_release(closure, is_shown=True, by=manager)
    client.force_login(contributor)
    file = client.get(reverse("talk-again", args=[service.slug])).content
    (entry,) = Calendar.from_ical(file).walk("VEVENT")
    description = str(entry["DESCRIPTION"]).replace("\u2068", "").replace("\u2069", "")
    assert description == "It is held by: the night lead. For that it needs a room."
    assert "the night lead" in read(contributor, "/")
    assert "the night lead" in read(contributor, reverse("record", args=[closure.pk]))
    client.force_login(lead)
    assert b"night lead" not in client.get(reverse("coming-up")).content
    for name, key in (("shown-team", service.slug), ("shown", closure.pk)):
        assert "night lead" not in read(lead, reverse(name, args=[key]))
