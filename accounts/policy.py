"""Who may do what: one table, every role listed for every act.

Roles are read from dated memberships on every request; no role inherits from another, and
what is not in the table is refused. In which state an act is possible is asked of the object,
not here.
"""

from enum import Enum, auto

from django.core.exceptions import PermissionDenied

from accounts.models import Organisation, Service, ServiceMembership, User


class Role(Enum):
    """What a person is to a service."""

    CONTRIBUTOR = auto()
    MANAGER = auto()
    PROVIDER_LEAD = auto()
    READER = auto()
    COMMISSIONING_LEAD = auto()
    SITE_ADMIN = auto()
    PRACTISING = auto()


class Act(Enum):
    READ_TEAM_RECORD = auto()
    WRITE = auto()
    FINISH = auto()
    PUT_RIGHT = auto()
    SET_ASIDE = auto()
    KEEP_NOTE = auto()
    TAKE_OUT = auto()
    SHOW_TO_ORGANISATION = auto()
    DESCRIBE_SERVICE = auto()
    ANSWER_ASK = auto()
    DOWNLOAD_OWN_COPY = auto()
    EXPORT_TEAM = auto()
    READ_SHOWN = auto()
    EXPORT_SHOWN = auto()
    SEE_SHARES = auto()
    PREPARE_SHARE = auto()
    SEND_SHARE = auto()
    SEND_AS_SECOND = auto()
    ASK_TO_WAIT = auto()
    TAKE_BACK_SHARE = auto()
    TAKE_BACK_UNLED = auto()
    READ_SHARE = auto()
    REPLY = auto()
    SEE_AGREED = auto()
    WRITE_AGREED = auto()
    ANSWER_AGREED = auto()
    SPEAK_FOR_SIDE = auto()
    ARRANGE_ORGANISATION = auto()
    ARRANGE_TEAM = auto()
    ARRANGE_PEOPLE = auto()
    LET_LEAD_IN = auto()
    LEAVE_TEAM = auto()
    DELETE_TEAM = auto()
    DELETE_TEAM_UNLED = auto()
    ARRANGE_READERS = auto()
    ERASE_WHO_LEFT = auto()
    OFFER_TALK = auto()
    WANT_FACILITATOR = auto()
    READ_MIRROR = auto()
    LINK_MIRROR = auto()
    MANAGE_ACCOUNTS = auto()
    INVITE_TO_TEAM = auto()
    INVITE_LEAD = auto()
    INVITE_FIRST_LEAD = auto()
    INVITE_READER = auto()


