"""Showing, changing first, sending, taking back: one state after another, each once."""

import datetime as dt
import hashlib
import json

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import send_due_letters
from accounts.models import Event, Notice, Organisation, Service, User
from assessments import actions as talk
from assessments.actions import Refused
from assessments.models import Ask, Closure
from reports.content import Report
from reports.content.report import fingerprint_of
from reports.printing.pdf import Reason, RenderError
from sharing import actions
from sharing.actions.guard import change_share, tell_readers
from sharing.models import Share, ShareFile
from sharing.selectors import Altered, frozen_report, sent_bytes
from tests.people import in_organisation
from tests.sharing.story import TODAY


def kinds_told(user: User) -> list[str]:
    return sorted(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_show_freezes_the_preview_and_tells_everybody(
    ready: Share, manager: User, contributor: User, commissioner: User
) -> None:
    expected = actions.preview(ready)

    share = actions.show_to_team(ready, by=manager)

    assert (share.state, share.shown_by) == ("shown", manager)
    assert frozen_report(share) == expected
    assert share.digest == hashlib.sha256(share.document.encode()).hexdigest()
    assert (kinds_told(manager), kinds_told(contributor), kinds_told(commissioner)) == (
        ["share_shown"],
        ["share_shown"],
        [],
    )


def test_show_changed_since_it_was_looked_at_is_refused(ready: Share, manager: User) -> None:
    seen = ready.version
    actions.choose(ready, by=manager, purpose="Other words")

    with pytest.raises(actions.Stale):
        actions.show_to_team(ready, by=manager, seen=seen)

    ready.refresh_from_db()
    assert (ready.state, ready.document) == ("draft", "")


def test_show_whose_last_day_is_over_is_refused(ready: Share, manager: User, clock) -> None:
    clock(dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC))

    with pytest.raises(Refused, match="after today"):
        actions.show_to_team(ready, by=manager)


def test_document_does_not_change_when_the_team_puts_something_right(
    shown_share: Share, second: Closure, contributor: User, manager: User, service: Service
) -> None:
    before = shown_share.document
    put_right_talk = talk.put_right(second.assessment, reason="Words", by=manager)
    soil = put_right_talk.framework.lines.get(code="soil")
    talk.add_example(put_right_talk, words="Said later", lines=[soil], by=contributor)
    talk.finish(put_right_talk, by=contributor)
    Service.objects.filter(pk=service.pk).update(name="Elder House", what_matters="Other things")

    shown_share.refresh_from_db()

    assert shown_share.document == before
    assert "Said later" not in frozen_report(shown_share).to_json()
    assert list(shown_share.closures.order_by("held_on").values_list("number", flat=True)) == [1, 1]


def test_document_round_trips(shown_share: Share) -> None:
    report = frozen_report(shown_share)

    assert Report.from_json(report.to_json()) == report
    assert report.provenance.fingerprint == fingerprint_of(report)
    assert json.loads(shown_share.document)["format_version"] == 1


def test_document_holds_no_role_and_nothing_of_ours(shown_share: Share) -> None:
    """The canaries are there to leak: the team's own records hold them."""
    records = "".join(closure.document for closure in Closure.objects.all())
    for words in ("the spring lead", "Ours in spring", "Ours in autumn"):
        assert words in records
        assert words not in shown_share.document
    assert "Theirs in spring" in shown_share.document


def test_document_holds_what_is_ours_once_ticked(ready: Share, manager: User) -> None:
    actions.choose(ready, by=manager, include_ours=True)

    document = actions.show_to_team(ready, by=manager).document

    assert "Ours in spring" in document
    assert "the spring lead" not in document


def test_document_leaves_out_an_ask_that_stays(ready: Share, manager: User) -> None:
    stays = Ask.objects.get(asked_in__held_on=dt.date(2026, 3, 10))
    actions.choose(ready, by=manager, asks={stays: False})

    document = actions.show_to_team(ready, by=manager).document

    assert "Theirs in spring" not in document
    assert "Theirs in autumn" in document


def test_change_first_drops_the_copy_and_tells(
    shown_share: Share, manager: User, contributor: User
) -> None:
    actions.change_first(shown_share, by=manager)

    assert (shown_share.state, shown_share.document, shown_share.digest, shown_share.shown_at) == (
        "draft",
        "",
        "",
        None,
    )
    assert kinds_told(contributor) == ["share_changing", "share_shown"]
    assert shown_share.purpose == "Before we meet."


