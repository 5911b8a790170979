"""How every page here begins: who asks, for what they may arrange."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import Organisation, Service, User, service_at
from accounts.models.organisation import led_organisation, organisation_on_site
from accounts.models.user import person_on_site
from accounts.policy import (
    Act,
    Role,
    may,
    require,
    roles_in_organisation,
    roles_in_service,
    roles_on_site,
    team_roles,
)
from accounts.signing_in.second_step import BEFORE, can_take_one, choose_first
from accounts.signing_in.signed_in import signed_in
from office import selectors
from pages.answers import A_PAGE, or_404

PROVIDER, BODY = Organisation.Kind.PROVIDER, Organisation.Kind.COMMISSIONER
# How a page of an organisation or a body begins: who asks, and for which of them.
Reach = Callable[[HttpRequest, str], tuple[User, Organisation]]


def ask_second_step(request: HttpRequest, act: Act, roles: set[Role]) -> None:
    """Ask who leads a body for a second step before what only leading it allows.

    What was sent to the body they read without one. What they typed is kept, and the way back
    there stands in the session until they have one.
    """
    only_a_lead = may(act, roles) and not may(act, roles - {Role.COMMISSIONING_LEAD})
    if not settings.SECOND_STEP or not only_a_lead:
        return
    if can_take_one(signed_in(request)):
        request.session.pop(BEFORE, None)
        return
    raise ImmediateHttpResponse(choose_first(request, signed_in(request)))


def of_lead(request: HttpRequest, slug: str) -> tuple[User, Organisation]:
    return of_either_lead(request, slug, Act.ARRANGE_ORGANISATION, [PROVIDER])


def body_of_lead(
    request: HttpRequest, slug: str, act: Act = Act.ARRANGE_READERS
) -> tuple[User, Organisation]:
    return of_either_lead(request, slug, act, [BODY])


def of_either_lead(
    request: HttpRequest, slug: str, act: Act, kinds: Sequence[str] = (PROVIDER, BODY)
) -> tuple[User, Organisation]:
    user = signed_in(request)
    organisation = led_organisation(user, slug, kinds)
    roles = roles_in_organisation(user, organisation)
    require(act, roles)
    ask_second_step(request, act, roles)
    return user, organisation


def of_own_team(request: HttpRequest, slug: str, act: Act) -> tuple[User, Service]:
    user = signed_in(request)
    service = selectors.team_of_person(user, slug)
    require(act, team_roles(service.team_role))
    return user, service


def team_to_ask_into(request: HttpRequest, slug: str) -> tuple[User, Service, set[Role]]:
    user = signed_in(request)
    service = selectors.own_or_led_team(user, slug, in_use=True)
    roles = roles_in_service(user, service)
    require(Act.INVITE_TO_TEAM, roles)
    ask_second_step(request, Act.INVITE_TO_TEAM, roles)
    return user, service, roles


def team_of_lead(request: HttpRequest, slug: str, team: str) -> tuple[User, Service]:
    user, organisation = of_either_lead(request, slug, Act.ARRANGE_TEAM)
    return user, service_at(organisation.services.select_related("organisation"), team)


def who_runs(request: HttpRequest) -> User:
    user = signed_in(request)
    or_404(may(Act.MANAGE_ACCOUNTS, roles_on_site(user)))
    return user


def on_site(request: HttpRequest, slug: str) -> tuple[User, Organisation]:
    return who_runs(request), organisation_on_site(slug)


def person_to_change(request: HttpRequest, pk: uuid.UUID) -> tuple[User, User]:
    """Return who asks, if they run this site, and whom they may change.

    Who may say who runs the site is left to their like, with what keeps others out of it: a new
    address would be a way in. Raises Http404, PermissionDenied.
    """
    user, person = who_runs(request), person_on_site(pk)
    if person.is_superuser and not user.is_superuser:
        raise PermissionDenied
    return user, person


@dataclass(frozen=True)
class LetterLink:
    """A letter that some name begins with, and the page on which the first of them stands."""

    letter: str
    page: int


def letter_links(names: Sequence[str]) -> list[LetterLink]:
    """Return the letters that these names, A to Z, begin with; none where all fit on one page."""
    if len(names) <= A_PAGE:
        return []
    pages: dict[str, int] = {}
    for place, name in enumerate(names):
        pages.setdefault(name[:1].upper(), place // A_PAGE + 1)
    return [LetterLink(letter, page) for letter, page in pages.items()]