# One row an act, one column a role, in the order of Role: yes, or no.
Y, n = True, False
# fmt: off
_TABLE: dict[Act, tuple[bool, ...]] = {
    #                         contributor
    #                         |  manager
    #                         |  |  lead of the provider
    #                         |  |  |  reader
    #                         |  |  |  |  lead of the commissioning body
    #                         |  |  |  |  |  who runs the site
    #                         |  |  |  |  |  |  who practises, in a place of their own
    Act.READ_TEAM_RECORD:     (Y, Y, n, n, n, n, Y),
    Act.WRITE:                (Y, Y, n, n, n, n, Y),
    Act.FINISH:               (Y, Y, n, n, n, n, Y),
    Act.PUT_RIGHT:            (n, Y, n, n, n, n, Y),
    Act.SET_ASIDE:            (n, Y, n, n, n, n, Y),
    Act.KEEP_NOTE:            (Y, Y, n, n, n, n, Y),
    Act.TAKE_OUT:             (n, Y, n, n, n, n, Y),
    Act.SHOW_TO_ORGANISATION: (n, Y, n, n, n, n, n),
    Act.DESCRIBE_SERVICE:     (n, Y, n, n, n, n, Y),
    Act.ANSWER_ASK:           (n, Y, Y, n, n, n, n),
    Act.DOWNLOAD_OWN_COPY:    (Y, Y, n, n, n, n, Y),
    Act.EXPORT_TEAM:          (n, Y, n, n, n, n, n),
    Act.READ_SHOWN:           (n, n, Y, n, n, n, n),
    Act.EXPORT_SHOWN:         (n, n, Y, n, n, n, n),
    Act.SEE_SHARES:           (Y, Y, n, n, n, n, n),
    Act.PREPARE_SHARE:        (n, Y, n, n, n, n, n),
    Act.SEND_SHARE:           (n, Y, n, n, n, n, n),
    Act.SEND_AS_SECOND:       (Y, Y, n, n, n, n, n),
    Act.ASK_TO_WAIT:          (Y, n, n, n, n, n, n),
    Act.TAKE_BACK_SHARE:      (n, Y, n, n, n, n, n),
    Act.TAKE_BACK_UNLED:      (Y, Y, Y, n, n, n, n),
    Act.READ_SHARE:           (n, n, n, Y, Y, n, n),
    Act.REPLY:                (n, n, n, Y, Y, n, n),
    Act.SEE_AGREED:           (Y, Y, n, Y, Y, n, n),
    Act.WRITE_AGREED:         (n, Y, n, n, n, n, n),
    Act.ANSWER_AGREED:        (n, n, n, Y, Y, n, n),
    Act.SPEAK_FOR_SIDE:       (n, Y, n, Y, Y, n, n),
    Act.ARRANGE_ORGANISATION: (n, n, Y, n, n, n, n),
    Act.ARRANGE_TEAM:         (n, n, Y, n, Y, n, n),
    Act.ARRANGE_PEOPLE:       (n, Y, n, n, n, n, n),
    Act.LET_LEAD_IN:          (Y, Y, n, n, n, n, n),
    Act.LEAVE_TEAM:           (Y, Y, n, n, n, n, n),
    Act.DELETE_TEAM:          (Y, Y, n, n, n, n, n),
    Act.DELETE_TEAM_UNLED:    (n, n, Y, n, Y, n, n),
    Act.ARRANGE_READERS:      (n, n, n, n, Y, n, n),
    Act.ERASE_WHO_LEFT:       (n, n, Y, n, Y, n, n),
    Act.OFFER_TALK:           (n, n, Y, n, n, n, n),
    Act.WANT_FACILITATOR:     (Y, Y, n, n, n, n, n),
    Act.READ_MIRROR:          (Y, Y, n, n, n, n, n),
    Act.LINK_MIRROR:          (n, Y, n, n, n, n, n),
    Act.MANAGE_ACCOUNTS:      (n, n, n, n, n, Y, n),
    Act.INVITE_TO_TEAM:       (n, Y, Y, n, Y, n, n),
    Act.INVITE_LEAD:          (n, n, Y, n, Y, n, n),
    Act.INVITE_FIRST_LEAD:    (n, n, n, n, n, Y, n),
    Act.INVITE_READER:        (n, n, n, n, Y, n, n),
}
# fmt: on
ALLOWED: dict[Act, set[Role]] = {
    act: {role for role, allowed in zip(Role, row, strict=True) if allowed}
    for act, row in _TABLE.items()
}

# What a membership of the team says, and for who leads its organisation the kind of that.
_SERVICE_ROLES = {
    "contributor": Role.CONTRIBUTOR,
    "manager": Role.MANAGER,
    "practising": Role.PRACTISING,
    "provider": Role.PROVIDER_LEAD,
    "commissioner": Role.COMMISSIONING_LEAD,
}
_BODY_ROLES = {"lead": Role.COMMISSIONING_LEAD, "reader": Role.READER}


def roles_in_service(user: User, service: Service) -> set[Role]:
    """Return what a person is to a service now: in its team, lead of its organisation (one query).

    Who leads a commissioning body may arrange its own team, and reads nothing of it.
    """
    if not user.is_active:
        return set()
    team = ServiceMembership.objects.filter(user=user, service=service, ended_on=None)
    led = user.organisation_memberships.filter(role="lead", ended_on=None)
    leads = led.filter(organisation=service.organisation_id)
    names = team.values_list("role").union(leads.values_list("organisation__kind"))
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


def reader_roles(role: str, organisation: Organisation) -> set[Role]:
    """Return what somebody with this live membership of an organisation is to a body.

    For pages only its readers reach, which have read the membership along with what they show.
    """
    if organisation.kind == Organisation.Kind.COMMISSIONER:
        return {_BODY_ROLES[role]}
    return set()


def roles_in_organisation(user: User, organisation: Organisation) -> set[Role]:
    """Return what a person is to an organisation that runs services now (one query)."""
    if not user.is_active or organisation.kind != Organisation.Kind.PROVIDER:
        return set()
    leads = organisation.memberships.filter(user=user, ended_on=None, role="lead")
    if leads.exists():
        return {Role.PROVIDER_LEAD}
    return set()


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
