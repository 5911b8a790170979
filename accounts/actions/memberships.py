"""Joining and leaving teams and organisations."""

import datetime as dt
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.actions.events import log, tell
from accounts.models import (
    Notice,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)

JOINED, JOINED_ORGANISATION = "joined_team", "joined_organisation"

M = TypeVar("M", ServiceMembership, OrganisationMembership)


@transaction.atomic
def join_team(
    *,
    user: User,
    service: Service,
    role: str,
    by: User | None,
    at: dt.datetime | None = None,
) -> ServiceMembership:
    """Put a person in a service's team as "contributor" or "manager", from the day of `at`.

    A different role ends the one they had on that day; the same role again changes nothing. Who
    is new is told of by name to everybody who is there, in this very transaction: nobody reads
    before that. Raises ValidationError where the rules of memberships forbid it (membership.py).
    """
    made = ServiceMembership(user=user, service=service, role=role, since=timezone.localdate(at))
    had = service.memberships.filter(user=user, ended_on=None).first()
    row = _join(made, had, act=f"joined_team_as_{role}", by=by, at=at, service=service)
    if had is None:
        others = User.objects.get_queryset().in_team_of(service).exclude(pk=user.pk)
        tell(others, JOINED, service=service, about=user, at=at)
    return row


@transaction.atomic
def join_organisation(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    by: User | None,
    at: dt.datetime | None = None,
) -> OrganisationMembership:
    """Make a person "lead" of an organisation or "reader" in a commissioning body.

    A different role ends the one they had; the same role again changes nothing. Who leads or reads
    there is told by name of who is new. Raises ValidationError where the rules of memberships
    forbid it (membership.py).
    """
    made = OrganisationMembership(
        user=user, organisation=organisation, role=role, since=timezone.localdate(at)
    )
    had = organisation.memberships.filter(user=user, ended_on=None).first()
    act = f"joined_organisation_as_{role}"
    row = _join(made, had, act=act, by=by, at=at, organisation=organisation)
    if had is None:
        others = User.objects.get_queryset().in_organisation(organisation).exclude(pk=user.pk)
        tell(others, JOINED_ORGANISATION, organisation=organisation, about=user, at=at)
    return row


def _join(
    made: M, had: M | None, *, act: str, by: User | None, at: dt.datetime | None, **where: Any
) -> M:
    """Put a membership in the place of the one a person had; the same role changes nothing."""
    if had and had.role == made.role:
        return had
    if had:
        end_membership(had, by=by, at=at)
    made.full_clean()
    made.save()
    log(act, by=by, at=at, object_id=made.user_id, **where)
    return made


@transaction.atomic
def end_membership(membership: M, *, by: User | None, at: dt.datetime | None = None) -> M:
    """End a membership on the day of `at`: its rights are gone on the person's next request."""
    day = timezone.localdate(at)
    live = type(membership)._default_manager.filter(pk=membership.pk, ended_on=None)
    if live.update(ended_on=max(day, membership.since)):
        where = {name: getattr(membership, name, None) for name in ("service", "organisation")}
        # What was told of them is no longer so.
        told = Notice.objects.unread().filter(
            kind__in=[JOINED, JOINED_ORGANISATION], about=membership.user, **where
        )
        told.update(read_at=at or timezone.now())
        log("left", by=by, at=at, object_id=membership.user_id, **where)
    membership.refresh_from_db()
    return membership
