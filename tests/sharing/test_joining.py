"""A body that a team asked in turns out to be one that is here."""

import datetime as dt
import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import (
    bring_body,
    end_membership,
    end_organisation,
    invite,
    log,
    write_letter,
)
from accounts.models import Invitation, Letter, Notice, Organisation, Service, User
from accounts.selectors import ids_of, notices_for
from agreeing.actions import agree, begin_tie, offer_times, put_understanding, write_understanding
from agreeing.models import Tie, Understanding
from agreeing.selectors import meeting_seen, seen_of
from assessments.actions import Refused
from assessments.models import AskAnswer
from mirror.actions import ask_to_link, end
from mirror.models import Pair
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.models import OPENINGS_EXPLAINED, Reply, Share
from tests.factories import (
    OrganisationMembershipFactory,
    ServiceMembershipFactory,
    UserFactory,
)
from tests.sharing.story import UNTIL

BOXES = ("asked", "talk", "ours", "theirs", "turn_to", "more_terms")


@pytest.fixture
def staff(db: None) -> User:
    return UserFactory(is_staff=True)


@pytest.fixture
def brought(service: Service, manager: User) -> Organisation:
    """A body that only this team can choose, and that is Northtown Council under another name."""
    return bring_body(name="Northtown CC", service=service, by=manager)


@pytest.fixture
def jo(brought: Organisation) -> User:
    """Who came in at the body that the team asked in, and leads there."""
    user = UserFactory(email="jo@northtown.example", display_name="Jo Okoro")
    OrganisationMembershipFactory(user=user, organisation=brought, role="lead")
    log(OPENINGS_EXPLAINED, by=user)
    return user


@pytest.fixture
def report(service, brought, jo, first, second, manager) -> Share:
    """A report to it, as sending leaves it, thanked for, answered and replied to."""
    share = actions.prepare_share(service=service, body=brought, by=manager)
    actions.choose(
        share,
        by=manager,
        closures=[first, second],
        sections=["changes"],
        purpose="Before we meet.",
        ends_on=UNTIL,
    )
    actions.choose(share, by=manager, asks=dict.fromkeys(actions.asks_to_answer(share), True))
    actions.show_to_team(share, by=manager)
    now = timezone.now()
    Share.objects.filter(pk=share.pk).update(state="sent", sent_at=now, sent_by=manager)
    share.refresh_from_db()
    part = ReplyPart(share, Reply.About.ASK, actions.asks_to_answer(share)[0])
    answer = {"answer": "will", "words": "ask the landlord", "about_when": "", "may_go_out": False}
    actions.send_reply(part, answer, seen=part.seen(), by=jo)
    heard = ReplyPart(share, Reply.About.HEARD)
    actions.send_reply(heard, {"words": "You are short of beds."}, seen=heard.seen(), by=jo)
    tie = begin_tie(service, brought, by=manager)
    Tie.objects.filter(pk=tie.pk).update(shown_at=now)
    return share


def text(browser: Client, address: str) -> str:
    return html.unescape(browser.get(address).content.decode())


def frozen(share: Share) -> tuple[str, str]:
    share.refresh_from_db()
    return share.document, share.digest


def write(tie: Tie, words: str, by: User) -> Understanding:
    boxes = dict.fromkeys(BOXES, "") | {"asked": words}
    version = write_understanding(tie, boxes, seen=seen_of(tie), by=by)
    return put_understanding(version, seen=version.wording(), by=by)


def test_what_nobody_chose_anything_for_does_not_stand_twice(
    service, brought, body, manager, first, staff
):
    """Of each two one is left, with the choices of whichever had some."""
    mine = actions.prepare_share(service=service, body=body, by=manager)
    actions.choose(mine, by=manager, purpose="Before we meet.")
    actions.prepare_along(mine, brought, by=manager)  # what follows it has its choices
    actions.join_body(brought, body, by=staff)
    assert [share.purpose for share in Share.objects.all()] == ["Before we meet."]
    other = bring_body(name="Council of Northtown", service=service, by=manager)
    actions.take_back(Share.objects.get(), by=manager)
    actions.prepare_share(service=service, body=body, by=manager)
    chosen = actions.prepare_share(service=service, body=other, by=manager)
    actions.choose(chosen, by=manager, purpose="Now.")
    actions.join_body(other, body, by=staff)
    drafts = Share.objects.filter(state="draft")
    assert [(share.purpose, share.body) for share in drafts] == [("Now.", body)]


