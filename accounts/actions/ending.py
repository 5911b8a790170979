"""Organisations come and end; what of it somebody could read ends in the same moment."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.events import log
from accounts.actions.invitations import take_back_invitations
from accounts.actions.memberships import end_membership
from accounts.actions.organising import archive_team, free_slug_of_organisation, one_at_a_time
from accounts.models import Organisation, User
from pages.words import isolated, reads_as


@transaction.atomic
def add_organisation(
    *, name: str, kind: str, people_word: str = "", by: User, at: dt.datetime | None = None
) -> Organisation:
    """Add an organisation that runs services, or a body that commissions them.

    Raises ValidationError for a name that is none, or is taken by one of the same kind.
    """
    made = Organisation(name=" ".join(name.split()), kind=kind)
    made.people_word = people_word or made.people_word
    made.clean_fields(exclude={"slug"})
    others = Organisation.objects.in_use().filter(kind=kind).values_list("name", flat=True)
    if reads_as(made.name) in map(reads_as, others):
        raise ValidationError(_("{name} is here already.").replace("{name}", isolated(made.name)))
    made.slug = free_slug_of_organisation(made.name)
    made.save(force_insert=True)
    log("organisation_added", by=by, at=at, object_id=made.pk, organisation=made)
    return made


@transaction.atomic
def end_organisation(
    organisation: Organisation, *, by: User, at: dt.datetime | None = None
) -> Organisation:
    """End an organisation or a body in one go, so that nobody reads by it in between.

    Its teams end: who is in them reads on what they kept. Who led it, or read for it, does so no
    more; nobody who was asked in can come. Doing it twice is the same as once.
    """
    one_at_a_time(organisation)
    rows = Organisation.objects.in_use().filter(pk=organisation.pk)
    if rows.update(closed_on=timezone.localdate(at)):
        for team in organisation.services.in_use():
            archive_team(team, by=by, at=at)
        take_back_invitations(organisation, at=at)
        for row in organisation.memberships.filter(ended_on=None):
            end_membership(row, by=by, at=at)
        log(
            "organisation_ended",
            by=by,
            at=at,
            object_id=organisation.pk,
            organisation=organisation,
        )
    organisation.refresh_from_db(fields=["closed_on"])
    return organisation


@transaction.atomic
def begin_organisation_again(
    organisation: Organisation, *, by: User, at: dt.datetime | None = None
) -> Organisation:
    """Let an organisation go on that was ended. Its teams stay ended until its lead opens them."""
    if (
        Organisation.objects.exclude(closed_on=None)
        .filter(pk=organisation.pk, joined_into=None)
        .update(closed_on=None)
    ):
        log(
            "organisation_began_again",
            by=by,
            at=at,
            object_id=organisation.pk,
            organisation=organisation,
        )
    organisation.refresh_from_db(fields=["closed_on"])
    return organisation
