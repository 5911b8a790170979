"""A body that a team asked in turns out to be one that is here: the two become one."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log, tell
from accounts.actions.invitations import take_back_invitations
from accounts.models import (
    Invitation,
    Letter,
    Notice,
    Organisation,
    OrganisationMembership,
    Service,
    User,
)
from accounts.selectors import leads_of, people_of, readers_of
from agreeing.actions import move_ties
from assessments.actions import Refused
from assessments.models import AskAnswer
from mirror.models import Pair
from mirror.selectors import people_of_body
from pages.database.at_once import Stale, hold
from sharing.actions.sending import WAITING, change_first
from sharing.models import Share


def join_body(body: Organisation, into: Organisation, *, by: User) -> Organisation:
    """Let a body that a team asked in be the one that is here; return that. Twice is as once.

    Its readers, what was sent to it, its answers and what was agreed with it are the other's from
    now on. What was frozen stays as it is. Everybody who reads, or is read by, more people than
    before is told. Raises Refused where somebody would be on both sides, or something is open
    with both; Stale where it was joined to another, or offered, meanwhile.
    """
    try:
        with transaction.atomic():
            return _join(body, into, by=by)
    except IntegrityError as error:  # the other came to have the same with a team in this moment
        raise Stale from error


def _join(body: Organisation, into: Organisation, *, by: User) -> Organisation:
    now = timezone.now()
    # Others wait; who accepts in this moment comes before, and is one of its readers, or after.
    hold(Organisation.objects.filter(pk__in=[body.pk, into.pk]))
    hold(Service.objects.filter(organisation=body))
    hold(Invitation.objects.to(body))
    hold(Share.objects.filter(body__in=[body, into]))
    body.refresh_from_db()
    if body.joined_into_id == into.pk:
        return into
    if body.brought_by_id is None:
        raise Stale
    _refuse(body, into)
    body_teams, other_teams = set(_teams_of(body)), set(_teams_of(into))
    readers = set(readers_of(body)) | set(readers_of(into))
    for share in Share.objects.filter(body=body, state__in=WAITING):
        change_first(share, by=by, at=now)  # the team was shown a copy for fewer readers
    _drop_doubles(body, into)
    # Whoever has a page of one open that is being prepared looks at it again first.
    Share.objects.filter(body=body).update(body=into, invites="", version=F("version") + 1)
    _move_people(body, into, at=now)
    move_ties(body, into)
    for model in (AskAnswer, Pair):
        model._default_manager.filter(body=body).update(body=into)
    for table in (Service.objects, Notice.objects, Letter.objects):
        table.filter(organisation=body).update(organisation=into)
    Organisation.objects.filter(joined_into=body).update(joined_into=into)
    rows, day = Organisation.objects.filter(pk=body.pk), timezone.localdate(now)
    rows.update(brought_by=None, joined_into=into, closed_on=day)
    log("body_joined", by=by, at=now, object_id=body.pk, organisation=into)
    tell(readers, "bodies_joined", organisation=into, at=now)
    for team in body_teams:
        tell(people_of(team), "body_is_another", service=team, organisation=body, at=now)
    for team in other_teams - body_teams:
        tell(people_of(team), "bodies_joined", service=team, organisation=into, at=now)
    into.refresh_from_db()
    return into


def bodies_to_join(body: Organisation) -> QuerySet[Organisation]:
    """Return the bodies that this one can turn out to be, A to Z: those every team is offered."""
    rows = Organisation.objects.commissioning().in_use().filter(brought_by=None)
    return rows.exclude(pk=body.pk).in_name_order()


def _refuse(body: Organisation, into: Organisation) -> None:
    if not bodies_to_join(body).filter(pk=into.pk).exists():
        raise Refused(_("Choose a commissioning body that every team is offered."))
    readers = people_of_body(body) | people_of_body(into)
    teams = {*_teams_of(body), *_teams_of(into)}
    if any(team.organisation_id in {body.pk, into.pk} for team in teams):
        raise Refused(_("One of the two has a report from a team of the other, so they are two."))
    for team in teams:
        if readers & set(people_of(team).values_list("pk", flat=True)):
            raise Refused(
                _(
                    "Somebody in a team that wrote to one of the two reads for the other, and "
                    "nobody is on both sides. End one of these first."
                )
            )
    pairs = Pair.objects.live()
    linked = pairs.filter(body=into).values("service", "framework_slug")
    linked_keys = {(row["service"], row["framework_slug"]) for row in linked}
    for pair in pairs.filter(body=body):
        if (pair.service_id, pair.framework_slug) in linked_keys:
            raise Refused(_("One service is linked with both. Let it end one of the links first."))


def _drop_doubles(body: Organisation, into: Organisation) -> None:
    """Of two of a team that are being prepared drop one for which nobody chose anything."""
    drafts = Share.objects.filter(body__in=[body, into], state=Share.State.DRAFT)
    for draft in drafts.filter(Q(version=0) | Q(follows__isnull=False)):
        if drafts.filter(service=draft.service_id).exclude(pk=draft.pk).exists():
            draft.delete()


def _teams_of(body: Organisation) -> Iterable[Service]:
    has = Q(shares__body=body) | Q(ties__body=body) | Q(mirrors__body=body)
    return Service.objects.in_use().filter(has).distinct()


def _move_people(body: Organisation, into: Organisation, *, at: dt.datetime) -> None:
    """Let who reads for the one read for the other: none leads there where others lead it."""
    live = OrganisationMembership.objects.live()
    readers_there = set(live.filter(organisation=into).values_list("user", flat=True))
    moving = live.filter(organisation=body)
    moving.filter(user__in=readers_there).update(ended_on=timezone.localdate(at))
    if leads_of(into):
        moving.update(role=OrganisationMembership.Role.READER)
    moving.update(organisation=into)
    invitations = Invitation.objects.unanswered()
    if readers_there or invitations.to(into).exists():
        # Whoever leads there asks in whom they like; a link into the one would open the other.
        take_back_invitations(body.invitations.all(), at=at)
    else:
        invitations.to(body).update(organisation=into)
