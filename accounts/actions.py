"""Writes of people and teams, and what everyone to the right uses: events and notices."""

import datetime as dt
import uuid
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import (
    Event,
    KeptPost,
    Notice,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)

# Of forms of one person: nobody sends so many in an hour, but a script might.
MOST_KEPT = 20


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


def untell(kind: str, object_id: uuid.UUID, *, at: dt.datetime | None = None) -> None:
    """Put a notice of this thing away for everybody: what it says is no longer so."""
    rows = Notice.objects.unread().filter(kind=kind, object_id=object_id)
    rows.update(read_at=at or timezone.now())


def add_person(
    *,
    email: str,
    display_name: str,
    by: User | None,
    password: str | None = None,
    at: dt.datetime | None = None,
) -> User:
    """Make an account whose address counts as verified: whoever adds a person knows it.

    Without a password nobody can sign in to it until one is chosen through *forgot password*.
    `by` is empty when a command (seed_demo) adds the person. Raises ValidationError for an
    address or name that is not one, or an address that already has an account.
    """
    person = User(email=email.strip().lower(), display_name=display_name.strip())
    person.set_password(password)
    person.full_clean()
    refuse_taken_address(person.email)
    return admit(person, by=by, at=at)


def refuse_taken_address(email: str, *, person: User | None = None) -> None:
    """Raise ValidationError where an address is a verified one of somebody but `person`.

    It may be the second address of an account, by which that account can be signed in to.
    """
    others = EmailAddress.objects.filter(email__iexact=email, verified=True)
    if others.exclude(user=person).exists():
        raise ValidationError(
            _("This address belongs to another account already."), code="email_taken"
        )


@transaction.atomic
def admit(person: User, *, by: User | None, at: dt.datetime | None = None) -> User:
    """Store a person who has been checked, with their address verified."""
    if not person.password:
        person.set_unusable_password()
    person.save(force_insert=True)
    verify_address(person)
    record("person_added", by=by, at=at, object_id=person.pk)
    return person


@transaction.atomic
def change_person(person: User, *, what: set[str], by: User | None) -> User:
    """Store what was changed about a person: names of fields of User.

    A new address is verified at once. An account that is closed is refused on its next request.
    """
    person.save(update_fields=what)
    if "email" in what:
        verify_address(person)
    for name in sorted(what):
        record(f"person_{name}_changed", by=by, object_id=person.pk)
    return person


def verify_address(person: User) -> None:
    """Make the person's e-mail their one verified address, so that they can sign in with it."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


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

    A different role ends the one they had on that day; the same role again changes nothing.
    Raises ValidationError where the rules of memberships forbid it (membership.py).
    """
    day = timezone.localdate(at) if at else timezone.localdate()
    had = service.memberships.filter(user=user, ended_on=None).first()
    if had and had.role == role:
        return had
    if had:
        end_membership(had, by=by, at=at)
    membership = ServiceMembership(user=user, service=service, role=role, since=day)
    membership.full_clean()
    membership.save()
    record(f"joined_team_as_{role}", by=by, at=at, object_id=user.pk, service=service)
    return membership


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

    A different role ends the one they had; the same role again changes nothing. Raises
    ValidationError where the rules of memberships forbid it (membership.py).
    """
    day = timezone.localdate(at) if at else timezone.localdate()
    had = organisation.memberships.filter(user=user, ended_on=None).first()
    if had and had.role == role:
        return had
    if had:
        end_membership(had, by=by, at=at)
    membership = OrganisationMembership(user=user, organisation=organisation, role=role, since=day)
    membership.full_clean()
    membership.save()
    record(
        f"joined_organisation_as_{role}",
        by=by,
        at=at,
        object_id=user.pk,
        organisation=organisation,
    )
    return membership


@transaction.atomic
def end_membership(
    membership: ServiceMembership | OrganisationMembership,
    *,
    by: User | None,
    at: dt.datetime | None = None,
) -> ServiceMembership | OrganisationMembership:
    """End a membership on the day of `at`: its rights are gone on the person's next request."""
    day = timezone.localdate(at) if at else timezone.localdate()
    live = type(membership)._default_manager.filter(pk=membership.pk, ended_on=None)
    if live.update(ended_on=max(day, membership.since)):
        record(
            "left",
            by=by,
            at=at,
            object_id=membership.user_id,
            service=getattr(membership, "service", None),
            organisation=getattr(membership, "organisation", None),
        )
    membership.refresh_from_db()
    return membership


def keep_post(*, path: str, body: str, by: User) -> KeptPost:
    """Keep a form that came after the sign-in ran out, for an hour, and drop older ones.

    Of one person only the latest MOST_KEPT stay.

    Args:
        path: where it was sent, with its query.
        body: its fields, URL-encoded, without token and passwords (kept.typed).
        by: whose it is.
    """
    drop_old_posts()
    row = KeptPost.objects.create(user=by, path=path, body=body)
    KeptPost.objects.filter(pk__in=KeptPost.objects.of(by).beyond(MOST_KEPT)).delete()
    return row


def drop_old_posts() -> int:
    """Delete every form whose hour is over, and return how many there were."""
    return KeptPost.objects.over().delete()[0]


def drop_old_counts(*, at: dt.datetime | None = None) -> int:
    """Delete from the cache what counts no more, and return how many rows there were.

    Limits on sign-in count by network address, and Django leaves a row there until its very key
    is asked for again.
    """
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = connection.ops.adapt_datetimefield_value(at or timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 -- our name
        return int(cursor.rowcount)


def put_away_kept_post(*, key: uuid.UUID, user_id: uuid.UUID) -> None:
    """Delete a person's kept form, once it has been sent again."""
    KeptPost.objects.filter(pk=key, user_id=user_id).delete()


def put_away_notice(notice: Notice, *, by: User, at: dt.datetime | None = None) -> Notice:
    """Put a notice away: its person has read it, and with it what was said before of that thing.

    Doing it twice is the same as once.
    """
    rows = Notice.objects.filter(pk=notice.pk)
    if notice.object_id:
        rows = Notice.objects.filter(object_id=notice.object_id, created_at__lte=notice.created_at)
    rows.filter(user=by).unread().update(read_at=at or timezone.now())
    notice.refresh_from_db()
    return notice


@transaction.atomic
def describe_service(
    service: Service,
    *,
    people_word: str,
    what_matters: str,
    kinds_to_hear: list[str],
    by: User,
    at: dt.datetime | None = None,
) -> Service:
    """Say what a team calls its people, what matters to it, and which kinds there are to hear.

    Records that are kept already go on saying what the team said then.
    """
    service.people_word = people_word
    service.what_matters = what_matters
    service.kinds_to_hear = kinds_to_hear
    service.save(update_fields=["people_word", "what_matters", "kinds_to_hear"])
    record("service_described", by=by, at=at, object_id=service.pk, service=service)
    return service
