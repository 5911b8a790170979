"""The team's pages of a share: where it stands, the copy, the very file, the acts."""

import datetime as dt
import re
import uuid
from smtplib import SMTPException

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format

from accounts.actions import send_due_letters
from accounts.models import Letter, Organisation, Service, ServiceMembership, User
from assessments.models import Closure
from home.actions import tell_days
from reports.models import WantedPdf
from reports.printing import queue
from sharing import actions
from sharing.models import Share, ShareFile, ShareOpen
from sharing.selectors import shares_of
from tests.people import in_organisation
from tests.sharing.story import BYTES, FIRST_DAY, UNTIL, Clock, SignedIn, same

TEAM_PAGES = ("share", "share-copy", "share-pdf", "share-preview", "share-take-back")
# By then no letter waits for the morning any more.
TOMORROW = (timezone.now() + dt.timedelta(days=1)).replace(hour=12)  # letters rest at night
ACTS = ("share-show", "share-change", "share-send", "share-take-back")


def page(name: str, share: Share) -> str:
    return reverse(name, args=[share.pk])


def text(browser: Client, address: str) -> str:
    return re.sub("</?bdi>", "", browser.get(address).content.decode())


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "lead", "commissioner", "outsider"])
def test_pages_are_404_outside_the_team(
    signed_in: SignedIn, posted: Share, request: pytest.FixtureRequest, who: str
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    nothing = same(browser.get(reverse("share", args=[uuid.uuid4()])))

    assert nothing[0] == 404
    for name in (*TEAM_PAGES, "share-what", "share-asks", "share-why"):
        assert same(browser.get(page(name, posted))) == nothing, name


def test_acts_are_404_outside_the_team_and_403_for_contributors(
    signed_in: SignedIn, shown_share: Share, elsewhere: User, contributor: User, manager: User
) -> None:
    for name in ACTS:
        assert signed_in(elsewhere).post(page(name, shown_share)).status_code == 404
        assert signed_in(contributor).post(page(name, shown_share)).status_code == 403
        expected = {"share-take-back": 200, "share-show": 302}.get(name, 405)
        assert signed_in(manager).get(page(name, shown_share)).status_code == expected
    shown_share.refresh_from_db()
    assert shown_share.state == "shown"


def test_contributor_sees_the_exact_copy_before_it_is_sent(
    signed_in: SignedIn, shown_share: Share, contributor: User
) -> None:
    browser = signed_in(contributor)

    standing, copy = (
        text(browser, page("share", shown_share)),
        text(browser, page("share-copy", shown_share)),
    )

    assert "You need do nothing." in standing
    assert "Please wait" in standing
    assert "Send it to" not in standing
    assert "Theirs in spring" in copy


def test_body_without_readers_is_said_before_sending(
    signed_in: SignedIn, shown_share: Share, manager: User
) -> None:
    browser = signed_in(manager)
    nobody = text(browser, page("share", shown_share))
    in_organisation(shown_share.body, "reader", "First Reader")

    assert "Nobody at Northtown Council has an account here yet." in nobody
    assert "has an account here yet" not in text(browser, page("share", shown_share))


def test_copy_of_a_draft_is_404(signed_in: SignedIn, ready: Share, manager: User) -> None:
    assert signed_in(manager).get(page("share-copy", ready)).status_code == 404
    assert signed_in(manager).get(page("share-pdf", ready)).status_code == 404


def test_share_says_where_it_stands_before_it_is_sent(
    signed_in: SignedIn, shown_share: Share, manager: User
) -> None:
    browser = signed_in(manager)
    for state, says in (
        ("draft", "Being prepared since 20 November 2026. Nothing has been sent."),
        ("shown", "Shown to the team on 17 November 2026, not sent yet."),
        ("render_failed", "Not sent yet: the PDF could not be made. It can be tried again."),
    ):
        Share.objects.filter(pk=shown_share.pk).update(state=state)
        assert says in text(browser, page("share", shown_share))


def test_share_says_where_it_stands_afterwards(
    signed_in: SignedIn, posted: Share, manager: User, clock
) -> None:
    live = text(signed_in(manager), page("share", posted))
    Organisation.objects.filter(pk=posted.body_id).update(closed_on=dt.date(2026, 12, 1))
    assert "it could be read until" in text(signed_in(manager), page("share", posted))
    Organisation.objects.filter(pk=posted.body_id).update(closed_on=None)
    clock(dt.datetime(2027, 5, 21, 12, tzinfo=dt.UTC))
    ended = text(signed_in(manager), page("share", posted))
    actions.take_back(posted, by=manager)
    standing = text(signed_in(manager), page("share", posted))

    assert "Sent on 20 November 2026; it can be read until 20 May 2027." in live
    assert "Sent on 20 November 2026; it could be read until 20 May 2027." in ended
    assert "Sent on 20 November 2026, taken back on 21 May 2027." in standing
    assert "Take it back" in live
    assert "Take it back" not in standing
    # Whether anybody has opened it: of one that is over there is nothing to wait for.
    assert ["Not yet." in html for html in (live, ended, standing)] == [True, False, False]


def test_share_says_when_it_was_first_opened_and_no_more(
    signed_in: SignedIn, posted: Share, manager: User, commissioner: User, settings
) -> None:
    settings.LETTERS_GO_OUT = False
    tell_them = "tell Northtown Council that the report is there"
    assert tell_them in text(signed_in(manager), page("share", posted))
    for moment in ("2026-11-21T09:13", "2026-11-21T17:44", "2026-12-01T23:59"):
        at = dt.datetime.fromisoformat(f"{moment}:00+00:00")
        actions.record_open(posted, what=ShareOpen.What.PAGE, by=commissioner, at=at)

    html = text(signed_in(manager), page("share", posted))

    # Before what it is: where nobody can read it, here is what to do now.
    assert html.index("Has Northtown Council opened it?") < html.index("What it is")
    assert html.count("21 November 2026") == 1
    assert tell_them not in html
    for finer in (commissioner.display_name, commissioner.email, "09:13", "17:44", "1 December"):
        assert finer not in html


def test_opened_after_midnight_in_summer_counts_for_the_day_in_london(
    posted: Share, commissioner: User, signed_in: SignedIn, manager: User
) -> None:
    at = dt.datetime(2027, 4, 30, 23, 30, tzinfo=dt.UTC)  # half past midnight, 1 May
    actions.record_open(posted, what=ShareOpen.What.PDF, by=commissioner, at=at)

    assert "1 May 2027" in text(signed_in(manager), page("share", posted))


def test_team_downloads_the_very_file(
    signed_in: SignedIn, posted: Share, contributor: User
) -> None:
    answer = signed_in(contributor).get(page("share-pdf", posted))

    assert answer.content == BYTES
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="alder-house-{posted.reference}.pdf"'
    )
    assert "no-store" in answer["Cache-Control"]
    assert not ShareOpen.objects.exists()


