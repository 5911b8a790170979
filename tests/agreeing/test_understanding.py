"""One page that a team and a body agree on: written, asked about, agreed, ended."""

import html
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from accounts.actions import end_membership
from accounts.models import Letter, Notice
from agreeing import actions
from agreeing.models import CameOf, Remark, Understanding
from agreeing.selectors import seen_of
from agreeing.text import agreement_page, between_them
from assessments.actions import Refused
from reports.content.understanding import fixed_terms
from reports.printing.word import MIME
from tests.agreeing.conftest import BOXES
from tests.factories import OrganisationMembershipFactory, UserFactory
from tests.shown import tight


def at(tie, name="understanding"):
    return reverse(name, args=[tie.pk])


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def written(tie, manager):
    return actions.write_understanding(tie, BOXES, seen=seen_of(tie), by=manager)


@pytest.fixture
def put(written, manager):
    return actions.put_understanding(written, seen=written.wording(), by=manager)


@pytest.fixture
def agreed(put, reader):
    return actions.agree(put, seen=put.seen(), by=reader)


@pytest.fixture
def colleague(body):
    person = UserFactory(email="colleague@example.org", display_name="Col League")
    OrganisationMembershipFactory(user=person, organisation=body, role="reader")
    return person


# --- From the meeting to yes


def test_team_writes_it_after_the_meeting_and_the_body_says_yes(
    tie, manager, contributor, reader, signed_in
):
    team, theirs = signed_in(manager), signed_in(reader)
    page = at(tie, "understanding-write")
    seen = team.get(page).context["form"]["seen"].value()
    assert team.post(page, {**BOXES, "seen": seen}).status_code == 302
    assert theirs.get(at(tie)).status_code == 404, "nothing was asked yet"
    assert "Find out who decides on pets." in text(signed_in(contributor).get(at(tie)))

    version = Understanding.objects.get()
    assert team.post(at(tie, "understanding-put"), {"seen": version.wording()}).status_code == 302
    assert Notice.objects.filter(kind="understanding_put", user=reader).count() == 1
    assert Letter.objects.filter(kind="understanding_put", user=reader).count() == 1
    page_text = text(theirs.get(at(tie)))
    assert "Is this how you remember it?" in page_text
    assert "Find out who decides on pets." in page_text
    assert "not used for payment, for ranking, or for scoring a tender" in page_text
    assert "This is no contract and changes none." in page_text

    version.refresh_from_db()
    assert theirs.post(at(tie, "understanding-agree"), {"seen": version.seen()}).status_code == 302
    page_text = text(signed_in(contributor).get(at(tie)))
    assert "Version 1, agreed on 20 November 2026" in page_text
    assert f"\u2068{reader.display_name}" in page_text or reader.display_name in page_text
    assert manager.display_name in page_text


def test_body_writes_beside_it_and_the_team_asks_again(tie, put, manager, reader, signed_in):
    theirs = signed_in(reader)
    page = at(tie, "understanding-beside")
    seen = theirs.get(page).context["form"]["seen"].value()
    for _press in range(2):
        answer = theirs.post(page, {"words": "The pets rule is the landlord’s.", "seen": seen})
        assert answer.status_code == 302
    assert Remark.objects.count() == 1
    assert "The pets rule is the landlord’s." in text(signed_in(manager).get(at(tie)))
    changed = {**BOXES, "theirs": "Ask the landlord."}
    again = actions.write_understanding(tie, changed, seen=seen_of(tie), by=manager)
    assert not again.is_put
    assert "Ask the landlord." not in text(theirs.get(at(tie))), "it is the team's until it asks"
    again = actions.put_understanding(again, seen=again.wording(), by=manager)
    assert actions.agree(again, seen=again.seen(), by=reader).number == 2


def test_an_empty_page_is_not_asked_about(tie, manager):
    empty = dict.fromkeys(BOXES, "")
    version = actions.write_understanding(tie, empty, seen=seen_of(tie), by=manager)
    with pytest.raises(Refused, match="Nothing is written yet"):
        actions.put_understanding(version, seen=version.wording(), by=manager)


