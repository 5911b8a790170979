"""Several managers at once, on whichever database the suite runs on."""

import uuid
from collections.abc import Callable
from functools import partial
from itertools import chain

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from accounts.actions import (
    Invitee,
    NotLetIn,
    accept,
    archive_team,
    bring_body,
    change_role,
    end_organisation,
    invite,
    invite_many,
    join,
    leave_team,
    make_way_in,
)
from accounts.models import (
    Event,
    Invitation,
    Notice,
    Organisation,
    Service,
    ServiceMembership,
    User,
)
from accounts.models.user import NO_MAILBOX
from agreeing.actions import (
    agree,
    begin_tie,
    put_understanding,
    say_what_came_of_it,
    write_understanding,
)
from agreeing.models import BOXES, CameOf, Tie
from agreeing.selectors import seen_of
from assessments.actions import (
    NotOpen,
    Refused,
    decide_release,
    describe,
    keep_note,
    say_what_came_of,
    start,
)
from assessments.models import Closure, Note
from frameworks.models import Framework
from mirror.actions import ask_to_link
from mirror.models import Pair
from office.actions.wiping import wipe_team
from pages.database.faults import Fault, fault_of
from record.taking_out import texts_in
from reports.printing.pdf import RenderError
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.models import Reply, Share, ShareFile
from sharing.selectors import sent_bytes
from tests.factories import OrganisationMembershipFactory, UserFactory
from tests.people import in_team
from tests.together import at_once, before

pytestmark = pytest.mark.django_db(transaction=True)


def each_on_a_copy(*acts: Callable[[Share], object]) -> list[type]:
    """Let each act at once on its own copy of the share; return what came of each."""
    shares = [Share.objects.select_related("service", "body").get() for _act in acts]
    return [
        type(came) for came in at_once(*(partial(*pair) for pair in zip(acts, shares, strict=True)))
    ]


def test_start_at_once_begins_one(
    service: Service, body: Organisation, manager: User, second: Closure
) -> None:
    key = uuid.uuid4()

    def begin() -> object:
        return actions.prepare_share(service=service, body=body, by=manager, key=key)

    results = at_once(begin, begin, begin)

    assert [type(result) for result in results] == [Share] * 3
    assert Share.objects.get().pk == key


def test_show_at_once_shows_once(ready: Share, manager: User, contributor: User) -> None:
    def show(share: Share) -> object:
        return actions.show_to_team(share, by=manager)

    results = each_on_a_copy(show, show)

    assert sorted(result.__name__ for result in results) == ["Share", "Stale"], results
    assert Notice.objects.filter(user=contributor, kind="share_shown").count() == 1


@pytest.mark.pdf
def test_send_at_once_sends_once(shown_share: Share, manager: User, commissioner: User) -> None:
    """One works, one waits, a third is told that it is busy: the first is sent all the same."""

    def send(share: Share) -> object:
        return actions.send(share, by=manager)

    results = each_on_a_copy(send, send, send)

    assert results.count(Share) == 1
    assert set(results) <= {Share, actions.Stale, RenderError}
    assert Share.objects.get().state == "sent"
    assert sent_bytes(ShareFile.objects.get()).startswith(b"%PDF")
    assert Notice.objects.filter(user=commissioner).count() == 1
    assert Event.objects.filter(act="share_sent").count() == 1


@pytest.mark.pdf
def test_put_away_while_it_is_being_sent(
    shown_share: Share, manager: User, commissioner: User
) -> None:
    """Whichever came first, nobody can read it in the end."""
    results = each_on_a_copy(
        lambda share: actions.send(share, by=manager),
        lambda share: actions.take_back(share, by=manager),
    )

    share = Share.objects.get()
    assert results[1] is Share
    assert (share.state, share.is_live) == ("taken_back", False)
    assert ShareFile.objects.exists() == (results[0] is Share) == (share.sent_at is not None)