def test_everything_follows_and_what_was_frozen_stays(
    report, brought, body, jo, reader, staff, signed_in
):
    before = frozen(report)
    page = reverse("shared-reply", args=[report.reference])
    assert signed_in(reader).get(page).status_code == 404
    actions.join_body(brought, body, by=staff)
    assert frozen(report) == before
    assert report.body == body
    for person in (jo, reader):
        text_of_page = text(signed_in(person), page)
        assert "ask the landlord" in text_of_page
        assert "You are short of beds." in text_of_page
    assert not AskAnswer.objects.filter(body=brought).exists()
    assert Tie.objects.get().body == body
    brought.refresh_from_db()
    assert (brought.joined_into, brought.brought_by) == (body, None)
    assert brought.closed_on is not None


def test_answers_in_records_of_before_are_the_bodys_own(brought, body, staff):
    actions.join_body(brought, body, by=staff)
    assert ids_of(body) == (str(body.pk), str(brought.pk))


def test_everybody_who_reads_or_is_read_by_more_is_told_and_nobody_else(
    report,
    brought,
    body,
    jo,
    reader,
    staff,
    manager,
    contributor,
    lead,
    other_commissioner,
    signed_in,
):
    actions.join_body(brought, body, by=staff)
    notices = Notice.objects.filter(kind__in=["bodies_joined", "body_is_another"])
    assert {notice.user for notice in notices} == {jo, reader, manager, contributor}
    assert "whoever runs this site has joined the two" in text(signed_in(manager), reverse("home"))
    for person in (jo, reader):
        assert "Two bodies here were one" in text(signed_in(person), reverse("shared-with-us"))


def test_teams_of_the_other_body_are_told_too(
    report, brought, body, staff, other_service, signed_in
):
    theirs = UserFactory(email="ola@birch.example")
    ServiceMembershipFactory(user=theirs, service=other_service, role="contributor")
    Tie.objects.create(service=other_service, body=body, begun_at=timezone.now())
    actions.join_body(brought, body, by=staff)
    page = text(signed_in(theirs), reverse("home"))
    assert "turned out to be" in page
    assert brought.name not in page, "whom another team asked in is that team's"


def test_who_led_the_body_reads_where_others_lead(report, brought, body, jo, staff):
    other = UserFactory(email="lead@northtown.example")
    OrganisationMembershipFactory(user=other, organisation=body, role="lead")
    actions.join_body(brought, body, by=staff)
    assert jo.organisation_memberships.get(organisation=body).role == "reader"


def test_letter_that_asks_in_works_no_more_where_others_read(brought, body, reader, manager, staff):
    invitation = invite(by=manager, place=brought, role="lead", address="kim@northtown.example")
    actions.join_body(brought, body, by=staff)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    assert not Invitation.objects.unanswered().filter(organisation=body).exists()


def test_copy_that_waits_goes_back_to_its_team(
    brought, body, service, first, second, manager, contributor, staff
):
    share = actions.prepare_share(service=service, body=brought, by=manager)
    actions.choose(
        share,
        by=manager,
        closures=[second],
        sections=["changes"],
        purpose="Now.",
        ends_on=UNTIL,
    )
    actions.choose(share, by=manager, asks=dict.fromkeys(actions.asks_to_answer(share), False))
    actions.show_to_team(share, by=manager)
    actions.join_body(brought, body, by=staff)
    share.refresh_from_db()
    assert (share.state, share.body, share.document) == (Share.State.DRAFT, body, "")
    assert Notice.objects.filter(kind="share_changing", user=contributor).exists()


def test_what_is_being_prepared_meanwhile_is_looked_at_again(
    brought, body, service, second, manager, staff, signed_in
):
    share = actions.prepare_share(service=service, body=brought, by=manager)
    actions.choose(share, by=manager, closures=[second], sections=["changes"])
    choice = {"purpose": "Now.", "ends_on": UNTIL}
    share = actions.choose(share, by=manager, **choice)
    answers = dict.fromkeys(actions.asks_to_answer(share), False)
    seen = actions.choose(share, by=manager, asks=answers).version
    actions.join_body(brought, body, by=staff)
    with pytest.raises(actions.Stale):
        actions.show_to_team(Share.objects.get(), by=manager, seen=seen)
    browser, words = signed_in(manager), {"seen": seen, **choice, "purpose": "Now, then."}
    answer = browser.post(reverse("share-why", args=[share.pk]), words)
    assert answer.status_code == 409
    assert "Now, then." in answer.content.decode()
    # Nobody is asked in by a team where every team is offered the body.
    address = {"address": "kim@northtown.example", "again": "kim@northtown.example", "seen": seen}
    whom = browser.post(reverse("share-whom", args=[share.pk]), address)
    assert whom["Location"] == share.get_absolute_url()
    assert not Invitation.objects.exists()


