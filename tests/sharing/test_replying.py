"""What a body says back, who reads it, and what happens when two write at once."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from agreeing.actions import show_tie
from assessments import actions as talk
from assessments.models import AskAnswer
from office.actions.wiping import wipe_team
from record.choices import Answered
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.models import Reply
from sharing.selectors import answers_of_body
from tests.factories import OrganisationMembershipFactory, UserFactory
from tests.sharing.conftest import as_sent
from tests.sharing.story import SHOWN
from tests.shown import tight


@pytest.fixture
def ask(posted):
    """The first thing asked of the body."""
    return actions.asks_to_answer(posted)[0]


def at(share, name, *more):
    return reverse(name, args=[share.reference, *more])


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


def typed(browser, path, **more):
    """Return a form as a browser sends it: what was seen, and what is typed."""
    page = browser.get(path)
    return {"seen": page.context["form"]["seen"].value(), **more}


def assert_row_says(words, browser):
    """Of what is over, the list says whether its page of a reply has anything, and leads there."""
    page = text(browser.get(reverse("shared-with-us")))
    for sentence in ("What you said in reply", "You said nothing in reply"):
        assert page.count(sentence) == (sentence == words)
    assert page.count("/reply/") == (words == "What you said in reply")


# --- Thank you


def test_thank_you_is_said_once_and_says_no_more(posted, reader, contributor, signed_in):
    browser = signed_in(reader)
    for _press in range(2):
        answer = browser.post(at(posted, "shared-thank"))
        assert answer.status_code == 302
    posted.refresh_from_db()
    assert posted.thanked_on == timezone.localdate()
    notices = Notice.objects.filter(kind="share_thanked", user=contributor)
    assert notices.count() == 1
    page = text(signed_in(contributor).get(posted.get_absolute_url()))
    assert "said thank you on 20 November 2026: they have read it." in page
    assert reader.display_name not in page


# --- An answer


def test_answer_reaches_the_team_its_next_talk_and_the_next_report(
    posted, ask, reader, contributor, manager, framework, signed_in, clock
):
    clock(timezone.now() + dt.timedelta(hours=1))
    path = at(posted, "shared-reply-ask", ask.pk)
    browser = signed_in(reader)
    post = typed(browser, path, answer="ask", words="the housing team", about_when="January")
    assert browser.post(path, {**post, "act": "send"}).status_code == 302
    answer_read = "The answer of \u2068Northtown Council\u2069 on 20 November 2026: I will ask "
    assert answer_read in text(browser.get(at(posted, "shared-reply")))

    team = signed_in(contributor)
    assert answer_read in text(team.get(posted.get_absolute_url()))
    assert "has answered the report of" in text(team.get(reverse("home")))

    later = timezone.now() + dt.timedelta(days=60)
    next_talk = talk.start(
        service=posted.service, framework=framework, length="themes", by=contributor, at=later
    )
    before = text(team.get(next_talk.get_absolute_url()))
    assert "What we asked was answered: read it once we have our cards, or now" in before
    assert "I will ask" in before


@pytest.mark.parametrize("act", ["keep", "send"])
def test_draft_is_read_by_nobody_but_the_bodys_readers(
    act, posted, ask, reader, contributor, signed_in
):
    path = at(posted, "shared-reply-ask", ask.pk)
    browser = signed_in(reader)
    post = typed(browser, path, answer="", words="half a sent", about_when="")
    answer = browser.post(path, {**post, "act": act})
    if act == "send":
        assert answer.status_code == 422
        assert "half a sent" in text(answer)
        assert not Reply.objects.exists()
        return
    assert answer.status_code == 302
    assert "half a sent" in text(browser.get(path))
    team = signed_in(contributor)
    assert "half a sent" not in text(team.get(posted.get_absolute_url()))
    assert not Notice.objects.filter(kind="share_answered").exists()
    overview = at(posted, "shared-reply")
    assert "Carry on with your draft" in text(browser.get(overview))
    emptied = typed(browser, path, answer="", words=" ", about_when="")
    page_after = text(browser.post(path, {**emptied, "act": act}, follow=True))
    assert "Nothing is written, so nothing was kept or sent." in page_after
    assert "Carry on with your draft" not in page_after


def test_every_ask_that_was_sent_can_be_answered_and_no_other(
    posted, reader, second, contributor, signed_in
):
    browser = signed_in(reader)
    for ask_there in actions.asks_to_answer(posted):
        assert browser.get(at(posted, "shared-reply-ask", ask_there.pk)).status_code == 200
    posted.asks.update(included=False)
    other = posted.pk  # an id, but of no ask
    assert browser.get(at(posted, "shared-reply-ask", other)).status_code == 404


def test_nobody_has_to_answer_what_is_no_longer_in_the_way(
    ready, first, second, framework, contributor, manager, reader, signed_in
):
    """What was answered all the same stays."""
    now = talk.start(service=ready.service, framework=framework, length="themes", by=contributor)
    for ask in actions.asks_to_answer(ready):
        talk.follow_up(now, ask.factor, state="gone", by=contributor)
    closure = talk.finish(now, by=contributor)
    actions.choose(ready, by=manager, closures=[first, second, closure])
    share = as_sent(actions.show_to_team(ready, by=manager, at=SHOWN), manager)
    browser, ask_page = signed_in(reader), at(share, "shared-reply-ask", ask.pk)
    report = text(browser.get(at(share, "shared-report")))
    assert ask.words in report
    assert "Answer what they ask" not in report
    for answered in (False, True):
        reply = text(browser.get(at(share, "shared-reply")))
        assert ("What needs somebody else" in reply) is (ask.words in reply) is answered
        assert ("No longer in the way" in reply) is answered
        sent = typed(browser, ask_page, answer="talk", words="In May", act="send")
        assert browser.post(ask_page, sent).status_code == 302
    tie = show_tie(share.service, share.body, by=manager, at=SHOWN)
    history = text(browser.get(tie.get_absolute_url()))
    assert "No longer in the way" in history
    assert "It asks" not in history


def test_nobody_is_asked_to_answer_words_that_were_taken_out(
    posted, ask, reader, manager, signed_in
):
    """A draft of the body's stays within its reach, and nothing of it goes with a new report."""
    browser, ask_page = signed_in(reader), at(posted, "shared-reply-ask", ask.pk)
    actions.take_out_everywhere(posted.service, words=ask.words, by=manager)
    reply = text(browser.get(at(posted, "shared-reply")))
    assert reply.count("Taken out on 20 November 2026") == 1
    assert ask_page not in reply
    assert reply.count("Answer this one") == 1
    browser.post(ask_page, typed(browser, ask_page, answer="talk", words="In May", act="keep"))
    assert ask_page in text(browser.get(at(posted, "shared-reply")))
    browser.post(ask_page, typed(browser, ask_page, answer="talk", words="In May", act="send"))
    tie = show_tie(posted.service, posted.body, by=manager, at=SHOWN)
    history = text(signed_in(manager).get(tie.get_absolute_url()))
    words = " ".join(re.sub("<[^>]*>", " ", history).split())
    assert "It asked Taken out on 20 November 2026" in words
    assert "An answer to this: Taken out" not in words
    again = actions.prepare_share(service=posted.service, body=posted.body, by=manager)
    assert ask not in actions.asks_to_answer(again)


