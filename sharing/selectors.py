"""Reads for the pages about what was shared, each one query."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Service, User
from sharing.models import Share


def shares_of(service: Service) -> QuerySet[Share]:
    """Return what a team shares, shared or prepares, newest first, with body and service."""
    return Share.objects.of(service).for_a_list().latest_first()


def shares_for(user: User) -> QuerySet[Share]:
    """Return what was sent to the bodies this person reads for, by body, newest first.

    What was taken back or has ended stays in it: its reference and dates are theirs to keep.
    """
    return Share.objects.sent_to_bodies_of(user).for_a_list().by_body()


def team_share(user: User, pk: UUID) -> Share:
    """Return a share, whatever its state, to somebody of its team. Raises Http404 to others."""
    share = Share.objects.of_teams_of(user).with_whom().filter(pk=pk).first()
    if share is None:
        raise Http404
    return share


def received_share(user: User, reference: str) -> Share:
    """Return what was sent to a body this person reads for now. Raises Http404 to others."""
    share = Share.objects.sent_to_bodies_of(user).with_whom().filter(reference=reference).first()
    if share is None:
        raise Http404
    return share