def test_next_version_begins_with_what_was_agreed_and_both_stay(
    tie, agreed, manager, reader, signed_in
):
    page = signed_in(manager).get(at(tie, "understanding-write"))
    assert page.context["form"]["theirs"].value() == BOXES["theirs"]
    boxes = {**BOXES, "ours": "Two talks a year."}
    second = actions.write_understanding(tie, boxes, seen=seen_of(tie), by=manager)
    assert second.number == 2
    assert agreement_page(tie.service, tie.body).holds, "the first holds until the next is agreed"
    actions.put_understanding(second, seen=second.wording(), by=manager)
    second.refresh_from_db()
    actions.agree(second, seen=second.seen(), by=reader)
    page_text = text(signed_in(reader).get(at(tie)))
    assert "Version 2, agreed on" in page_text
    assert "Version 1, agreed on" in page_text


def test_what_the_body_was_asked_about_is_never_written_over(
    tie, put, manager, reader, contributor, signed_in
):
    actions.say_beside(put, "Not the pets.", seen=put.wording(), by=reader)
    second = {**BOXES, "theirs": "Ask the landlord.", "more_terms": "No photographs."}
    again = actions.write_understanding(tie, second, seen=seen_of(tie), by=manager)
    put.refresh_from_db()
    assert (put.number, put.theirs, put.is_put) == (1, BOXES["theirs"], False)
    assert (again.number, again.theirs) == (2, "Ask the landlord.")
    third = {**second, "theirs": "Ask both landlords."}
    same = actions.write_understanding(tie, third, seen=seen_of(tie), by=manager)
    assert (same.pk, same.number) == (again.pk, 2), "nobody else has read it, so it may change"
    for person in (contributor, reader):
        browser = signed_in(person)
        page_text = text(browser.get(at(tie)))
        assert "Version 1, asked about on 20 November 2026" in page_text
        assert "Nobody agreed to it in these words." in page_text
        assert BOXES["theirs"] in page_text
        assert "Not the pets." in page_text
        assert BOXES["theirs"] in text(browser.get(at(tie, "tie-history")))
    old = signed_in(reader).post(at(tie, "understanding-agree"), {"seen": put.seen()})
    assert old.status_code == 409


def test_earlier_versions_say_who_agreed_for_whom_and_who_has_left(
    tie, agreed, manager, reader, colleague, contributor, signed_in
):
    end_membership(reader.organisation_memberships.get(), by=None)
    boxes = {**BOXES, "ours": "Two talks a year.", "more_terms": "No photographs."}
    second = actions.write_understanding(tie, boxes, seen=seen_of(tie), by=manager)
    actions.put_understanding(second, seen=second.wording(), by=manager)
    second.refresh_from_db()
    actions.agree(second, seen=second.seen(), by=colleague)
    for person in (contributor, colleague):
        page_text = text(signed_in(person).get(at(tie))).replace("<bdi>", "").replace("</bdi>", "")
        earlier = page_text[page_text.index("Earlier versions") :]
        assert f"For {tie.body.name}: {reader.display_name}." in earlier
        assert f"For {tie.service.name}: {manager.display_name}." in earlier
        assert f"{reader.display_name} agreed to this and has left since." in earlier
        assert "still holds" not in page_text
        assert f"For {tie.body.name}: {colleague.display_name}." in page_text


# --- Two at once


def test_two_readers_who_say_yes_say_it_once(tie, put, reader, colleague, contributor, signed_in):
    seen = put.seen()
    for person in (reader, colleague, reader):
        answer = signed_in(person).post(at(tie, "understanding-agree"), {"seen": seen})
        assert answer.status_code == 302
    put.refresh_from_db()
    assert put.agreed_by == reader
    for person in (colleague, contributor):
        assert Notice.objects.filter(kind="understanding_agreed", user=person).count() == 1


