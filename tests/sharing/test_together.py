"""One report to two bodies: two copies, two ends; and who reads that another was asked."""

import datetime as dt
import html
import itertools

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.actions import log
from accounts.models import Organisation, Service, User
from assessments.models import AskAnswer, Closure
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.correspondence.other_bodies import other_bodies_asked
from sharing.models import OPENINGS_EXPLAINED, Reply, Share
from sharing.report import missing_choice, preview
from tests.factories import OrganisationMembershipFactory, UserFactory
from tests.sharing.story import UNTIL, Clock, SignedIn


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
    assert [follower.body for follower in leading.followers.all()] == [other_body]
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
    assert missing_choice(along) is None
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
    for share_of_both in both:
        actions.show_to_team(share_of_both, by=manager)
    actions.take_back(share, by=manager)
    along.refresh_from_db()
    assert along.state == Share.State.SHOWN


def sent(share: Share) -> None:
    """Leave a share as sending does."""
    Share.objects.filter(pk=share.pk).update(
        state="sent", sent_at=share.created_at, sent_by=share.created_by, document="{}"
    )
    share.refresh_from_db()


@pytest.mark.parametrize(("ticked", "live", "is_named"), [(1, 1, 1), (0, 1, 0), (1, 0, 0)])
def test_other_is_named_where_the_team_ticked_it_and_it_can_be_read(
    both, manager: User, ticked, live, is_named
):
    share, along = both
    asks = actions.asks_to_answer(share)
    actions.choose(share, by=manager, say_who_else=bool(ticked))
    for share_sent in both if live else [share]:
        sent(share_sent)
    named = [
        too.body for share_sent in other_bodies_asked(share, asks).values() for too in share_sent
    ]
    assert bool(named) is bool(is_named)
    assert set(named) <= {along.body.name}


# --- What the other said


@pytest.fixture
def sent_to_both(both, manager: User):
    """Both shares as sending leaves them, with their frozen copies."""
    for share in both:
        actions.show_to_team(share, by=manager)
        now = share.created_at
        Share.objects.filter(pk=share.pk).update(state="sent", sent_at=now, sent_by=manager)
        share.refresh_from_db()
    return both


@pytest.fixture
def other_reader(other_body: Organisation) -> User:
    """Who reads for the other body."""
    user = UserFactory(email="ade@other.example", display_name="Ade")
    OrganisationMembershipFactory(user=user, organisation=other_body, role="reader")
    log(OPENINGS_EXPLAINED, by=user)
    return user


def answer(share: Share, words: str, *, goes_on: bool, by: User) -> None:
    """Answer the first ask of a report."""
    part = ReplyPart(share, Reply.About.ASK, actions.asks_to_answer(share)[0])
    post = {"answer": "will", "words": words, "about_when": "", "may_go_out": goes_on}
    actions.send_reply(part, post, seen=part.seen(), by=by)


def pages_of(browser: Client, share: Share) -> str:
    """Everything that a reader finds about a report, as text."""
    ask = actions.asks_to_answer(share)[0]
    addresses = [
        reverse("shared-with-us"),
        reverse("shared-report", args=[share.reference]),
        reverse("shared-reply", args=[share.reference]),
        reverse("shared-reply-ask", args=[share.reference, ask.pk]),
        reverse("shared-agenda", args=[share.reference]),
    ]
    for tie in share.body.ties.all():
        addresses += [
            reverse(name, args=[tie.pk]) for name in ("tie-history", "agenda", "understanding")
        ]
    pages = [browser.get(address).content.decode("utf-8", "replace") for address in addresses]
    return html.unescape(" ".join(pages))


SECRET = "a word in the mayor’s ear"


@pytest.mark.parametrize("over", ["", "theirs back", "theirs ended", "ours back", "ours ended"])
def test_answer_of_another_is_read_only_where_both_said_so_and_both_can_be_read(
    sent_to_both, manager, reader, other_reader, signed_in, clock: Clock, over
):
    share, along = sent_to_both
    answer(along, SECRET, goes_on=True, by=other_reader)
    one = {"theirs": along, "ours": share}.get(over.split(" ")[0])
    if one and over.endswith("back"):
        actions.take_back(one, by=manager)
    elif one:
        Share.objects.filter(pk=one.pk).update(ends_on=UNTIL - dt.timedelta(days=9))
        clock(dt.datetime.combine(UNTIL - dt.timedelta(days=2), dt.time(12), tzinfo=dt.UTC))
    browser = signed_in(reader)
    for ticked, goes_on in itertools.product([True, False], repeat=2):
        Share.objects.filter(pk=share.pk).update(say_who_else=ticked)
        AskAnswer.objects.update(may_go_out=goes_on)
        page = pages_of(browser, share)
        named = f"<bdi>{along.body.name}</bdi> was asked this too" in page
        assert named is (ticked and not over)
        assert (SECRET in page) is (ticked and goes_on and not over)


def test_nothing_of_another_is_told_once_its_last_word_stays(
    sent_to_both, reader, other_reader, signed_in
):
    share, along = sent_to_both
    Share.objects.filter(pk=share.pk).update(say_who_else=True)
    answer(along, SECRET, goes_on=True, by=other_reader)
    assert SECRET in pages_of(signed_in(reader), share)
    # Also where the server's clock is put back between the two.
    AskAnswer.objects.update(at=F("at") + dt.timedelta(hours=1))
    answer(along, "after all not", goes_on=False, by=other_reader)
    page = pages_of(signed_in(reader), share)
    assert SECRET not in page
    assert "after all not" not in page


def test_box_for_telling_others_is_there_whoever_else_is_asked(posted, reader, signed_in):
    ask = actions.asks_to_answer(posted)[0]
    address = reverse("shared-reply-ask", args=[posted.reference, ask.pk])
    browser = signed_in(reader)
    page = browser.get(address)
    assert "may_go_out" in page.context["form"].fields
    seen = page.context["form"]["seen"].value()
    sent = {"seen": seen, "answer": "will", "words": "ask", "may_go_out": "on", "act": "keep"}
    browser.post(address, sent)
    assert browser.get(address).context["form"]["may_go_out"].value() is True


def test_a_body_asked_twice_is_named_once(sent_to_both, manager, other_reader):
    share, along = sent_to_both
    Share.objects.filter(pk=share.pk).update(say_who_else=True)
    share.refresh_from_db()
    again = actions.prepare_again(along, by=manager)
    asks = actions.asks_to_answer(share)
    actions.choose(again, by=manager, asks=dict.fromkeys(actions.asks_to_answer(again), True))
    actions.choose(again, by=manager, ends_on=UNTIL, purpose="Once more.")
    sent(again)
    assert all(len(shares_asked) == 1 for shares_asked in other_bodies_asked(share, asks).values())
