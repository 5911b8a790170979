"""Bad input to what is sent and answered: each case has its test, here or where it belongs."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.actions import end_membership
from accounts.models import User
from sharing import actions
from sharing.models import Reply, Share, ShareFile, ShareOpen
from tests.sharing.story import BYTES, SignedIn
from tests.source import ROOT

CASES = {
    "share to oneself": (
        "sharing/test_preparing.py",
        "test_prepare_share_with_the_teams_own_body_is_refused",
    ),
    "somebody on both sides": (
        "sharing/test_preparing.py",
        "test_prepare_share_where_one_of_the_team_reads_is_refused",
    ),
    "body without readers": ("sharing/test_bad_input.py", "test_body_without_readers"),
    "readers all left": (
        "sharing/test_odd_cases.py",
        "test_managers_are_told_where_nobody_at_the_body_can_read_it_any_more",
    ),
    "end date past": ("sharing/test_team_pages.py", "test_send_past_its_last_day_is_422"),
    "record put right between preview and sending": (
        "sharing/test_days.py",
        "test_copy_of_a_record_that_was_put_right_is_not_sent",
    ),
    "reply to a share taken back meanwhile": (
        "sharing/test_replying.py",
        "test_what_a_body_said_stays_with_both_when_a_report_is_over",
    ),
    "two readers answering one ask at once": (
        "sharing/test_replying.py",
        "test_two_readers_answer_one_ask_and_both_are_told",
    ),
    "understanding agreed by somebody who has left": (
        "agreeing/test_understanding.py",
        "test_what_somebody_who_has_left_agreed_holds_and_says_so",
    ),
    "understanding written anew while somebody says yes": (
        "agreeing/test_understanding.py",
        "test_yes_to_what_was_changed_or_written_beside_meanwhile_is_not_taken",
    ),
    "wrong fingerprint": ("sharing/test_checking.py", "test_what_is_no_fingerprint_is_said"),
    "300 pages of text": ("sharing/test_bad_input.py", "test_more_text_than_a_pdf_can_hold"),
    "range and conditional requests": (
        "sharing/test_bad_input.py",
        "test_no_part_of_a_file_once_it_is_over",
    ),
}


def test_every_case_has_its_test():
    missing = []
    for case, (path, name) in CASES.items():
        file = Path(ROOT / "tests" / path)
        if not re.search(rf"^def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE):
            missing.append(case)
    assert missing == []


# What a program asks that has, or would like to have, a part of a file.
ASKING = [
    {},
    {"HTTP_RANGE": "bytes=0-3"},
    {"HTTP_RANGE": "bytes=-4"},
    {"HTTP_IF_NONE_MATCH": "*"},
    {"HTTP_IF_MATCH": "*"},
    {"HTTP_IF_MODIFIED_SINCE": "Sat, 28 Nov 2099 00:00:00 GMT"},
    {"HTTP_IF_RANGE": '"x"', "HTTP_RANGE": "bytes=0-3"},
]
FILES = ("shared-pdf", "shared-quotable", "shared-agenda", "shared-report", "shared-reply-ask")


@pytest.mark.parametrize("how", ["taken back", "ended", "left the body"])
def test_no_part_of_a_file_once_it_is_over(
    posted: Share, reader: User, manager: User, signed_in: SignedIn, how: str
):
    ask = actions.asks_to_answer(posted)[0].pk
    browser = signed_in(reader)
    answer = browser.get(reverse("shared-pdf", args=[posted.reference]))
    assert answer.content == BYTES
    # Nothing is left with anybody on the way that could be asked for again.
    assert answer["Cache-Control"] == "private, no-store"
    assert not {"ETag", "Last-Modified"} & set(answer.headers)
    opened = ShareOpen.objects.count()
    if how == "taken back":
        actions.take_back(posted, by=manager)
    elif how == "ended":
        Share.objects.filter(pk=posted.pk).update(ends_on=posted.created_at.date())
        Share.objects.filter(pk=posted.pk).update(ends_on="2026-11-19")
    else:
        end_membership(reader.organisation_memberships.get(), by=None)
    status = 404 if how == "left the body" else 410
    for name in FILES:
        args = [posted.reference, ask] if name == "shared-reply-ask" else [posted.reference]
        for headers in ASKING:
            over = browser.get(reverse(name, args=args), **headers)
            assert over.status_code == status, (name, headers)
            assert BYTES[:4] not in over.content
            assert "Content-Range" not in over.headers
            head = browser.head(reverse(name, args=args), **headers)
            assert head.status_code in {405, status}
    assert ShareOpen.objects.count() == opened


def test_body_without_readers(
    shown_share: Share, manager: User, commissioner: User, signed_in: SignedIn
):
    """It is said before it is sent; and nobody gets at it by having been left out."""
    end_membership(commissioner.organisation_memberships.get(), by=None)
    page = signed_in(manager).get(shown_share.get_absolute_url()).content.decode()
    assert "has an account here yet" in page
    assert "Whoever runs this site can ask in" in " ".join(page.split())
    address = reverse("shared-report", args=[shown_share.reference])
    assert signed_in(commissioner).get(address).status_code == 404


@pytest.mark.logs_errors  # 503 of a page
def test_more_text_than_a_pdf_can_hold(
    shown_share: Share, manager: User, signed_in: SignedIn, tmp_path: Path, monkeypatch
):
    """Who makes it ends as it does where memory is at its limit (tests/reports/printing)."""
    worker = tmp_path / "worker.py"
    worker.write_text("raise SystemExit(11)", encoding="utf-8")
    monkeypatch.setattr("reports.printing.pdf.WORKER", worker)
    browser = signed_in(manager)
    sent = {"copy": shown_share.digest}
    answer = browser.post(reverse("share-send", args=[shown_share.pk]), sent, follow=True)
    page = " ".join(answer.content.decode().split())
    assert "larger than can be made here" in page
    assert "fewer conversations or parts" in page
    assert "Change it first" in page
    shown_share.refresh_from_db()
    assert (shown_share.state, shown_share.sent_at) == (Share.State.RENDER_FAILED, None)
    assert not ShareFile.objects.exists()


@pytest.mark.parametrize("about", ["heard", "questions", "differently", "unasked", "matters"])
def test_three_hundred_pages_in_a_box_are_given_back(
    posted: Share, reader: User, signed_in: SignedIn, about: str
):
    address = reverse("shared-reply-say", args=[posted.reference, about])
    browser = signed_in(reader)
    seen = browser.get(address).context["form"]["seen"].value()
    words = "A page of a reply. " * 30_000
    answer = browser.post(address, {"seen": seen, "words": words, "act": "send"})
    assert answer.status_code == 422
    assert words.strip() in answer.content.decode()
    assert not Reply.objects.exists()