@pytest.mark.parametrize("about", ["heard", "questions", "differently", "unasked", "matters"])
def test_other_parts_are_sent_as_they_were_typed(
    about, posted, reader, contributor, manager, signed_in
):
    path = at(posted, "shared-reply-say", about)
    browser = signed_in(reader)
    assert browser.post(path, {**typed(browser, path, words=" "), "act": "send"}).status_code == 422
    post = typed(browser, path, words="Two lines.\n<b>Both</b> ours.")
    assert browser.post(path, {**post, "act": "send"}).status_code == 302
    page = signed_in(contributor).get(posted.get_absolute_url())
    assert "<b>Both" not in page.content.decode()
    assert "<b>Both</b> ours." in text(page)
    actions.take_back(posted, by=manager)
    assert_row_says("What you said in reply", browser)


def test_no_part_of_a_reply_is_a_grade(posted, reader, signed_in):
    browser = signed_in(reader)
    assert browser.get(at(posted, "shared-reply-say", "grade")).status_code == 404
    page = browser.get(at(posted, "shared-reply-say", "questions"))
    assert [field.name for field in page.context["form"].visible_fields()] == ["words"]


# --- Two at once, and twice


def test_two_readers_answer_one_ask_and_both_are_told(posted, ask, reader, body, signed_in):
    colleague = UserFactory(email="jo@northtown.example", display_name="Jo")
    OrganisationMembershipFactory(user=colleague, organisation=body, role="reader")
    path = at(posted, "shared-reply-ask", ask.pk)
    one, two = signed_in(reader), signed_in(colleague)
    first = typed(one, path, answer="will", words="hold two places", about_when="")
    actions.explain_openings(posted, by=colleague)
    second = typed(two, path, answer="cannot", words="there is no money", about_when="")
    assert one.post(path, {**first, "act": "send"}).status_code == 302
    met = two.post(path, {**second, "act": "send"})
    assert met.status_code == 409
    assert "<title>Changed meanwhile: " in tight(met)
    assert "hold two places" in text(met)
    assert "there is no money" in text(met)
    again = {**second, "seen": met.context["form"]["seen"].value(), "act": "send"}
    assert two.post(path, again).status_code == 302
    words = [answer.words for answer in answers_of_body(posted, [ask])]
    assert words == ["hold two places", "there is no money"]


