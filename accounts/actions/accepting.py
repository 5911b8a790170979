"""Coming in: an invitation is accepted once, by the one it was for."""

from contextlib import suppress
from enum import Enum, auto

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actions.events import log, withdraw_notice
from accounts.actions.invitable import (
    account_of,
    lets_lead_in,
    may_invite,
    membership_of,
    opens_more,
)
from accounts.actions.letters import withdraw_letters
from accounts.actions.memberships import join
from accounts.actions.people import add_person
from accounts.models import Invitation, User
from pages.database.at_once import one_at_a_time
from pages.signatures import When


class WhyNot(Enum):
    USED = auto()
    OLD = auto()
    WITHDRAWN = auto()
    # Whoever asked may not ask people in there any more.
    INVITER_LEFT = auto()
    # The team is closed.
    CLOSED = auto()
    # It was for somebody else than who is signed in.
    ANOTHERS = auto()
    # There is an account: it accepts by signing in.
    HAS_ACCOUNT = auto()
    # Who reads for a body is in no team, and the other way round.
    BOTH_SIDES = auto()
    # Who leads the organisation is let in by the team itself.
    LEADS = auto()


class NotLetIn(Exception):
    """It cannot be accepted, and nothing was changed."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.name)
        self.why = why


def refuse_closed(invitation: Invitation, *, at: When = None) -> None:
    """Raise NotLetIn where nobody can accept this any more."""
    first = invitation.role == Invitation.Role.FIRST
    if invitation.accepted_at or (first and User.objects.exists()):
        raise NotLetIn(WhyNot.USED)
    if invitation.withdrawn_at:
        raise NotLetIn(WhyNot.WITHDRAWN)
    if invitation.valid_until < timezone.localdate(at):
        raise NotLetIn(WhyNot.OLD)
    if invitation.service and invitation.service.archived_on:
        raise NotLetIn(WhyNot.CLOSED)
    place, by = invitation.place, invitation.by
    if invitation.person and by:
        if not may_invite(by, invitation.service, invitation.role) or opens_more(  # type: ignore[arg-type]  # a way in is to a team
            invitation.person, by=by
        ):
            raise NotLetIn(WhyNot.INVITER_LEFT)
    elif place and not may_invite(by, place, invitation.role):
        raise NotLetIn(WhyNot.INVITER_LEFT)


def refuse_person(invitation: Invitation, user: User) -> None:
    """Raise NotLetIn where this is not somebody the invitation can be for."""
    verified = EmailAddress.objects.filter(user=user, verified=True)
    has_address = verified.filter(email__iexact=invitation.reached_by).exists()
    if invitation.person_id not in (None, user.pk) or not has_address:
        raise NotLetIn(WhyNot.ANOTHERS)
    if lets_lead_in(invitation, user):
        raise NotLetIn(WhyNot.LEADS)
    try:
        membership_of(invitation, user).clean()
    except ValidationError as error:
        raise NotLetIn(WhyNot.BOTH_SIDES) from error


@transaction.atomic
def accept(invitation: Invitation, *, user: User, at: When = None) -> Invitation:
    """Let somebody who has an account in. Raises NotLetIn, and changes nothing then.

    Everybody who is there is told by name in the same moment: before the newcomer can read.
    """
    one_at_a_time(user)  # first people, as everywhere (docs/adr/0004)
    hold_invitation(invitation, at=at)
    refuse_person(invitation, user)
    use_up(invitation, user=user, at=at)
    _join(invitation, user=user, at=at)
    return invitation


@transaction.atomic
def accept_anew(
    invitation: Invitation, *, display_name: str, password: str | None, at: When = None
) -> User:
    """Make an account for the one who was asked, and let them in.

    The address counts as verified: the link came there, or whoever handed it over knows it. Without
    a password they sign in by a code sent to it. Raises NotLetIn, ValidationError for a name that
    is none; nothing is changed then.
    """
    hold_invitation(invitation, at=at)
    if account_of(invitation) or invitation.person:
        raise NotLetIn(WhyNot.HAS_ACCOUNT)
    if invitation.sign_in_name and not password:
        raise PermissionDenied
    user = add_person(
        email=invitation.reached_by,
        display_name=display_name,
        password=password,
        by=invitation.by,
        at=at,
    )
    return accept(invitation, user=user, at=at).accepted_by or user


@transaction.atomic
def get_back_in(invitation: Invitation, *, password: str, at: When = None) -> User:
    """Let somebody choose a new password; all their sign-ins end. As `accept` raises NotLetIn."""
    person = invitation.person
    if person is None:
        raise NotLetIn(WhyNot.ANOTHERS)
    one_at_a_time(person)
    hold_invitation(invitation, at=at)
    use_up(invitation, user=person, at=at)
    person.set_password(password)
    person.sign_ins_since = at or timezone.now()
    person.save(update_fields=["password", "sign_ins_since"])
    log("way_in_used", by=person, at=at, object_id=person.pk, service=invitation.service)
    return person


def hold_invitation(invitation: Invitation, *, at: When = None) -> None:
    """Let whoever else presses now wait for this transaction. Raises NotLetIn where it is over."""
    rows = Invitation.objects.unanswered().filter(pk=invitation.pk, nonce=invitation.nonce)
    is_ours = rows.update(sent_at=F("sent_at"))
    if not is_ours:
        with suppress(Invitation.DoesNotExist):  # whoever it was for was erased, or its team
            invitation.refresh_from_db()
            refuse_closed(invitation, at=at)
        raise NotLetIn(WhyNot.WITHDRAWN)  # another link was made meanwhile
    refuse_closed(invitation, at=at)


def use_up(invitation: Invitation, *, user: User, at: When = None) -> None:
    now = at or timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now, accepted_by=user)
    invitation.accepted_at, invitation.accepted_by = now, user
    withdraw_notice("invited", invitation.pk, at=at)
    withdraw_letters("invitation", invitation.pk, at=at)


def _join(invitation: Invitation, *, user: User, at: When) -> None:
    place = invitation.place
    if place is None:
        return
    highest = place.memberships.live().filter(user=user, role__in=["manager", "lead"])
    if highest.exists():
        return
    join(user=user, place=place, role=invitation.role, by=invitation.by, at=at)
