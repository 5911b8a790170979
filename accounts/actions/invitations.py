"""Asking people in: an invitation is made, sent again, taken back. Accepting is in accepting.py."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions.events import log, tell, withdraw_notice
from accounts.actions.invitable import Place, may_invite, opens_more, refuse_impossible, refuse_odd
from accounts.actions.letters import letters_rest, withdraw_letters, write_letter
from accounts.actions.services import one_at_a_time
from accounts.models import Invitation, Organisation, Service, User
from accounts.models.invitation import VALID_DAYS, new_nonce
from accounts.policy import Role, roles_in_service
from pages.signatures import When

# A letter may be on its way for a while; more of them would only be a nuisance.
SOONEST_AGAIN = dt.timedelta(minutes=10)


@transaction.atomic
def invite(
    *,
    by: User | None,
    place: Place,
    role: str,
    address: str | None = None,
    sign_in_name: str | None = None,
    name: str = "",
    by_hand: bool | None = None,
    at: When = None,
) -> Invitation:
    """Ask somebody into a team or an organisation, by letter or by a link to hand over.

    The link is `link_of(invitation)`. Everybody else in the team is told whom was asked. An open
    invitation of the same person to the same place with another role is withdrawn.

    Args:
        by: who asks; empty for a command.
        address: where the letter goes, and to whom it is bound; or
        sign_in_name: for somebody without a mailbox, chosen together: always by hand.
        name: what whoever asks calls them.
        by_hand: no letter is written; if not said, where no post goes out.

    Raises PermissionDenied where `by` may not, ValidationError (by field) for what cannot be.
    """
    one_at_a_time(place)  # who ends it, or joins it to another, comes before or after
    place.refresh_from_db()
    if not may_invite(by, place, role):
        raise PermissionDenied
    invitation = Invitation(
        role=role,
        service=place if isinstance(place, Service) else None,
        organisation=place if isinstance(place, Organisation) else None,
        by=by,
        name=name.strip(),
        address=(address or "").strip().lower(),
        sign_in_name=(sign_in_name or "").strip().lower(),
        made_at=at or timezone.now(),
    )
    refuse_odd(invitation)
    refuse_impossible(invitation)
    _replace_earlier(invitation, at=at)
    invitation.by_hand = bool(invitation.sign_in_name) or (
        by_hand if by_hand is not None else not settings.LETTERS_GO_OUT
    )
    try:
        with transaction.atomic():
            _send(invitation, at=at)
    except IntegrityError as error:  # a colleague asked them in this very moment
        words = _("Somebody has asked them in a moment ago.")
        raise ValidationError({invitation.field: words}) from error
    _note(f"invited_{role}", invitation, by=by, at=at)
    what: dict[str, Any] = {"object_id": invitation.pk, "invitation": invitation, "about": by}
    tell(others_at(place, by), "invited", at=at, **what, **invitation.where)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User | None, at: When = None) -> Invitation:
    """Make a new link, by letter or by hand as before; the one before stops working.

    Where no letter goes out any more, it is one to hand over.

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
    invitation.by_hand = invitation.by_hand or not settings.LETTERS_GO_OUT
    withdraw_letters("invitation", invitation.pk, at=at)
    _send(invitation, at=at)
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
    membership = service.memberships.filter(user=person, ended_on=None).first()
    roles = roles_in_service(by, service)
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
    _send(way_in, at=at)
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


def others_at(place: Place, by: User | None) -> list[User]:
    """Return who else is in a team, or in an organisation itself, now: `by` knows what they did."""
    people = User.objects.all()
    if by:
        people = people.exclude(pk=by.pk)
    if isinstance(place, Service):
        return list(people.in_team_of(place))
    return list(people.in_organisation(place))


def _replace_earlier(invitation: Invitation, *, at: When) -> None:
    """Withdraw an open invitation of this person to this place, or refuse the very same again."""
    place = invitation.place
    if place is None:
        return
    earlier = Invitation.objects.unanswered().to(place).to_join()
    same = earlier.filter(address=invitation.address, sign_in_name=invitation.sign_in_name)
    for row in same:
        if row.role == invitation.role and row.valid_until >= timezone.localdate(at):
            words = _("%(who)s was asked on %(day)s already. Send that invitation again instead.")
            day = date_format(timezone.localdate(row.made_at), "j F")
            raise ValidationError({row.field: words % {"who": row.whom, "day": day}})
        _take_back(row, at=at)


def withdraw_earlier(newer: Sequence[Invitation], *, at: dt.datetime) -> None:
    """Take back what these replace: too old, or with another role. Those in force were refused."""
    teams = {row.service_id for row in newer}
    replaced = {(row.service_id, row.address, row.sign_in_name) for row in newer}
    for row in Invitation.objects.unanswered().to_join().filter(service__in=teams):
        if (row.service_id, row.address, row.sign_in_name) in replaced:
            _take_back(row, at=at)


def take_back_invitations(rows: QuerySet[Invitation], *, at: When = None) -> None:
    """Let nobody come in any more by these, such as into a place that ends."""
    for invitation in rows.filter(accepted_at=None, withdrawn_at=None):
        _take_back(invitation, at=at)


def _take_back(invitation: Invitation, *, at: When = None) -> None:
    rows = Invitation.objects.unanswered().filter(pk=invitation.pk)
    if rows.update(withdrawn_at=at or timezone.now()):
        withdraw_letters("invitation", invitation.pk, at=at)
        withdraw_notice("invited", invitation.pk, at=at)
        withdraw_notice("way_in_made", invitation.pk, at=at)


def _send(invitation: Invitation, *, at: When) -> None:
    """Store it as sent now, and write the letter where one goes out."""
    invitation.sent_at = at or timezone.now()
    invitation.valid_until = timezone.localdate(at) + dt.timedelta(days=VALID_DAYS)
    invitation.save()
    if not invitation.by_hand:
        what: dict[str, Any] = {"object_id": invitation.pk, "invitation": invitation}
        write_letter("invitation", address=invitation.address, at=at, **what, **invitation.where)
