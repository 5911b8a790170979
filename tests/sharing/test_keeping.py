"""What a team keeps within itself, line by line: nothing of it leaves, by any door."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Service, User
from assessments import actions as talk
from frameworks.models import Framework
from record.withholding import line_key
from sharing import actions
from sharing.forms import KeepingForm
from sharing.models import Share
from sharing.report import missing_choice, preview
from tests.reports.documents import text
from tests.sharing.story import SHOWN, SignedIn

SECRET = "The autumn line"


@pytest.fixture
def page(ready: Share) -> str:
    return f"/share/{ready.pk}/keep/"


@pytest.fixture
def browser(manager: User, signed_in: SignedIn) -> Client:
    return signed_in(manager)


def soil(share: Share) -> str:
    """Return the key of the one line of the tiny framework that is talked about."""
    framework = share.closures.latest("number").record.framework
    return line_key(framework.edition, "soil")


def row(share: Share, words: str) -> str:
    """Return the key under which words are offered to be kept."""
    offered = KeepingForm(None, share=share).words_offered
    return next(key for key, words_offered in offered.items() if words_offered == words)


def keep(share: Share, manager: User, *keys: str, marked: bool = False) -> Share:
    return actions.choose(share, by=manager, held=keys, held_marked=marked)


def test_page_offers_what_the_reader_would_find(ready: Share):
    form = KeepingForm(None, share=ready)
    assert SECRET in form.words_offered.values()
    assert "Ours in autumn" not in form.words_offered.values()
    assert soil(ready) in form.lines_offered


def test_words_are_offered_that_a_report_has_without_the_mark_of_a_list(
    ready: Share, service: Service, framework: Framework, manager: User
):
    one_talk = talk.start(service=service, framework=framework, length="themes", by=manager)
    line = framework.lines.get(code="soil")
    talk.add_example(one_talk, words="1. The gate stays shut", by=manager, lines=[line])
    closures = [*ready.closures.all(), talk.finish(one_talk, by=manager)]
    share = actions.choose(ready, by=manager, closures=closures)
    assert "The gate stays shut" in preview(share).to_json()
    saved_share = keep(share, manager, row(share, "1. The gate stays shut"))
    assert "The gate stays shut" not in preview(saved_share).to_json()


def test_words_said_twice_are_offered_once_and_go_everywhere(
    ready: Share, service: Service, framework: Framework, manager: User
):
    """An ask begins in the words of what gets in the way."""
    one_talk = talk.start(service=service, framework=framework, length="themes", by=manager)
    note = talk.name_factor(
        one_talk, kind="obstacle", words="No flats", reach="someone_else", to="partner", by=manager
    )
    chosen = [*ready.closures.all(), talk.finish(one_talk, by=manager)]
    asks = {note.factor.ask: True}
    share = actions.choose(ready, by=manager, closures=chosen)
    share = actions.choose(share, by=manager, asks=asks, include_ours=True)
    offered = KeepingForm(None, share=share).words_offered
    assert [*offered.values()].count("No flats") == 1
    assert "No flats" in preview(share).to_json()
    twin = f"ask:{note.factor.ask.pk}:words"
    assert twin not in offered
    for key in (row(share, "No flats"), twin):
        saved_share = keep(share, manager, key)
        assert "No flats" not in preview(saved_share).to_json()
        assert KeepingForm(None, share=saved_share).saved(saved_share)["words"] == [
            row(share, "No flats")
        ]
        form = KeepingForm({"seen": str(saved_share.version)}, share=saved_share)
        assert form.is_valid(), ValidationError(form.errors)
        assert form.choices["held"] == []


def test_kept_words_are_in_nothing_that_goes(
    ready: Share, browser: Client, page: str, manager: User, reader: User, signed_in: SignedIn
):
    sent = {"words": [row(ready, SECRET)], "marked": "unmarked", "seen": ready.version}
    answer = browser.post(page, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/share/{ready.pk}/preview/")
    ready.refresh_from_db()

    share = actions.send(actions.show_to_team(ready, by=manager, at=SHOWN), by=manager)

    assert SECRET not in share.document
    assert SECRET not in text(bytes(share.file.content))
    report = signed_in(reader).get(f"/shared/{share.reference}/").content.decode()
    assert SECRET not in report
    assert "The spring line" in report


def test_team_reads_what_it_keeps_and_the_reader_does_not(
    ready: Share, browser: Client, manager: User
):
    keep(ready, manager, row(ready, SECRET), marked=True)
    preview = browser.get(f"/share/{ready.pk}/preview/").content.decode()
    assert "What you keep back" in preview
    assert SECRET in preview.split('<article class="report">')[0]
    report = preview.split('<article class="report">')[1]
    assert SECRET not in report
    assert "Some of our words, which are kept within the team." in report


def test_unmarked_says_nothing(ready: Share, manager: User):
    keep(ready, manager, row(ready, SECRET), soil(ready))
    assert "kept within" not in preview(ready).to_json().lower()


def test_kept_line_is_marked_by_its_name(ready: Share, manager: User):
    keep(ready, manager, soil(ready), marked=True)
    assert preview(ready).changes.kept_lines.plain == "Kept within the team: soil."


def test_ask_about_a_kept_line_is_not_offered(ready: Share, manager: User):
    assert actions.asks_to_answer(ready)
    keep(ready, manager, soil(ready))
    assert not actions.asks_to_answer(ready)
    assert preview(ready).asks == ()


def test_why_now_may_not_tell_of_it(ready: Share, manager: User):
    keep(ready, manager, row(ready, SECRET))
    actions.choose(ready, by=manager, purpose=f"Because of {SECRET.lower()}. It is time.")
    page, sentence = missing_choice(ready)
    assert page == "why"
    assert sentence.startswith("You keep this back, so write without it: ")
    assert sentence.endswith("“Because of the autumn line.”")


def test_whether_it_is_told_has_to_be_said(ready: Share, browser: Client, page: str):
    answer = browser.post(page, {"words": [row(ready, SECRET)], "seen": ready.version})
    assert answer.status_code == 422
    assert "Say whether they should read that something is kept back." in answer.content.decode()


def test_nothing_kept_needs_no_answer(ready: Share, browser: Client, page: str):
    assert browser.post(page, {"seen": ready.version}).status_code == 302


def test_kept_words_stay_kept_where_another_page_leaves_them_out(ready: Share, manager: User):
    keep(ready, manager, row(ready, SECRET))
    actions.choose(ready, by=manager, sections=["changes"])
    form = KeepingForm({"seen": str(ready.version)}, share=ready)
    assert form.is_valid(), ValidationError(form.errors)
    assert len(form.choices["held"]) <= 1


def test_before_conversations_are_chosen_their_page_comes_first(draft: Share, browser: Client):
    answer = browser.get(f"/share/{draft.pk}/keep/")
    assert (answer.status_code, answer["Location"]) == (302, f"/share/{draft.pk}/what/")
