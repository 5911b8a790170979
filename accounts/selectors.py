"""Reads of people and teams, each one query."""

import uuid
from collections.abc import Sequence
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.http import Http404

from accounts.models import (
    Invitation,
    KeptPost,
    Notice,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
    service_at,
)
from accounts.models.event import ANSWERS
from pages.answers import or_404
from pages.database.prepared import Prepared

M = TypeVar("M", ServiceMembership, OrganisationMembership)


def team_services(user: User) -> QuerySet[Service]:
    reachable = Service.objects.reachable_by(user).in_use()
    return reachable.select_related("organisation").in_name_order()


def managed_services(user: User) -> QuerySet[Service]:
    return Service.objects.managed_by(user).in_use().select_related("organisation").in_name_order()


def led_services(user: User) -> QuerySet[Service]:
    return Service.objects.led_by(user).in_use().select_related("organisation").in_name_order()


_LED = Prepared(
    lambda key: Organisation.objects.led_by(User(pk=key)).order_by().only("pk"), uuid.UUID
)


def led_providers(user: User) -> list[uuid.UUID]:
    """Return the keys of the organisations that run services and that this person leads now."""
    return [organisation.pk for organisation in _LED.rows(user.pk)]


def overseen_services(user: User, led: Sequence[uuid.UUID] | None = None) -> QuerySet[Service]:
    """Return the services in use this person manages, or whose provider they lead, A to Z.

    By name alone: neither order nor page says anything of what a team has done. With `is_managed`.
    `led`: `led_providers`, where they were asked for before.
    """
    rows = Service.objects.in_use().in_name_order()
    if led is None:
        led = led_providers(user)
    if not led:
        return rows.managed_by(user).annotate(is_managed=Value(value=True))
    managed = Q(pk__in=Service.objects.managed_by(user).values("pk"))
    return rows.filter(managed | Q(organisation__in=led)).annotate(is_managed=managed)


def commissioning_bodies(user: User) -> QuerySet[Organisation]:
    return Organisation.objects.commissioning().read_for_by(user).in_name_order()


def people_of(service: Service) -> QuerySet[User]:
    """Return the people in the service's team now who may sign in, by name."""
    return User.objects.in_team_of(service).in_name_order()


def managers_of(service: Service) -> QuerySet[User]:
    managers = service.memberships.live().managers()
    return people_of(service).filter(pk__in=managers.values("user"))


def readers_of(body: Organisation) -> QuerySet[User]:
    """Return the people who read for this commissioning body now and may sign in, by name."""
    return User.objects.in_organisation(body).in_name_order()


def ids_of(body: Organisation) -> tuple[str, ...]:
    """Return a body's key and those of the bodies that turned out to be it."""
    joined = Organisation.objects.filter(joined_into=body).order_by("pk")
    return (str(body.pk), *map(str, joined.values_list("pk", flat=True)))


def leads_of(organisation: Organisation) -> list[User]:
    """Return who leads an organisation now and may sign in, by name."""
    leads = organisation.memberships.live().leads()
    rows = User.objects.filter(is_active=True, pk__in=leads.values("user"))
    return list(rows.in_name_order())


def is_whole_organisation(service: Service) -> bool:
    """Say whether an organisation and its one team are the same people: all who lead are in it."""
    if service.organisation.kind != Organisation.Kind.PROVIDER:
        return False
    members = service.memberships.live().values("user")
    leads = service.organisation.memberships.active().leads()
    are_inside = list(leads.annotate(inside=Q(user__in=members)).values_list("inside", flat=True))
    if not are_inside or not all(are_inside):
        return False
    teams = Service.objects.in_use().filter(organisation=service.organisation_id)
    return not teams.exclude(pk=service.pk).exists()


def led_now(user: User) -> set[uuid.UUID]:
    leads = user.organisation_memberships.live().leads()
    return set(leads.values_list("organisation", flat=True))


