"""Joining and leaving teams and organisations, by an invitation or in another way.

What somebody wrote stays the team's; their right to read is gone on their next request.
"""

import datetime as dt
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.events import log, tell, withdraw_notices
from accounts.models import (
    LetIn,
    Letter,
    Notice,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)
from pages.database.at_once import one_at_a_time
from pages.signatures import When
from pages.words import with_names

Membership = ServiceMembership | OrganisationMembership
M = TypeVar("M", bound=Membership)


@transaction.atomic
def join(
    *, user: User, place: Service | Organisation, role: str, by: User | None, at: When = None
) -> Membership:
    """Give somebody a part in a team, or in an organisation or a body, from the day of `at`.

    A different role ends the one they had on that day; the same role again changes nothing. Who
    is new is told of by name to everybody who is there, in this very transaction: nobody reads
    before that. Raises ValidationError where the rules of memberships forbid it (membership.py).
    """
    former = place.memberships.live().filter(user=user).first()
    if former and former.role == role:
        return former
    if former:
        end_membership(former, by=by, at=at)
    day = timezone.localdate(at)
    of: dict[str, Any]
    membership: Membership
    if isinstance(place, Service):
        kind, of = "joined_team", {"service": place}
        others = User.objects.in_team_of(place).exclude(pk=user.pk)
        membership = ServiceMembership(user=user, service=place, role=role, since=day)
    else:
        kind, of = "joined_organisation", {"organisation": place}
        others = User.objects.in_organisation(place).exclude(pk=user.pk)
        membership = OrganisationMembership(user=user, organisation=place, role=role, since=day)
    membership.full_clean()
    membership.save()
    log(f"{kind}_as_{role}", by=by, at=at, object_id=user.pk, **of)
    if former is None:
        tell(others, kind, about=user, at=at, **of)
        if not isinstance(place, Service):  # where nobody could read what came, somebody can
            unread = Notice.objects.filter(kind="share_unread", organisation=place)
            withdraw_notices(unread, at=at)
    return membership


@transaction.atomic
def change_role(membership: ServiceMembership, *, role: str, by: User) -> Membership:
    """Give somebody in a team another part in it. Raises DoesNotExist where they left meanwhile."""
    one_at_a_time(membership.user)
    one_at_a_time(membership.service)  # all of the team may go in this moment
    row = membership.service.memberships.live().get(user=membership.user)
    return join(user=row.user, place=row.service, role=role, by=by)


@transaction.atomic
def end_membership(membership: M, *, by: User | None, at: When = None) -> M:
    """End a membership on the day of `at`: its rights are gone on the person's next request."""
    day = timezone.localdate(at)
    rows = type(membership)._default_manager.filter(pk=membership.pk, ended_on=None)
    if rows.update(ended_on=max(day, membership.since)):
        where = {name: getattr(membership, name, None) for name in ("service", "organisation")}
        # What was told of them is no longer so.
        notices = Notice.objects.unread().filter(about=membership.user, **where)
        joined = notices.filter(kind__in=["joined_team", "joined_organisation"])
        joined.update(read_at=at or timezone.now())
        # Nor does a letter that waits tell them any more what has happened there.
        waiting = Letter.objects.waiting().filter(user=membership.user)
        place_of = {name: place for name, place in where.items() if place}
        waiting.filter(**place_of).update(withdrawn_at=at or timezone.now())
        log("left", by=by, at=at, object_id=membership.user_id, **where)
    membership.refresh_from_db()
    return membership


TWO = 2


@transaction.atomic
def work_here_too(service: Service, *, by: User) -> None:
    """Let a lead put herself in a team of hers that has written nothing yet.

    Whoever writes its first words at this very moment comes after this, or this is refused
    (ValidationError).
    """
    one_at_a_time(by)
    empty = Service.objects.in_use().filter(pk=service.pk, first_words_at=None)
    if not empty.update(slug=F("slug")):
        words = _("{team} has begun, so the team itself lets people in: its manager does.")
        raise ValidationError(with_names(words, team=service.name))
    join(user=by, place=service, role="contributor", by=by)


@transaction.atomic
def let_in(service: Service, *, person: User, by: User) -> bool:
    """Say, as one of a team without a manager, that a lead may come in; two open the door.

    Return whether she is in now. Raises ValidationError where the team has a manager.
    """
    one_at_a_time(person)
    one_at_a_time(service)
    if has_manager(service):
        raise ValidationError(_("The team has a manager, who lets people in."))
    now = timezone.now()
    LetIn.objects.get_or_create(service=service, person=person, by=by, defaults={"at": now})
    team = User.objects.in_team_of(service).values("pk")
    if service.let_in.filter(person=person, by__in=team).count() < TWO:
        return False
    service.let_in.filter(person=person).delete()
    join(user=person, place=service, role="contributor", by=by)
    return True


def has_manager(service: Service) -> bool:
    return service.memberships.active().managers().exists()


@transaction.atomic
def leave_team(
    membership: ServiceMembership,
    *,
    by: User,
    cover: User | None = None,
    until: dt.date | None = None,
    at: When = None,
) -> ServiceMembership:
    """End somebody's part in a team, by themselves or by who may.

    `cover`: who looks after the team until a day, where its only manager leaves. It gives them no
    right; a line tells the team whom to ask.
    """
    one_at_a_time(membership.user)
    if cover is not None:
        one_at_a_time(membership.service)
    row = end_membership(_as_it_is(membership, membership.service), by=by, at=at)
    if cover is not None and not has_manager(row.service):
        say_who_looks_after(row.service, cover=cover, until=until, by=by, at=at)
    return row


def _as_it_is(membership: M, place: Service | Organisation) -> M:
    """Return the part they have there now: they may have been given another in this moment."""
    row: Any = place.memberships.live().filter(user=membership.user).first()
    if row is not None:
        membership = row
    return membership


@transaction.atomic
def say_who_looks_after(
    service: Service, *, cover: User | None, until: dt.date | None, by: User, at: When = None
) -> None:
    """Say who looks after a team without a manager, until a day. Raises ValidationError."""
    if cover is not None and (until is None or until < timezone.localdate(at)):
        raise ValidationError(_("Say until which day, from today on."))
    Service.objects.filter(pk=service.pk).update(cover=cover, cover_until=until if cover else None)
    service.refresh_from_db(fields=["cover", "cover_until"])
    log("service_covered", by=by, at=at, object_id=service.pk, service=service)


@transaction.atomic
def leave_organisation(
    membership: OrganisationMembership, *, by: User, at: When = None
) -> OrganisationMembership:
    """End somebody's part in an organisation; its last lead cannot leave (ValidationError)."""
    organisation = membership.organisation
    one_at_a_time(membership.user)
    one_at_a_time(organisation)
    row = _as_it_is(membership, organisation)
    others = organisation.memberships.active().leads()
    if row.role == "lead" and not others.exclude(pk=row.pk).exists():
        words = _(
            "{name} is the last who leads on this at {organisation}. Name somebody else first; then"
            " this works."
        )
        name = membership.user.display_name
        raise ValidationError(with_names(words, name=name, organisation=organisation.name))
    return end_membership(row, by=by, at=at)
