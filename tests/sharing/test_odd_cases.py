"""Small and odd cases of a report and its reader, each walked."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, Letter, Notice
from home.actions import tell_days
from sharing import actions as sharing
from tests.factories import UserFactory
from tests.people import in_organisation


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def unread(person, kind):
    return person.notices.unread().filter(kind=kind).count()


def test_managers_are_told_where_nobody_at_the_body_can_read_it_any_more(
    sent, body, manager, contributor, commissioner
):
    for row in body.memberships.filter(ended_on=None):
        actions.end_membership(row, by=None)
    later = timezone.now() + dt.timedelta(minutes=5)
    assert tell_days(at=later) == 1
    assert tell_days(at=later) == 0
    assert unread(manager, "share_unread") == 1
    assert manager.notices.get(kind="share_unread").around == sent.ends_on
    assert not Notice.objects.filter(kind="share_unread", user=contributor).exists()
    page = browser(manager).get(reverse("home")).content.decode()
    assert "can read the report of" in page
    page = browser(manager).get(sent.get_absolute_url()).content.decode()
    assert "Nobody at <bdi>Northtown Council</bdi> can read it here just now." in page
    actions.join(user=UserFactory(), place=body, role="reader", by=None)
    assert unread(manager, "share_unread") == 0


def test_where_somebody_still_reads_nobody_is_told(sent, body, manager):
    in_organisation(body, "reader", "New Reader")
    assert tell_days(at=timezone.now()) == 0


@pytest.mark.parametrize("where", ["one", "several", "sheet"])
def test_a_reader_is_refused_in_a_team_before_any_letter_goes(
    sent, service, organisation, manager, lead, commissioner, where
):
    """Also who reads for the very body that pays for the service."""
    pages = {
        "one": (manager, "ask-into-team", service.slug),
        "several": (manager, "ask-several", service.slug),
        "sheet": (lead, "ask-many", organisation.slug),
    }
    typed = {
        "one": {"name": "R", "address": commissioner.email, "role": "manager"},
        "several": {"people": commissioner.email, "role": "manager"},
        "sheet": {"rows": f"{service.name}\tR\t{commissioner.email}\t\tlooks after it"},
    }
    who, route, slug = pages[where]
    letters = Letter.objects.count()
    answer = browser(who).post(reverse(route, args=[slug]), typed[where])
    assert answer.status_code == 422
    assert "Nobody can be in a team" in answer.content.decode()
    assert not Invitation.objects.exists()
    assert Letter.objects.count() == letters


def test_somebody_in_two_teams_is_told_of_each_once(
    service, sibling_service, manager, lead, contributor
):
    """As relief in the second: one newcomer into each team, one notice each."""
    actions.join(user=contributor, place=sibling_service, role="contributor", by=None)
    new = UserFactory(email="new@example.org", display_name="New One")
    for team in (service, sibling_service):
        actions.join(user=new, place=team, role="contributor", by=None)
    notices = contributor.notices.filter(kind="joined_team", about=new)
    assert sorted(notice.service.name for notice in notices) == ["Alder House", "Birch House"]


def test_when_the_only_manager_closes_their_account_anybody_in_the_team_takes_it_back(
    sent, service, manager, contributor
):
    actions.close_account(manager, by=manager)
    answer = browser(contributor).post(reverse("share-take-back", args=[sent.pk]))
    assert answer.status_code == 302
    sent.refresh_from_db()
    assert sent.state == "taken_back"
    page = browser(contributor).get(service.get_absolute_url()).content.decode()
    assert "just now" in page


def test_nothing_goes_to_a_body_that_has_ended_since_it_was_shown(shown_share, body, manager):
    """Nobody would read it, and the team would be told that it was sent."""
    actions.end_organisation(body, by=UserFactory(is_staff=True))
    answer = browser(manager).post(
        reverse("share-send", args=[shown_share.pk]), {"copy": shown_share.digest}
    )
    shown_share.refresh_from_db()
    assert (answer.status_code, shown_share.state) == (422, "shown")
    ended = "has ended here, and nobody reads for it any more"
    assert ended in answer.content.decode()
    page = browser(manager).get(shown_share.get_absolute_url()).content.decode()
    assert ended in page
    assert "Was to be read until" in page
    assert "Send it to" not in page
    assert sharing.tell_may_go(at=timezone.now()) == 0
    sharing.change_first(shown_share, by=manager)
    for name in ("share", "share-preview"):
        page = browser(manager).get(reverse(name, args=[shown_share.pk])).content.decode()
        assert ended in page
        assert "Show it to the team first" not in page


def test_nobody_is_told_that_a_report_is_there_once_it_is_over(
    sent, manager, commissioner, settings
):
    settings.LETTERS_GO_OUT = False
    page = browser(manager).get(sent.get_absolute_url()).content.decode()
    assert "that the report is there" in page
    browser(manager).post(reverse("share-take-back", args=[sent.pk]))
    page = browser(manager).get(sent.get_absolute_url()).content.decode()
    assert "that the report is there" not in page
