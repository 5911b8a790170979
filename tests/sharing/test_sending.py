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


def told(user: User) -> list[str]:
    return sorted(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_show_freezes_the_preview_and_tells_everybody(
    ready: Share, manager: User, contributor: User, commissioner: User
) -> None:
    expected = actions.preview(ready)

    shown = actions.show_to_team(ready, by=manager)

    assert (shown.state, shown.shown_by) == ("shown", manager)
    assert frozen_report(shown) == expected
    assert shown.digest == hashlib.sha256(shown.document.encode()).hexdigest()
    assert (told(manager), told(contributor), told(commissioner)) == (
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
    shown: Share, second: Closure, contributor: User, manager: User, service: Service
) -> None:
    before = shown.document
    begun = talk.put_right(second.assessment, reason="Words", by=manager)
    soil = begun.framework.lines.get(code="soil")
    talk.add_example(begun, words="Said later", lines=[soil], by=contributor)
    talk.finish(begun, by=contributor)
    Service.objects.filter(pk=service.pk).update(name="Elder House", what_matters="Other things")

    shown.refresh_from_db()

    assert shown.document == before
    assert "Said later" not in frozen_report(shown).to_json()
    assert list(shown.closures.order_by("held_on").values_list("number", flat=True)) == [1, 1]


def test_document_round_trips(shown: Share) -> None:
    report = frozen_report(shown)

    assert Report.from_json(report.to_json()) == report
    assert report.provenance.fingerprint == fingerprint_of(report)
    assert json.loads(shown.document)["format_version"] == 1


def test_document_holds_no_role_and_nothing_of_ours(shown: Share) -> None:
    """The canaries are there to leak: the team's own records hold them."""
    records = "".join(closure.document for closure in Closure.objects.all())
    for kept in ("the spring lead", "Ours in spring", "Ours in autumn"):
        assert kept in records
        assert kept not in shown.document
    assert "Theirs in spring" in shown.document


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
    shown: Share, manager: User, contributor: User
) -> None:
    actions.change_first(shown, by=manager)

    assert (shown.state, shown.document, shown.digest, shown.shown_at) == ("draft", "", "", None)
    assert told(contributor) == ["share_changing", "share_shown"]
    assert shown.purpose == "Before we meet."


@pytest.mark.pdf
def test_send_makes_the_pdf_once_and_lets_the_body_read(
    shown: Share, manager: User, contributor: User, commissioner: User, other_commissioner: User
) -> None:
    sent = actions.send(shown, by=manager)

    file = ShareFile.objects.get()
    assert (sent.state, sent.sent_by, sent.is_live) == ("sent", manager, True)
    assert sent_bytes(file).startswith(b"%PDF-1.7")
    assert (file.digest, file.size) == (
        hashlib.sha256(bytes(file.content)).hexdigest(),
        len(file.content),
    )
    assert told(contributor) == ["share_sent", "share_shown"]
    assert (told(commissioner), told(other_commissioner)) == (["share_received"], [])

    actions.take_back(sent, by=manager)

    assert not commissioner.notices.unread().exists()
    assert contributor.notices.unread().exists()


@pytest.mark.pdf
def test_send_twice_sends_once(shown: Share, manager: User) -> None:
    """Two managers with the page open: the second finds it sent."""
    other = Share.objects.get(pk=shown.pk)
    actions.send(shown, by=manager)

    with pytest.raises(actions.Stale):
        actions.send(other, by=manager)

    assert ShareFile.objects.count() == 1
    assert Event.objects.filter(act="share_sent").count() == 1


@pytest.mark.pdf
def test_send_wins_over_another_try_that_failed_meanwhile(shown: Share, manager: User) -> None:
    """One who presses while the first is being made fails; the first is sent all the same."""
    Share.objects.filter(pk=shown.pk).update(state=Share.State.RENDER_FAILED, version=99)

    assert actions.send(shown, by=manager).state == "sent"


def test_send_another_copy_than_was_seen_is_refused(shown: Share, manager: User) -> None:
    seen = shown.digest
    actions.change_first(shown, by=manager)
    actions.choose(shown, by=manager, purpose="Other words")
    actions.show_to_team(shown, by=manager)

    with pytest.raises(actions.Stale):
        actions.send(shown, by=manager, seen=seen)

    assert not ShareFile.objects.exists()


