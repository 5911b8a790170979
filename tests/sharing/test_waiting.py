"""*Please wait*: it stops the sending, and nobody learns who said it."""

import datetime as dt
import json
import re
from functools import partial

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import send_due_letters
from accounts.models import Event, KeptPost, Letter, Notice, Service, User
from assessments.actions import Refused
from sharing import actions
from sharing.actions.taking_out import take_out_everywhere
from sharing.actions.waiting import in_the_way
from sharing.models import Share, WaitAnswer, Waits
from sharing.selectors import waits_of
from tests.people import in_team
from tests.sharing.story import NOON, Clock, SignedIn, same
from tests.shown import tight
from tests.together import at_once

NINE = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
LATER = NINE + dt.timedelta(hours=2)


def page(name: str, share: Share) -> str:
    return reverse(name, args=[share.pk])


@pytest.fixture
def four(service: Service, contributor: User) -> list[User]:
    """Return four who could say it."""
    others = [in_team(service, "contributor", name) for name in ("Nia", "Oz", "Pat")]
    return [contributor, *others]


def mark(share: Share, at: dt.datetime) -> str:
    waits = waits_of(share)
    return waits.mark_of(at) if waits else ""


def say(share: Share, who: User, words: str = "", **how: object) -> bool:
    return actions.ask_to_wait(share, by=who, seen=share.digest, words=words, **how)


def test_it_stops_the_sending_until_it_was_answered_and_read_for_a_day(
    shown_share: Share, manager: User, contributor: User, clock: Clock
) -> None:
    assert say(shown_share, contributor, "the line on the lock")
    with pytest.raises(Refused, match="somebody of the team would like it to wait"):
        actions.send(shown_share, by=manager)
    shown_share.refresh_from_db()
    assert (shown_share.state, Waits.objects.get().said[0]["words"]) == (
        "shown",
        "the line on the lock",
    )

    clock(NINE)
    assert "until a manager has answered" in in_the_way(shown_share, NINE)
    seen = mark(shown_share, NINE)
    actions.answer_waits(shown_share, words="It is out now", seen=seen, by=manager)

    assert "until 09:00 on 22 November 2026" in in_the_way(shown_share, NINE)
    assert in_the_way(shown_share, NINE + dt.timedelta(days=1)) == ""


@pytest.mark.pdf
def test_all_of_it_goes_when_it_is_sent(
    shown_share: Share, manager: User, contributor: User, clock: Clock
) -> None:
    say(shown_share, contributor, "the line on the lock")
    clock(NINE)
    seen = mark(shown_share, NINE)
    actions.answer_waits(shown_share, words="It is out now", seen=seen, by=manager)
    clock(NINE + dt.timedelta(days=1))
    shown_share.refresh_from_db()

    assert actions.send(shown_share, by=manager).state == "sent"
    assert not Waits.objects.exists()
    assert not WaitAnswer.objects.exists()
    with pytest.raises(actions.Stale):
        say(shown_share, contributor)


@pytest.mark.parametrize("ends", [actions.change_first, actions.take_back])
def test_all_of_it_goes_when_it_is_changed_or_put_away(
    shown_share: Share, manager: User, contributor: User, ends
) -> None:
    say(shown_share, contributor, "Why")
    ends(shown_share, by=manager)

    assert not Waits.objects.exists()


@pytest.mark.parametrize("hour", [0, 2, 8, 12, 23])
def test_it_shows_at_nine_the_next_morning_whenever_it_was_said(
    shown_share: Share,
    contributor: User,
    manager: User,
    clock: Clock,
    signed_in: SignedIn,
    hour: int,
) -> None:
    before = same(signed_in(manager).get(page("share", shown_share)))
    clock(NOON.replace(hour=hour))
    say(shown_share, contributor, "the line on the lock")

    for moment in (NOON.replace(hour=23, minute=59), NINE - dt.timedelta(minutes=1)):
        clock(moment)
        assert same(signed_in(manager).get(page("share", shown_share))) == before
        assert actions.tell_waits(at=moment) == 0
    clock(NINE)
    seen = signed_in(manager).get(page("share", shown_share)).content.decode()
    assert "the line on the lock" in seen
    assert actions.tell_waits(at=NINE) == 1
    assert actions.tell_waits(at=LATER) == 0, "told once"


