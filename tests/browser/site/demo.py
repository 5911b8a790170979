"""Where the demo's pages are: addresses that hold an id are looked up when a test opens them."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone

from accounts.actions import accept_anew, invite, make_way_in, withdraw
from accounts.kept_posts import keep_post
from accounts.models import Invitation, Organisation, Service, User
from agreeing.actions import put_understanding, write_understanding
from agreeing.models import BOXES, Tie
from agreeing.selectors import seen_of
from assessments import actions
from assessments.models import (
    AroundNote,
    Ask,
    Assessment,
    Closure,
    Example,
    Factor,
    FactorNote,
    StepReview,
)
from mirror.models import Pair
from sharing import actions as sharing
from sharing.models import Share, ShareAsk, WaitAnswer, Waits
from sharing.report import MOST_ASKS, asks_offered

ALDER, BIRCH, JUNIPER = "alder-house", "birch-outreach", "juniper-day-centre"
EMPTY = "larch-house"
COMMISSIONING = "northtown-housing-commissioning"
NORTHSIDE = "northside-housing"
DEEP = "learning-and-enquiry"  # a theme that conversations here have opened
ELEMENT = "reflective-practice"


def at(name: str, *parts: str | Callable[[], object], then: str = "") -> Callable[[], str]:
    """Return a function that gives an address; parts that are functions are asked then."""

    def address() -> str:
        return (
            reverse(name, args=[str(part() if callable(part) else part) for part in parts]) + then
        )

    return address


def person(name: str) -> User:
    """Return an account of the demo."""
    return User.objects.get(email=f"{name}@demo.example")


def pair() -> object:
    """Return the key of the linked pair: Juniper Day Centre and a team of a body."""
    return Pair.objects.get(service__slug=JUNIPER).pk


def open_talk() -> Assessment:
    """Return the open conversation of Alder House."""
    return Assessment.objects.open().get(service__slug=ALDER)


def talk() -> object:
    """Return the key of the open conversation."""
    return open_talk().pk


def longer() -> object:
    """Return the key of a longer conversation of Juniper Day Centre, begun if need be."""
    talk = Assessment.objects.open().filter(service__slug=JUNIPER).first()
    if talk is None:
        talk = _begin_longer(Service.objects.get(slug=JUNIPER), person("other"))
    return talk.pk


def _begin_longer(service: Service, by: User) -> Assessment:
    framework = Assessment.objects.filter(service=service).latest("held_on").framework
    talk = actions.start(service=service, framework=framework, length="more", by=by)
    lines = {line.code: line for line in framework.lines.all()}
    level = framework.levels.order_by("order")[1]
    actions.open_theme(talk, lines[DEEP], by=by)
    actions.place(talk, lines[ELEMENT], actions.Choice("placed", level), by=by)
    actions.add_example(talk, words="The hour held.", lines=[lines[ELEMENT]], by=by)
    return talk


def key_of(model: type) -> Callable[[], object]:
    """Return a function that gives the key of something said in the open conversation."""

    def key() -> object:
        now = open_talk()
        if not AroundNote.objects.filter(assessment=now, words="The lift stopped").exists():
            _say_something(now, person("contributor"))
        rows = {
            Example: Example.objects.filter(contribution__assessment=now, removed_at=None),
            FactorNote: FactorNote.objects.filter(assessment=now),
            StepReview: StepReview.objects.filter(assessment=now),
            AroundNote: AroundNote.objects.filter(assessment=now),
            Ask: Ask.objects.filter(factor__notes__assessment=now),
        }
        return rows[model].latest("pk").pk

    return key


def _say_something(now: Assessment, by: User) -> None:
    """Name what gets in the way and needs someone else, a step, and what changed around us."""
    actions.name_factor(
        now, kind="obstacle", words="The lift again", reach="someone_else", to="manager", by=by
    )
    actions.try_step(now, what="Ring the landlord", by=by)
    actions.add_around(now, happened_on=now.held_on, words="The lift stopped", by=by)


def in_the_way() -> object:
    """Return the key of something that gets in the way in Alder House."""
    rows = Factor.objects.filter(service__slug=ALDER, kind="obstacle")
    return rows.earliest("first_named_in__held_on", "pk").pk


def note() -> object:
    """Return the key of a note of Alder House that is in no record yet."""
    service, by = Service.objects.get(slug=ALDER), person("contributor")
    return actions.keep_note(service=service, words="The kettle is back", by=by).pk


def last_kept(slug: str = ALDER) -> Closure:
    """Return what a team kept last."""
    closures = Closure.objects.current().filter(assessment__service__slug=slug)
    return closures.order_by("held_on").last()


def record() -> object:
    """Return the key of what Alder House kept last."""
    return last_kept().pk


def kept_talk() -> object:
    """Return the key of the conversation Alder House finished last."""
    return last_kept().assessment_id


def birch_talk() -> object:
    """Return the key of the conversation Birch Outreach finished last."""
    return last_kept(BIRCH).assessment_id


def earlier_number() -> object:
    """Return the key of a record as it was before it was put right."""
    closures = Closure.objects.filter(assessment__service__slug=ALDER)
    return closures.get(number=1, assessment__closures__number=2).pk


def shown_record() -> object:
    """Return the key of a conversation that Alder House shows its organisation."""
    rows = Closure.objects.filter(assessment__service__slug=ALDER, releases__shown=True)
    return rows.filter(releases__taken_back_at=None).latest("held_on").pk


def an_ask() -> str:
    """Return the key of something asked in what Alder House kept last."""
    asks = (factor.ask for factor in last_kept().record.factors)
    return next(ask.id for ask in asks if ask)


def reset_link() -> str:
    """Return the address of a letter in which somebody may choose a new password."""
    user = person("nobody")
    parts = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return reverse("account_reset_password_from_key", args=parts)


def invited(**whom: str) -> Callable[[], str]:
    """Return a function that gives the address of an open invitation to Alder House."""

    def address() -> str:
        invitation = Invitation.objects.open().filter(**whom).first()
        if invitation is None:
            service = Service.objects.get(slug=ALDER)
            invitation = invite(by=person("manager"), place=service, role="contributor", **whom)
        return invitation.get_absolute_url()

    return address


def used_up() -> str:
    """Return the address of an invitation that was taken back."""
    address = invited(address="taken.back@demo.example")()
    invitation = Invitation.objects.open().get(address="taken.back@demo.example")
    withdraw(invitation, by=person("manager"))
    return address


def way_back_in() -> str:
    """Return the address with which somebody without a mailbox gets back in."""
    service, manager = Service.objects.get(slug=ALDER), person("manager")
    who = User.objects.filter(email="dee.nights@no-mailbox.invalid").first()
    if who is None:
        invited(sign_in_name="dee.nights")()
        invitation = Invitation.objects.open().get(sign_in_name="dee.nights")
        who = accept_anew(invitation, display_name="Dee", password="four odd words together")
    return make_way_in(who, service=service, by=manager).get_absolute_url()


def confirm_link() -> str:
    """Return the address of a letter that asks whether an address is somebody's own."""
    email, _is_new = EmailAddress.objects.get_or_create(
        user=person("moves"), email="moved.to@demo.example", verified=False
    )
    return reverse("account_confirm_email", args=[EmailConfirmationHMAC(email).key])