def test_two_readers_draft_one_part_and_none_writes_over_the_other(posted, reader, signed_in):
    path = at(posted, "shared-reply-say", "heard")
    browser = signed_in(reader)
    stale = typed(browser, path, words="mine")
    browser.post(path, {**typed(browser, path, words="theirs"), "act": "keep"})
    met = browser.post(path, {**stale, "act": "keep"})
    assert met.status_code == 409
    assert "mine" in text(met)
    assert "theirs" in text(met)
    assert Reply.objects.get().words == "theirs"


def test_whoever_drafts_second_sees_all_that_differs_in_a_colleagues_draft(
    posted, ask, reader, signed_in
):
    path = at(posted, "shared-reply-ask", ask.pk)
    browser = signed_in(reader)
    stale = typed(browser, path, answer="talk", words="Friday", about_when="", may_go_out="on")
    theirs = typed(browser, path, answer="cannot", words="Friday", about_when="in spring")
    assert browser.post(path, {**theirs, "act": "keep"}).status_code == 302
    met = browser.post(path, {**stale, "act": "keep"})
    assert met.status_code == 409
    assert met.context["other_choices"] == [
        ("", str(Answered.CANNOT.label)),
        ("About when, if you can say", "in spring"),
        ("Another body that is asked the same may read this answer", "No"),
    ]
    assert "Their draft, which yours would replace" in text(met)


def test_second_press_of_one_person_is_one_answer(posted, ask, reader, signed_in):
    path = at(posted, "shared-reply-ask", ask.pk)
    browser = signed_in(reader)
    post = {**typed(browser, path, answer="talk", words="Friday?", about_when=""), "act": "send"}
    assert [browser.post(path, post).status_code for _press in range(2)] == [302, 302]
    assert AskAnswer.objects.count() == 1


# --- Over


@pytest.mark.parametrize("how", ["taken back", "ended"])
def test_what_a_body_said_stays_with_both_when_a_report_is_over(
    how, posted, ask, reader, manager, signed_in, clock
):
    part = ReplyPart(posted, Reply.About.ASK, ask)
    answer = {"answer": "will", "words": "ask again", "about_when": ""}
    actions.send_reply(part, answer, seen=part.seen(), by=reader)
    path = at(posted, "shared-reply-ask", ask.pk)
    browser = signed_in(reader)
    post = typed(browser, path, answer="will", words="too late", about_when="in spring")
    if how == "taken back":
        actions.take_back(posted, by=manager)
    else:
        clock(timezone.now() + dt.timedelta(days=4000))
        browser.force_login(reader)
    late = browser.post(path, {**post, "act": "send"})
    assert late.status_code == 410
    assert "too late" in text(late)
    assert "in spring" in text(late)
    assert browser.get(path).status_code == 410
    mine = text(browser.get(at(posted, "shared-reply")))
    assert "ask again" in mine
    assert_row_says("What you said in reply", browser)
    assert ask.words not in mine
    assert posted.purpose not in mine
    assert "ask again" in text(signed_in(manager).get(posted.get_absolute_url()))
    wipe_team(posted.service)  # which answers were to this report is told by nothing that is left
    assert_row_says("", browser)
    assert "You said nothing" not in text(browser.get(at(posted, "shared-reply")))


