"""One report to two bodies: two copies, two ends; and who reads that another was asked."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, Service, User
from assessments.models import Closure
from sharing import actions
from sharing.chosen import missing, preview
from sharing.models import Share
from sharing.told.together import asked_too
from tests.sharing.story import UNTIL, SignedIn


@pytest.fixture
def browser(manager: User, signed_in: SignedIn) -> Client:
    return signed_in(manager)


@pytest.fixture
def both(draft: Share, other_body: Organisation, first: Closure, manager: User):
    """Two shares prepared in one go, with every choice made."""
    along = actions.prepare_along(draft, other_body, by=manager)
    closures = list(Closure.objects.all())
    chosen = {"closures": closures, "sections": ["changes"], "ends_on": UNTIL, "purpose": "Now."}
    actions.choose(draft, by=manager, **chosen)
    actions.choose(draft, by=manager, asks=dict.fromkeys(actions.asks_to_answer(draft), True))
    along.refresh_from_db()
    return draft, along


def test_start_makes_two_and_a_second_press_no_more(
    browser: Client,
    service: Service,
    body: Organisation,
    other_body: Organisation,
    second: Closure,
):
    page = reverse("share-start", args=[service.slug])
    sent = {"body": body.pk, "also": other_body.pk}
    sent["key"] = browser.get(page).context["form"]["key"].value()
    browser.post(page, sent)
    browser.post(page, sent)
    leading = Share.objects.get(body=body)
    assert [each.body for each in leading.followers.all()] == [other_body]
    assert Share.objects.count() == 2


def test_same_body_twice_is_refused(
    browser: Client, service: Service, body: Organisation, other_body: Organisation, second: Closure
):
    page = reverse("share-start", args=[service.slug])
    answer = browser.post(page, {"body": body.pk, "also": body.pk})
    assert answer.status_code == 422
    assert "This body gets one already." in answer.content.decode()
    assert not Share.objects.exists()


def test_what_is_chosen_for_one_is_chosen_for_both(both, other_body: Organisation):
    share, along = both
    assert missing(along) is None
    assert (along.purpose, along.ends_on) == (share.purpose, share.ends_on)
    assert preview(along).letter.to == other_body.name
    assert along.reference != share.reference


def test_what_is_hard_to_say_is_said_to_one(both, manager: User):
    share, along = both
    actions.choose(share, by=manager, hard_to_say="You are late")
    along.refresh_from_db()
    assert along.hard_to_say == ""


def test_own_choice_ends_following(both, manager: User):
    share, along = both
    other = UNTIL + dt.timedelta(days=30)
    actions.choose(along, by=manager, ends_on=other)
    actions.choose(share, by=manager, purpose="Another reason.")
    along.refresh_from_db()
    assert (along.purpose, along.ends_on, along.follows) == ("Now.", other, None)


def test_each_is_taken_back_by_itself(both, manager: User):
    share, along = both
    for each in both:
        actions.show_to_team(each, by=manager)
    actions.take_back(share, by=manager)
    along.refresh_from_db()
    assert along.state == Share.State.SHOWN


def sent(share: Share) -> None:
    """Leave a share as sending does."""
    Share.objects.filter(pk=share.pk).update(
        state="sent", sent_at=share.created_at, sent_by=share.created_by, document="{}"
    )
    share.refresh_from_db()


@pytest.mark.parametrize(("ticked", "live", "told"), [(1, 1, 1), (0, 1, 0), (1, 0, 0)])
def test_other_is_named_where_the_team_ticked_it_and_it_can_be_read(
    both, manager: User, ticked, live, told
):
    share, along = both
    asks = actions.asks_to_answer(share)
    actions.choose(share, by=manager, say_who_else=bool(ticked))
    for each in both if live else [share]:
        sent(each)
    named = [too.body for each in asked_too(share, asks).values() for too in each]
    assert bool(named) is bool(told)
    assert set(named) <= {along.body.name}