def live_teams(user: User) -> QuerySet[ServiceMembership]:
    live = user.service_memberships.live().filter(service__practice_of=None)
    return live.select_related("user", "service").order_by("service__name")


def live_organisations(user: User) -> QuerySet[OrganisationMembership]:
    live = user.organisation_memberships.live()
    return live.select_related("user", "organisation").order_by("organisation__name")


def teams_managed_alone(user: User) -> list[Service]:
    """Return the teams in use that this person manages and nobody else does, A to Z."""
    managers = ServiceMembership.objects.active().managers()
    others = managers.filter(service=OuterRef("pk")).exclude(user=user)
    return list(managed_services(user).filter(~Exists(others)))


def team_with_nobody_else(user: User) -> Service | None:
    """Return the one team this person manages, if nobody else is in it or was asked in yet."""
    teams = list(managed_services(user)[:2])
    if len(teams) != 1 or people_of(teams[0]).exclude(pk=user.pk).exists():
        return None
    if Invitation.objects.open().to_join().to(teams[0]).exists():
        return None
    return teams[0]


def practice_of(user: User) -> Service | None:
    return Service.with_practice.filter(practice_of=user).first()


def made_first_account(user: User) -> bool:
    first = Invitation.objects.filter(role=Invitation.Role.FIRST, accepted_by=user)
    return first.exists()


def has_begun(user: User) -> bool:
    """Say whether somebody came first to this installation and has made no organisation yet."""
    return made_first_account(user) and not user.organisation_memberships.exists()


def person_at(address: str) -> User | None:
    """Return whose address this is: who has confirmed it, or whose account goes by it.

    Anybody may type an address of somebody else as a further one of their own: until its letter is
    answered it opens nothing, or who types it later would come in as them.
    """
    row = EmailAddress.objects.filter(email=address.lower(), verified=True).first()
    return row.user if row else User.objects.filter(email=address.lower()).first()


def kept_post_of(user: User, key: uuid.UUID) -> KeptPost | None:
    return KeptPost.objects.of(user).fresh().filter(pk=key).first()


def notices_for(user: User) -> list[Notice]:
    """Return what a person has been told and not put away, newest first.

    Of one thing only the latest: what was said of it before is no longer so, but for an answer.
    Who has come into a team since is said in one, with all their `names`. Nothing of a team or a
    body that the person has left.
    """
    rows = user.notices.unread().still_for(user).still_so().latest_first()
    rows = rows.select_related("service", "organisation", "about", "invitation")
    latest: dict[object, Notice] = {}
    for row in rows:
        newer = latest.get(row.topic)
        if row.kind in ANSWERS and newer and newer.kind not in ANSWERS:
            first = latest.setdefault((*row.topic, ANSWERS), row)
        else:
            first = latest.setdefault(row.topic, row)
        if first is row:
            row.names = []
        if row.about:
            first.names.insert(0, row.about.display_name)
    return list(latest.values())


def was_member_of(service: Service, pk: uuid.UUID) -> ServiceMembership:
    """Return the membership of somebody in a team, live or the last that ended; Http404."""
    rows = service.memberships.filter(user=pk).select_related("user", "service__organisation")
    return or_404(live_or_newest(rows))


def team_left(user: User, slug: str) -> Service | None:
    """Return a team that this person was in and has left, or None."""
    rows = Service.objects.filter(memberships__user=user)
    try:
        return service_at(rows.exclude(pk__in=Service.objects.reachable_by(user)).distinct(), slug)
    except Http404:
        return None


def organisation_left(user: User, slug: str) -> Organisation | None:
    """Return an organisation or a body that this person has led and leads no more, or None."""
    led = user.organisation_memberships.leads()
    rows = Organisation.objects.filter(slug=slug, pk__in=led.values("organisation"))
    return rows.exclude(pk__in=led.live().values("organisation")).first()


def live_or_newest(rows: QuerySet[M]) -> M | None:
    return rows.order_by(F("ended_on").desc(nulls_first=True), "-pk").first()
