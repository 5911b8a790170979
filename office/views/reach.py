"""How every page here begins: who asks, for what they may arrange. Raises Http404 to all others."""

from django.http import HttpRequest

from accounts.models import Organisation, Service, User
from accounts.policy import (
    Act,
    may,
    require,
    roles_in_body,
    roles_in_organisation,
    roles_on_site,
)
from accounts.signing_in.signed_in import signed_in
from office import selectors
from pages.answers import or_404


def of_lead(request: HttpRequest, slug: str) -> tuple[User, Organisation]:
    """Return who asks and the organisation that runs services and that they lead."""
    user = signed_in(request)
    organisation = selectors.led_organisation(user, slug)
    require(Act.ARRANGE_ORGANISATION, roles_in_organisation(user, organisation))
    return user, organisation


def body_of_lead(
    request: HttpRequest, slug: str, act: Act = Act.ARRANGE_READERS
) -> tuple[User, Organisation]:
    """Return who asks and the commissioning body in which they lead on this."""
    user = signed_in(request)
    body = selectors.led_body(user, slug)
    require(act, roles_in_body(user, body))
    return user, body


def of_either_lead(request: HttpRequest, slug: str, act: Act) -> tuple[User, Organisation]:
    """Return who asks and the organisation, or the body, that they lead."""
    user = signed_in(request)
    organisation = selectors.arranged_organisation(user, slug)
    require(act, roles_in_organisation(user, organisation) | roles_in_body(user, organisation))
    return user, organisation


def team_of_lead(request: HttpRequest, slug: str, team: str) -> tuple[User, Service]:
    """Return who asks and one of the teams of the organisation, or the body, they lead."""
    user, organisation = of_either_lead(request, slug, Act.ARRANGE_TEAM)
    return user, selectors.team_in(organisation, team)


def who_runs(request: HttpRequest) -> User:
    """Return who asks, if they run this site."""
    user = signed_in(request)
    or_404(may(Act.MANAGE_ACCOUNTS, roles_on_site(user)))
    return user