@pytest.mark.pdf
def test_who_is_let_go_while_the_pdf_is_made_sends_no_more(shown_share: Share, manager: User):
    in_team(shown_share.service, "manager", "Second Manager")
    sends = partial(actions.send, shown_share, by=manager)
    leaves = partial(leave_team, manager.service_memberships.get(), by=manager)

    came, _end = before("SELECT", sends, leaves)

    assert isinstance(came, Refused), came
    assert not ShareFile.objects.exists()


def test_change_and_show_at_once_show_what_was_looked_at(ready: Share, manager: User) -> None:
    """A choice that comes between looking and showing is never in the copy unseen."""
    results = each_on_a_copy(
        lambda share: actions.choose(share, by=manager, purpose="Other words"),
        lambda share: actions.show_to_team(share, by=manager),
    )

    share = Share.objects.get()
    if results[1] is Share:
        assert "Before we meet." in share.document
        assert results[0] is actions.Stale
    else:
        assert (share.state, share.purpose) == ("draft", "Other words")


# --- All of a team's data goes at night, in the moment in which somebody does something with it


def answers(share: Share, reader: User) -> Callable[[], object]:
    ask = actions.asks_to_answer(share)[0]
    part, answer = ReplyPart(share, Reply.About.ASK, ask), {"answer": "will", "words": "Do it"}
    typed = answer | {"about_when": "", "may_go_out": False}
    return partial(actions.send_reply, part, typed, seen=part.seen(), by=reader)


@pytest.mark.parametrize("statement", ["SELECT", 'UPDATE "assessments_ask"', "INSERT"])
def test_body_answers_a_team_whose_data_goes(posted: Share, commissioner: User, statement: str):
    acts = answers(posted, commissioner), partial(wipe_team, posted.service)

    for came in before(statement, *acts):
        assert came is None or isinstance(came, actions.OverError), came
    posted.refresh_from_db()
    assert posted.document == "{}"


@pytest.mark.parametrize("sooner", ["the person", "the night"])
def test_team_wants_a_copy_to_wait_while_its_data_goes(
    shown_share: Share, contributor: User, sooner: str
):
    says = {"by": contributor, "seen": shown_share.digest, "words": "Not yet"}
    asks, goes = (
        partial(actions.ask_to_wait, shown_share, **says),
        partial(wipe_team, shown_share.service),
    )
    if sooner == "the person":
        results = before('SELECT "sharing_waits"', asks, goes)
    else:
        results = before('DELETE FROM "assessments_closure"', goes, asks)[::-1]

    assert isinstance(results[0], bool | actions.Stale), results[0]
    assert results[1] is None
    assert not Share.objects.exists()


def test_nobody_writes_or_comes_in_after_all_of_a_team_has_gone(
    service: Service, second: Closure, manager: User, contributor: User
):
    """Each has its page open: it was opened a moment before."""
    invitation = invite(by=manager, place=service, role="contributor", address="new@example.org")
    new = UserFactory(email="new@example.org")
    wipe_team(Service.objects.get(pk=service.pk))

    with pytest.raises(Refused, match="no longer runs"):
        keep_note(service=service, words="Tea", by=contributor)
    with pytest.raises(NotLetIn):
        accept(invitation, user=new)
    with pytest.raises(IntegrityError) as error:
        decide_release(second, is_shown=True, by=manager)
    assert fault_of(error.value) is Fault.CHANGED
    assert not Note.objects.exists()


# --- Two bodies become one


@pytest.mark.parametrize("sooner", ["the reader", "who runs the site"])
def test_reader_comes_in_while_their_body_becomes_another(
    service: Service, body: Organisation, manager: User, sooner: str
):
    """They read for the one that is here, or were too late and are told; never for none."""
    brought = bring_body(name="Northtown CC", service=service, by=manager)
    jo = UserFactory()
    OrganisationMembershipFactory(user=jo, organisation=brought, role="lead")
    link = invite(by=jo, place=brought, role="reader", address="kim@example.org")
    kim, staff = UserFactory(email="kim@example.org"), UserFactory(is_staff=True)
    comes, joins = (
        partial(accept, link, user=kim),
        partial(actions.join_body, brought, body, by=staff),
    )
    if sooner == "the reader":
        results = before('INSERT INTO "accounts_organisationmembership"', comes, joins)
    else:
        results = before('UPDATE "sharing_share"', joins, comes)[::-1]

    assert isinstance(results[1], Organisation), results[1]
    came_in = not isinstance(results[0], NotLetIn)
    assert came_in == (sooner == "the reader")
    assert kim.organisation_memberships.filter(organisation=body).exists() == came_in
    assert not brought.memberships.filter(ended_on=None).exists()


