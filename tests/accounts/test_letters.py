"""The outbox: written with the act, sent after it, tried again, nothing twice."""

import datetime as dt
import threading
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from accounts.actions import Delivery, delivery, send_due_letters, withdraw_letters, write_letter
from accounts.actions.letter_words import message_of
from accounts.actions.letters import GAPS, WAITED_FOR
from accounts.models import Invitation, Letter, Organisation, User
from tests.factories import OrganisationFactory, ServiceFactory, UserFactory
from tests.source import ROOT
from tests.together import at_once


def moment(year: int, month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    """Give a moment by the clock of the site."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


NOON = moment(2026, 3, 3, 12)


@pytest.fixture
def body(db: None) -> Organisation:
    return Organisation.objects.create(
        kind=Organisation.Kind.COMMISSIONER, name="Northtown Council", slug="northtown"
    )


def write(user: User, body: Organisation, at: dt.datetime = NOON, **more: object) -> Letter:
    return write_letter(
        "report_received",
        user=user,
        service=more.pop("service", None) or ServiceFactory(name="Alder House"),
        organisation=body,
        object_id=body.pk,
        path="/shared/",
        details={"until": "2026-06-01"},
        at=at,
        **more,
    )


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def away(self: EmailBackend, letters: list[mail.EmailMessage]) -> int:
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", away)


def test_letter_goes_out_once_and_says_what_it_may(commissioner: User, body: Organisation) -> None:
    letter = write(commissioner, body)

    assert (send_due_letters(at=NOON), send_due_letters(at=NOON)) == (1, 0)

    letter.refresh_from_db()
    assert letter.sent_at == NOON
    (message,) = mail.outbox
    assert message.to == [commissioner.email]
    assert message.subject == "A report from Alder House"
    assert message.body == (
        f"Alder House ({letter.service.organisation.name}) shared a report with "
        "Northtown Council on 3 March 2026. It can be read until 1 June 2026. Sign in to read it:\n\nhttp://127.0.0.1:8000/shared/\n\nPizazz\n"
    )
    alone = ServiceFactory(name="Birch", organisation__name="Birch")  # both have one name
    assert message_of([write(commissioner, body, service=alone)]).body.startswith("Birch shared a")


def test_letter_is_gone_where_its_act_is(commissioner: User, body: Organisation) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 -- what breaks comes last
        write(commissioner, body)
        raise ZeroDivisionError
    assert send_due_letters(at=NOON) == 0


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ((2026, 3, 3, 20, 59), (2026, 3, 3, 20, 59)),
        ((2026, 3, 3, 21, 0), (2026, 3, 4, 8, 0)),
        ((2026, 3, 4, 2, 40), (2026, 3, 4, 8, 0)),
        ((2026, 3, 4, 7, 59), (2026, 3, 4, 8, 0)),
        ((2026, 3, 4, 8, 0), (2026, 3, 4, 8, 0)),
        ((2026, 10, 24, 23, 0), (2026, 10, 25, 8, 0)),  # the clocks go back that night
    ],
)
@pytest.mark.usefixtures("letters_rest")
def test_no_letter_goes_out_at_night(commissioner, body, written, due):
    letter = write(commissioner, body, at=moment(*written))
    assert letter.next_try_at == moment(*due)


@pytest.mark.usefixtures("letters_rest")
def test_what_somebody_waits_for_goes_out_at_night(commissioner: User, body: Organisation) -> None:
    night = moment(2026, 3, 4, 2, 40)
    for kind in WAITED_FOR:
        assert write_letter(kind, address="a@b.org", at=night).next_try_at == night
    Letter.objects.exclude(kind="login_code").delete()
    Letter.objects.update(details={"code": "BCDF-GHJK"})
    assert send_due_letters(at=night) == 1


@pytest.mark.parametrize("has_one", [True, False])
def test_only_who_has_a_password_is_told_to_choose_a_new_one(commissioner: User, has_one) -> None:
    if not has_one:
        commissioner.set_unusable_password()
        commissioner.save()
    write_letter("account_changed", user=commissioner, details={"what": "webauthn_added"}, at=NOON)
    send_due_letters(at=NOON)
    assert ("choose a new password" in mail.outbox[0].body) is has_one


@pytest.mark.usefixtures("letters_rest")
def test_what_was_late_or_failed_waits_for_the_morning(commissioner, body, monkeypatch):
    evening = moment(2026, 3, 3, 20, 58)
    write(commissioner, body, at=evening)
    with monkeypatch.context() as away:
        refuse(away, OSError())
        send_due_letters(at=evening)
    for hour in (21, 23):
        assert send_due_letters(at=moment(2026, 3, 3, hour)) == 0
    assert send_due_letters(at=moment(2026, 3, 4, 7, 59)) == 0
    assert send_due_letters(at=moment(2026, 3, 4, 8)) == 1


def test_post_office_that_is_down_for_a_day_gets_the_letter_once(commissioner, body, monkeypatch):
    write(commissioner, body)
    with monkeypatch.context() as away:
        refuse(away, OSError())
        for quarter in range(96):
            send_due_letters(at=NOON + dt.timedelta(minutes=15 * quarter))
    assert delivery("report_received", [body.pk]) == Delivery(sent=0, waiting=1, given_up=0)
    after = [NOON + dt.timedelta(days=1, minutes=15 * quarter) for quarter in range(96)]
    assert sum(send_due_letters(at=moment) for moment in after) == 1
    assert len(mail.outbox) == 1


def test_post_office_that_is_away_is_asked_again_with_growing_gaps(commissioner, body, monkeypatch):
    letter = write(commissioner, body)
    refuse(monkeypatch, SMTPServerDisconnected())
    now, gaps = NOON, []
    while True:
        assert send_due_letters(at=now) == 0
        letter.refresh_from_db()
        if letter.next_try_at is None:
            break
        gaps.append(letter.next_try_at - now)
        now = letter.next_try_at
    assert gaps == sorted(gaps)
    assert len(gaps) == 8
    assert sum(gaps, dt.timedelta()) > dt.timedelta(days=2)
    assert delivery("report_received", [body.pk]) == Delivery(sent=0, waiting=0, given_up=1)


def test_post_office_that_comes_back_gets_the_letter(commissioner, body, monkeypatch):
    write(commissioner, body)
    with monkeypatch.context() as away:
        refuse(away, OSError())
        send_due_letters(at=NOON)
    assert delivery("report_received", [body.pk]) == Delivery(sent=0, waiting=1, given_up=0)
    assert send_due_letters(at=NOON + dt.timedelta(minutes=1)) == 1
    assert delivery("report_received", [body.pk]) == Delivery(sent=1, waiting=0, given_up=0)


def test_refused_mailbox_is_not_asked_again_and_keeps_nobody_from_theirs(
    commissioner, other_commissioner, body, monkeypatch
):
    write(commissioner, body)
    write(other_commissioner, body)
    real = EmailBackend.send_messages

    def refuse_one(self: EmailBackend, letters: list[mail.EmailMessage]) -> int:
        if letters[0].to == [commissioner.email]:
            raise SMTPRecipientsRefused({commissioner.email: (550, b"No such user")})
        return real(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_one)
    assert send_due_letters(at=NOON) == 1
    assert [letter.to for letter in mail.outbox] == [[other_commissioner.email]]
    assert delivery("report_received", [body.pk]) == Delivery(sent=1, waiting=0, given_up=1)


def test_letter_that_may_have_gone_goes_again_under_its_name(
    commissioner, other_commissioner, body, monkeypatch
):
    """The post office took it, and was too slow to say so; another letter has another name."""
    write(commissioner, body)
    real = EmailBackend.send_messages

    def answer_late(self: EmailBackend, letters: list[mail.EmailMessage]) -> int:
        real(self, letters)
        raise TimeoutError

    with monkeypatch.context() as at_first:
        at_first.setattr(EmailBackend, "send_messages", answer_late)
        assert send_due_letters(at=NOON) == 0
    write(other_commissioner, body)
    assert send_due_letters(at=NOON + dt.timedelta(minutes=1)) == 2
    first, other, again = (letter.message()["Message-ID"] for letter in mail.outbox)
    assert first == again != other


@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_mailbox_that_takes_nothing_just_now_is_asked_again(commissioner, body, monkeypatch, code):
    """Such as by a post office that takes a stranger's letter when it comes once more."""
    write(commissioner, body)
    with monkeypatch.context() as at_first:
        refuse(at_first, SMTPRecipientsRefused({commissioner.email: (code, b"Come again")}))
        assert send_due_letters(at=NOON) == 0
    assert send_due_letters(at=NOON + dt.timedelta(minutes=1)) == 1


@pytest.mark.logs_errors
@pytest.mark.parametrize("together", [False, True])
def test_letter_that_cannot_be_written_keeps_nobody_from_theirs(
    commissioner, other_commissioner, body, together
):
    """Nor do those wait that would go as one with it; it is tried again, and given up at last."""
    bad = write(other_commissioner if together else commissioner, body)
    Letter.objects.update(details={"until": "soon"})
    for _number in range(2):
        write(other_commissioner, body)
    assert send_due_letters(at=NOON) == (2 if together else 1)
    assert list(Letter.objects.filter(sent_at=None)) == [bad]
    for _gap in GAPS:
        bad.refresh_from_db()
        assert send_due_letters(at=bad.next_try_at) == 0
    assert delivery("report_received", [body.pk]) == Delivery(sent=2, waiting=0, given_up=1)


def test_letter_of_a_clock_that_was_ahead_goes_now(commissioner, body):
    """Written to-morrow; or tried again by it, and so put off for longer than is done."""
    write(commissioner, body, NOON + dt.timedelta(days=1))
    honest = write(commissioner, body, NOON - dt.timedelta(hours=1), service=ServiceFactory())
    Letter.objects.filter(pk=honest.pk).update(next_try_at=NOON + dt.timedelta(hours=35), tries=7)
    put_off = write(commissioner, body, NOON - dt.timedelta(hours=1), service=ServiceFactory())
    Letter.objects.filter(pk=put_off.pk).update(next_try_at=NOON + dt.timedelta(days=30), tries=1)
    send_due_letters(at=NOON)
    assert list(Letter.objects.filter(sent_at=None)) == [honest]
    assert send_due_letters(at=NOON) == 0


def test_withdrawn_letter_stays(commissioner: User, body: Organisation) -> None:
    write(commissioner, body)
    assert withdraw_letters("report_received", body.pk) == 1
    assert send_due_letters(at=NOON) == 0
    assert delivery("report_received", [body.pk]) == Delivery(sent=0, waiting=0, given_up=0)


def test_command_sends_what_is_due(commissioner: User, body: Organisation, capsys) -> None:
    write(commissioner, body)
    call_command("send_letters")
    assert capsys.readouterr().out == "Letters sent: 1.\n"
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_nothing_twice(commissioner: User, body: Organisation) -> None:
    for number in range(20):
        write(commissioner, body, address=f"{number}@northtown.gov")
    at_once(*[lambda: send_due_letters(at=NOON)] * 4)
    assert len(mail.outbox) == 20


@pytest.mark.django_db(transaction=True)
def test_letter_goes_out_by_itself_after_the_act(commissioner, body, settings):
    settings.LETTERS_GO_OUT_AT_ONCE = True
    with transaction.atomic():
        write(commissioner, body)
        assert mail.outbox == []
    for thread in threading.enumerate():
        if thread.name == "letters":
            thread.join(timeout=20)
    assert len(mail.outbox) == 1


LINK, SITE = "https://evil.example/pay", "www.evil.example"


def letters_with_names_that_are_addresses() -> list[list[Letter]]:
    """Return every kind of letter, each invitation, and two of one kind that go as one."""
    trust = OrganisationFactory(name=f"Oak {SITE}")
    team = ServiceFactory(name=f"{LINK} House", organisation=trust)
    body = OrganisationFactory(kind="commissioner", name="evil.example/x", brought_by=team)
    by = UserFactory(display_name=f"Mina {LINK}")
    details = {"until": "2026-06-01", "at": NOON.isoformat(), "places": [team.name, body.name]}
    details |= {"code": "ABC123", "what": "email_changed", "was": "was@oak.org", "now": by.email}
    about = {"service": team, "organisation": body, "details": details, "user": by}
    groups = []
    for page in (ROOT / "templates" / "letters").glob("*.html"):
        if page.stem not in {"base_letter", "several", "invitation"}:
            letter = Letter(kind=page.stem, address=by.email, path="/x.y/?a=1&b=2.c", **about)
            groups.append([letter])
    groups.append(
        [*groups[-1], Letter(kind=letter.kind, service=ServiceFactory(name=SITE), path="/b.c/")]
    )
    places = {"manager": {"service": team}, "contributor": {"service": team}}
    places |= {"lead": {"organisation": body}, "reader": {"organisation": body}}
    for role, place in places.items():
        invitation = Invitation(role=role, by=by, name=SITE, valid_until=NOON.date(), **place)
        groups.append([Letter(kind="invitation", invitation=invitation, **place)])
    return groups


def test_no_name_in_any_letter_is_a_link(db):
    """Whoever reads it may know nobody here. Where a letter leads is a link as before."""
    for letters in letters_with_names_that_are_addresses():
        message = message_of(letters)
        html = message.alternatives[0][0]
        whole = f"{message.subject}\n{message.body}\n{html}"
        assert [name for name in (LINK, SITE, "evil.example") if name in whole] == [], whole
        for letter in letters:
            path = letter.path or letter.invitation.get_absolute_url()
            link = f"http://127.0.0.1:8000{path}"
            assert f"{link}\n" in message.body
            assert escape(link) in html
