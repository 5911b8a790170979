"""Asking people in: an invitation is made, sent again, taken back. Accepting is in accepting.py."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions.events import log, tell, withdraw_notice
from accounts.actions.invitable import Place, may_invite, opens_more, refuse_impossible, refuse_odd
from accounts.actions.letters import letters_rest, withdraw_letters, write_letters
from accounts.models import Event, Invitation, Letter, Notice, Organisation, Service, User
from accounts.models.invitation import new_nonce
from accounts.policy import Role, roles_in_service
from pages.database.at_once import one_at_a_time
from pages.signatures import When

# A letter may be on its way for a while; more of them would only be a nuisance.
SOONEST_AGAIN = dt.timedelta(minutes=10)


@transaction.atomic
def invite(
    *,
    by: User | None,
    place: Place,
    role: str,
    address: str = "",
    sign_in_name: str = "",
    name: str = "",
    by_hand: bool = False,
    at: When = None,
) -> Invitation:
    """Ask somebody into a team or an organisation, by letter or by a link to hand over (`link_of`).

    Everybody else who is there is told whom was asked. By `address`, or by a `sign_in_name` that
    was chosen together, for somebody without a mailbox; `by_hand`: no letter is written. Raises
    PermissionDenied where `by` may not, ValidationError (by field) for what cannot be.
    """
    one_at_a_time(place)  # who ends it, or joins it to another, comes before or after
    place.refresh_from_db()
    if not may_invite(by, place, role):
        raise PermissionDenied
    invitation = Invitation(
        role=role,
        service=place if isinstance(place, Service) else None,
        organisation=place if isinstance(place, Organisation) else None,
        name=name.strip(),
        address=address.strip().lower(),
        sign_in_name=sign_in_name.strip().lower(),
        by=by,
        by_hand=by_hand,
    )
    refuse_odd(invitation)
    refuse_impossible(invitation)
    try:
        with transaction.atomic():
            send_new([invitation], by=by, at=at or timezone.now())
    except IntegrityError as error:  # a colleague asked them in this very moment
        words = _("Somebody has asked them in a moment ago.")
        raise ValidationError({invitation.field: words}) from error
    return invitation


def send_new(invitations: Sequence[Invitation], *, by: User | None, at: dt.datetime) -> None:
    """Store these, write their letters, and tell who is there whom was asked.

    Raises ValidationError for the very same as one that is open.
    """
    _replace_earlier(invitations, at=at)
    letters, events, notices = [], [], []
    others: dict[Any, list[User]] = {}
    for row in invitations:
        row.made_at = at
        row.renew(at)
        row.by_hand |= bool(row.sign_in_name) or not settings.LETTERS_GO_OUT
        what = {"object_id": row.pk, **row.where}
        if not row.by_hand:
            letters.append(_letter(row))
        events.append(Event(act=f"invited_{row.role}", actor=by, at=at, **what))
        place = row.service_id or row.organisation_id
        if place not in others:
            others[place] = _others_at(row, by)
        what |= {"kind": "invited", "invitation": row, "about": by, "created_at": at}
        notices += [Notice(user=person, **what) for person in others[place]]
    Invitation.objects.bulk_create(invitations)
    write_letters(letters)
    Event.objects.bulk_create(events)
    Notice.objects.bulk_create(notices, batch_size=500)


@transaction.atomic
def send_again(invitation: Invitation, *, by: User | None, at: When = None) -> Invitation:
    """Make a new link, by letter or by hand as before; the one before stops working.

    Raises PermissionDenied where `by` may not, ValidationError where it was answered meanwhile or
    a letter went out a moment ago.
    """
    place = invitation.place
    if place is None or invitation.person or not may_invite(by, place, invitation.role):
        raise PermissionDenied
    now = at or timezone.now()
    locked = Invitation.objects.unanswered().filter(pk=invitation.pk, nonce=invitation.nonce)
    if not invitation.by_hand and now - invitation.sent_at < SOONEST_AGAIN:
        words = _("A letter was sent a moment ago. Give it ten minutes to arrive.")
        if letters_rest(now):
            words = _("A letter waits already. It goes at eight in the morning.")
        raise ValidationError(words, code="too_soon")
    if not locked.update(nonce=new_nonce()):
        raise ValidationError(_("This invitation was answered or changed meanwhile."), code="gone")
    invitation.refresh_from_db()
    invitation.by = by
    invitation.by_hand |= not settings.LETTERS_GO_OUT
    withdraw_letters("invitation", invitation.pk, at=at)
    invitation.renew(now)
    invitation.save()
    if not invitation.by_hand:
        write_letters([_letter(invitation)])
    _note("invited_again", invitation, by=by, at=at)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User | None) -> Invitation:
    """Take an invitation back: its link and its letter work no more. Twice is the same as once.

    Raises PermissionDenied where `by` may not ask in there themselves.
    """
    place = invitation.place
    if place is None or not may_invite(by, place, invitation.role):
        raise PermissionDenied
    _take_back(invitation)
    _note("invitation_withdrawn", invitation, by=by)
    invitation.refresh_from_db()
    return invitation


@transaction.atomic
def make_way_in(person: User, *, service: Service, by: User, at: When = None) -> Invitation:
    """Make a link with which somebody whom no letter reaches gets back in; they are told on screen.

    Raises PermissionDenied where `by` does not manage the team or the person is not in it, and
    ValidationError where the link would open more than `by` looks after.
    """
    one_at_a_time(person)  # first people, as everywhere; who ends either comes before or after
    one_at_a_time(service)
    for row in (person, service):
        row.refresh_from_db()
    membership = service.memberships.live().filter(user=person).first()
    roles = roles_in_service(by, service) if service.archived_on is None else set()
    if membership is None or Role.MANAGER not in roles or not person.is_active:
        raise PermissionDenied
    if person.can_be_written_to:
        words = _("%(name)s has a mailbox: “I forgot my password” sends a letter there.")
        raise ValidationError(words % {"name": person.display_name}, code="mailbox")
    if opens_more(person, by=by):
        words = _(
            "%(name)s belongs to more than the teams you look after, and whoever holds the link"
            " could read there."
        )
        if person.has_mailbox:
            instead = _("Whoever runs this site can make them one.")
        else:
            instead = _("Ask them into your team anew, with another sign-in name.")
        words = f"{words} {instead}" % {"name": person.display_name}
        raise ValidationError(words, code="opens_more")
    take_back_invitations(person.ways_in.all(), at=at)
    way_in = Invitation(
        role=membership.role,
        service=service,
        person=person,
        by=by,
        address=person.email if person.has_mailbox else "",
        sign_in_name="" if person.has_mailbox else person.signs_in_as,
        by_hand=True,
        made_at=at or timezone.now(),
    )
    way_in.renew(way_in.made_at)
    way_in.save()
    log("way_in_made", by=by, at=at, object_id=person.pk, service=service)
    key = way_in.pk
    tell(
        [person], "way_in_made", service=service, about=by, invitation=way_in, object_id=key, at=at
    )
    return way_in


def _note(act: str, invitation: Invitation, *, by: User | None, at: When = None) -> None:
    log(act, by=by, at=at, object_id=invitation.pk, **invitation.where)


def link_of(invitation: Invitation) -> str:
    """Return the whole link, to hand over: shown once, and to whoever made it."""
    return f"{settings.SITE_ADDRESS}{invitation.get_absolute_url()}"


def _letter(invitation: Invitation) -> Letter:
    return Letter(
        kind="invitation",
        address=invitation.address,
        object_id=invitation.pk,
        invitation=invitation,
        written_at=invitation.sent_at,
        **invitation.where,
    )


def _others_at(invitation: Invitation, by: User | None) -> list[User]:
    """Return who is where it leads, but for `by`, who knows what they did."""
    people = User.objects.none()
    if invitation.service:
        people = User.objects.in_team_of(invitation.service)
    elif invitation.organisation:
        people = User.objects.in_organisation(invitation.organisation)
    return [person for person in people if person != by]


def _replace_earlier(newer: Sequence[Invitation], *, at: dt.datetime) -> None:
    """Take back those of before that are too old or of another role; refuse the very same again."""
    roles = {_whom_and_where(row): row.role for row in newer}
    places = Q(service__in=[row.service_id for row in newer])
    places |= Q(organisation__in=[row.organisation_id for row in newer])
    for row in Invitation.objects.unanswered().to_join().filter(places):
        role = roles.get(_whom_and_where(row))
        if row.role == role and row.valid_until >= timezone.localdate(at):
            words = _("%(who)s was asked on %(day)s already. Send that invitation again instead.")
            day = date_format(timezone.localdate(row.made_at), "j F")
            raise ValidationError({row.field: words % {"who": row.whom, "day": day}})
        if role:
            _take_back(row, at=at)


def _whom_and_where(invitation: Invitation) -> tuple[object, ...]:
    place = invitation.service_id or invitation.organisation_id
    return place, invitation.address, invitation.sign_in_name


def take_back_invitations(rows: QuerySet[Invitation], *, at: When = None) -> None:
    """Let nobody come in any more by these, such as into a place that ends."""
    for invitation in rows.filter(accepted_at=None, withdrawn_at=None):
        _take_back(invitation, at=at)


def _take_back(invitation: Invitation, *, at: When = None) -> None:
    rows = Invitation.objects.unanswered().filter(pk=invitation.pk)
    if rows.update(withdrawn_at=at or timezone.now()):
        withdraw_notice("invited", invitation.pk, at=at)
        withdraw_notice("way_in_made", invitation.pk, at=at)
        withdraw_letters("invitation", invitation.pk, at=at)
