"""Writes that everyone to the right uses: events and notices."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils import timezone

from accounts.models import Event, Notice, Organisation, Service, User


def record(
    act: str,
    *,
    by: User | None,
    at: dt.datetime | None = None,
    object_id: uuid.UUID | None = None,
    service: Service | None = None,
    organisation: Organisation | None = None,
) -> Event:
    """Record who did what to which object. Ids only, never words."""
    return Event.objects.create(
        act=act,
        actor=by,
        at=at or timezone.now(),
        object_id=object_id,
        service=service,
        organisation=organisation,
    )


def tell(
    people: Iterable[User],
    kind: str,
    *,
    service: Service,
    organisation: Organisation | None = None,
    object_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Leave the same notice for each of these people. The kind's words are in a template."""
    Notice.objects.bulk_create(
        Notice(
            user=person,
            kind=kind,
            service=service,
            organisation=organisation,
            object_id=object_id,
            created_at=at or timezone.now(),
        )
        for person in people
    )
