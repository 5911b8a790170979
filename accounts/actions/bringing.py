"""A team asks in a commissioning body that is not here yet, for one report."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.events import log
from accounts.actions.organising import free_slug_of_organisation
from accounts.models import Organisation, Service, User
from pages.words import isolated, reads_as


@transaction.atomic
def bring_body(
    *, name: str, service: Service, by: User, at: dt.datetime | None = None
) -> Organisation:
    """Add a body for one team to write to; nobody is told, and no other team is offered it.

    Raises ValidationError for a name that is none, or that reads like a body the team can choose.
    """
    made = Organisation(name=" ".join(name.split()), kind=Organisation.Kind.COMMISSIONER)
    made.brought_by = service
    made.clean_fields(exclude={"slug"})
    for there in Organisation.objects.offered_to(service):
        if reads_as(there.name) == reads_as(made.name):
            words = _("{name} is here already: choose it from the list of bodies.")
            raise ValidationError({"name": words.replace("{name}", isolated(there.name))})
    made.slug = free_slug_of_organisation(made.name)
    made.save(force_insert=True)
    log("body_brought", by=by, at=at, object_id=made.pk, service=service, organisation=made)
    return made


def offer_body(body: Organisation, *, by: User, at: dt.datetime | None = None) -> Organisation:
    """Say that a body is the one of its name: every team is offered it. Twice is as once.

    Raises ValidationError where another body that every team is offered has this name.
    """
    for there in alike(body):
        if there.brought_by_id is None:
            words = _("{name} is here already. Give this one another name, or end it.")
            raise ValidationError(words.replace("{name}", isolated(there.name)))
    with transaction.atomic():
        if Organisation.objects.filter(pk=body.pk).exclude(brought_by=None).update(brought_by=None):
            log("body_offered", by=by, at=at, object_id=body.pk, organisation=body)
    body.refresh_from_db()
    return body


def alike(body: Organisation) -> list[Organisation]:
    """Return the other bodies in use whose names read alike, asked in by teams or not."""
    others = Organisation.objects.commissioning().in_use().exclude(pk=body.pk)
    return [each for each in others if reads_as(each.name) == reads_as(body.name)]