def test_everybody_gets_the_same_letter_and_notice(
    shown_share: Share, four: list[User], manager: User, clock: Clock, mailoutbox: list
) -> None:
    Letter.objects.all().delete()
    say(shown_share, four[1], "the line on the lock")
    clock(NINE)
    actions.tell_waits(at=NINE)
    send_due_letters(at=LATER)

    assert {letter.to[0] for letter in mailoutbox} == {person.email for person in [*four, manager]}
    assert len({letter.body for letter in mailoutbox}) == 1
    assert "the line on the lock" not in mailoutbox[0].body
    notices = Notice.objects.filter(kind="share_wait")
    assert {person.user for person in notices} == {*four, manager}
    assert len({person.created_at for person in notices}) == 1


def everything() -> dict[str, list[dict]]:
    """Return every row of the database, by kind, as who runs the server reads it."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        kind = model._meta.label
        rows[kind] = json.loads(serializers.serialize("json", model._base_manager.all()))
    return rows


def changed(before: dict, after: dict) -> set[str]:
    return {kind for kind in after if before[kind] != after[kind]}


def test_saying_it_leaves_nothing_but_one_row_that_says_not_who(
    shown_share: Share, four: list[User], signed_in: SignedIn, clock: Clock, caplog
) -> None:
    """Neither an event, a notice, a letter, a draft, a session nor a line of the log tells."""
    browsers = [signed_in(wish) for wish in four]
    for browser in browsers:
        browser.get(page("share", shown_share))
    before = everything()
    answers = [
        browser.post(page("share-wait", shown_share), {"copy": shown_share.digest, "words": words})
        for browser, words in zip(browsers[1:3], ["zebra", "apple"], strict=True)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    after = everything()
    assert changed(before, after) == {"sharing.Waits"}
    assert caplog.text == ""
    row = after["sharing.Waits"][0]["fields"]
    assert [wish["words"] for wish in row["said"]] == ["apple", "zebra"], "not as they came"
    assert row["tokens"] == sorted(row["tokens"])
    assert all(set(wish) == {"day", "words", "role"} for wish in row["said"])
    assert {wish["day"] for wish in row["said"]} == {"2026-11-20"}
    text = json.dumps(row)
    for person in four:
        for mark in (str(person.pk), person.pk.hex, person.email, person.display_name):
            assert mark not in text


def test_the_order_in_which_it_was_said_makes_no_difference(
    shown_share: Share, four: list[User], clock: Clock
) -> None:
    rows = []
    for order in (four, four[::-1]):
        Waits.objects.filter(pk=shown_share.pk).update(tokens=[], said=[])
        for hour, person in enumerate(order):
            clock(NOON + dt.timedelta(hours=hour))
            say(shown_share, person, f"Words {four.index(person)}")
        rows.append(Waits.objects.values("tokens", "said").get())
    assert rows[0] == rows[1]


def test_token_needs_the_key_of_the_copy_and_the_key_of_the_site(
    shown_share: Share, contributor: User, settings
) -> None:
    waits = Waits.objects.get()
    token = waits.token_of(contributor)
    assert token == waits.token_of(contributor)
    waits.key = "another copy"
    other = waits.token_of(contributor)
    settings.SECRET_KEY = "another site's secret, " * 3
    assert len({token, other, waits.token_of(contributor)}) == 3


def test_pages_are_the_same_for_who_said_it_and_who_did_not(
    shown_share: Share, four: list[User], manager: User, signed_in: SignedIn, clock: Clock
) -> None:
    """Before and after nine; by page, by number, and by how many queries a page asks."""
    pages = [page(name, shown_share) for name in ("share", "share-copy", "share-wait")]
    say(shown_share, four[0])
    for moment in (NOON, NINE):
        clock(moment)
        for address in pages:
            writer, silent = (named(signed_in(who).get(address), who) for who in four[:2])
            assert writer == silent
    one = named(signed_in(manager).get(pages[0]), manager)
    for person in four[1:]:
        clock(NOON)
        say(shown_share, person)
    clock(NINE)
    assert named(signed_in(manager).get(pages[0]), manager) == one, "nobody learns how many"


def test_copy_says_from_when_it_may_go_to_whoever_may_ask_it_to_wait(
    ready: Share, manager: User, four: list[User], signed_in: SignedIn, clock: Clock
) -> None:
    share = actions.show_to_team(ready, by=manager, at=NOON)
    says = "on 23 November 2026 at the earliest. Until then the team reads it. All right by you?"
    address = page("share-copy", share)
    assert says in tight(signed_in(four[0]).get(address))
    clock(NOON + dt.timedelta(days=3))
    text = tight(signed_in(four[0]).get(address))
    assert "All right by you?" in text
    assert "at the earliest" not in text


def named(answer, person: User) -> tuple[int, str]:
    """Return an answer without the name and the key of who is signed in."""
    status, content = same(answer)
    return status, content.replace(person.display_name, "NAME").replace(person.pk.hex, "KEY")


def test_twice_is_once_and_says_so_with_what_was_typed(
    shown_share: Share, four: list[User], signed_in: SignedIn
) -> None:
    browser = signed_in(four[0])
    typed = {"copy": shown_share.digest, "words": "First"}
    first = browser.post(page("share-wait", shown_share), typed).content.decode()
    again = browser.post(
        page("share-wait", shown_share), typed | {"words": "Second"}
    ).content.decode()

    assert "nine tomorrow morning" in first
    assert "Nothing was added" in again
    assert "Second" in again
    assert [wish["words"] for wish in Waits.objects.get().said] == ["First"]


def test_form_after_the_sign_in_ran_out_is_given_back_and_not_kept(
    shown_share: Share, four: list[User]
) -> None:
    browser = Client()
    browser.force_login(four[0])
    browser.get("/")
    del browser.cookies["sessionid"]

    answer = browser.post(
        page("share-wait", shown_share),
        {"copy": shown_share.digest, "words": "The line on the lock"},
    )

    assert answer.status_code == 403
    assert "The line on the lock" in answer.content.decode()
    assert not KeptPost.objects.exists()
    assert Waits.objects.get().said == []


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 1001])
def test_refused_words_are_kept_in_the_box_and_not_logged(
    shown_share: Share, four: list[User], signed_in: SignedIn, caplog, typed: str
) -> None:
    answer = signed_in(four[0]).post(
        page("share-wait", shown_share), {"copy": shown_share.digest, "words": typed}
    )

    assert answer.status_code == 422
    assert caplog.text == ""


def test_where_few_could_have_said_it_the_page_says_so_first_and_offers_to_talk(
    shown_share: Share, contributor: User, manager: User, signed_in: SignedIn, clock: Clock
) -> None:
    browser = signed_in(contributor)
    form = browser.get(page("share-wait", shown_share)).content.decode()
    assert form.index("it can be guessed who did") < form.index("It is shown on the report")
    assert form.index("us to talk before this goes") < form.index("It says nobody")

    address, typed = page("share-wait", shown_share), {"copy": shown_share.digest, "words": ""}
    assert browser.post(address, typed).status_code == 422, "one of the two is chosen"
    assert browser.post(address, typed | {"how": "talk"}).status_code == 422, "no role"
    assert browser.post(address, typed | {"how": "talk", "role": "nights"}).status_code == 200

    clock(NINE)
    page_of = re.sub(
        "</?bdi>", "", signed_in(manager).get(page("share", shown_share)).content.decode()
    )
    assert "nights would like us to talk before this goes" in page_of
    assert "until a manager has answered" in in_the_way(shown_share, NINE)


def test_unnamed_keeps_no_role_that_was_typed(
    shown_share: Share, contributor: User, signed_in: SignedIn
) -> None:
    typed = {"copy": shown_share.digest, "words": "", "how": "unnamed", "role": "nights"}
    assert signed_in(contributor).post(page("share-wait", shown_share), typed).status_code == 200
    assert Waits.objects.get().said[0]["role"] == ""


def test_four_are_not_asked_for_a_role(
    shown_share: Share, four: list[User], signed_in: SignedIn
) -> None:
    form = signed_in(four[3]).get(page("share-wait", shown_share)).content.decode()
    assert "Nobody is told who says this" in form
    assert "role" not in re.sub(r'role="[a-z]+"', "", form)


@pytest.mark.parametrize(
    ("become", "says"),
    [
        ("taken_back", "It is not going to be sent"),
        ("draft", "It is being changed first"),
        ("shown", "It was changed since you looked"),
    ],
)
def test_too_late_says_why_and_gives_the_words_back(
    shown_share: Share, four: list[User], manager: User, signed_in: SignedIn, become: str, says: str
) -> None:
    seen = shown_share.digest
    if become == "taken_back":
        actions.take_back(shown_share, by=manager)
    else:
        actions.change_first(shown_share, by=manager)
    if become == "shown":
        actions.choose(shown_share, by=manager, purpose="Other words")
        actions.show_to_team(shown_share, by=manager)

    answer = signed_in(four[0]).post(
        page("share-wait", shown_share), {"copy": seen, "words": "The line on the lock"}
    )

    assert answer.status_code == 409
    assert says in answer.content.decode()
    assert "The line on the lock" in answer.content.decode()


def test_after_it_was_sent_it_is_too_late(
    posted: Share, four: list[User], signed_in: SignedIn
) -> None:
    Waits.objects.all().delete()
    answer = signed_in(four[0]).post(page("share-wait", posted), {"copy": posted.digest})

    assert answer.status_code == 409
    assert "A manager can take it back" in answer.content.decode()
    assert signed_in(four[0]).get(page("share-wait", posted)).status_code == 302


def test_managers_and_strangers_cannot_say_it(
    shown_share: Share, manager: User, outsider: User, lead: User, signed_in: SignedIn
) -> None:
    assert signed_in(manager).get(page("share-wait", shown_share)).status_code == 403
    for person in (outsider, lead):
        assert signed_in(person).get(page("share-wait", shown_share)).status_code == 404
        assert signed_in(person).get(page("share-wait-answer", shown_share)).status_code == 404


# --- The answer


def answered(shown_share: Share, manager: User, words: str = "It is out now") -> WaitAnswer:
    seen = mark(shown_share, timezone.now())
    return actions.answer_waits(shown_share, words=words, seen=seen, by=manager)


def test_answer_stands_on_the_page_and_everybody_is_told(
    shown_share: Share, four: list[User], manager: User, signed_in: SignedIn, clock: Clock
) -> None:
    say(shown_share, four[0], "the line on the lock")
    clock(NINE)
    actions.tell_waits(at=NINE)
    browser = signed_in(manager)
    form = browser.get(page("share-wait-answer", shown_share)).content.decode()
    assert "the line on the lock" in form
    seen = re.search(r'name="seen" value="(\w+)"', form)
    assert seen
    typed = {"seen": seen[1], "words": "It is out now"}
    assert browser.post(page("share-wait-answer", shown_share), typed).status_code == 302
    assert browser.post(page("share-wait-answer", shown_share), typed).status_code == 302, (
        "twice is once"
    )

    assert WaitAnswer.objects.count() == 1
    for person in (four[0], four[2], manager):
        text = signed_in(person).get(page("share", shown_share)).content.decode()
        assert "the line on the lock" in text
        assert "It is out now" in text
        assert "until 09:00 on 22 November 2026" in text
    assert Notice.objects.filter(kind="share_wait_answered").count() == 5
    assert Event.objects.get(act="share_wait_answered").actor == manager


def test_what_is_said_after_the_answer_waits_anew(
    shown_share: Share, four: list[User], manager: User, clock: Clock
) -> None:
    say(shown_share, four[0], "First")
    clock(NINE)
    say(shown_share, four[1], "Second")
    answered(shown_share, manager)

    assert [wish["words"] for wish in Waits.objects.get().said] == ["Second"]
    clock(NINE + dt.timedelta(days=1, hours=1))
    assert "until a manager has answered" in in_the_way(shown_share, timezone.now())
    assert actions.tell_waits(at=timezone.now()) == 1


def test_answer_to_less_than_what_is_said_by_now_is_409_with_both(
    shown_share: Share, four: list[User], manager: User, signed_in: SignedIn, clock: Clock
) -> None:
    say(shown_share, four[0], "First")
    clock(NINE)
    seen = mark(shown_share, NINE)
    say(shown_share, four[1], "Second")
    clock(NINE + dt.timedelta(days=1))

    answer = signed_in(manager).post(
        page("share-wait-answer", shown_share), {"seen": seen, "words": "Mine"}
    )

    assert answer.status_code == 409
    assert "<title>Changed meanwhile: " in tight(answer)
    text = answer.content.decode()
    assert "More was said since you opened this page" in text
    assert text.index("Second") < text.index("Mine")
    assert not WaitAnswer.objects.exists()


def test_answer_without_words_is_refused(
    shown_share: Share, four: list[User], manager: User, signed_in: SignedIn, clock: Clock
) -> None:
    say(shown_share, four[0])
    clock(NINE)
    answer = signed_in(manager).post(page("share-wait-answer", shown_share), {"words": " "})
    assert answer.status_code == 422
    with pytest.raises(Refused):
        actions.answer_waits(shown_share, words=" ", seen="", by=manager)


def test_answer_to_what_was_put_away_meanwhile_keeps_the_words(
    shown_share: Share, manager: User, signed_in: SignedIn
) -> None:
    actions.take_back(shown_share, by=manager)
    answer = signed_in(manager).post(
        page("share-wait-answer", shown_share), {"seen": "x", "words": "Mine"}
    )
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()


def test_that_the_team_was_asked_is_said_anew_after_an_answer(
    shown_share: Share, four: list[User], manager: User, organisation, clock: Clock
) -> None:
    type(organisation).objects.filter(pk=organisation.pk).update(sending="two")
    share = actions.say_team_was_asked(Share.objects.get(pk=shown_share.pk), by=manager)
    assert share.asked_by == manager
    say(share, four[0])
    clock(NINE)
    answered(share, manager)

    share.refresh_from_db()
    assert share.asked_by is None


def test_words_that_are_taken_out_go_here_too(
    shown_share: Share, four: list[User], manager: User, service: Service, clock: Clock
) -> None:
    say(shown_share, four[0], "Dee")
    clock(NINE)
    answered(shown_share, manager, "Dee")
    say(shown_share, four[1], "Dee")
    take_out_everywhere(service, words="Dee", by=manager)

    assert "Dee" not in json.dumps(everything()["sharing.Waits"])
    assert "Dee" not in json.dumps(everything()["sharing.WaitAnswer"])


# --- At once


@pytest.mark.django_db(transaction=True)
def test_one_person_twice_at_once_is_once(shown_share: Share, contributor: User) -> None:
    results = at_once(*[partial(say, shown_share, contributor, "Why")] * 3)

    assert sorted(map(str, results)) == ["False", "False", "True"]
    assert len(Waits.objects.get().said) == 1


@pytest.mark.django_db(transaction=True)
def test_several_at_once_are_all_heard(shown_share: Share, four: list[User]) -> None:
    results = at_once(*[partial(say, shown_share, person, person.display_name) for person in four])

    assert results == [True] * 4
    assert len(Waits.objects.get().said) == 4


@pytest.mark.pdf
@pytest.mark.django_db(transaction=True)
def test_said_while_it_is_being_sent_it_waits_or_comes_too_late(
    shown_share: Share, contributor: User, manager: User
) -> None:
    """Never both: sent, and told that it waits."""
    sent, outcome = at_once(
        lambda: actions.send(Share.objects.get(pk=shown_share.pk), by=manager),
        partial(say, shown_share, contributor, "Why"),
    )

    shown_share.refresh_from_db()
    if outcome is True:
        assert (shown_share.state, type(sent)) == ("shown", Refused)
    else:
        assert (shown_share.state, type(outcome)) == ("sent", actions.Stale)
