"""Who may do what: one table, every role listed for every act.

Roles are read from dated memberships on every request; no role inherits from another, and
what is not in the table is refused. In which state an act is possible is asked of the object,
not here.
"""

from enum import Enum, auto
from typing import Self

from django.core.exceptions import PermissionDenied

from accounts.models import Organisation, Service, ServiceMembership, User


class Role(Enum):
    CONTRIBUTOR = auto()
    MANAGER = auto()
    PROVIDER_LEAD = auto()
    READER = auto()
    COMMISSIONING_LEAD = auto()
    SITE_ADMIN = auto()
    PRACTISING = auto()


Y, n = True, False


# fmt: off
class Act(Enum):
    """What can be done, one row each; one column a role, in the order of Role: yes, or no."""

    def __new__(cls, *row: bool) -> Self:
        act = object.__new__(cls)
        act._value_ = len(cls.__members__)  # two that the same roles may do are two
        act.roles = {role for role, allowed in zip(Role, row, strict=True) if allowed}
        return act

    roles: set[Role]

    #                      contributor
    #                      |  manager
    #                      |  |  lead of the provider
    #                      |  |  |  reader
    #                      |  |  |  |  lead of the commissioning body
    #                      |  |  |  |  |  who runs the site
    #                      |  |  |  |  |  |  who practises, in a place of their own
    READ_TEAM_RECORD     = Y, Y, n, n, n, n, Y
    WRITE                = Y, Y, n, n, n, n, Y
    FINISH               = Y, Y, n, n, n, n, Y
    PUT_RIGHT            = n, Y, n, n, n, n, Y
    SET_ASIDE            = n, Y, n, n, n, n, Y
    KEEP_NOTE            = Y, Y, n, n, n, n, Y
    TAKE_OUT             = n, Y, n, n, n, n, Y
    SHOW_TO_ORGANISATION = n, Y, n, n, n, n, n
    DESCRIBE_SERVICE     = n, Y, n, n, n, n, Y
    ANSWER_ASK           = n, Y, Y, n, n, n, n
    DOWNLOAD_OWN_COPY    = Y, Y, n, n, n, n, Y
    EXPORT_TEAM          = n, Y, n, n, n, n, n
    READ_SHOWN           = n, n, Y, n, n, n, n
    EXPORT_SHOWN         = n, n, Y, n, n, n, n
    SEE_SHARES           = Y, Y, n, n, n, n, n
    PREPARE_SHARE        = n, Y, n, n, n, n, n
    SEND_SHARE           = n, Y, n, n, n, n, n
    SEND_AS_SECOND       = Y, Y, n, n, n, n, n
    ASK_TO_WAIT          = Y, n, n, n, n, n, n
    TAKE_BACK_SHARE      = n, Y, n, n, n, n, n
    TAKE_BACK_UNLED      = Y, Y, Y, n, n, n, n
    READ_SHARE           = n, n, n, Y, Y, n, n
    REPLY                = n, n, n, Y, Y, n, n
    SEE_AGREED           = Y, Y, n, Y, Y, n, n
    WRITE_AGREED         = n, Y, n, n, n, n, n
    ANSWER_AGREED        = n, n, n, Y, Y, n, n
    SPEAK_FOR_SIDE       = n, Y, n, Y, Y, n, n
    ARRANGE_ORGANISATION = n, n, Y, n, n, n, n
    ARRANGE_TEAM         = n, n, Y, n, Y, n, n
    ARRANGE_PEOPLE       = n, Y, n, n, n, n, n
    LET_LEAD_IN          = Y, Y, n, n, n, n, n
    LEAVE_TEAM           = Y, Y, n, n, n, n, n
    DELETE_TEAM          = Y, Y, n, n, n, n, n
    DELETE_TEAM_UNLED    = n, n, Y, n, Y, n, n
    ARRANGE_READERS      = n, n, n, n, Y, n, n
    ERASE_WHO_LEFT       = n, n, Y, n, Y, n, n
    OFFER_TALK           = n, n, Y, n, n, n, n
    WANT_FACILITATOR     = Y, Y, n, n, n, n, n
    READ_MIRROR          = Y, Y, n, n, n, n, n
    LINK_MIRROR          = n, Y, n, n, n, n, n
    MANAGE_ACCOUNTS      = n, n, n, n, n, Y, n
    INVITE_TO_TEAM       = n, Y, Y, n, Y, n, n
    INVITE_LEAD          = n, n, Y, n, Y, n, n
    INVITE_FIRST_LEAD    = n, n, n, n, n, Y, n
    INVITE_READER        = n, n, n, n, Y, n, n
# fmt: on


ALLOWED = {act: act.roles for act in Act}

# What a membership of the team says, and for who leads its organisation the kind of that.
_SERVICE_ROLES = {
    "contributor": Role.CONTRIBUTOR,
    "manager": Role.MANAGER,
    "practising": Role.PRACTISING,
    "provider": Role.PROVIDER_LEAD,
    "commissioner": Role.COMMISSIONING_LEAD,
}
# What a membership of an organisation says, by the kind of that.
_ORGANISATION_ROLES = {
    ("provider", "lead"): Role.PROVIDER_LEAD,
    ("commissioner", "lead"): Role.COMMISSIONING_LEAD,
    ("commissioner", "reader"): Role.READER,
}


def roles_in_service(user: User, service: Service) -> set[Role]:
    """Return what a person is to a service now: in its team, lead of its organisation (one query).

    Who leads a commissioning body may arrange its own team, and reads nothing of it.
    """
    if not user.is_active:
        return set()
    team = ServiceMembership.objects.live().filter(user=user, service=service)
    led = user.organisation_memberships.live().leads()
    leads = led.filter(organisation=service.organisation_id)
    names = team.values_list("role").union(leads.values_list("organisation__kind"))
    return {_SERVICE_ROLES[name] for (name,) in names}


def team_roles(role: str) -> set[Role]:
    """Return the same of a live membership that was read along with what a page shows."""
    return {_SERVICE_ROLES[role]}


def roles_in_organisation(user: User, organisation: Organisation) -> set[Role]:
    """Return what a person is to an organisation or a commissioning body now (one query)."""
    if not user.is_active:
        return set()
    live = organisation.memberships.live().filter(user=user)
    roles: set[Role] = set()
    for role in live.values_list("role", flat=True):
        roles |= organisation_roles(role, organisation)
    return roles


def organisation_roles(role: str, organisation: Organisation) -> set[Role]:
    """Return the same of a live membership that was read along with what a page shows."""
    known = _ORGANISATION_ROLES.get((organisation.kind, role))
    return {known} if known else set()


def roles_on_site(user: User) -> set[Role]:
    """Return what a person is to the site: those who run it manage accounts, not content."""
    if user.is_active and user.is_staff:
        return {Role.SITE_ADMIN}
    return set()


def may(act: Act, roles: set[Role]) -> bool:
    """Say whether any of these roles may do this. What the table does not hold is refused."""
    return bool(ALLOWED.get(act, set()) & roles)


def require(act: Act, roles: set[Role]) -> None:
    """Refuse (403) an act on something the person may see but not do this to."""
    if not may(act, roles):
        raise PermissionDenied