def test_yes_to_what_was_changed_or_written_beside_meanwhile_is_not_taken(
    tie, put, manager, reader, colleague, signed_in
):
    seen = put.seen()
    actions.say_beside(put, "Not quite.", seen=put.wording(), by=colleague)
    answer = signed_in(reader).post(at(tie, "understanding-agree"), {"seen": seen})
    assert answer.status_code == 409
    assert "Look at it as it is now" in text(answer)
    put.refresh_from_db()
    assert put.agreed_at is None


def test_stale_page_of_the_team_shows_both_texts(tie, written, manager, service, signed_in):
    browser = signed_in(manager)
    page = at(tie, "understanding-write")
    seen = browser.get(page).context["form"]["seen"].value()
    other = {**BOXES, "talk": "Once a year is plenty."}
    actions.write_understanding(tie, other, seen=seen, by=manager)
    answer = browser.post(page, {**BOXES, "talk": "Every month.", "seen": seen})
    assert answer.status_code == 409
    assert "Every month." in text(answer)
    assert "Once a year is plenty." in text(answer)
    again = answer.context["form"]["seen"].value()
    answer_again = browser.post(page, {**BOXES, "talk": "Every month.", "seen": again})
    assert answer_again.status_code == 302


def test_words_beside_what_was_taken_from_it_come_back(tie, put, manager, reader, signed_in):
    seen = put.wording()
    actions.write_understanding(tie, {**BOXES, "talk": "Less."}, seen=seen_of(tie), by=manager)
    page = at(tie, "understanding-beside")
    answer = signed_in(reader).post(page, {"words": "We said monthly.", "seen": seen})
    assert answer.status_code == 409
    assert "We said monthly." in text(answer)


# --- No longer, and who has left


@pytest.mark.parametrize("side", ["team", "body"])
def test_either_says_without_a_reason_that_it_no_longer_works(
    tie, agreed, manager, reader, contributor, colleague, signed_in, side
):
    who, others = manager, [reader, colleague, contributor]
    if side == "body":
        who, others = reader, [colleague, manager, contributor]
    browser = signed_in(who)
    question = browser.get(at(tie, "understanding-end"))
    assert "Nobody asks for a reason" in text(question)
    for _press in range(2):
        answer = browser.post(at(tie, "understanding-end"), {"seen": agreed.wording()})
        assert answer.status_code == 302
    people_told = Notice.objects.filter(kind="understanding_ended").values_list("user", flat=True)
    assert sorted(people_told) == sorted(other.pk for other in others)
    assert "said that it no longer works" in text(signed_in(contributor).get(at(tie)))
    page = agreement_page(tie.service, tie.body)
    assert not page.holds
    assert page.intro.startswith("What we had agreed no longer works, since 20 November 2026.")


def test_end_of_what_a_later_one_has_taken_the_place_of_is_not_taken(
    tie, agreed, manager, reader, signed_in
):
    texts = {**BOXES, "talk": "Less."}
    later = actions.write_understanding(tie, texts, seen=seen_of(tie), by=manager)
    later = actions.put_understanding(later, seen=later.wording(), by=manager)
    actions.agree(later, seen=later.seen(), by=reader)
    with pytest.raises(actions.Stale):
        actions.end_understanding(agreed, seen=agreed.wording(), side="team", by=manager)
    answer = signed_in(manager).post(at(tie, "understanding-end"), {"seen": agreed.wording()})
    assert answer.status_code == 409
    assert not tie.understandings.exclude(ended_at=None).exists()


def test_sentence_that_a_team_s_name_closes_is_closed_once(tie, agreed):
    tie.service.name = "Oak Ltd."
    assert agreement_page(tie.service, tie.body).intro.endswith("and Oak Ltd.")
    assert ".." not in agreement_page(tie.service, tie.body).intro


def test_what_somebody_who_has_left_agreed_holds_and_says_so(
    tie, agreed, reader, colleague, contributor, signed_in
):
    end_membership(reader.organisation_memberships.get(), by=None)
    page_text = text(signed_in(contributor).get(at(tie)))
    assert "agreed to this and has left since" in page_text
    assert agreement_page(tie.service, tie.body).holds
    assert signed_in(reader).get(at(tie)).status_code == 404
    assert "Version 1" in text(signed_in(colleague).get(at(tie)))


