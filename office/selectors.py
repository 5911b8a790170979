"""Reads for the pages with which an organisation runs itself. None reads a word of a team."""

import uuid
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404

from accounts.models import (
    Deletion,
    Event,
    Grouping,
    Invitation,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
    service_at,
)
from accounts.models.user import NO_MAILBOX
from accounts.selectors import is_whole_organisation, leads_of
from pages.database.search import contains
from pages.words import reads_as
from sharing.models import Share

M = TypeVar("M", bound=Model)


def rows_with_words(rows: QuerySet[M], words: str, *columns: str) -> QuerySet[M]:
    """Keep the rows in which each of these words stands in one of the columns."""
    for word in words.split():
        here = Q()
        for column in columns:
            here |= contains(column, word)
        rows = rows.filter(here)
    return rows


def organisations_of(user: User) -> list[Organisation]:
    return list(Organisation.objects.arranged_by(user).in_name_order())


def teams_in(
    organisation: Organisation, *, words: str = "", grouping: Grouping | None = None
) -> QuerySet[Service]:
    """Return an organisation's teams in use, A to Z: those with these words in a name."""
    rows = Service.objects.in_use().filter(organisation=organisation)
    if grouping is not None:
        rows = rows.filter(groupings=grouping)
    return rows_with_words(rows.in_name_order(), words, "name", "second_name")


def closed_teams_in(organisation: Organisation) -> list[Service]:
    rows = organisation.services.filter(archived_on__isnull=False)
    return list(rows.order_by("name", "slug"))


def read_who_manages(teams: Sequence[Service]) -> None:
    """Read who manages each of these teams, or is asked to, and its groupings: three queries.

    As its `managers`, `invited` and `groupings`.
    """
    managers = ServiceMembership.objects.active().managers().select_related("user")
    managers = managers.order_by("user__display_name", "pk")
    invited = Invitation.objects.open().to_join().filter(role="manager").order_by("made_at", "pk")
    prefetch_related_objects(
        teams,
        Prefetch("memberships", managers, to_attr="managers"),
        Prefetch("invitations", invited, to_attr="invited"),
        Prefetch("groupings", Grouping.objects.order_by("name")),
    )


def team_of_person(user: User, slug: str) -> Service:
    """Return a team this person is in, with `team_role`, no practice place. Raises Http404."""
    rows = Service.objects.reachable_by(user).with_role().select_related("organisation", "cover")
    return service_at(rows, slug)


def one_team_of(user: User, organisation: Organisation) -> Service | None:
    rows = Service.objects.reachable_by(user).in_use().filter(organisation=organisation)
    team = rows.select_related("organisation").first()
    if team and is_whole_organisation(team):
        return team
    return None


def member_of(service: Service, pk: uuid.UUID) -> ServiceMembership:
    rows = service.memberships.live().select_related("user", "service__organisation")
    return get_object_or_404(rows, user=pk)


def leads_to_let_in(service: Service) -> list[User]:
    inside = set(service.memberships.live().values_list("user", flat=True))
    return [lead for lead in leads_of(service.organisation) if lead.pk not in inside]


def live_reports(service: Service) -> QuerySet[Share]:
    """Return what commissioning bodies can read of a team today, by the day it ends."""
    rows = Share.objects.live().filter(service=service).select_related("body", "service")
    return rows.defer("document").order_by("ends_on", "reference")


def organisation_to_ask_into(user: User, slug: str) -> Organisation:
    """Return an organisation of either kind that they lead, or any to who runs the site."""
    rows = Organisation.objects.in_use()
    if not user.is_staff:
        rows = Organisation.objects.arranged_by(user)
    return get_object_or_404(rows, slug=slug)


def invitations_to(place: Service | Organisation) -> list[Invitation]:
    """Return whom was asked in and has not come yet, by name; too old ones among them."""
    rows = Invitation.objects.unanswered().to_join().to(place).select_related("by")
    return sorted(rows, key=lambda invitation: invitation.whom.lower())