@pytest.mark.logs_errors
def test_altered_file_and_copy_are_not_handed_out(
    signed_in: SignedIn, posted: Share, contributor: User
) -> None:
    ShareFile.objects.update(content=b"%PDF-1.7 other bytes")
    Share.objects.update(document=posted.document.replace("spring", "summer"))
    browser = signed_in(contributor)

    for name in ("share-pdf", "share-copy"):
        answer = browser.get(page(name, posted))
        assert answer.status_code == 503
        assert "What is stored here is not what was sent" in answer.content.decode()
        assert b"summer" not in answer.content
        assert b"other bytes" not in answer.content
    assert browser.get(page("share", posted)).status_code == 200


def test_waiting_report_is_told_to_everybody(
    signed_in: SignedIn, shown_share: Share, manager: User, contributor: User
) -> None:
    told_people = Letter.objects.filter(kind="share_shown").values_list("user", flat=True)
    assert list(told_people) == [contributor.pk], "who showed it needs no letter"
    for person in (manager, contributor):
        assert "has prepared a report for" in text(signed_in(person), "/")


@pytest.mark.pdf
def test_send_tells_the_readers_by_mail_without_a_word_of_it(
    signed_in: SignedIn, shown_share: Share, manager: User, commissioner: User
) -> None:
    second = in_organisation(shown_share.body, "lead", "Second Reader")

    answer = signed_in(manager).post(page("share-send", shown_share), {"copy": shown_share.digest})

    assert answer["Location"] == page("share", shown_share)
    assert mail.outbox == []
    send_due_letters(at=TOMORROW)
    assert sorted(letter.to[0] for letter in mail.outbox) == [commissioner.email, second.email]
    shown_share.refresh_from_db()
    day = date_format(timezone.localtime(shown_share.sent_at), "j F Y")
    until = date_format(shown_share.ends_on, "j F Y")
    sentence = (
        f"Alder House (Oak Trust) shared a report with Northtown Council on {day}."
        f" It can be read until {until}."
    )
    for letter in mail.outbox:
        assert letter.subject == "A report from Alder House"
        assert letter.body.strip().split("\n\n") == [
            f"{sentence} Sign in to read it:",
            f"http://127.0.0.1:8000/shared/{shown_share.reference}/",
            "Pizazz",
        ]