# --- What came of it


def test_both_sides_say_what_came_of_each_half(tie, agreed, manager, reader, signed_in):
    page = at(tie, "understanding-came-of")
    team, theirs = signed_in(manager), signed_in(reader)
    for _press in range(2):
        assert team.post(page, {"team": "Nights came to two.", "body": ""}).status_code == 302
        assert theirs.post(page, {"team": "", "body": "Done in October."}).status_code == 302
    assert CameOf.objects.count() == 2
    assert "Nights came to two." not in text(theirs.get(at(tie))), "it goes with a report"
    assert "Done in October." in text(team.get(at(tie)))
    ours, theirs_half = agreement_page(tie.service, tie.body).halves
    assert [(came_of.who, came_of.words.words) for came_of in ours.came_of] == [
        ("As we see it", "Nights came to two.")
    ]
    assert [(came_of.who, came_of.words.words) for came_of in theirs_half.came_of] == [
        ("As Northtown Council sees it", "Done in October.")
    ]


def test_nothing_said_of_either_half_is_refused_in_a_sentence(tie, agreed, manager, signed_in):
    answer = signed_in(manager).post(at(tie, "understanding-came-of"), {"team": " ", "body": ""})
    assert answer.status_code == 422
    assert "Write a line in one of the two boxes first." in text(answer)


# --- Who may


def test_only_who_manages_writes_and_only_readers_answer(
    tie, put, contributor, manager, reader, other_commissioner, lead, signed_in
):
    writes, agrees = at(tie, "understanding-write"), at(tie, "understanding-agree")
    assert signed_in(contributor).get(writes).status_code == 403
    assert signed_in(reader).get(writes).status_code == 403
    assert signed_in(manager).post(agrees, {"seen": put.seen()}).status_code == 403
    for nobody in (other_commissioner, lead):
        assert signed_in(nobody).get(at(tie)).status_code == 404
    put.refresh_from_db()
    assert put.agreed_at is None


@pytest.mark.parametrize("who", ["contributor", "reader"])
def test_who_has_left_reads_nothing_of_it(tie, agreed, service, body, request, who, signed_in):
    person = request.getfixturevalue(who)
    here = signed_in(person)
    assert here.get(at(tie)).status_code == 200
    rows = {"contributor": service.memberships, "reader": body.memberships}
    rows[who].filter(user=person).update(ended_on=timezone.localdate())
    assert here.get(at(tie)).status_code == 404


def test_page_to_take_along_has_the_boxes_and_the_terms(tie, manager, signed_in):
    page_text = text(signed_in(manager).get(at(tie, "understanding-paper")))
    assert "in the words of Northtown Council" in page_text
    assert "There are no deadlines between us." in page_text


@pytest.mark.parametrize("who", ["manager", "reader"])
def test_page_to_take_along_is_a_word_document_too_with_room_under_each_box(
    agreed, signed_in, request, who
):
    """The same in both; what the team is writing since is not in it."""
    tie = agreed.tie
    again = {**BOXES, "asked": "Nobody else reads this yet."}
    manager = request.getfixturevalue("manager")
    actions.write_understanding(tie, again, seen=seen_of(tie), by=manager)
    browser = signed_in(request.getfixturevalue(who))
    answer = browser.get(at(tie, "understanding-word"))
    assert (answer.status_code, answer["Content-Type"]) == (200, MIME)
    paragraphs = [
        (paragraph.style.name, paragraph.text)
        for paragraph in Document(io.BytesIO(answer.content)).paragraphs
    ]
    assert "alder-house-northtown-council-understanding.docx" in answer["Content-Disposition"]
    assert paragraphs[0] == ("Heading 1", "Our understanding")
    day = f"{timezone.localdate():%-d %B %Y}"
    assert paragraphs[2] == ("Normal", f"As we agreed it on {day}.")
    assert ("Heading 2", "Who to turn to") in paragraphs
    assert ("Normal", BOXES["asked"]) in paragraphs
    assert ("List Bullet", "There are no deadlines between us.") in paragraphs
    page = text(browser.get(at(tie, "understanding-paper")))
    for _style, words in paragraphs[2:]:  # between whom: marked as names on the page
        assert words in page
    assert again["asked"] not in page + str(paragraphs)
    actions.end_understanding(agreed, seen=agreed.wording(), side="body", by=manager)
    page = text(browser.get(at(tie, "understanding-paper")))
    assert f"As we agreed it on {day}. Since {day} it no longer works." in page


