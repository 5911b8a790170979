"""Who may do what: one table, every role listed for every act.

Roles are read from dated memberships on every request; no role inherits from another, and
what is not in the table is refused. In which state an act is possible is asked of the object,
not here. Source: the roles of security.md section 4, as far as this release goes.
"""

from enum import Enum, auto

from django.core.exceptions import PermissionDenied

from accounts.models import (
    Organisation,
    OrganisationMembership,
    Service,
    ServiceMembership,
    User,
)


class Role(Enum):
    """What a person is to a service."""

    CONTRIBUTOR = auto()
    MANAGER = auto()
    PROVIDER_LEAD = auto()
    READER = auto()
    COMMISSIONING_LEAD = auto()
    SITE_ADMIN = auto()


class Act(Enum):
    """What can be done."""

    READ_TEAM_RECORD = auto()
    WRITE = auto()
    FINISH = auto()
    PUT_RIGHT = auto()
    SET_ASIDE = auto()
    KEEP_NOTE = auto()
    SHOW_TO_ORGANISATION = auto()
    DESCRIBE_SERVICE = auto()
    ANSWER_ASK = auto()
    DOWNLOAD_OWN_COPY = auto()
    READ_SHOWN = auto()
    SEE_SHARES = auto()
    PREPARE_SHARE = auto()
    SEND_SHARE = auto()
    TAKE_BACK_SHARE = auto()
    READ_SHARE = auto()
    MANAGE_ACCOUNTS = auto()


TEAM = {Role.CONTRIBUTOR, Role.MANAGER}
BODY = {Role.READER, Role.COMMISSIONING_LEAD}

ALLOWED: dict[Act, set[Role]] = {
    Act.READ_TEAM_RECORD: TEAM,
    Act.WRITE: TEAM,
    Act.FINISH: TEAM,
    Act.PUT_RIGHT: {Role.MANAGER},
    Act.SET_ASIDE: {Role.MANAGER},
    Act.KEEP_NOTE: TEAM,
    Act.SHOW_TO_ORGANISATION: {Role.MANAGER},
    Act.DESCRIBE_SERVICE: {Role.MANAGER},
    Act.ANSWER_ASK: {Role.MANAGER, Role.PROVIDER_LEAD},
    Act.DOWNLOAD_OWN_COPY: TEAM,
    Act.READ_SHOWN: {Role.PROVIDER_LEAD},
    Act.SEE_SHARES: TEAM,
    Act.PREPARE_SHARE: {Role.MANAGER},
    Act.SEND_SHARE: {Role.MANAGER},
    Act.TAKE_BACK_SHARE: {Role.MANAGER},
    Act.READ_SHARE: BODY,
    Act.MANAGE_ACCOUNTS: {Role.SITE_ADMIN},
}

_SERVICE_ROLES = {
    "contributor": Role.CONTRIBUTOR,
    "manager": Role.MANAGER,
    "lead": Role.PROVIDER_LEAD,
}
_BODY_ROLES = {"lead": Role.COMMISSIONING_LEAD, "reader": Role.READER}


def roles_in_service(user: User, service: Service) -> set[Role]:
    """Return what a person is to a service now: in its team, lead of its provider (one query)."""
    if not user.is_active:
        return set()
    team = ServiceMembership.objects.filter(user=user, service=service, ended_on=None)
    leads = OrganisationMembership.objects.filter(
        user=user,
        organisation=service.organisation_id,
        organisation__kind=Organisation.Kind.PROVIDER,
        role="lead",
        ended_on=None,
    )
    names = team.values_list("role").union(leads.values_list("role"))
    return {_SERVICE_ROLES[name] for (name,) in names}


def team_roles(role: str) -> set[Role]:
    """Return what somebody with this live membership of a service's team is to it.

    For pages only the team reaches, which have read the membership along with what they show.
    """
    return {_SERVICE_ROLES[role]}


def roles_in_body(user: User, organisation: Organisation) -> set[Role]:
    """Return what a person is to a commissioning body now (one query)."""
    if not user.is_active or organisation.kind != Organisation.Kind.COMMISSIONER:
        return set()
    live = organisation.memberships.filter(user=user, ended_on=None)
    return {_BODY_ROLES[name] for name in live.values_list("role", flat=True)}


def roles_on_site(user: User) -> set[Role]:
    """Return what a person is to the site: those who run it manage accounts, not content."""
    return {Role.SITE_ADMIN} if user.is_active and user.is_staff else set()


def may(act: Act, roles: set[Role]) -> bool:
    """Say whether any of these roles may do this. What the table does not hold is refused."""
    return bool(ALLOWED.get(act, set()) & roles)


def require(act: Act, roles: set[Role]) -> None:
    """Refuse (403) an act on something the person may see but not do this to."""
    if not may(act, roles):
        raise PermissionDenied