@pytest.mark.pdf
def test_send_stands_when_the_post_office_is_away(
    signed_in: SignedIn,
    shown_share: Share,
    manager: User,
    commissioner: User,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
) -> None:
    """It goes later, while the report can be read."""

    def away(*_args: object) -> int:
        raise SMTPException

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)

    answer = signed_in(manager).post(page("share-send", shown_share), {"copy": shown_share.digest})

    shown_share.refresh_from_db()
    assert (answer.status_code, shown_share.state) == (302, "sent")
    assert send_due_letters(at=TOMORROW) == 0
    assert "One letter has not gone out yet" in text(signed_in(manager), page("share", shown_share))
    over = timezone.make_aware(dt.datetime.combine(UNTIL + dt.timedelta(days=1), dt.time(4)))
    clock(over)
    assert "has not gone out yet" not in text(signed_in(manager), page("share", shown_share))
    waiting = Letter.objects.waiting().filter(kind="report_received")
    assert waiting.count() == 1
    tell_days(at=over)
    assert waiting.count() == 0


@pytest.mark.pdf
def test_letters_that_wait_are_withdrawn_with_the_report(
    signed_in: SignedIn, shown_share: Share, manager: User, commissioner: User
) -> None:
    browser = signed_in(manager)
    browser.post(page("share-send", shown_share), {"copy": shown_share.digest})
    browser.post(page("share-take-back", shown_share))

    assert send_due_letters(at=TOMORROW) == 0
    assert mail.outbox == []


@pytest.mark.logs_errors
def test_send_that_fails_says_so_and_offers_it_again(
    signed_in: SignedIn, shown_share: Share, manager: User, no_pdf: None
) -> None:
    browser = signed_in(manager)

    answer = browser.post(page("share-send", shown_share), {"copy": shown_share.digest})

    html = answer.content.decode()
    assert answer.status_code == 503
    assert "It was not sent" in html
    assert "This report could not be made." in html
    assert f'name="copy" value="{shown_share.digest}"' in html
    assert "It can be tried again." in text(browser, page("share", shown_share))
    assert mail.outbox == []


def test_send_while_others_are_made_waits_its_turn(
    signed_in: SignedIn, shown_share: Share, manager: User, contributor: User, others_first: None
) -> None:
    browser = signed_in(manager)

    answer = browser.post(page("share-send", shown_share), {"copy": shown_share.digest})

    assert (answer.status_code, answer["Location"]) == (302, page("share", shown_share))
    waits = browser.get(page("share", shown_share))
    assert "One is before you." in waits.content.decode()
    assert waits["Refresh"] == waits["Retry-After"] == "5"
    assert "share-send" not in waits.content.decode()
    assert "One is before you" not in text(signed_in(contributor), page("share", shown_share))

    queue.make_waiting()

    assert "Sent on " in text(browser, page("share", shown_share))
    assert not WantedPdf.objects.filter(user=manager).exists()


def test_send_in_its_turn_asks_again_who_may(
    signed_in: SignedIn, shown_share: Share, manager: User, contributor: User, others_first: None
) -> None:
    signed_in(manager).post(page("share-send", shown_share), {"copy": shown_share.digest})
    shown_share.service.memberships.filter(user=manager).update(role="contributor")

    queue.make_waiting()

    shown_share.refresh_from_db()
    assert shown_share.state == "shown"
    assert "So it was not sent" in text(signed_in(manager), page("share", shown_share))


@pytest.mark.logs_errors
def test_send_that_fails_in_its_turn_says_why_once(
    signed_in: SignedIn, shown_share: Share, manager: User, others_first: None, no_pdf: None
) -> None:
    browser = signed_in(manager)
    browser.post(page("share-send", shown_share), {"copy": shown_share.digest})

    queue.make_waiting()

    assert "This report could not be made." in text(browser, page("share", shown_share))
    assert "This report could not be made." not in text(browser, page("share", shown_share))


@pytest.fixture
def others_first(other_service: Service, contributor: User) -> None:
    """Let somebody wait for another PDF already."""
    queue.ask_for_pdf(queue.OWN_COPY, other_service.pk, user=contributor, version="en-gb")


def test_send_while_a_command_makes_one_waits(
    signed_in: SignedIn, shown_share: Share, manager: User, no_turn: None
) -> None:
    browser = signed_in(manager)

    answer = browser.post(page("share-send", shown_share), {"copy": shown_share.digest})

    assert answer.status_code == 302
    assert "Yours is next." in text(browser, page("share", shown_share))