def test_send_draft_is_refused(ready: Share, manager: User) -> None:
    with pytest.raises(actions.Stale):
        actions.send(ready, by=manager)


def test_send_after_its_last_day_is_refused(shown: Share, manager: User, clock) -> None:
    clock(dt.datetime(2027, 5, 21, 12, tzinfo=dt.UTC))

    with pytest.raises(Refused, match="last day is over"):
        actions.send(shown, by=manager)


def test_send_where_one_of_the_team_reads_by_now_is_refused(
    shown: Share, manager: User, service: Service, body: Organisation
) -> None:
    both = in_organisation(body, "reader", "Both Sides")
    service.memberships.create(user=both, role="contributor")

    with pytest.raises(Refused, match="reads for this body"):
        actions.send(shown, by=manager)


@pytest.mark.logs_errors
def test_send_altered_copy_is_refused(shown: Share, manager: User) -> None:
    Share.objects.filter(pk=shown.pk).update(document=shown.document.replace("spring", "summer"))
    shown.refresh_from_db()

    with pytest.raises(Altered):
        actions.send(shown, by=manager)


def test_send_while_others_are_made_is_no_failure(
    shown: Share, manager: User, no_turn: None
) -> None:
    with pytest.raises(RenderError) as failed:
        actions.send(shown, by=manager)

    shown.refresh_from_db()
    assert failed.value.reason == Reason.BUSY
    assert shown.state == "shown"
    assert not Event.objects.filter(act="share_not_made").exists()


def test_send_while_this_very_one_was_sent_is_moved(
    shown: Share, manager: User, no_turn: None
) -> None:
    other = Share.objects.get(pk=shown.pk)
    actions.change_first(other, by=manager)

    with pytest.raises(actions.Stale):
        actions.send(shown, by=manager)


@pytest.mark.logs_errors
def test_send_render_failure_is_said_and_can_be_tried_again(
    shown: Share, manager: User, no_pdf: None
) -> None:
    with pytest.raises(RenderError) as failed:
        actions.send(shown, by=manager)

    shown.refresh_from_db()
    assert failed.value.reason == Reason.FAILED
    assert (shown.state, shown.sent_at, ShareFile.objects.exists()) == (
        "render_failed",
        None,
        False,
    )
    assert Event.objects.filter(act="share_not_made").count() == 1


@pytest.mark.pdf
def test_send_after_a_failure(shown: Share, manager: User) -> None:
    change_share(shown, states=["shown"], values={"state": Share.State.RENDER_FAILED})

    assert actions.send(shown, by=manager).state == "sent"


def test_take_back_ends_it_and_tells(posted: Share, manager: User, contributor: User) -> None:
    actions.take_back(posted, by=manager)

    assert (posted.state, posted.is_live, posted.taken_back_by) == ("taken_back", False, manager)
    assert "share_taken_back" in told(contributor)


def test_take_back_twice_is_done_once(posted: Share, manager: User) -> None:
    actions.take_back(posted, by=manager)

    with pytest.raises(actions.Stale):
        actions.take_back(posted, by=manager)

    assert Event.objects.filter(act="share_taken_back").count() == 1


def test_take_back_of_one_that_was_only_prepared_tells_nobody(
    draft: Share, manager: User, contributor: User
) -> None:
    actions.take_back(draft, by=manager)

    assert (draft.state, told(contributor)) == ("taken_back", [])


def test_letter_keeps_names_from_right_to_left_apart(shown: Share, commissioner: User) -> None:
    type(shown.body).objects.filter(pk=shown.body.pk).update(name="مجلس المدينة")
    shown.refresh_from_db()
    tell_readers(shown, at=timezone.now())
    send_due_letters(at=(timezone.now() + dt.timedelta(days=1)).replace(hour=12))
    bodies = [part for each in mail.outbox for part in (each.subject, each.body)]
    naming = [words for words in bodies if "مجلس المدينة" in words]
    assert naming
    assert all("\u2068مجلس المدينة\u2069" in words for words in naming)


def test_put_away_before_it_was_sent_does_not_sound_as_if_it_had_gone(
    shown: Share, manager: User, contributor: User
) -> None:
    actions.take_back(shown, by=manager)

    assert told(contributor) == ["share_put_away", "share_shown"]


def test_taken_back_cannot_be_sent(shown: Share, manager: User) -> None:
    actions.take_back(shown, by=manager)

    with pytest.raises(actions.Stale):
        actions.send(shown, by=manager)


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
