"""What tells one person the same of several things goes as one letter; who wants which."""

import datetime as dt

import pytest
from django.utils.html import escape

from accounts.actions import choose_letters, send_due_letters, tell, withdraw_notice, write_letter
from accounts.actions.letters import WAITED_FOR
from accounts.models import Letter, User
from accounts.models.service import Service
from tests.factories import OrganisationFactory, ServiceFactory, UserFactory
from tests.source import ROOT

NIGHT = dt.datetime(2026, 3, 3, 3, 30, tzinfo=dt.UTC)
MORNING = NIGHT.replace(hour=8, minute=0)
pytestmark = pytest.mark.usefixtures("letters_rest")

NAMES = ("Alder House", "Birch House", "Cedar House", "Dogwood", "Elm")


@pytest.fixture
def teams(db) -> list[Service]:
    oak = OrganisationFactory()
    return [ServiceFactory(name=name, slug=name.lower()[:4], organisation=oak) for name in NAMES]


@pytest.fixture
def kit(db) -> User:
    return UserFactory(display_name="Kit Lane")


def told_at_night(kit: User, teams: list[Service], kind: str = "talk_again") -> None:
    """Tell the same of each team, as the nightly run does."""
    for team in teams:
        path, until = team.get_absolute_url(), dt.date(2026, 3, 10)
        tell([kit], kind, service=team, object_id=team.pk, path=path, until=until, at=NIGHT)


def test_same_of_several_teams_is_one_letter(kit, teams, mailoutbox):
    told_at_night(kit, teams)
    assert (send_due_letters(at=NIGHT), send_due_letters(at=MORNING)) == (0, 1)
    (letter,) = mailoutbox
    assert letter.subject == "News of Alder House, Birch House, Cedar House and others"
    page = letter.alternatives[0][0]
    for team in teams:
        assert f"{team.name} would like to talk again around 10 March 2026." in letter.body
        assert f"<bdi>{team.name}</bdi> would like to talk again" in page
        assert team.get_absolute_url() in letter.body
        assert team.get_absolute_url() in page
    assert letter.body.count("/account/letters/") == page.count("/account/letters/") == 1
    assert page.count("<html") == page.count("</body>") == 1
    assert not Letter.objects.waiting().exists()
    assert send_due_letters(at=MORNING) == 0


def test_text_of_a_letter_is_its_page_as_it_was_typed(kit, teams, mailoutbox):
    name = 'A <b> & "C" </p><p> &amp; &lt;'
    Service.objects.filter(pk=teams[0].pk).update(name=name)
    teams[0].refresh_from_db()
    told_at_night(kit, teams[:1])
    send_due_letters(at=MORNING)
    (letter,) = mailoutbox
    begin = f"{name} would like to talk again around 10 March 2026. A coffee break is enough,"
    assert letter.body.startswith(begin)
    assert "bdi" not in letter.body
    assert f"<bdi>{escape(name)}</bdi> would like to talk again" in letter.alternatives[0][0]


def test_what_is_no_longer_so_stands_in_no_letter(kit, teams, mailoutbox):
    told_at_night(kit, teams[:3])
    withdraw_notice("talk_again", teams[1].pk, at=NIGHT)
    send_due_letters(at=MORNING)
    (letter,) = mailoutbox
    assert letter.subject == "News of Alder House, Cedar House"
    assert "Birch" not in letter.body


def test_other_things_and_other_people_have_letters_of_their_own(kit, teams, mailoutbox):
    told_at_night(kit, teams[:2])
    told_at_night(kit, teams[:2], kind="asked")
    told_at_night(UserFactory(), teams[:2])
    assert send_due_letters(at=MORNING) == 3
    assert len({letter.subject for letter in mailoutbox}) == 1
    assert len({(letter.to[0], letter.body) for letter in mailoutbox}) == 3


def test_second_name_stands_in_its_place(kit, teams, mailoutbox):
    Service.objects.filter(pk=teams[0].pk).update(second_name="The Willows")
    told_at_night(kit, list(Service.objects.in_name_order()[:2]))
    send_due_letters(at=MORNING)
    (letter,) = mailoutbox
    assert "The Willows" in letter.subject
    text = letter.subject + letter.body + letter.alternatives[0][0]
    assert "Alder House" not in text


def test_all_are_tried_again_where_the_post_office_is_away(kit, teams, monkeypatch, mailoutbox):
    told_at_night(kit, teams)
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _away)
        assert send_due_letters(at=MORNING) == 0
    assert {letter.tries for letter in Letter.objects.all()} == {1}
    assert send_due_letters(at=MORNING + dt.timedelta(hours=1)) == 1
    assert len(mailoutbox) == 1


def _away(*_args: object) -> int:
    raise ConnectionRefusedError


# --- By day: letters of one kind that come within a short time


DAY = NIGHT.replace(hour=11)


@pytest.fixture
def wait_for_others(settings) -> dt.timedelta:
    """Let letters wait for others of their kind, as they do on a server."""
    settings.LETTERS_WAIT_FOR_OTHERS = dt.timedelta(minutes=10)
    return settings.LETTERS_WAIT_FOR_OTHERS


def tell_of(kit: User, team: Service, at: dt.datetime, kind: str = "asked") -> None:
    tell([kit], kind, service=team, object_id=team.pk, path=team.get_absolute_url(), at=at)


