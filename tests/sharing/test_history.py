"""What a team and a body told each other, and an hour's agenda of it."""

import datetime as dt
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import end_membership
from accounts.models import Organisation
from agreeing.models import Side, Tie
from reports.content.asks import AskItem
from reports.content.pieces import Own
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.correspondence.history import Statement
from sharing.models import Reply
from tests.factories import OrganisationMembershipFactory, UserFactory

KEPT = "Both sides keep this. A council, a health body or probation can be asked for it"


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def tie(sent, service, body):
    return Tie.objects.get(service=service, body=body)


def at(tie, name="tie-history"):
    return reverse(name, args=[tie.pk])


def say(share, reader, words, about=Reply.About.QUESTIONS, **more):
    part = ReplyPart(share, about, more.pop("ask", None))
    values = {"words": words, **more}
    actions.send_reply(part, values, seen=part.seen(), by=reader)


@pytest.fixture
def answered(sent, reader, clock):
    """Let the body read, answer the first ask and put a question, an hour apart each."""
    clock(timezone.now() + dt.timedelta(hours=1))
    actions.record_open(sent, what="page", by=reader)
    ask = actions.asks_to_answer(sent)[0]
    say(sent, reader, "the housing team", Reply.About.ASK, ask=ask, answer="ask", about_when="May")
    clock(timezone.now() + dt.timedelta(hours=1))
    say(sent, reader, "Who decides on pets?")
    return sent


def test_all_of_it_stands_in_the_order_it_was_said(tie, answered, contributor, reader, signed_in):
    for person in (contributor, reader):
        history = text(signed_in(person).get(at(tie)))
        order = ["Before we meet.", "Theirs in autumn", "the housing team", "Who decides on pets?"]
        places = [history.rindex(words) for words in order]
        assert KEPT in history
        assert history.index("Before we meet.") < history.index("Theirs in autumn")
        assert places[0] < places[2] < places[3]


def test_each_keeps_its_own_words_when_it_is_taken_back(
    tie, answered, manager, contributor, reader, signed_in
):
    actions.take_back(answered, by=manager)
    theirs = text(signed_in(reader).get(at(tie)))
    assert "the housing team" in theirs
    assert "Who decides on pets?" in theirs
    assert "No longer shared, since" in theirs
    assert "Before we meet." not in theirs
    assert "Theirs in" not in theirs
    ours = text(signed_in(contributor).get(at(tie)))
    assert "Before we meet." in ours
    assert "What needed somebody else" in ours
    assert "the housing team" in ours


def test_what_is_in_the_way_is_not_said_to_be_asked():
    asks = []
    for words, more in (("A key.", {}), ("No room.", {"is_obstacle": True})):
        asks.append(AskItem(id=words, to="you", to_code="commissioner", what=Own(words), **more))
    statement = Statement(at=timezone.now(), side=Side.TEAM, lead="A report", asks=tuple(asks))
    assert [(lead, ask.what.words) for lead, (ask,) in statement.asks_by_lead] == [
        ("It asked", "A key."),
        ("What needed somebody else", "No room."),
    ]


def test_words_stay_when_who_said_them_leaves(tie, answered, body, reader, contributor, signed_in):
    end_membership(reader.organisation_memberships.get(), by=None)
    new = UserFactory(email="new@example.org", display_name="New Comer")
    OrganisationMembershipFactory(user=new, organisation=body, role="reader")
    assert signed_in(reader).get(at(tie)).status_code == 404
    history = text(signed_in(new).get(at(tie)))
    assert "Who decides on pets?" in history
    assert "Theirs in" not in history, "who was not told that openings are recorded reads no report"
    assert "Who decides on pets?" in text(signed_in(contributor).get(at(tie)))


def test_body_reads_no_words_of_a_report_it_has_not_opened(tie, sent, reader, signed_in):
    history = text(signed_in(reader).get(at(tie)))
    assert "Theirs in" not in history
    assert "Before we meet." not in history
    assert reverse("shared-report", args=[sent.reference]) in history


def test_team_that_sent_nothing_has_no_page_for_the_body(draft, body, service, reader, signed_in):
    assert not Tie.objects.exists()
    assert text(signed_in(reader).get(reverse("shared-with-us"))).count("/with/") == 0


def test_body_finds_the_page_among_what_is_shared_with_it(tie, reader, contributor, signed_in):
    assert at(tie) in text(signed_in(reader).get(reverse("shared-with-us")))
    assert at(tie) in text(signed_in(contributor).get(reverse("service", args=["alder-house"])))


def test_agenda_is_made_of_asks_and_questions(tie, answered, contributor, reader, signed_in):
    for person in (contributor, reader):
        agenda = text(signed_in(person).get(at(tie, "agenda")))
        assert "What needs somebody else: half an hour" in agenda  # it is put in no words of an ask
        assert "Theirs in autumn" in agenda
        assert "Who decides on pets?" in agenda
        assert "the housing team" not in agenda


def test_team_begins_with_a_body_that_learns_nothing_of_it(
    service, body, manager, reader, signed_in
):
    browser = signed_in(manager)
    page = reverse("with-start", args=[service.slug])
    key = browser.get(page).context["form"]["key"].value()
    for _press in range(2):
        answer = browser.post(page, {"body": body.pk, "key": key})
        assert answer.status_code == 302
    tie = Tie.objects.get()
    assert answer.url == at(tie, "understanding")
    assert signed_in(reader).get(at(tie)).status_code == 404

    for day in (None, dt.date(2026, 11, 1)):  # with a list, and without
        Organisation.objects.filter(pk=body.pk).update(closed_on=day)
        a_new_one = reverse("share-new-body", args=[service.slug])
        assert f'href="{a_new_one}"' in signed_in(manager).get(page).content.decode()


def test_report_says_that_nothing_is_agreed_and_brings_a_page(sent, reader, signed_in):
    report = text(signed_in(reader).get(reverse("shared-report", args=[sent.reference])))
    assert "We have not yet agreed with you how this will be used." in report
    assert "What would always hold between us" in report


def test_answers_to_one_ask_stand_together_under_it(answered, reader, contributor, signed_in):
    first, second = actions.asks_to_answer(answered)
    for ask, words in ((second, "in June"), (first, "in July")):
        say(answered, reader, words, Reply.About.ASK, ask=ask, answer="ask", about_when="")
    page = text(signed_in(contributor).get(answered.get_absolute_url()))
    in_order = [first.words, "the housing team", "in July", second.words, "in June"]
    assert [page.count(words) for words in in_order] == [1, 1, 1, 1, 1]
    assert sorted(in_order, key=page.index) == in_order