def test_what_a_reader_was_told_is_of_the_one_that_is_here(report, brought, body, jo, staff):
    tell = {"service": report.service, "organisation": brought, "object_id": report.pk}
    actions.tell_about_share(report, [jo], "share_received", at=timezone.now())
    write_letter("report_received", user=jo, path="/", **tell)
    actions.join_body(brought, body, by=staff)
    assert {notice.organisation for notice in notices_for(jo)} == {body}
    assert "share_received" in {notice.kind for notice in notices_for(jo)}
    end_membership(jo.organisation_memberships.get(organisation=body), by=jo)
    assert not Letter.objects.waiting().filter(user=jo).exists()


def test_two_ties_of_one_team_become_one_with_every_version(
    report, brought, body, service, manager, jo, staff
):
    here, other = Tie.objects.get(), begin_tie(service, body, by=manager)
    version = write(here, "first words", manager)
    agree(version, seen=version.seen(), by=jo)
    write(other, "second words", manager)
    actions.join_body(brought, body, by=staff)
    tie = Tie.objects.get()
    assert tie == other
    versions = tie.understandings.order_by("number").values_list("number", "asked")
    assert list(versions) == [(1, "first words"), (2, "second words")]


def test_nothing_is_done_where_a_team_has_something_open_with_both(
    report, brought, body, service, manager, staff, later
):
    times = [later, later + dt.timedelta(hours=1)]
    for tie in (Tie.objects.get(), begin_tie(service, body, by=manager)):
        offer_times(tie, times, where="", side="team", seen=meeting_seen(tie), by=manager)
    with pytest.raises(Refused, match="meets both"):
        actions.join_body(brought, body, by=staff)
    report.refresh_from_db()
    assert report.body == brought


def test_nothing_is_done_where_a_service_is_linked_with_both(
    brought, body, service, manager, staff
):
    of_first = ask_to_link(service=service, body=brought, slug="pies", by=manager)
    ask_to_link(service=service, body=body, slug="pies", by=manager)
    with pytest.raises(Refused, match="linked with both"):
        actions.join_body(brought, body, by=staff)
    end(of_first, team=service, by=manager)
    actions.join_body(brought, body, by=staff)
    assert Pair.objects.live().get().body == body


@pytest.fixture
def later() -> dt.datetime:
    return (timezone.now() + dt.timedelta(days=3)).replace(hour=12)


def test_nobody_gets_on_both_sides(report, brought, body, manager, staff):
    # The manager of the team could not have sent it to this body, for which they read.
    OrganisationMembershipFactory(user=manager, organisation=body, role="reader")
    with pytest.raises(Refused, match="nobody is on both sides"):
        actions.join_body(brought, body, by=staff)
    assert Organisation.objects.get(pk=brought.pk).joined_into is None


def test_who_runs_the_site_joins_them_on_a_page(report, brought, body, staff, signed_in):
    browser = signed_in(staff)
    there = reverse("site-organisation", args=[brought.slug])
    page = reverse("join-on-site", args=[brought.slug])
    assert page in text(browser, there)
    join_page = text(browser, page)
    assert "Jo Okoro" in join_page
    assert "this cannot be undone" in join_page
    assert browser.post(page, {"into": ""}).status_code == 422
    assert browser.post(page, {"into": brought.pk}).status_code == 422
    for _press in range(2):
        assert browser.post(page, {"into": body.pk}).status_code == 302
    assert "It was the same body as" in text(browser, there)
    browser.post(reverse("begin-again-on-site", args=[brought.slug]))
    brought.refresh_from_db()
    assert brought.closed_on is not None, "it does not begin again beside the other"


def test_only_a_body_in_use_that_all_are_offered_is_joined_to(brought, body, staff, service):
    end_organisation(body, by=staff)
    for into in (body, brought, service.organisation):
        with pytest.raises(Refused, match="every team is offered"):
            actions.join_body(brought, into, by=staff)