def invitation_in_reach(user: User, pk: uuid.UUID) -> Invitation:
    """Return an invitation to where this person is, or leads, taken back or not. Raises Http404.

    One into a body that a team asked in for a report is that of who manages the team.
    """
    inside = Service.objects.reachable_by(user).values("pk")
    led = Service.objects.arranged_by(user).values("pk")
    rows = Invitation.objects.filter(accepted_at=None).to_join()
    arranged = Organisation.objects.arranged_by(user).values("pk")
    own = Q(service__in=inside) | Q(service__in=led) | Q(organisation__in=arranged)
    own |= Q(organisation__brought_by__in=Service.objects.managed_by(user).values("pk"))
    if user.is_staff:
        own |= Q(organisation__isnull=False)
    rows = rows.filter(own)
    return get_object_or_404(rows.select_related("service__organisation", "organisation"), pk=pk)


def invitation_just_made(user: User, key: str) -> Invitation | None:
    """Return an open invitation whose link this person has just made, or None."""
    try:
        pk = uuid.UUID(key)
    except ValueError:
        return None
    rows = Invitation.objects.open().filter(pk=pk, by=user)
    return rows.select_related("service", "organisation").first()


def live_memberships(organisation: Organisation) -> list[OrganisationMembership]:
    """Return the live memberships of an organisation, leads first, then by name."""
    members = organisation.memberships.active().select_related("user", "organisation")
    return sorted(members, key=lambda row: (row.role != "lead", row.user.display_name.lower()))


def people_in(organisation: Organisation, *, words: str) -> QuerySet[User]:
    """Return who is in a team of an organisation now, by name: those with these words in it.

    With their `parts`, A to Z: memberships of its teams.
    """
    live = ServiceMembership.objects.live().filter(
        service__organisation=organisation, service__archived_on=None, service__practice_of=None
    )
    rows = User.objects.filter(is_active=True, pk__in=live.values("user")).in_name_order()
    parts = live.select_related("service").order_by("service__name")
    rows = rows.prefetch_related(Prefetch("service_memberships", parts, to_attr="parts"))
    return rows_with_words(rows, words, "display_name")


def invitations_to_teams_of(organisation: Organisation, *, words: str) -> list[Invitation]:
    """Return whom was asked into a team of an organisation and has not come yet, by name."""
    rows = Invitation.objects.unanswered().to_join().filter(service__organisation=organisation)
    invitations = rows_with_words(rows, words, "name").select_related("service", "by")
    return sorted(invitations, key=lambda row: (row.whom.lower(), row.service_id or row.pk))


def teams_by_name(organisation: Organisation) -> dict[str, list[Service]]:
    """Return the teams in use of an organisation by what names that read alike have in common."""
    by_name: dict[str, list[Service]] = {}
    for team in organisation.services.in_use():
        by_name.setdefault(reads_as(team.name), []).append(team)
    return by_name


def own_or_led_team(user: User, slug: str, *, in_use: bool = False) -> Service:
    """Return a team that this person is in, or whose organisation they lead. Raises Http404."""
    mine = Service.objects.reachable_by(user).values("pk")
    led = Service.objects.arranged_by(user).values("pk")
    rows = Service.objects.filter(Q(pk__in=mine) | Q(pk__in=led)).select_related("organisation")
    return service_at(rows.in_use() if in_use else rows, slug)


def deletion_of(place: Service | Organisation) -> Deletion | None:
    """Return what was asked of the data of a team or an organisation, and goes on; or None."""
    rows = Deletion.objects.going_on().select_related("asked_by", "service__organisation")
    return next(iter(rows.filter(**{str(place._meta.model_name): place})), None)


def organisations(*, words: str = "") -> QuerySet[Organisation]:
    """Return organisations and bodies, A to Z, each with its `leads`, who are memberships."""
    leads = OrganisationMembership.objects.active().leads()
    leads = leads.select_related("user").order_by("user__display_name")
    rows = Organisation.objects.in_name_order()
    rows = rows.prefetch_related(Prefetch("memberships", leads, to_attr="leads"))
    return rows_with_words(rows, words, "name")


def everybody(*, words: str) -> QuerySet[User]:
    rows = User.objects.not_erased().in_name_order()
    return rows_with_words(rows, words, "display_name", "email")


def ran_site(user: User, pk: uuid.UUID) -> bool:
    """Say whether this is somebody who has said of themselves that they run the site no more."""
    events = Event.objects.filter(act="person_is_staff_changed", actor=user, object_id=pk)
    return user.pk == pk and not user.is_staff and events.exists()


def person_reached_by(typed: str) -> User | None:
    address = typed if "@" in typed else f"{typed}{NO_MAILBOX}"
    return User.objects.filter(email=address.lower()).first()
