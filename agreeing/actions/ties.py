"""How a team and a body come to have to do with each other, and who is told of what."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log, tell
from accounts.models import Organisation, Service, User
from accounts.selectors import people_of, readers_of
from agreeing.models import Side, Tie
from assessments.actions import Refused


def refuse_body(service: Service, body: Organisation) -> None:
    """Refuse a body that is none, that runs the service, or for which one of the team reads.

    Nobody is on both sides. The sentence names no person.
    """
    if body.kind != Organisation.Kind.COMMISSIONER:
        raise Refused(_("Choose a commissioning body from the list."))
    if body.pk == service.organisation_id:
        raise Refused(_("This is the organisation your team belongs to. Choose another body."))
    if people_of(service).filter(pk__in=readers_of(body).values("pk")).exists():
        raise Refused(_("Somebody of your team reads for this body, so it cannot be sent there."))


def begin_tie(
    service: Service, body: Organisation, *, by: User, at: dt.datetime | None = None
) -> Tie:
    """Return what this team and this body have with each other; begun where there is nothing yet.

    The body learns nothing of it. Raises Refused where it cannot be sent anything.
    """
    refuse_body(service, body)
    return _begun(service, body, by=by, at=at or timezone.now())


def show_tie(service: Service, body: Organisation, *, by: User, at: dt.datetime) -> Tie:
    """Give the body a page of it, because the team sent it something. Call it while doing so."""
    tie = _begun(service, body, by=by, at=at)
    Tie.objects.filter(pk=tie.pk, shown_at=None).update(shown_at=at)
    return tie


def hold(tie: Tie) -> None:
    """Let who writes at the same time wait. Call it first in a transaction."""
    Tie.objects.filter(pk=tie.pk).update(begun_at=F("begun_at"))


def told(tie: Tie, kind: str, *, by: User, side: str, at: dt.datetime, path: str = "") -> None:
    """Record who did it, and tell everybody of the other side; `path`: by letter too."""
    log(kind, by=by, at=at, object_id=tie.pk, service=tie.service, organisation=tie.body)
    people = readers_of(tie.body) if side == Side.TEAM else people_of(tie.service)
    tell(
        people,
        kind,
        service=tie.service,
        organisation=tie.body,
        object_id=tie.pk,
        path=path,
        by=by,
        at=at,
    )


def _begun(service: Service, body: Organisation, *, by: User, at: dt.datetime) -> Tie:
    there = Tie.objects.filter(service=service, body=body).first()
    if there is not None:
        return there
    try:
        with transaction.atomic():
            return Tie.objects.create(service=service, body=body, begun_by=by, begun_at=at)
    except IntegrityError:  # a colleague began it in this very moment
        return Tie.objects.get(service=service, body=body)