def test_same_of_several_teams_within_minutes_is_one_letter(
    kit, teams, wait_for_others, mailoutbox
):
    for minutes, team in enumerate(teams):
        tell_of(kit, team, DAY + dt.timedelta(minutes=minutes))
    assert send_due_letters(at=DAY + dt.timedelta(minutes=9)) == 0
    assert send_due_letters(at=DAY + wait_for_others) == 1
    (letter,) = mailoutbox
    for team in teams:
        assert team.get_absolute_url() in letter.body
    assert not Letter.objects.waiting().exists()


def test_one_team_alone_is_told_as_before(kit, teams, wait_for_others, mailoutbox):
    tell_of(kit, teams[0], DAY)
    assert send_due_letters(at=DAY + wait_for_others) == 1
    (letter,) = mailoutbox
    assert "News of" not in letter.subject


def test_what_comes_later_or_is_of_another_kind_does_not_go_along(
    kit, teams, wait_for_others, mailoutbox
):
    tell_of(kit, teams[0], DAY)
    tell_of(kit, teams[1], DAY + dt.timedelta(minutes=5), kind="ask_answered")
    tell_of(UserFactory(), teams[2], DAY + dt.timedelta(minutes=5))
    assert send_due_letters(at=DAY + wait_for_others) == 1
    tell_of(kit, teams[3], DAY + dt.timedelta(minutes=11))
    assert send_due_letters(at=DAY + dt.timedelta(minutes=20)) == 2
    assert send_due_letters(at=DAY + dt.timedelta(minutes=21)) == 1
    assert len(mailoutbox) == 4


def test_what_was_tried_keeps_its_own_time(kit, teams, wait_for_others, mailoutbox):
    tell_of(kit, teams[0], DAY)
    Letter.objects.update(tries=3, next_try_at=DAY + dt.timedelta(minutes=12))
    tell_of(kit, teams[1], DAY)
    assert send_due_letters(at=DAY + wait_for_others) == 1
    assert teams[0].get_absolute_url() not in mailoutbox[0].body


def test_what_would_be_due_at_night_waits_for_the_morning(kit, teams, wait_for_others):
    evening = NIGHT.replace(hour=20, minute=55)
    tell_of(kit, teams[0], evening)
    assert Letter.objects.get().next_try_at == MORNING + dt.timedelta(days=1)


def test_same_said_twice_of_one_thing_stands_once(kit, teams, wait_for_others, mailoutbox):
    tell_of(kit, teams[0], DAY)
    tell_of(kit, teams[0], DAY + dt.timedelta(minutes=1))
    assert send_due_letters(at=DAY + wait_for_others) == 1
    assert mailoutbox[0].body.count(teams[0].get_absolute_url()) == 1
    assert "News of" not in mailoutbox[0].subject


# Never of a thing that there may be several of.
ALONE = {*WAITED_FOR, "base_letter", "invitation", "several", "weekly"}
KINDS = sorted({path.stem for path in (ROOT / "templates" / "letters").glob("*.html")} - ALONE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_go_as_one(kit, teams, wait_for_others, mailoutbox, kind):
    body = OrganisationFactory(kind="commissioner", name="Northtown Council")
    for team in teams[:2]:
        write_letter(
            kind,
            user=kit,
            service=team,
            organisation=body,
            object_id=team.pk,
            path=team.get_absolute_url(),
            details={"until": "2026-06-01", "day": "2026-06-01"},
            at=DAY,
        )
    assert send_due_letters(at=DAY + wait_for_others) == 1
    (letter,) = mailoutbox
    page = letter.alternatives[0][0]
    for team in teams[:2]:
        link = f"http://127.0.0.1:8000{team.get_absolute_url()}"
        assert letter.body.count(f"{link}\n") == page.count(f'"{link}"') == 1
    assert page.count("</body>") == 1


def test_who_waits_waits_no_longer(kit, wait_for_others, mailoutbox):
    write_letter("password_link", user=kit, at=DAY)
    assert send_due_letters(at=DAY) == 1


# --- One question: what waits for me, once a week what is new, none


@pytest.mark.parametrize(("choice", "goes"), [("waiting", 1), ("weekly", 0), ("none", 0)])
def test_what_waits_is_written_to_who_wants_it(kit, teams, choice, goes):
    choose_letters(kit, choice)
    told_at_night(kit, teams[:1])
    assert kit.notices.count() == 1
    assert Letter.objects.count() == goes


@pytest.mark.parametrize("choice", User.Letters.values)
def test_letters_about_signing_in_go_to_everybody(kit, choice, mailoutbox):
    choose_letters(kit, choice)
    write_letter("password_link", user=kit, at=NIGHT)
    assert send_due_letters(at=NIGHT) == 1


def test_first_answer_is_what_waits(kit):
    assert User._meta.get_field("letters_wanted").default == "waiting"
    assert kit.wants_what_waits


# Letters about signing in, and those that were asked for, are not chosen.
NOT_CHOSEN = {*WAITED_FOR, "invitation", "report_received"}


def test_every_letter_that_one_can_choose_says_where():
    """The frame of all that lead somewhere does, but where a letter has words of its own there."""
    for path in sorted((ROOT / "templates" / "letters").glob("*.html")):
        words = path.read_text(encoding="utf-8")
        chosen = "_which_letters.txt" in words
        if words.startswith("{% extends frame %}"):
            chosen = "{% block press %}" in words and "{% block after %}" not in words
        assert chosen != (path.stem in NOT_CHOSEN), path.name
        text = path.with_suffix(".txt")
        if text.exists():
            assert ("_which_letters.txt" in text.read_text(encoding="utf-8")) == chosen, text.name