@pytest.mark.pdf
def test_send_makes_the_pdf_once_and_lets_the_body_read(
    shown_share: Share,
    manager: User,
    contributor: User,
    commissioner: User,
    other_commissioner: User,
) -> None:
    sent = actions.send(shown_share, by=manager)

    file = ShareFile.objects.get()
    assert (sent.state, sent.sent_by, sent.is_live) == ("sent", manager, True)
    assert sent_bytes(file).startswith(b"%PDF-1.7")
    assert (file.digest, file.size) == (
        hashlib.sha256(bytes(file.content)).hexdigest(),
        len(file.content),
    )
    assert kinds_told(contributor) == ["share_sent", "share_shown"]
    assert (kinds_told(commissioner), kinds_told(other_commissioner)) == (["share_received"], [])

    actions.take_back(sent, by=manager)

    assert not commissioner.notices.unread().exists()
    assert contributor.notices.unread().exists()


@pytest.mark.pdf
def test_send_twice_sends_once(shown_share: Share, manager: User) -> None:
    """Two managers with the page open: the second finds it sent."""
    other = Share.objects.get(pk=shown_share.pk)
    actions.send(shown_share, by=manager)

    with pytest.raises(actions.Stale):
        actions.send(other, by=manager)

    assert ShareFile.objects.count() == 1
    assert Event.objects.filter(act="share_sent").count() == 1


@pytest.mark.pdf
def test_send_wins_over_another_try_that_failed_meanwhile(
    shown_share: Share, manager: User
) -> None:
    """One who presses while the first is being made fails; the first is sent all the same."""
    Share.objects.filter(pk=shown_share.pk).update(state=Share.State.RENDER_FAILED, version=99)

    assert actions.send(shown_share, by=manager).state == "sent"


def test_send_another_copy_than_was_seen_is_refused(shown_share: Share, manager: User) -> None:
    seen = shown_share.digest
    actions.change_first(shown_share, by=manager)
    actions.choose(shown_share, by=manager, purpose="Other words")
    actions.show_to_team(shown_share, by=manager)

    with pytest.raises(actions.Stale):
        actions.send(shown_share, by=manager, seen=seen)

    assert not ShareFile.objects.exists()


def test_send_draft_is_refused(ready: Share, manager: User) -> None:
    with pytest.raises(actions.Stale):
        actions.send(ready, by=manager)


def test_send_after_its_last_day_is_refused(shown_share: Share, manager: User, clock) -> None:
    clock(dt.datetime(2027, 5, 21, 12, tzinfo=dt.UTC))

    with pytest.raises(Refused, match="last day is over"):
        actions.send(shown_share, by=manager)


def test_send_where_one_of_the_team_reads_by_now_is_refused(
    shown_share: Share, manager: User, service: Service, body: Organisation
) -> None:
    both = in_organisation(body, "reader", "Both Sides")
    service.memberships.create(user=both, role="contributor")

    with pytest.raises(Refused, match="reads for this body"):
        actions.send(shown_share, by=manager)


@pytest.mark.logs_errors
def test_send_altered_copy_is_refused(shown_share: Share, manager: User) -> None:
    Share.objects.filter(pk=shown_share.pk).update(
        document=shown_share.document.replace("spring", "summer")
    )
    shown_share.refresh_from_db()

    with pytest.raises(Altered):
        actions.send(shown_share, by=manager)


def test_send_while_others_are_made_is_no_failure(
    shown_share: Share, manager: User, no_turn: None
) -> None:
    with pytest.raises(RenderError) as failed:
        actions.send(shown_share, by=manager)

    shown_share.refresh_from_db()
    assert failed.value.reason == Reason.BUSY
    assert shown_share.state == "shown"
    assert not Event.objects.filter(act="share_not_made").exists()


def test_send_while_this_very_one_was_sent_is_moved(
    shown_share: Share, manager: User, no_turn: None
) -> None:
    other = Share.objects.get(pk=shown_share.pk)
    actions.change_first(other, by=manager)

    with pytest.raises(actions.Stale):
        actions.send(shown_share, by=manager)


