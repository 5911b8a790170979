"""A tiny charity: who leads it is in its one team, so that the two are one."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts import actions
from tests.people import in_organisation


@pytest.fixture
def one(service, organisation, lead, framework):
    """Return the browser of somebody who is lead, manager and worker."""
    actions.join(user=lead, place=service, role="manager", by=None)
    browser = Client()
    browser.force_login(lead)
    return browser


def page_of(browser, service):
    return browser.get(service.get_absolute_url()).content.decode()


def test_organisation_and_team_are_one_page(one, service, organisation):
    answer = one.get(reverse("ours"))
    assert answer.url == reverse("our-team", args=[service.slug])
    page = one.get(answer.url).content.decode()
    for name in ("add-teams", "organisation-settings", "ask-into-organisation"):
        assert reverse(name, args=[organisation.slug]) in page


def test_there_is_nobody_to_show_it_to(one, service, spring):
    page = page_of(one, service)
    assert "Show it to" not in page
    assert "hold our next talk" not in page


def test_with_a_second_team_they_are_two_again(one, service, organisation, lead, spring):
    actions.make_teams(organisation=organisation, names=[("Birch", "")], by=lead)
    assert one.get(reverse("ours")).url == reverse("our-organisation", args=[organisation.slug])
    assert "Ask the team first" in page_of(one, service)
    service.memberships.exclude(user=lead).update(ended_on=dt.date(2026, 1, 1))
    page = page_of(one, service)  # whoever is alone has nobody to ask
    assert "Show it to" in page
    assert "Ask the team first" not in page


def test_with_a_lead_outside_the_team_they_are_two_again(one, service, organisation, spring):
    in_organisation(organisation, "lead", "Other Lead")
    assert one.get(reverse("ours")).url == reverse("our-organisation", args=[organisation.slug])
    assert "Show it to" in page_of(one, service)