def test_report_is_sent_to_a_body_that_another_becomes_in_this_moment(
    shown_share: Share, body: Organisation, manager: User
):
    """Whoever joined the two looks again; nothing is done by halves."""
    brought = bring_body(name="Northtown CC", service=shown_share.service, by=manager)
    begin_tie(shown_share.service, brought, by=manager)
    joins = partial(actions.join_body, brought, body, by=UserFactory(is_staff=True))
    begins = partial(begin_tie, shown_share.service, body, by=manager)

    outcome, tie = before('UPDATE "agreeing_tie"', joins, begins)

    assert isinstance(outcome, Organisation | actions.Stale), outcome
    brought.refresh_from_db()
    assert (brought.joined_into == body) == isinstance(outcome, Organisation)
    assert isinstance(tie, Tie | Refused), tie


def test_report_is_taken_back_while_its_body_becomes_another(
    posted: Share, body: Organisation, manager: User
):
    """Both go through: neither waits for who waits for them."""
    brought = bring_body(name="Northtown CC", service=posted.service, by=manager)
    share = actions.prepare_share(service=posted.service, body=brought, by=manager)
    link = invite(by=manager, place=brought, role="lead", address="kim@example.org")
    joins = partial(actions.join_body, brought, body, by=UserFactory(is_staff=True))
    takes = partial(actions.take_back, Share.objects.get(pk=share.pk), by=manager)

    results = before('UPDATE "accounts_invitation" SET "withdrawn_at"', takes, joins)

    assert [type(came) for came in results] == [Share, Organisation], results
    link.refresh_from_db()
    assert link.withdrawn_at is not None


@pytest.mark.parametrize(
    "what",
    [
        "a body becomes another",
        "a body ends",
        "a team ends",
        "a team of many ends",
        "an organisation ends",
        "somebody who cannot get in",
    ],
)
def test_nobody_is_asked_in_where_nobody_can_come_in_this_moment(
    service: Service, body: Organisation, manager: User, what: str
):
    brought = bring_body(name="Northtown CC", service=service, by=manager)
    jo, staff = UserFactory(), UserFactory(is_staff=True)
    OrganisationMembershipFactory(user=jo, organisation=brought, role="lead")
    into_body = {"by": jo, "place": Organisation.objects.get(pk=brought.pk), "role": "reader"}
    team = Service.objects.get(pk=service.pk)
    into_team = {"by": manager, "place": team, "role": "manager"}
    kim = Invitee(1, team, "Kim", "contributor", address="kim@example.org")
    lead, dee = UserFactory(), UserFactory(email=f"dee{NO_MAILBOX}")
    OrganisationMembershipFactory(user=lead, organisation=team.organisation, role="lead")
    join(user=dee, place=service, role="contributor", by=manager)
    many = partial(invite_many, [kim], organisation=team.organisation, by=lead)
    ends = partial(archive_team, service, by=staff)
    act, asks = {
        "a body becomes another": (
            partial(actions.join_body, brought, body, by=staff),
            partial(invite, **into_body, address="kim@example.org"),
        ),
        "a body ends": (
            partial(end_organisation, brought, by=staff),
            partial(invite, **into_body, address="kim@example.org"),
        ),
        "a team ends": (ends, partial(invite, **into_team, address="kim@example.org")),
        "a team of many ends": (ends, many),
        "an organisation ends": (partial(end_organisation, team.organisation, by=staff), many),
        "somebody who cannot get in": (ends, partial(make_way_in, dee, service=team, by=manager)),
    }[what]

    _end, outcome = before('INSERT INTO "accounts_event"', act, asks)

    assert isinstance(outcome, PermissionDenied), outcome
    assert not Invitation.objects.exists()


