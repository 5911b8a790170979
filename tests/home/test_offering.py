"""A lead offers a talk, a team would like somebody to hold one: said, and nothing follows."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Event, Notice
from home.forms import OfferTalkForm
from tests.unchanging import unchanging

pytestmark = pytest.mark.django_db


def offer(client, service, month):
    return client.post(reverse("offer-talk", args=[service.slug]), {"around": month})


def months() -> list[str]:
    form = OfferTalkForm(today=timezone.localdate())
    return [value for value, _words in form.fields["around"].choices if value]


def test_lead_asks_everybody_in_a_team_around_a_month(
    client, read, lead, contributor, manager, service, sibling, framework
):
    client.force_login(lead)
    assert offer(client, service, months()[2])["Location"] == "/teams/"
    for person in (contributor, manager):
        text = read(person, "/")
        assert "Lee Lead asks whether Alder House would like to talk around" in text
        assert "nobody is told what you make of it" in text
    assert not sibling.notices.exists()


def test_saying_nothing_and_putting_it_away_leave_no_mark(
    client, lead, contributor, manager, service, framework
):
    client.force_login(lead)
    offer(client, service, months()[0])

    def page() -> str:
        client.force_login(lead)
        return unchanging(client.get("/teams/").content.decode())

    page()  # says once that it was asked
    before, events = page(), Event.objects.count()
    client.force_login(contributor)
    client.post(reverse("put-away", args=[contributor.notices.get().pk]))
    assert page() == before
    assert Event.objects.count() == events


def test_later_offer_takes_the_place_of_one_not_yet_read(client, lead, contributor, service):
    client.force_login(lead)
    for month in months()[:2]:
        offer(client, service, month)
    (notice,) = Notice.objects.unread().filter(user=contributor)
    assert notice.around == dt.date.fromisoformat(months()[1])


@pytest.mark.parametrize("around", ["", "2020-01-01", "x"])
def test_offer_needs_one_of_the_months(client, lead, service, contributor, around):
    client.force_login(lead)
    answer = offer(client, service, around)
    assert answer.status_code == 422
    assert 'id="id_around"' in answer.content.decode()
    assert not Notice.objects.exists()


def test_nobody_is_said_to_be_asked_where_nobody_is_in_the_team(client, lead, service):
    client.force_login(lead)
    answer = offer(client, service, months()[0])
    assert answer.status_code == 422
    assert "Nobody is in this team yet. Ask somebody in first." in answer.content.decode()


def test_offer_page_is_the_same_whatever_a_team_has_done(client, lead, service, sibling_service):
    client.force_login(lead)
    pages = [
        client.get(reverse("offer-talk", args=[team.slug])).content.decode()
        for team in (service, sibling_service)
    ]
    one, two = (re.sub(r"Alder House|Birch House", "", unchanging(page)) for page in pages)
    assert one == two
    assert "There are no scores" in pages[0]


@pytest.mark.parametrize("who", ["contributor", "manager", "elsewhere", "commissioner", "outsider"])
def test_nobody_but_a_lead_offers(client, request, service, who):
    client.force_login(request.getfixturevalue(who))
    assert offer(client, service, months()[0]).status_code == 404


def test_team_says_that_it_would_like_somebody_to_hold_its_talk(
    client, read, lead, contributor, service, framework
):
    address = reverse("facilitator", args=[service.slug])
    client.force_login(contributor)
    assert (
        "would like somebody to hold our next talk"
        in client.get(f"/s/{service.slug}/").content.decode()
    )
    client.post(address, {"wanted": "yes"})
    assert "Alder House , since today" in read(lead, "/teams/").replace("House, ", "House , ")
    client.force_login(contributor)
    client.post(address, {"wanted": "no"})
    assert "since" not in read(lead, "/teams/").partition("Each team")[0]


def test_saying_it_twice_is_the_same_as_once(contributor, service):
    for _twice in range(2):
        actions.want_facilitator(service, is_wanted=True, by=contributor)
    assert [event.act for event in Event.objects.all()] == ["facilitator_wanted"]