def typed() -> object:
    """Return the key of what somebody sent after their sign-in ran out."""
    body = urlencode({"words": "The night was long."})
    path = reverse("keep-note", args=[ALDER])
    return keep_post(path=path, body=body, by=person("contributor")).pk


def _share(state: str) -> Share:
    rows = Share.objects.filter(service__slug=ALDER)
    return rows.live().get() if state == "live" else rows.filter(state=state).latest("created_at")


def live() -> object:
    """Return the key of the share that can be read."""
    return _share("live").pk


def live_reference() -> str:
    """Return the reference of the share that can be read."""
    return _share("live").reference


def tie() -> object:
    """Return the key of what Alder House and Northtown Council have with each other."""
    return Tie.objects.get(service__slug=ALDER, body__slug="northtown-council").pk


def put_tie() -> object:
    """Return the same, where the council is asked how it remembers what was agreed."""
    understanding = Tie.objects.get(pk=tie())
    by = person("manager")
    answers = dict.fromkeys(BOXES, "As we remember it.")
    version = write_understanding(understanding, answers, seen=seen_of(understanding), by=by)
    put_understanding(version, seen=version.wording(), by=by)
    return understanding.pk


def gone_reference() -> str:
    """Return the reference of a share that was taken back."""
    return _share("taken_back").reference


def draft() -> object:
    """Return the key of a share that is being prepared, with everything chosen."""
    alder = Service.objects.get(slug=ALDER)
    share = alder.shares.filter(state="draft").first() or _prepared("northtown-council")
    return share.pk


def for_new_body() -> object:
    """Return the key of a share that is being prepared for a body that is not here yet."""
    return Share.objects.filter(body__slug="hillside-probation").earliest("created_at").pk


def a_worker() -> object:
    """Return the key of somebody who works at Alder House."""
    return person("contributor").pk


def asked_of_a_body() -> object:
    """Return the key of something asked in the share that can be read."""
    return ShareAsk.objects.filter(share=_share("live"), included=True).earliest("pk").ask_id


def waiting() -> object:
    """Return the key of a share that the team was shown, and that somebody would like to wait."""
    alder = Service.objects.get(slug=ALDER)
    share = alder.shares.filter(state="shown").first()
    if share is None:
        now = timezone.now()
        others = Organisation.objects.commissioning().exclude(slug="northtown-council")
        share = _prepared(others.in_name_order()[0].slug)
        sharing.show_to_team(share, by=person("manager"), at=now - dt.timedelta(days=4))
        sharing.ask_to_wait(
            share,
            by=person("contributor"),
            seen=share.digest,
            words="The line on the lock.",
            at=now - dt.timedelta(days=2),
        )
    return share.pk


def days_pass(reference: str) -> None:
    """Let a week pass for a share that the team was shown, and for what was said to it."""
    week = dt.timedelta(days=7)
    share = Share.objects.get(reference=reference)
    share.may_go_on, share.shown_at = share.may_go_on - week, share.shown_at - week
    share.save()
    for waits in Waits.objects.filter(share=share):
        for day_words in waits.said:
            day_words["day"] = (dt.date.fromisoformat(day_words["day"]) - week).isoformat()
        waits.save()
    WaitAnswer.objects.filter(share=share).update(at=timezone.now() - week)


def _prepared(slug: str) -> Share:
    """Prepare a share of what was kept last, with every choice made."""
    alder, by = Service.objects.get(slug=ALDER), person("manager")
    body = Organisation.objects.get(slug=slug)
    share = sharing.prepare_share(service=alder, body=body, by=by)
    sharing.choose(
        share,
        by=by,
        purpose="For our talk in spring.",
        ends_on=timezone.localdate() + dt.timedelta(days=100),
        closures=[last_kept()],
        sections=["changes", "trying"],
    )
    offered = [Ask.objects.get(pk=item.id) for item in asks_offered(share)]
    asks = {ask: number < MOST_ASKS for number, ask in enumerate(offered)}
    return sharing.choose(share, by=by, asks=asks)