# --- What nobody had begun to write when another act began


def first_of(act: str) -> str:
    """Return how the first statement of a transaction begins, or else of what it changes."""
    return "BEGIN" if connection.vendor == "sqlite" else act


@pytest.mark.parametrize("moment", ["before", "while"])
def test_words_are_taken_out_while_a_copy_is_frozen(
    service: Service, ready: Share, manager: User, moment: str
):
    texts = chain.from_iterable(texts_in(closure.record) for closure in ready.closures.all())
    words = next(text for text in texts if "autumn" in text)
    shows = partial(actions.show_to_team, Share.objects.get(pk=ready.pk), by=manager)
    takes = partial(actions.take_out_everywhere, service, words=words, by=manager)
    statement = first_of('UPDATE "accounts_service"')
    if moment == "while":
        statement = 'UPDATE "sharing_share"'

    came, closures = before(statement, shows, takes)

    assert closures
    assert isinstance(came, actions.Stale if moment == "before" else Share), came
    assert words not in Share.objects.get().document


def test_words_are_taken_out_while_others_are_written_in_their_place(
    service: Service, ready: Share, manager: User
):
    own, text = Share.objects.get(pk=ready.pk), "Other words"
    takes = partial(actions.take_out_everywhere, service, words="Before we meet.", by=manager)
    chooses = partial(actions.choose, own, by=manager, seen=own.version, purpose=text)

    _closures, came = before('UPDATE "sharing_share"', takes, chooses)

    assert isinstance(came, Share | actions.Stale), came
    assert (Share.objects.get().purpose == text) == isinstance(came, Share)


@pytest.mark.parametrize("what", ["is prepared again", "came of it", "a link"])
def test_nothing_is_written_for_a_team_whose_data_has_just_gone(
    posted: Share, manager: User, commissioner: User, what: str
):
    share = Share.objects.get(pk=posted.pk)
    if what == "came of it":
        tie = begin_tie(posted.service, posted.body, by=manager)
        boxes = dict.fromkeys(BOXES, "Tea")
        version = write_understanding(tie, boxes, seen=seen_of(tie), by=manager)
        put_understanding(version, seen=version.wording(), by=manager)
        version.refresh_from_db()
        agree(version, seen=version.seen(), by=commissioner)
        came = {"team": "Tea", "body": "Tea"}
        act = partial(say_what_came_of_it, version, came, side="team", by=manager)
    elif what == "a link":
        link = {"service": posted.service, "body": posted.body, "slug": "tiny"}
        act = partial(ask_to_link, **link, by=manager)
    else:
        Share.objects.filter(pk=share.pk).update(quote="Tea")
        share.refresh_from_db()
        act = partial(actions.prepare_again, share, by=manager)

    before(first_of("UPDATE"), act, partial(wipe_team, Service.objects.get(pk=posted.service_id)))

    assert not CameOf.objects.exists()
    assert not Pair.objects.exists()
    assert not Share.objects.exclude(quote="").exists()


@pytest.mark.parametrize("what", ["writes", "is given another part"])
def test_nobody_writes_or_is_in_what_is_left_of_a_team_whose_data_goes(
    posted: Share, framework: Framework, contributor: User, commissioner: User, what: str
):
    """A talk with an ask that a body has answered stays, with nothing in it."""
    service = Service.objects.get(pk=posted.service_id)
    answers(posted, commissioner)()
    one_talk = start(service=service, framework=framework, length="themes", by=contributor)
    ask = actions.asks_to_answer(posted)[0]
    say_what_came_of(one_talk, ask, came_of="Tea", by=contributor)
    act = {
        "writes": partial(describe, one_talk, not_heard="Tea", by=contributor),
        "is given another part": partial(
            change_role, service.memberships.get(user=contributor), role="manager", by=contributor
        ),
    }[what]

    _wiped, came = before('UPDATE "accounts_notice"', partial(wipe_team, service), act)

    assert isinstance(came, NotOpen | ServiceMembership.DoesNotExist), came
    assert not service.assessments.exclude(not_heard="").exists()
    assert not service.memberships.live().exists()
