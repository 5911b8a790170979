"""Asking many people in at once: looked at row by row first, then all of them or nobody.

A handful of queries and one short transaction, whatever the number of people: others go on saving.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.beneath import in_parts
from accounts.actions.invitable import refuse_odd_name
from accounts.actions.invitations import send_new
from accounts.models import (
    Invitation,
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)
from accounts.models.membership import BOTH_SIDES
from accounts.models.user import NO_MAILBOX
from accounts.policy import Act, may, require, roles_in_organisation, roles_in_service
from pages.database.at_once import one_at_a_time
from pages.words import check_name, in_short, refuse_this_address, with_names

if TYPE_CHECKING:
    import uuid

LONGEST_NAME = 100
ROLES = {Invitation.Role.CONTRIBUTOR.value, Invitation.Role.MANAGER.value}


@dataclass(frozen=True)
class Invitee:
    """One row: whom to ask into which team. `number` is where it stands in what was sent."""

    number: int
    service: Service
    name: str
    role: str
    address: str = ""
    sign_in_name: str = ""

    @property
    def reached_by(self) -> str:
        return self.address or f"{self.sign_in_name}{NO_MAILBOX}"


def faults_in(
    rows: Sequence[Invitee], *, organisation: Organisation, by: User, numbered: bool = True
) -> dict[int, str]:
    """Return what is wrong with each row that cannot be, by its number. A few queries.

    `numbered`: whoever sent them sees the numbers.
    """
    present = _WhoIsThere(rows, organisation, by)
    faults: dict[int, str] = {}
    seen: dict[tuple[uuid.UUID, str], int] = {}
    for row in rows:
        key = (row.service.pk, row.reached_by)
        if key in seen and not numbered:
            who = in_short(row.address or row.sign_in_name)
            fault = with_names(_("{who} is on this list already."), who=who)
        elif key in seen:
            words = _("{who} is asked into {team} in row {number} already.")
            fault = _words(words, row, number=str(seen[key]))
        else:
            fault = _oddity(row) or present.fault(row)
            seen[key] = row.number
        if fault:
            faults[row.number] = fault
    return faults


@transaction.atomic
def invite_many(
    rows: Sequence[Invitee], *, organisation: Organisation, by: User
) -> list[Invitation]:
    """Ask all of these people into teams of an organisation, or nobody.

    Raises PermissionDenied where `by` neither leads it nor manages each of the teams,
    ValidationError where a row cannot be.
    """
    teams = {row.service.pk: row.service for row in rows}
    one_at_a_time(organisation)  # who ends it, or one of its teams, comes before or after
    organisation.refresh_from_db(fields=["closed_on"])
    in_use = Service.objects.in_use().filter(pk__in=teams, organisation=organisation)
    if organisation.closed_on is not None or in_use.update(slug=F("slug")) < len(teams):
        raise PermissionDenied
    if not may(Act.INVITE_TO_TEAM, roles_in_organisation(by, organisation)):
        for team in teams.values():
            require(Act.INVITE_TO_TEAM, roles_in_service(by, team))
    if faults := faults_in(rows, organisation=organisation, by=by):
        raise ValidationError(list(faults.values()))
    invitations = []
    for row in rows:
        person = {"name": row.name, "address": row.address, "sign_in_name": row.sign_in_name}
        invitations.append(Invitation(role=row.role, service=row.service, by=by, **person))
    send_new(invitations, by=by, at=timezone.now())
    return invitations


def _words(sentence: str, row: Invitee, **more: str) -> str:
    who = row.name or row.address or row.sign_in_name
    return with_names(sentence, who=who, team=row.service.name, **more)


def _oddity(row: Invitee) -> str:
    if row.role not in ROLES:
        return _("Say what they are: “in the team” or “looks after it”.")
    if bool(row.address) == bool(row.sign_in_name):
        return _("Give an e-mail address or a sign-in name, one of the two.")
    if len(row.name) > LONGEST_NAME:
        return _("Give a name of at most a hundred letters.")
    try:
        check_name(row.name)
        if row.address:
            refuse_this_address(row.address)
        else:
            refuse_odd_name(row.sign_in_name)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


class _WhoIsThere:
    def __init__(self, rows: Sequence[Invitee], organisation: Organisation, by: User) -> None:
        addresses, teams = [], set()
        for row in rows:
            addresses.append(row.reached_by)
            teams.add(row.service.pk)
        self.accounts: dict[str, uuid.UUID] = {}
        for part in in_parts(addresses):
            verified = EmailAddress.objects.filter(email__in=part, verified=True)
            self.accounts |= dict(verified.values_list("email", "user"))
        people = set(self.accounts.values())
        here = ServiceMembership.objects.filter(service__organisation=organisation, user__in=people)
        self.inside = set(here.live().values_list("user", "service"))
        self.known_here = set(here.values_list("user", flat=True))
        leads = organisation.memberships.live().leads()
        self.leads = set(leads.values_list("user", flat=True))
        live = OrganisationMembership.objects.live()
        bodies = live.filter(organisation__kind=Organisation.Kind.COMMISSIONER, user__in=people)
        self.readers = set(bodies.exclude(organisation=organisation).values_list("user", flat=True))
        own_rows = ServiceMembership.objects.live().filter(user=by)
        self.own_teams = set(own_rows.values_list("service", flat=True))
        waiting = Invitation.objects.open().to_join().filter(service__in=teams)
        self.waiting = set(waiting.values_list("service", "address", "sign_in_name", "role"))

    def fault(self, row: Invitee) -> str:  # noqa: PLR0911 -- one sentence each
        person = self.accounts.get(row.reached_by)
        if (row.service.pk, row.address, row.sign_in_name, row.role) in self.waiting:
            return _words(_("{who} was asked into {team} already and has not come yet."), row)
        if person is None:
            return ""
        if (person, row.service.pk) in self.inside:
            return _words(_("{who} is in {team} already."), row)
        if row.sign_in_name and person not in self.known_here:
            return _words(_("This sign-in name is taken. Choose another for {who}."), row)
        if person in self.readers:
            return str(BOTH_SIDES)
        is_closed_to_leads = row.service.first_words_at and row.service.pk not in self.own_teams
        if is_closed_to_leads and person in self.leads:
            return _words(_("{who} leads on this with you: only {team} itself lets them in."), row)
        return ""