def test_send_another_copy_is_409(signed_in: SignedIn, shown_share: Share, manager: User) -> None:
    browser = signed_in(manager)
    for copy in ("", "0" * 64):
        answer = browser.post(page("share-send", shown_share), {"copy": copy})
        assert answer.status_code == 409
        assert "So it was not sent" in answer.content.decode()


def test_send_again_after_it_was_sent_shows_it(
    signed_in: SignedIn, posted: Share, manager: User
) -> None:
    answer = signed_in(manager).post(page("share-send", posted), {"copy": posted.digest})

    assert (answer.status_code, answer["Location"]) == (302, page("share", posted))
    assert mail.outbox == []


def test_send_past_its_last_day_is_422(
    signed_in: SignedIn, shown_share: Share, manager: User, clock
) -> None:
    clock(dt.datetime(2027, 5, 20, 23, 0, tzinfo=dt.UTC))  # midnight in London

    answer = signed_in(manager).post(page("share-send", shown_share), {"copy": shown_share.digest})

    assert answer.status_code == 422
    assert "Its last day is over." in answer.content.decode()


def test_show_another_version_is_409(signed_in: SignedIn, ready: Share, manager: User) -> None:
    browser = signed_in(manager)
    for seen in ("0", "-1", "9" * 40):
        answer = browser.post(page("share-show", ready), {"seen": seen, "may_go_on": FIRST_DAY})
        assert answer.status_code == 409, seen
        assert "Look at it again" in answer.content.decode()
    for seen in ("", "nonsense", "²"):
        answer = browser.post(page("share-show", ready), {"seen": seen, "may_go_on": FIRST_DAY})
        assert answer.status_code == 422, seen
        assert "a part of the form is missing" in answer.content.decode()


def test_show_twice_shows_once(signed_in: SignedIn, ready: Share, manager: User) -> None:
    browser = signed_in(manager)
    sent = {"seen": ready.version, "may_go_on": FIRST_DAY}

    answers = [browser.post(page("share-show", ready), sent) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [page("share", ready)] * 2


def test_show_incomplete_is_422(signed_in: SignedIn, draft: Share, manager: User) -> None:
    answer = signed_in(manager).post(page("share-show", draft), {"seen": draft.version})

    assert answer.status_code == 422
    assert "Choose at least one finished conversation." in answer.content.decode()


def test_change_first_of_one_that_was_sent_is_409(
    signed_in: SignedIn, posted: Share, manager: User
) -> None:
    assert signed_in(manager).post(page("share-change", posted)).status_code == 409


def test_take_back_says_what_it_cannot_do_then_does_it(
    signed_in: SignedIn, posted: Share, manager: User
) -> None:
    browser = signed_in(manager)

    question = text(browser, page("share-take-back", posted))
    answers = [browser.post(page("share-take-back", posted)) for _ in range(2)]

    posted.refresh_from_db()
    assert "cannot be recalled" in question
    assert [answer["Location"] for answer in answers] == [page("share", posted)] * 2
    assert posted.state == "taken_back"


def test_draft_put_away_says_so(signed_in: SignedIn, draft: Share, manager: User) -> None:
    browser = signed_in(manager)

    question = text(browser, page("share-take-back", draft))
    browser.post(page("share-take-back", draft))

    assert "Not send it after all?" in question
    assert "Not sent: we decided so on 20 November 2026." in text(browser, page("share", draft))


def test_who_left_the_team_sees_nothing(
    signed_in: SignedIn, posted: Share, contributor: User
) -> None:
    browser = signed_in(contributor)
    ServiceMembership.objects.filter(user=contributor).update(ended_on=dt.date(2026, 11, 20))

    assert browser.get(page("share", posted)).status_code == 404


def test_shares_of_a_team_newest_first_in_one_query(
    service: Service,
    draft: Share,
    second: Closure,
    manager: User,
    django_assert_num_queries,
) -> None:
    Share.objects.filter(pk=draft.pk).update(version=1)  # something was chosen for it
    later = actions.prepare_share(
        service=service,
        body=draft.body,
        by=manager,
        at=dt.datetime(2026, 11, 21, tzinfo=dt.UTC),
    )

    with django_assert_num_queries(1):
        assert [(share.pk, share.body.name) for share in shares_of(service)] == [
            (later.pk, "Northtown Council"),
            (draft.pk, "Northtown Council"),
        ]
