"""That a team's, or an organisation's, whole data shall go: asked, agreed, stopped, done.

One of a team asks, another agrees, one of the two manages it. Then everybody is told, and any of
them can stop it for two weeks. Where the team is too few for that, its lead is the other one.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import has_manager, log, tell, withdraw_notices, write_letter
from accounts.models import Deletion, Erasure, Invitation, Notice, Organisation, Service, User
from accounts.operations.erasures import note_erased
from accounts.selectors import leads_of, people_of
from office.actions.wiping import wipe_team
from pages.database.at_once import one_at_a_time
from pages.database.one_by_one import one_by_one
from pages.signatures import When

DAYS = 14
DAYS_OF_AN_ORGANISATION = 30
TWO = 2


def is_too_few(service: Service) -> bool:
    """Say whether a team cannot ask and agree by itself: fewer than two, or nobody manages it."""
    return people_of(service).count() < TWO or not has_manager(service)


def may_agree(deletion: Deletion, user: User) -> bool:
    """Say whether this person may be the second one.

    Of the team, where one of the two manages it; its lead, where the team is too few.
    """
    service = deletion.service
    if service is None or deletion.agreed_at or deletion.asked_by_id == user.pk:
        return False
    if is_too_few(service):
        return user in leads_of(service.organisation)
    managers = service.memberships.live().managers()
    one_manages = managers.filter(user__in=[user.pk, deletion.asked_by_id]).exists()
    return one_manages and people_of(service).filter(pk=user.pk).exists()


@transaction.atomic
def ask_deletion(service: Service, *, by: User, at: When = None) -> Deletion:
    """Ask that all of a team's data goes; asked twice it is asked once.

    Where nobody is left in the team, its lead asks, and the days begin at once.
    """
    now = at or timezone.now()
    one_at_a_time(service)
    going_on = Deletion.objects.going_on().filter(service=service).first()
    if going_on:
        return going_on
    deletion = Deletion.objects.create(service=service, asked_by=by, asked_at=now)
    log("deletion_asked", by=by, at=now, object_id=deletion.pk, service=service)
    if not people_of(service).exists():
        return _begin_days(deletion, by=by, at=now)
    _tell(deletion, "deletion_asked", by=by, at=now)
    return deletion


@transaction.atomic
def agree_to_deletion(deletion: Deletion, *, by: User, at: When = None) -> Deletion:
    """Agree, as the second one; from now on the days run. Twice is the same as once.

    Raises ValidationError where it was stopped meanwhile, or this person cannot be the second.
    """
    now = at or timezone.now()
    if deletion.service is None:
        raise TypeError
    one_at_a_time(deletion)  # before its team, as at night
    one_at_a_time(deletion.service)
    deletion.refresh_from_db()
    if deletion.stopped_at or deletion.done_at:
        raise ValidationError(_("This was stopped meanwhile. Nothing goes."))
    if deletion.agreed_at:
        return deletion
    if not may_agree(deletion, by):
        raise ValidationError(_("Somebody else has to agree, and one of the two manages the team."))
    return _begin_days(deletion, by=by, at=now)


def _begin_days(deletion: Deletion, *, by: User, at: dt.datetime) -> Deletion:
    days = DAYS if deletion.service_id else DAYS_OF_AN_ORGANISATION
    deletion.agreed_at, deletion.agreed_by = at, by
    deletion.goes_on = timezone.localdate(at) + dt.timedelta(days=days)
    deletion.save(update_fields=["agreed_at", "agreed_by", "goes_on"])
    _tell(deletion, "deletion_agreed", by=by, at=at)
    log("deletion_agreed", by=by, at=at, object_id=deletion.pk, service=deletion.service)
    return deletion


@transaction.atomic
def stop(deletion: Deletion, *, by: User) -> Deletion:
    """Stop it, as anybody of the team may. Raises ValidationError where it is done."""
    now = timezone.now()
    one_at_a_time(deletion)
    if deletion.service:  # whoever agrees at this moment comes before or after
        one_at_a_time(deletion.service)
    rows = Deletion.objects.going_on().filter(pk=deletion.pk)
    if rows.update(stopped_at=now, stopped_by=by):
        deletion.refresh_from_db()
        _tell(deletion, "deletion_stopped", by=by, at=now)
        log("deletion_stopped", by=by, at=now, object_id=deletion.pk, service=deletion.service)
    deletion.refresh_from_db()
    if deletion.done_at:
        raise ValidationError(_("It is done: all of it is gone."))
    return deletion


@transaction.atomic
def delete_ended(organisation: Organisation, *, by: User) -> Deletion:
    """Begin the days after which all data of an ended organisation goes; every team is told."""
    now = timezone.now()
    one_at_a_time(organisation)
    organisation.refresh_from_db()
    if organisation.closed_on is None:
        raise ValidationError(_("End it first. Then its data can go."))
    going_on = Deletion.objects.going_on().filter(organisation=organisation).first()
    if going_on:
        return going_on
    deletion = Deletion.objects.create(organisation=organisation, asked_by=by, asked_at=now)
    return _begin_days(deletion, by=by, at=now)


def carry_out_deletions(at: dt.datetime) -> int:
    due = Deletion.objects.due(timezone.localdate(at)).select_related("service", "organisation")
    return one_by_one(due, lambda deletion: _carry_out(deletion, at))


@transaction.atomic
def _carry_out(deletion: Deletion, at: dt.datetime) -> bool:
    due = Deletion.objects.due(timezone.localdate(at)).filter(pk=deletion.pk)
    if not due.update(done_at=at):  # stopped in this very moment
        return False
    people = _concerned(deletion)
    if deletion.service:
        wipe_team(deletion.service, at=at)
    elif deletion.organisation:
        wipe_organisation(deletion.organisation, at=at)
    for person in people:
        write_letter(
            "deletion_done",
            user=person,
            service=deletion.service,
            organisation=deletion.organisation,
            object_id=deletion.pk,
            path=reverse("home"),
            at=at,
        )
    return True


@transaction.atomic
def wipe_organisation(organisation: Organisation, *, at: When = None) -> None:
    """Take away all data of an organisation and of each of its teams; its name stays."""
    now = at or timezone.now()
    one_at_a_time(organisation)
    for team in Service.objects.filter(organisation=organisation).order_by("pk"):
        wipe_team(team, at=now)
    Invitation.objects.filter(organisation=organisation).delete()
    Organisation.objects.filter(pk=organisation.pk, closed_on=None).update(
        closed_on=timezone.localdate(now)  # in a copy from before it went on
    )
    organisation.memberships.all().delete()
    organisation.groupings.all().delete()
    organisation.events.all().delete()
    note_erased(Erasure.Kind.ORGANISATION, organisation.pk, at=now)
    log("organisation_deleted", by=None, at=now, object_id=organisation.pk)


def _concerned(deletion: Deletion) -> list[User]:
    """Return everybody in the team, or in any of the organisation's; where none is, who leads."""
    if deletion.organisation:
        members = User.objects.filter(
            is_active=True,
            service_memberships__service__organisation=deletion.organisation,
            service_memberships__ended_on=None,
        )
        return list(members.distinct().in_name_order())
    if deletion.service is None:
        return []
    people = list(people_of(deletion.service))
    return people or leads_of(deletion.service.organisation)


def _tell(deletion: Deletion, kind: str, *, by: User, at: dt.datetime) -> None:
    """Tell everybody concerned, each of their own team; whoever did it needs no letter.

    What was told of it before is no longer so, nor is that an earlier one was stopped.
    """
    teams = [deletion.service] if deletion.service else []
    if deletion.organisation:
        teams = list(Service.objects.filter(organisation=deletion.organisation))
    for team in teams:
        withdraw_notices(Notice.objects.filter(kind__startswith="deletion_", service=team), at=at)
        people = list(people_of(team))
        path = reverse("delete-team", args=[team.slug])
        if kind == "deletion_asked" and is_too_few(team):
            people += [lead for lead in leads_of(team.organisation) if lead not in people]
        tell(
            people or (leads_of(team.organisation) if deletion.service else []),
            kind,
            service=team,
            organisation=team.organisation,  # by which a lead, who is not in the team, reads it
            object_id=deletion.pk,
            path="" if kind == "deletion_stopped" else path,
            until=deletion.goes_on,
            around=deletion.goes_on,
            by=by,
            at=at,
        )