def test_word_document_is_made_of_the_longest_names_too(agreed, manager, signed_in):
    """Who wrote it is one of its properties, which hold no more than 255 characters."""
    tie = agreed.tie
    for row in (tie.service, tie.service.organisation, tie.body):
        type(row)._default_manager.filter(pk=row.pk).update(name=f"{row.name} {'W' * 180}")
    answer = signed_in(manager).get(at(tie, "understanding-word"))
    assert answer.status_code == 200
    document = Document(io.BytesIO(answer.content))
    assert document.core_properties.author.startswith("Alder House W")
    assert document.paragraphs[1].text.count("W" * 20) == 3 * 9, "all of it stands in it"


@pytest.mark.parametrize("added", ["", "None of these hold.", "- " * 400])
def test_terms_that_always_hold_can_be_added_to_and_not_removed(
    tie, manager, reader, signed_in, added
):
    """Whatever is typed or sent, on every page and in every letter that has them."""
    terms = fixed_terms()
    assert len(terms) >= 4
    browser = signed_in(manager)
    page = at(tie, "understanding-write")
    form = browser.get(page).context["form"]
    assert set(form.fields) == {*BOXES, "seen"}
    sent = {**BOXES, "more_terms": added, "seen": form["seen"].value()}
    forged = {"terms": "", "fixed_terms": "", "no_contract": "It is one."}
    assert browser.post(page, sent | forged).status_code == 302
    for step in ("written", "put", "agreed"):
        version = Understanding.objects.get()
        if step == "put":
            actions.put_understanding(version, seen=version.wording(), by=manager)
        if step == "agreed":
            actions.agree(version, seen=version.seen(), by=reader)
        page_texts = text(browser.get(at(tie))), text(browser.get(at(tie, "understanding-paper")))
        for page_text in page_texts:
            assert [term for term in terms if term not in page_text] == []
            assert "This is no contract and changes none." in page_text
    assert agreement_page(tie.service, tie.body).terms == terms


def test_nothing_agreed_is_said_with_a_draft_to_bring(service, body):
    page = agreement_page(service, body)
    assert page.intro.startswith("We have not yet agreed with you how this will be used.")
    assert len(page.spaces) == 5


def test_anybody_ends_it_for_a_team_that_nobody_manages(
    tie, agreed, manager, contributor, signed_in
):
    browser = signed_in(contributor)
    assert browser.get(at(tie, "understanding-end")).status_code == 403
    end_membership(manager.service_memberships.get(), by=None)
    answer = browser.post(at(tie, "understanding-end"), {"seen": agreed.wording()})
    assert answer.status_code == 302
    agreed.refresh_from_db()
    assert agreed.ended_by == contributor


@pytest.mark.parametrize("name", ["tie-history", "agenda", "understanding-paper"])
def test_name_stands_once_where_team_and_organisation_have_one(client, tie, manager, name):
    service = tie.service
    service.organisation.name = service.name
    service.organisation.save()
    client.force_login(manager)
    page = tight(client.get(reverse(name, args=[tie.pk])))
    assert f"<bdi>{service.name}</bdi> and <bdi>{tie.body.name}</bdi>" in page
    assert between_them(service.name, service.name, "Homes") == f"{service.name} and Homes"
    first = client.get(reverse("service", args=[service.slug])).content.decode()
    assert f'<p class="when"><bdi>{service.name}' not in first
