"""What happened, and what people are told."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actions.letters import withdraw_letters, write_letter
from accounts.models import Event, Invitation, Notice, Organisation, Service, User
from accounts.models.event import ANSWERS
from pages.database.prepared_writes import PreparedInsert
from pages.signatures import When

_NOTE = PreparedInsert(Event)


def log(
    act: str,
    *,
    by: User | None,
    at: When = None,
    object_id: uuid.UUID | None = None,
    service: Service | None = None,
    organisation: Organisation | None = None,
) -> None:
    """Record who did what to which object. Ids only, never words."""
    event = Event(
        act=act,
        actor=by,
        at=at or timezone.now(),
        object_id=object_id,
        service=service,
        organisation=organisation,
    )
    _NOTE(event)


def tell(
    people: Iterable[User],
    kind: str,
    *,
    service: Service | None = None,
    organisation: Organisation | None = None,
    object_id: uuid.UUID | None = None,
    about: User | None = None,
    invitation: Invitation | None = None,
    path: str = "",
    until: dt.date | None = None,
    by: User | None = None,
    around: dt.date | None = None,
    at: When = None,
) -> None:
    """Leave the same notice for each of these people. The kind's words are in a template.

    It is about a team or an organisation; `about` or `invitation`: whom it tells of. `path`: where
    it waits for them to do something; who wants such letters is written one, with templates of the
    same name, and `until` as its day. `by`: who did it, and needs no letter about it.
    """
    people, now = list(people), at or timezone.now()
    Notice.objects.bulk_create(
        Notice(
            user=person,
            kind=kind,
            service=service,
            organisation=organisation,
            object_id=object_id,
            about=about,
            invitation=invitation,
            around=around,
            created_at=now,
        )
        for person in people
    )
    for person in people:
        if path and person != by and person.wants_what_waits:
            write_letter(
                kind,
                user=person,
                service=service,
                organisation=organisation,
                object_id=object_id,
                path=path,
                details={"until": until.isoformat()} if until else None,
                at=now,
            )


@transaction.atomic
def tell_of_way_in(person: User, *, by: User) -> None:
    """Tell somebody on screen that who runs the site has a link with which they get back in."""
    log("way_in_made", by=by, object_id=person.pk)
    team = person.service_memberships.live().first()
    place = person.organisation_memberships.live().first()
    what: dict[str, Any] = {"about": by, "object_id": person.pk}
    if team:
        tell([person], "way_in_made", service=team.service, **what)
    elif place:
        tell([person], "way_in_made", organisation=place.organisation, **what)


def withdraw_notice(
    kind: str, object_id: uuid.UUID, *, people: Iterable[User] | None = None, at: When = None
) -> None:
    """Put a notice of this thing away, for these people or for all: it is no longer so."""
    rows = Notice.objects.unread().filter(kind=kind, object_id=object_id)
    if people is not None:
        rows = rows.filter(user__in=list(people))
    rows.update(read_at=at or timezone.now())
    withdraw_letters(kind, object_id, people=people, at=at)


def withdraw_notices(notices: QuerySet[Notice], *, at: When = None) -> None:
    """Put these away: first notices, then letters, as everywhere (docs/adr/0004)."""
    rows = notices.filter(read_at=None)
    things = set(rows.values_list("kind", "object_id"))
    rows.update(read_at=at or timezone.now())
    for kind, key in things:
        if key:
            withdraw_letters(kind, key, at=at)


@transaction.atomic
def put_away_notice(notice: Notice, *, by: User, at: When = None) -> Notice:
    """Put a notice away: its person has read it, and with it what was said before of that thing."""
    rows, letters = Notice.objects.filter(pk=notice.pk), by.letters.none()
    if notice.about_id and not notice.object_id:  # who has come in stands in one sentence
        place = {"service": notice.service_id, "organisation": notice.organisation_id}
        rows = Notice.objects.filter(kind=notice.kind, **place).exclude(about=None)
        rows = rows.filter(created_at__lte=notice.created_at)
    elif notice.object_id:
        rows = Notice.objects.filter(object_id=notice.object_id, created_at__lte=notice.created_at)
        rows = rows.filter(Q(kind=notice.family) | Q(kind__startswith=f"{notice.family}_"))
        if notice.kind not in ANSWERS:
            rows = rows.exclude(kind__in=ANSWERS)
        letters = by.letters.waiting().filter(object_id=notice.object_id, kind=notice.kind)
        letters = letters.filter(written_at__lte=notice.created_at)
    rows.filter(user=by).unread().update(read_at=at or timezone.now())
    letters.update(withdrawn_at=at or timezone.now())
    notice.refresh_from_db()
    return notice


@transaction.atomic
def put_all_away(newest: Notice, *, by: User) -> None:
    """Put away all that a person has been told up to this notice; what came later stays.

    No letter tells them any more of what they have read.
    """
    rows = by.notices.unread().filter(created_at__lte=newest.created_at)
    kinds, keys = set(), set()
    for kind, key in rows.exclude(object_id=None).values_list("kind", "object_id"):
        kinds.add(kind)
        keys.add(key)
    rows.update(read_at=timezone.now())
    letters = by.letters.waiting().filter(written_at__lte=newest.created_at)
    letters.filter(object_id__in=keys, kind__in=kinds).update(withdrawn_at=timezone.now())
