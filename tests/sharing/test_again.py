"""A report prepared anew from the last copy: it begins from it, and says what is different."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from accounts.models import User
from assessments import actions as talk
from assessments.models import Ask, Closure
from frameworks.models import Framework
from reports.content.copies import differences
from reports.content.pieces import Own
from sharing import actions
from sharing.models import Share
from sharing.report import preview
from tests.sharing.conftest import converse
from tests.sharing.story import SHOWN, UNTIL, SignedIn


@pytest.fixture
def browser(manager: User, signed_in: SignedIn) -> Client:
    return signed_in(manager)


@pytest.fixture
def again(posted: Share, manager: User) -> Share:
    """The next one, with what has to be said anew."""
    new_share = actions.prepare_again(posted, by=manager)
    return actions.choose(new_share, by=manager, purpose="Again.", ends_on=UNTIL)


def differing(share: Share) -> list[str]:
    differs = preview(share).differs
    new = [f"asked: {ask.words}" for ask in differs.new_asks]
    new += [f"in the way: {obstacle.words}" for obstacle in differs.new_obstacles or ()]
    return [*differs.lines, *new]


def test_it_begins_from_the_last_copy(posted: Share, manager: User):
    Share.objects.filter(pk=posted.pk).update(hard_to_say="You are late", quote="We are a hostel")
    posted.refresh_from_db()
    again = actions.prepare_again(posted, by=manager)
    assert again.sections == posted.sections
    assert list(again.closures.all()) == list(posted.closures.all())
    assert again.asks.count() == posted.asks.count()
    assert again.quote == "We are a hostel"
    assert (again.purpose, again.ends_on, again.hard_to_say) == ("", None, "")


def test_two_presses_begin_one(posted: Share, browser: Client):
    page = reverse("share-again", args=[posted.pk])
    answers = [browser.post(page) for _press in range(2)]
    again = Share.objects.get(again_of=posted)
    what = reverse("share-what", args=[again.pk])
    assert [answer["Location"] for answer in answers] == [what, what]


def test_it_names_the_copy_it_is_set_beside(again: Share, posted: Share):
    since = preview(again).differs.since
    assert since == f"Since our letter of 17 November 2026 ({posted.reference}):"


def test_same_again_says_so(again: Share):
    assert differing(again) == ["This one says what that one said."]


def test_other_choices_are_told_in_words(again: Share, manager: User):
    actions.choose(again, by=manager, sections=["changes"], quotable="public", quote="A hostel")
    lines = differing(again)
    assert "No longer in this one: theme by theme, with the bead rows." in lines
    assert "There is a page you may quote." in lines


def test_another_conversation_is_named(
    again: Share, framework: Framework, contributor: User, manager: User
):
    day = dt.date(2026, 11, 2)
    converse(again.service, framework, contributor, day, "winter")
    actions.choose(again, by=manager, closures=list(Closure.objects.all()))
    asks = dict.fromkeys(actions.asks_to_answer(again), True)
    actions.choose(again, by=manager, asks=asks)
    lines = differing(again)
    assert "This one tells of another conversation, too: 2 November 2026." in lines
    assert "in the way: Theirs in winter" in lines


def test_what_reads_differently_has_not_changed_where_nothing_is_set_beside_it(
    again: Share, posted: Share, first: Closure, manager: User
):
    """Of one talk alone nothing has changed; that another is told, too, says so already."""
    actions.choose(again, by=manager, closures=[first])
    one = preview(again)
    reading = one.changes.heads[0]
    item = replace(reading.items[0], words=Own("Said in other words"))
    head = replace(reading, items=(item, *reading.items[1:]))
    other = replace(one, changes=replace(one.changes, heads=(head, *one.changes.heads[1:])))
    assert differences(one, other).lines == ("What we said reads differently.",)
    assert (
        "What has changed is told as we see it now." not in differences(one, preview(posted)).lines
    )


def test_what_is_asked_in_other_words_than_what_is_in_the_way(
    again: Share, framework: Framework, contributor: User, manager: User
):
    closure = converse(again.service, framework, contributor, dt.date(2026, 11, 2), "winter")
    (ask,) = [factor.ask for factor in closure.record.factors if factor.ask]
    put_right = talk.put_right(closure.assessment, reason="Said more fully", by=manager)
    talk.put_ask(put_right, Ask.objects.get(pk=ask.id), by=manager, words="Pay for a night post")
    talk.finish(put_right, by=manager)
    actions.choose(again, by=manager, closures=list(Closure.objects.current()))
    actions.choose(again, by=manager, asks=dict.fromkeys(actions.asks_to_answer(again), True))
    assert "asked: Pay for a night post" in differing(again)


def test_what_is_kept_now_is_not_quoted(again: Share, manager: User):
    asks = dict.fromkeys(actions.asks_to_answer(again), False)
    actions.choose(again, by=manager, asks=asks)
    assert "Something we asked then is not in this one." in differing(again)
    assert "Theirs in spring" not in preview(again).differs.lines


def test_reader_reads_what_is_different(
    again: Share, manager: User, reader: User, signed_in: SignedIn
):
    sent = actions.send(actions.show_to_team(again, by=manager, at=SHOWN), by=manager)
    page = signed_in(reader).get(reverse("shared-report", args=[sent.reference]))
    assert "What is different from our last letter" in page.content.decode()


def test_first_copy_says_nothing_of_it(ready: Share):
    assert "differs" not in preview(ready).to_json()