@pytest.mark.logs_errors
def test_send_render_failure_is_said_and_can_be_tried_again(
    shown_share: Share, manager: User, no_pdf: None
) -> None:
    with pytest.raises(RenderError) as failed:
        actions.send(shown_share, by=manager)

    shown_share.refresh_from_db()
    assert failed.value.reason == Reason.FAILED
    assert (shown_share.state, shown_share.sent_at, ShareFile.objects.exists()) == (
        "render_failed",
        None,
        False,
    )
    assert Event.objects.filter(act="share_not_made").count() == 1


@pytest.mark.pdf
def test_send_after_a_failure(shown_share: Share, manager: User) -> None:
    change_share(shown_share, states=["shown"], values={"state": Share.State.RENDER_FAILED})

    assert actions.send(shown_share, by=manager).state == "sent"


def test_take_back_ends_it_and_tells(posted: Share, manager: User, contributor: User) -> None:
    actions.take_back(posted, by=manager)

    assert (posted.state, posted.is_live, posted.taken_back_by) == ("taken_back", False, manager)
    assert "share_taken_back" in kinds_told(contributor)


def test_take_back_twice_is_done_once(posted: Share, manager: User) -> None:
    actions.take_back(posted, by=manager)

    with pytest.raises(actions.Stale):
        actions.take_back(posted, by=manager)

    assert Event.objects.filter(act="share_taken_back").count() == 1


def test_take_back_of_one_that_was_only_prepared_tells_nobody(
    draft: Share, manager: User, contributor: User
) -> None:
    actions.take_back(draft, by=manager)

    assert (draft.state, kinds_told(contributor)) == ("taken_back", [])


def test_letter_keeps_names_from_right_to_left_apart(
    shown_share: Share, commissioner: User
) -> None:
    type(shown_share.body).objects.filter(pk=shown_share.body.pk).update(name="مجلس المدينة")
    shown_share.refresh_from_db()
    tell_readers(shown_share, at=timezone.now())
    send_due_letters(at=(timezone.now() + dt.timedelta(days=1)).replace(hour=12))
    bodies = [part for letter in mail.outbox for part in (letter.subject, letter.body)]
    naming = [words for words in bodies if "مجلس المدينة" in words]
    assert naming
    assert all("\u2068مجلس المدينة\u2069" in words for words in naming)


def test_put_away_before_it_was_sent_does_not_sound_as_if_it_had_gone(
    shown_share: Share, manager: User, contributor: User
) -> None:
    actions.take_back(shown_share, by=manager)

    assert kinds_told(contributor) == ["share_put_away", "share_shown"]


def test_taken_back_cannot_be_sent(shown_share: Share, manager: User) -> None:
    actions.take_back(shown_share, by=manager)

    with pytest.raises(actions.Stale):
        actions.send(shown_share, by=manager)


def test_events_hold_ids_only(posted: Share, manager: User, service: Service) -> None:
    actions.take_back(posted, by=manager)

    rows = Event.objects.filter(object_id=posted.pk).values_list("act", "actor", "service")
    assert {row[1:] for row in rows} == {(manager.pk, service.pk)}
    assert {row[0] for row in rows} >= {"share_prepared", "share_chosen"}


def test_at_says_when_for_every_act(
    service: Service, body: Organisation, manager: User, first: Closure
) -> None:
    """The demo is told in the past."""
    at = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
    share = actions.prepare_share(service=service, body=body, by=manager, at=at)
    ends_on = dt.date(2026, 9, 1)
    actions.choose(
        share, by=manager, closures=[first], purpose="Now", ends_on=ends_on, sections=[], at=at
    )
    asks = dict.fromkeys(actions.asks_to_answer(share), False)
    actions.choose(share, by=manager, asks=asks, at=at)
    actions.show_to_team(share, by=manager, at=at)
    actions.take_back(share, by=manager, at=at)

    assert {share.created_at, share.shown_at, share.taken_back_at} == {at}
    assert set(Event.objects.filter(object_id=share.pk).values_list("at", flat=True)) == {at}
    assert frozen_report(share).created == "2026-04-01"
    assert share.has_ended(TODAY)


def test_sent_without_a_document_cannot_be_stored(draft: Share, manager: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=draft.pk).update(
            sent_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC), sent_by=manager
        )
