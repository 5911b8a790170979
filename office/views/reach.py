"""How every page here begins: who asks, for what they may arrange. Raises Http404 to all others."""

from django.http import HttpRequest

from accounts.models import Organisation, Service, User
from accounts.policy import Act, require, roles_in_body, roles_in_organisation
from accounts.signing_in.signed_in import signed_in
from office import selectors


def of_lead(request: HttpRequest, slug: str) -> tuple[User, Organisation]:
    """Return who asks and the organisation that runs services and that they lead."""
    user = signed_in(request)
    organisation = selectors.led_organisation(user, slug)
    require(Act.ARRANGE_ORGANISATION, roles_in_organisation(user, organisation))
    return user, organisation


def team_of_lead(request: HttpRequest, slug: str, team: str) -> tuple[User, Service]:
    """Return who asks and one of the teams of the organisation, or the body, they lead."""
    user = signed_in(request)
    organisation = selectors.arranged_organisation(user, slug)
    roles = roles_in_organisation(user, organisation) | roles_in_body(user, organisation)
    require(Act.ARRANGE_TEAM, roles)
    return user, selectors.team_in(organisation, team)
