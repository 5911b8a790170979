"""One prepares a reply and another sends it, where a body wants it so."""

import html

import pytest
from django.urls import reverse

from accounts.actions import describe_organisation, end_membership
from sharing import actions
from sharing.models import Reply
from tests.factories import OrganisationMembershipFactory, UserFactory


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def wants_two(body, reader):
    return describe_organisation(body, people_word=body.people_word, sending="two", by=reader)


@pytest.fixture
def colleague(posted, body):
    person = UserFactory(email="colleague@example.org", display_name="Col League")
    OrganisationMembershipFactory(user=person, organisation=body, role="reader")
    return person


def press(browser, share, act, words):
    path = reverse("shared-reply-say", args=[share.reference, "heard"])
    seen = browser.get(path).context["form"]["seen"].value()
    return browser.post(path, {"words": words, "seen": seen, "act": act})


@pytest.fixture
def knowing(colleague, signed_in, posted):
    browser = signed_in(colleague)
    browser.post(reverse("shared-report", args=[posted.reference]))
    return browser


def test_who_prepared_it_does_not_send_it_and_another_does(
    posted, wants_two, reader, knowing, signed_in
):
    first = signed_in(reader)
    answer = press(first, posted, "send", "We heard you.")
    assert answer.status_code == 422
    assert "somebody else who reads for you can send it" in text(answer)
    assert "We heard you." in text(answer), "nothing typed is lost"
    assert press(first, posted, "keep", "We heard you.").status_code == 302
    assert press(first, posted, "send", "We heard you.").status_code == 422
    assert press(knowing, posted, "send", "We heard you, differently.").status_code == 422
    assert press(knowing, posted, "send", "We heard you.").status_code == 302
    assert Reply.objects.get().sent_at is not None


def test_one_who_reads_alone_sends_alone(posted, wants_two, reader, signed_in):
    assert press(signed_in(reader), posted, "send", "We heard you.").status_code == 302


def test_body_that_does_not_want_two_sends_with_one(posted, reader, knowing, signed_in):
    assert press(signed_in(reader), posted, "send", "We heard you.").status_code == 302
    assert press(knowing, posted, "send", "And thank you.").status_code == 302


def test_page_of_a_reply_asks_once_for_what_was_written(
    posted, reader, signed_in, django_assert_max_num_queries
):
    browser = signed_in(reader)
    path = reverse("shared-reply-say", args=[posted.reference, "heard"])
    browser.get(path)
    with django_assert_max_num_queries(20) as queries:
        browser.get(path)
    about_replies = [query["sql"] for query in queries if 'FROM "sharing_reply"' in query["sql"]]
    assert len(about_replies) == 2, "the draft, and what was sent"


def test_things_changed_is_an_answer_like_any_other(posted, reader, contributor, signed_in):
    ask = actions.asks_to_answer(posted)[0]
    path = reverse("shared-reply-ask", args=[posted.reference, ask.pk])
    browser = signed_in(reader)
    seen = browser.get(path).context["form"]["seen"].value()
    answer = {"answer": "changed", "words": "the landlord sold it", "about_when": "", "seen": seen}
    assert browser.post(path, {**answer, "act": "send"}).status_code == 302
    team_page = text(signed_in(contributor).get(posted.get_absolute_url()))
    assert "Things changed:" in team_page
    assert "the landlord sold it" in team_page


@pytest.mark.parametrize("who_leaves", ["who wrote it", "who was to send it"])
def test_where_one_of_two_leaves_in_between_the_other_sends_alone(
    posted, body, wants_two, reader, colleague, knowing, signed_in, who_leaves
):
    first = signed_in(reader)
    press(first, posted, "keep", "We heard you.")
    path = reverse("shared-reply-say", args=[posted.reference, "heard"])
    assert "one prepares a reply and another sends it" in text(knowing.get(path))
    stays, leaves = (knowing, reader) if who_leaves == "who wrote it" else (first, colleague)
    end_membership(body.memberships.get(user=leaves), by=None)
    assert "one prepares a reply" not in text(stays.get(path)), "what two would do is not asked"
    assert press(stays, posted, "send", "We heard you, and thank you.").status_code == 302
    assert Reply.objects.get().sent_at is not None
    left = first if stays is knowing else knowing
    sent = {"words": "One more word.", "seen": "none.1", "act": "send"}
    assert left.post(path, sent).status_code == 404
    assert Reply.objects.count() == 1
