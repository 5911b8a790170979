"""A report to a body that is not here yet: one person there is asked in when it is sent."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import bring_body, invite
from accounts.actions.invitations import take_back_invitations
from accounts.models import Invitation, Service, User
from accounts.selectors import people_of, readers_of
from assessments.actions import Refused
from pages.database.at_once import Stale, one_at_a_time
from pages.signatures import When
from sharing.actions.guard import change_share, note_act
from sharing.actions.preparing import prepare_share
from sharing.models import Share


@transaction.atomic
def prepare_for_new_body(
    *, service: Service, name: str, address: str, by: User, at: When = None
) -> Share:
    """Begin a report to a body that is not here yet. Raises ValidationError, Refused."""
    _refuse_own(service, address)
    body = bring_body(name=name, service=service, by=by, at=at)
    share = prepare_share(service=service, body=body, by=by, at=at)
    Share.objects.filter(pk=share.pk).update(invites=address)
    share.refresh_from_db()
    return share


def ask_another(share: Share, *, address: str, seen: int, by: User) -> Share:
    """Ask somebody else in than was typed at first, or nobody. Raises Stale, ValidationError."""
    if address:
        _refuse_own(share.service, address)
    now = timezone.now()
    with transaction.atomic():
        change_share(share, states=[Share.State.DRAFT], version=seen, values={"invites": address})
        note_act(share, "share_chosen", by=by, at=now)
    return share


@transaction.atomic
def ask_in_now(share: Share, *, address: str, by: User) -> Share:
    """Ask somebody in for a report that was sent to a body where nobody is.

    Who was asked before can no longer come in. Raises Stale once it is over or somebody is there,
    ValidationError.
    """
    now = timezone.now()
    _refuse_own(share.service, address)
    one_at_a_time(share.body)  # before its report, as everywhere (docs/adr/0004)
    one_at_a_time(share)
    share.refresh_from_db()
    is_ours = share.body.brought_by_id == share.service_id  # not joined with another meanwhile
    is_read = readers_of(share.body).exists()
    if is_read or not is_ours or not share.can_be_read(timezone.localdate(now)):
        raise Stale
    if Invitation.objects.unanswered().to(share.body).filter(address=address).exists():
        words = _("They are asked in already. On the page of the report the letter can go again.")
        raise ValidationError({"address": words})
    take_back_invitations(share.body.invitations.all(), at=now)
    invite(by=by, place=share.body, role="lead", address=address, at=now)
    return share


def take_back_invitation_for(share: Share, *, at: dt.datetime) -> None:
    """Take back the letter that asks somebody in for this report alone, unless they came."""
    if share.body.brought_by_id and not share.body.memberships.exists():
        take_back_invitations(share.body.invitations.all(), at=at)


def ask_in(share: Share, *, by: User, at: dt.datetime) -> None:
    """Ask in who was named, once: call it in the transaction of sending. Raises Refused."""
    if not share.invites or share.body.memberships.exists():
        return
    try:
        invite(by=share.shown_by or by, place=share.body, role="lead", address=share.invites, at=at)
    except (ValidationError, PermissionDenied) as error:
        words = _("Nobody can be asked in at this address. Change it first.")
        raise Refused(words) from error
    Share.objects.filter(pk=share.pk).update(invites="")
    share.refresh_from_db()


def _refuse_own(service: Service, address: str) -> None:
    """Refuse the address of somebody in the team: nobody is on both sides of a report."""
    if people_of(service).filter(email__iexact=address).exists():
        words = _("This address is of your own side. Give one of the body’s.")
        raise ValidationError({"address": words})
