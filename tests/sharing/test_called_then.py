"""What a report says once its team or its body is called otherwise, or it was taken back."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from agreeing.actions import show_tie
from assessments.models import AskAnswer
from reports.selectors import kept_conversations, own_report
from sharing import actions
from sharing.models import Share
from sharing.report import preview
from sharing.selectors import answers_of_body
from tests.reports.aloud import aloud
from tests.sharing.between import days_on, say
from tests.sharing.conftest import as_sent
from tests.sharing.story import NOON, SHOWN, UNTIL, SignedIn
from tests.sharing.test_approved import in_word

TEAM, BODY, ABOVE = "Maple House", "Northtown Borough", "Elm Trust"
TEAM_THEN = f"When this was written, <bdi>{TEAM}</bdi> was called <bdi>Alder House</bdi>."
ABOVE_THEN = f"When this was written, <bdi>{ABOVE}</bdi> was called <bdi>Oak Trust</bdi>."
BODY_THEN = (
    f"When this was written, <bdi>{BODY}</bdi> was called <bdi>Northtown Council</bdi> here."
)


def page(browser: Client, name: str, *of: object) -> str:
    answer = browser.get(reverse(name, args=of))
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.fixture
def renamed(posted: Share) -> Share:
    """A report whose team and body are called otherwise since it was frozen."""
    above = posted.service.organisation
    for row, name in ((posted.service, TEAM), (posted.body, BODY), (above, ABOVE)):
        type(row)._default_manager.filter(pk=row.pk).update(name=name)
    type(above)._default_manager.filter(pk=above.pk).update(people_word="lodgers")
    return Share.objects.with_whom().get(pk=posted.pk)


def test_copy_of_then_says_what_they_were_called(
    renamed: Share, reader: User, contributor: User, signed_in: SignedIn
):
    theirs, ours = signed_in(reader), signed_in(contributor)
    for text in (
        page(theirs, "shared-report", renamed.reference),
        page(ours, "share-copy", renamed.pk),
    ):
        assert TEAM_THEN in text
        assert BODY_THEN in text
        assert ABOVE_THEN in text
        assert "To <bdi>Northtown Council</bdi>" in text, "word for word as it was frozen"
    assert f"The report for <bdi>{BODY}</bdi>" in page(ours, "share", renamed.pk)
    assert f"Your reply to <bdi>{TEAM}</bdi>" in page(theirs, "shared-reply", renamed.reference)


def test_where_nobody_is_called_otherwise_nothing_is_said_of_it(
    posted: Share, reader: User, signed_in: SignedIn
):
    text = page(signed_in(reader), "shared-report", posted.reference)
    assert "When this was written" not in text


def test_next_report_is_signed_with_the_names_of_now(renamed: Share, manager: User):
    again = actions.prepare_again(renamed, by=manager)
    again = actions.choose(again, by=manager, purpose="Again.", ends_on=UNTIL)
    report = preview(again)
    assert report.differs.lines == (
        "When we wrote it we were called Alder House.",
        "When we wrote it our organisation was Oak Trust.",
        "When we wrote it you were called Northtown Council.",
    )
    bare = aloud(report).replace("called Alder House", "").replace("called Northtown Council", "")
    assert f"The team of {TEAM}".lower() in bare.lower()
    assert f"What needs {BODY}" in bare
    assert "Alder House" not in bare
    assert "Northtown Council" not in bare


def test_what_is_written_now_calls_them_as_they_are_called_now(
    renamed: Share, contributor: User, signed_in: SignedIn
):
    service = renamed.service
    closures = kept_conversations(service)
    letter = own_report(service, closures).letter
    assert (letter.service, letter.organisation) == (TEAM, ABOVE)
    assert letter.what_it_is.endswith("not at lodgers.")
    wall = page(signed_in(contributor), "wall", closures[-1].assessment_id)
    assert "Alder House" not in wall


def test_files_are_named_as_the_team_is_called_now(
    renamed: Share, reader: User, contributor: User, signed_in: SignedIn
):
    """Its address stays what it was, but where it has a second name."""
    answer = signed_in(reader).get(reverse("shared-agenda", args=[renamed.reference]))
    assert (
        f'filename="maple-house-{renamed.reference}-agenda.docx"' in answer["Content-Disposition"]
    )
    assert f"{TEAM}, {ABOVE}, and {BODY}" in in_word(answer.content), "they meet under these"
    type(renamed.service)._default_manager.filter(pk=renamed.service_id).update(name="بيت الجار")
    answer = signed_in(contributor).get(reverse("share-agenda", args=[renamed.pk]))
    assert (
        f'filename="alder-house-{renamed.reference}-agenda.docx"' in answer["Content-Disposition"]
    )


def test_sent_again_after_taking_back_each_page_says_what_is_so(
    posted: Share, manager: User, reader: User, contributor: User, signed_in: SignedIn
):
    tie = show_tie(posted.service, posted.body, by=manager, at=NOON)
    actions.take_back(posted, by=manager)
    again = actions.prepare_again(posted, by=manager)
    again = actions.choose(again, by=manager, purpose="Once more.", ends_on=UNTIL)
    since = preview(again).differs.since
    assert since == (
        f"Since our letter of 17 November 2026 ({posted.reference}), which is no longer shared:"
    )
    as_sent(actions.show_to_team(again, by=manager, at=SHOWN), manager)
    theirs, ours = signed_in(reader), signed_in(contributor)
    assert theirs.get(reverse("shared-report", args=[posted.reference])).status_code == 410
    assert since in page(theirs, "shared-report", again.reference)
    mine = page(theirs, "shared-with-us")
    assert mine.count("no longer shared, since 20 November 2026") == 1
    assert posted.reference in mine
    assert again.reference in mine
    for browser in (theirs, ours):
        history = page(browser, "tie-history", tie.pk)
        assert history.count("No longer shared, since 20 November 2026.") == 1
    posted.refresh_from_db()
    assert posted.standing in page(ours, "share", posted.pk)


def test_an_ask_to_two_bodies_is_each_bodys_own(
    posted: Share, manager: User, reader: User, other_body: Organisation
):
    """One answers: the next report asks the other again, and does not tell it what was said."""
    ask = actions.asks_to_answer(posted)[0]
    answer = {"answer": "will", "words": "ask the housing team.", "about_when": ""}
    say(posted, answer, by=reader, at=days_on(1), ask=ask)
    assert AskAnswer.objects.get().body == posted.body
    for body, answered in ((posted.body, True), (other_body, False)):
        share = actions.prepare_share(service=posted.service, body=body, by=manager)
        chosen = {"closures": posted.closures.all(), "sections": ["changes"], "ends_on": UNTIL}
        share = actions.choose(share, by=manager, purpose="Now.", **chosen)
        share = actions.choose(
            share, by=manager, asks=dict.fromkeys(actions.asks_to_answer(share), True)
        )
        report = preview(share)
        ask_told = next(
            ask_of_report for ask_of_report in report.asks if ask_of_report.id == str(ask.pk)
        )
        assert bool(ask_told.answers) is answered
        assert ask_told.is_open is not answered
        assert bool(answers_of_body(share, [ask])) is answered
        text = aloud(report)
        assert ("Northtown Council" in text) is answered
        assert ("ask the housing team" in text) is answered
        assert f"What needs {body.name}" in text