@pytest.mark.parametrize("how", ["taken back", "ran out"])
def test_report_that_is_over_was_not_answered_by_what_a_later_one_was_told(
    how, posted, ask, reader, manager, signed_in, clock
):
    if how == "taken back":
        actions.take_back(posted, by=manager)
    else:
        clock(timezone.now() + dt.timedelta(days=4000))
    ours, theirs = signed_in(manager), signed_in(reader)
    assert "Nothing was said in reply while it could be read" in text(
        ours.get(posted.get_absolute_url())
    )
    page = text(theirs.get(at(posted, "shared-reply")))
    assert "You said nothing in reply while it could be read." in page
    assert_row_says("You said nothing in reply", theirs)
    assert "What you said stays" not in page

    clock(timezone.now() + dt.timedelta(days=10))
    ours, theirs = signed_in(manager), signed_in(reader)
    again = actions.prepare_again(posted, by=manager)
    until = timezone.localdate() + dt.timedelta(days=90)
    actions.choose(again, by=manager, purpose="Once more.", ends_on=until)
    waiting = actions.show_to_team(again, by=manager, at=timezone.now() - dt.timedelta(days=3))
    as_sent(waiting, manager)
    assert "an answer is shown here as soon as there is one" in text(
        ours.get(again.get_absolute_url())
    )
    part = ReplyPart(again, Reply.About.ASK, ask)
    answer = {"answer": "will", "words": "look in the new year", "about_when": ""}
    actions.send_reply(part, answer, seen=part.seen(), by=reader)
    assert "look in the new year" in text(ours.get(again.get_absolute_url()))
    assert "look in the new year" in text(theirs.get(at(again, "shared-reply")))
    assert "look in the new year" not in text(ours.get(posted.get_absolute_url()))
    assert "look in the new year" not in text(theirs.get(at(posted, "shared-reply")))
    assert_row_says("You said nothing in reply", theirs)


def test_whoever_said_thank_you_is_not_told_that_they_said_nothing(
    posted, reader, manager, signed_in
):
    browser = signed_in(reader)
    browser.post(at(posted, "shared-thank"))
    actions.take_back(posted, by=manager)
    mine = text(browser.get(at(posted, "shared-reply")))
    assert "was told on 20 November 2026 that you have read it." in mine
    assert "You said nothing" not in mine
    assert_row_says("What you said in reply", browser)
    tie = show_tie(posted.service, posted.body, by=manager, at=timezone.now())
    for stays in (True, False):
        mine = text(browser.get(at(posted, "shared-reply")))
        assert ("What you said stays here, and with" in mine) is stays
        report_page = text(browser.get(at(posted, "shared-report")))
        assert ("ask the team" in report_page) is stays
        tie_page = text(browser.get(tie.get_absolute_url()))
        assert ("Both sides keep this." in tie_page, "Your side keeps this." in tie_page) == (
            stays,
            not stays,
        )
        assert (" is gone." in tie_page) is not stays
        wipe_team(posted.service)


def test_others_get_nothing_of_a_reply(posted, ask, reader, contributor, manager, lead, signed_in):
    for user in (contributor, manager, lead):
        browser = signed_in(user)
        for path in (
            at(posted, "shared-reply"),
            at(posted, "shared-reply-ask", ask.pk),
            at(posted, "shared-reply-say", "heard"),
        ):
            assert browser.get(path).status_code == 404
        assert browser.post(at(posted, "shared-thank")).status_code == 404
