"""What is said in one report alone: why now, when to meet, what is hard, what may be quoted."""

import html

import pytest
from django.test import Client

from accounts.models import User
from sharing import actions
from sharing.forms import PurposeForm, QuoteForm
from sharing.models import Share
from sharing.report import missing_choice, preview
from sharing.selectors import frozen_report
from tests.sharing.story import UNTIL, SignedIn

HARD = "The quarterly return takes a day"
WORDS = "Alder House is a hostel for twenty-four people."


@pytest.fixture
def browser(manager: User, signed_in: SignedIn) -> Client:
    return signed_in(manager)


def post(browser: Client, share: Share, page: str, **sent: str):
    share.refresh_from_db()
    answer = browser.post(f"/share/{share.pk}/{page}/", {"seen": share.version, **sent})
    share.refresh_from_db()
    return answer


def because(browser: Client, share: Share, beginning: str, purpose: str) -> str:
    """Return why a report is sent, as it was answered."""
    day = UNTIL.isoformat()
    post(browser, share, "why", beginning=beginning, purpose=purpose, ends_on=day)
    return share.purpose


def test_beginning_is_taken_into_the_words(ready: Share, browser: Client):
    sentence = because(browser, ready, "changed", "The forum closed.")
    assert sentence == "Because something changed. The forum closed."


def test_beginning_alone_is_enough(ready: Share, browser: Client):
    assert because(browser, ready, "yearly", "") == "Before our yearly talk."


def test_beginning_is_taken_once(ready: Share, browser: Client):
    because(browser, ready, "yearly", "So that we can plan.")
    sentence = because(browser, ready, "yearly", ready.purpose)
    assert sentence == "Before our yearly talk. So that we can plan."


def test_beginning_is_kept_nowhere_but_in_the_words(ready: Share):
    names = {field.name for field in Share._meta.get_fields()}
    assert "beginning" not in names
    assert "beginning" not in PurposeForm(None, share=ready).initial


def test_page_of_why_warns_of_an_open_tender(ready: Share, browser: Client):
    assert "Is a tender open?" in browser.get(f"/share/{ready.pk}/why/").content.decode()


def test_when_to_meet_stands_in_the_letter(ready: Share, browser: Client):
    day = UNTIL.isoformat()
    post(browser, ready, "why", purpose="It is time.", meet="A day in May", ends_on=day)
    assert preview(ready).letter.meet.words == "A day in May"


def test_hard_words_begin_empty_and_stand_in_the_copy(ready: Share, browser: Client):
    page = browser.get(f"/share/{ready.pk}/say/").content.decode()
    assert "This can be asked for by the public. Some things are better said at a table." in page
    assert ready.hard_to_say == ""
    post(browser, ready, "say", hard_to_say=HARD)
    assert preview(ready).hard_to_say.words == HARD


def test_hard_words_on_the_agenda_are_in_no_part_of_the_report(ready: Share, browser: Client):
    post(browser, ready, "say", hard_to_say=HARD, hard_on_agenda="on")
    assert HARD not in preview(ready).to_json()
    assert ready.hard_to_say == HARD


def quoting(browser: Client, share: Share, **more: str):
    return post(browser, share, "quote", **{"quotable": "public", "quote": WORDS} | more)


def test_page_that_may_be_quoted_is_made(ready: Share, browser: Client):
    assert quoting(browser, ready, quote_better="Yes.").status_code == 302
    page = preview(ready).quotable
    assert page.words.words == WORDS
    assert page.how_far == "You may quote it, and publish it, as it stands here."


def test_unasked_makes_none_and_offers_a_beginning(ready: Share):
    assert not preview(ready).quotable
    beginning = QuoteForm(None, share=ready).initial["quote"]
    assert beginning.startswith(f"{ready.service.name} is run by ")


def test_answer_no_makes_none_and_keeps_the_words(ready: Share, browser: Client):
    quoting(browser, ready, quotable="no")
    assert not preview(ready).quotable
    assert ready.quote == WORDS


def test_the_beginning_alone_is_no_page_of_theirs(ready: Share, browser: Client):
    beginning = QuoteForm(None, share=ready).initial["quote"]
    answer = quoting(browser, ready, quote=beginning.replace(" ", "  ") + "\n")
    assert answer.status_code == 422
    assert "Go on in your own words, or answer “No”." in answer.content.decode()
    assert quoting(browser, ready, quote=beginning, quote_true="Come and see.").status_code == 302


def test_page_of_a_share_names_every_part_of_it(ready: Share, browser: Client, manager: User):
    """While it is prepared as chosen, and then as the copy has them."""
    hard = "What we find hard to say to you"
    post(browser, ready, "say", hard_to_say="We wait for you.")
    quoting(browser, ready)
    page = browser.get(ready.get_absolute_url()).content.decode()
    assert hard in page
    assert "One page you may quote" in page
    actions.show_to_team(ready, by=manager)
    page = browser.get(ready.get_absolute_url()).content.decode()
    ready.refresh_from_db()
    for _anchor, title in frozen_report(ready).contents:
        assert title in html.unescape(page), title
    assert hard in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"quotable": ""}, "Say whether it may be quoted."),
        ({"quote": ""}, "Write what may be quoted"),
        ({"quote_better": "It is a shoot now."}, "is one of the places on our road"),
        ({"quote": "x" * 1501}, "1,501 characters"),
    ],
)
def test_what_has_to_be_changed_is_said_and_nothing_is_lost(ready, browser, more, sentence):
    answer = quoting(browser, ready, quote_true="Come and see.", **more)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Come and see." in text


def test_quoted_words_may_not_tell_of_what_is_kept(ready: Share, browser: Client, manager: User):
    obstacle = next(row for row in ready.closures.last().record.factors if row.ask)
    quoting(browser, ready, quote_better=f"{obstacle.words}, and so on.")
    actions.choose(ready, by=manager, held=[f"row:{obstacle.id}"])
    page, sentence = missing_choice(ready)
    assert page == "quote"
    assert obstacle.words in sentence


def test_typed_words_are_given_back_when_it_is_too_late(
    ready: Share, browser: Client, manager: User
):
    actions.show_to_team(ready, by=manager)
    answer = browser.post(f"/share/{ready.pk}/say/", {"seen": 1, "hard_to_say": HARD})
    assert answer.status_code == 409
    assert HARD in answer.content.decode()
